"""Stop and search in the columns of data.police.uk: one file a month, dates in UTC."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation
from metrics.periods import month_end
from metrics.sample import labels
from metrics.sample.drawing import Integers, Truths, between, generator, named
from metrics.sample.london import SEARCHES, London, invent_london
from metrics.sample.searches import (
    MINUTES_IN_DAY,
    People,
    Scenes,
    draw_people,
    draw_results,
    draw_scenes,
)
from metrics.sample.span import FIRST_DAY, LAST_DAY, MONTH_ENDS
from metrics.sample.squares import MILLION, SOUTH, WEST, corners, points_in
from metrics.sample.tables import write_table

EXTRACT = "stop_search"
HEADER = (
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)

# Public files lack 7 to 11% of points and hold a few far outside London, as far as 2.78 degrees
# west; ours lie west of every square.
WITHOUT_POINT = 0.08
OUTSIDE = 0.004
OUTSIDE_WEST, OUTSIDE_EAST = -2_700_000, WEST - 100_000
OUTSIDE_HEIGHT = 300_000


def write_stop_search(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write a CSV file for each month and return them, oldest first."""
    rng = generator(seed, EXTRACT)
    london = invent_london(organisation, seed)
    scenes = draw_scenes(rng, london)
    rows = list(zip(*_columns(rng, london, scenes), strict=True))
    ends = np.searchsorted(scenes.month, range(len(MONTH_ENDS)), side="right")
    starts = [0, *ends[:-1]]
    return tuple(
        write_table(_file(folder, last), HEADER, rows[start:end])
        for last, start, end in zip(MONTH_ENDS, starts, ends, strict=True)
    )


def _file(folder: Path, last: date) -> Path:
    return folder / EXTRACT / f"{last:%Y-%m}-metropolitan-stop-and-search.csv"


def _columns(rng: np.random.Generator, london: London, scenes: Scenes) -> Iterator[list[str]]:
    people = draw_people(rng, scenes)
    results = draw_results(rng, scenes)
    longitude, latitude = _points(rng, london, scenes)
    blank = [""] * SEARCHES
    yield named(list(labels.KINDS), people.kind)
    yield _timestamps(scenes.minute)
    yield ["False"] * SEARCHES
    yield from (blank, latitude, longitude)
    yield from _person_columns(people)
    yield named([row.power for row in labels.SOUGHT], results.sought)
    yield named([row.label for row in labels.SOUGHT], results.sought)
    yield named(labels.OUTCOMES, results.outcome)
    yield from (blank, blank)


def _person_columns(people: People) -> Iterator[list[str]]:
    yield named(list(labels.SEXES), people.sex)
    yield named(list(labels.AGES), people.age)
    yield named(labels.SELF_DEFINED_LABELS, people.self_defined)
    yield named(labels.SEEN, people.seen)


def _points(
    rng: np.random.Generator, london: London, scenes: Scenes
) -> tuple[list[str], list[str]]:
    longitude, latitude = points_in(rng, corners(london.boroughs)[scenes.borough])
    west = np.rint(between(rng, OUTSIDE_WEST, OUTSIDE_EAST, SEARCHES)).astype(np.int64)
    north = SOUTH + np.rint(between(rng, 0, OUTSIDE_HEIGHT, SEARCHES)).astype(np.int64)
    outside = rng.random(SEARCHES) < OUTSIDE
    known = rng.random(SEARCHES) >= WITHOUT_POINT
    return (
        _degrees(np.where(outside, west, longitude), known.tolist()),
        _degrees(np.where(outside, north, latitude), known.tolist()),
    )


def _degrees(millionths: Integers, known: list[bool]) -> list[str]:
    pairs = zip(millionths.tolist(), known, strict=True)
    return [f"{value / MILLION:.6f}" if shown else "" for value, shown in pairs]


def _timestamps(minute: Integers) -> list[str]:
    """UTC times as text: in summer an hour before London's.

    The hour that London skips in March lands on the next; sorting mixes its times into that hour's.
    """
    utc = np.sort(np.where(_in_summer(minute), minute - 60, minute))
    times = np.datetime64(FIRST_DAY, "m") + utc.astype("timedelta64[m]")
    return [f"{text}+00:00" for text in np.datetime_as_string(times, unit="s").tolist()]


def _in_summer(minute: Integers) -> Truths:
    """Whether London keeps summer time: from the last Sunday of March to that of October, 2 a.m.

    The hour that is skipped in March counts as winter and the one repeated in October as summer.
    """
    summer = np.zeros(len(minute), dtype=np.bool_)
    for year in range(FIRST_DAY.year, LAST_DAY.year + 1):
        start, end = (_minute_of_change(year, month) for month in (3, 10))
        summer |= (minute >= start) & (minute < end)
    return summer


def _minute_of_change(year: int, month: int) -> int:
    last = month_end(date(year, month, 1))
    sunday = last - timedelta(days=last.isoweekday() % 7)
    return (sunday - FIRST_DAY).days * MINUTES_IN_DAY + 120
