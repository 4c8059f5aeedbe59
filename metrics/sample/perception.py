"""The Public Attitude Survey in the columns of the borough dashboard file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation, Unit
from metrics.sample import effects
from metrics.sample.drawing import Integers, between, generator
from metrics.sample.span import QUARTER_ENDS
from metrics.sample.tables import write_table

EXTRACT = "public_perception"
FILE = "PAS_Dashboard_Borough.csv"
HEADER = ("Date", "Survey", "Borough", "Measure", "Proportion", "MPS", "", "", "", "")

# Each question with the force's percentage at the start, near that of the end of 2023.
TRUST = "Trust MPS"
MEASURES = {
    '"Good Job" local': 48,
    "Contact ward officer": 16,
    "Informed local": 30,
    "Listen to concerns": 58,
    "Relied on to be there": 60,
    "Treat everyone fairly": 63,
    TRUST: 70,
    "Understand issues": 57,
}
# How far boroughs lie from the force, and how far a quarter strays, in points. The 12 months of a
# quarter share nine with the quarter before, so quarters move little.
BOROUGHS_APART = 8
QUARTERS_APART = 1

# The file writes one borough in full, and another in two ways: the later one from this date.
WESTMINSTER = "Westminster"
RICHMOND, RICHMOND_LATER = "Richmond upon Thames", "Richmond Upon Thames"
RICHMOND_LATER_FROM = date(2025, 6, 30)


def write_perception(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: each quarter, question and borough, with the share as `0,56`."""
    boroughs = tuple(u for u in organisation.units if u.level == "borough" and u.residents)
    shares = _percentages(boroughs, seed)
    rows = _rows(boroughs, shares)
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def _percentages(boroughs: tuple[Unit, ...], seed: int) -> Integers:
    """Whole percentages by quarter, question and borough."""
    shape = (len(QUARTER_ENDS), len(MEASURES), len(boroughs))
    rng = generator(seed, EXTRACT)
    apart = between(rng, -BOROUGHS_APART, BOROUGHS_APART, shape[1] * shape[2]).reshape(shape[1:])
    stray = between(rng, -QUARTERS_APART, QUARTERS_APART, len(QUARTER_ENDS) * apart.size)
    level = np.asarray(list(MEASURES.values()))[:, None] + apart
    trust = list(MEASURES).index(TRUST)
    result = level + stray.reshape(shape)
    result[:, trust, :] -= _fall(boroughs)
    return np.clip(np.rint(result), 1, 99).astype(np.int64)


def _fall(boroughs: tuple[Unit, ...]) -> Integers:
    since = np.cumsum([end >= effects.TRUST_FALLS_FROM for end in QUARTER_ENDS])
    there = np.asarray([unit.code == effects.TRUST_FALLS_BOROUGH for unit in boroughs])
    return np.outer(since, there * effects.TRUST_FALLS_A_QUARTER).astype(np.int64)


def _rows(boroughs: tuple[Unit, ...], shares: Integers) -> Iterator[tuple[str, ...]]:
    for end, questions in zip(QUARTER_ENDS, shares, strict=True):
        day = f"{end.day}/{end.month}/{end.year}"
        for measure, percentages in zip(MEASURES, questions.tolist(), strict=True):
            force = _decimal(round(sum(percentages) / len(percentages)))
            for unit, percentage in zip(boroughs, percentages, strict=True):
                borough = _as_surveyed(unit.name, end)
                yield (day, "PAS", borough, measure, _decimal(percentage), force, *[""] * 4)


def _as_surveyed(name: str, end: date) -> str:
    if name == RICHMOND and end >= RICHMOND_LATER_FROM:
        return RICHMOND_LATER
    return "City of Westminster" if name == WESTMINSTER else name


def _decimal(percentage: int) -> str:
    """A percentage from 1 to 99 as the file writes a share: decimal comma, no closing zero."""
    return f"0,{percentage:02d}".rstrip("0")
