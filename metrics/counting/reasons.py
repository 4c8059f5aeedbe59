"""Why a figure is absent: its shorthand, and the words that are said of it."""

import pandas as pd

GAP = "a number is missing from the extract"
NO_KEY = "a key is missing from the extract"
NO_RESIDENTS = "no resident population"
FEW_LIVE_THERE = "most of those counted there live elsewhere"
NO_POPULATION = "no population loaded"
NO_OTHER_SIDE = "nothing to divide by for the same unit, group and time"
NOT_LOADED = "the extract to divide by is not loaded"
NOT_LINKED = "the extract to link with is not loaded"


def say(frame: pd.DataFrame, rows: pd.Series, shorthand: str, reason: str) -> None:
    """Write the reason for an absent figure where none stands yet; 'z' goes before any other."""
    be_silent(frame)
    silent = rows & ((frame["shorthand"] == "") | (shorthand == "z"))
    if silent.any():
        frame.loc[silent, "shorthand"] = shorthand
        frame.loc[silent, "reason"] = reason


def be_silent(frame: pd.DataFrame) -> None:
    """Give a frame the columns of reasons, empty, where it has none."""
    for column in ("shorthand", "reason"):
        if column not in frame:
            frame[column] = ""
