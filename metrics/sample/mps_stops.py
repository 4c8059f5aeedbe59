"""Stop and search in the columns of the force's own file: by officer's unit, with a count."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation, Unit
from metrics.sample import effects, labels
from metrics.sample.drawing import Integers, generator, named, pick, pick_by
from metrics.sample.london import SEARCHES, London, invent_london
from metrics.sample.searches import (
    MINUTES_IN_DAY,
    People,
    Scenes,
    draw_people,
    draw_results,
    draw_scenes,
)
from metrics.sample.span import DAYS, FIRST_DAY, LAST_DAY
from metrics.sample.tables import write_table

EXTRACT = "mps_stops"
FILE = f"mps-stops-{FIRST_DAY:%Y-%m}-to-{LAST_DAY:%Y-%m}.csv"
HEADER = (
    "Date",
    "MPS Area",
    "Borough of Stop",
    "Officer OCU",
    "Subject",
    "Reason for Stop",
    "Outcome",
    "Outcome Reason",
    "Apparent Age",
    "Gender",
    "Ethnic Appearance Code",
    "Self-defined Ethnicity Code",
    "Outcome linked to reason",
    "Drugs",
    "Body-worn video",
    "Count",
)

# One search in eight is by a unit that works all over London.
BY_SPECIALISTS = 0.125
SPECIALISTS = {"MO7": 60, "MO8": 25, "MO19": 10, "SO18": 5}

# One search in 25 is of somebody who was with the person before and is recorded alike.
TOGETHER = 0.04

# Of searches for drugs how many are for supply, and of all how many were recorded on video.
SUPPLY = 0.12
ON_VIDEO = 0.92
DRUGS = ("", "P", "S")

SUBJECTS = ("Person", "Person and Vehicle", "Vehicle")
# The youngest and the oldest of each of labels.AGES; the last is blank.
AGE_RANGES = ((10, 17), (18, 24), (25, 34), (35, 62), (8, 9), (0, 0))

STATED = tuple(row.code for row in labels.SELF_DEFINED)
CODES = (*STATED, *labels.NOT_STATED_CODES, "")


def write_mps_stops(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file of all months, searches alike in every column being one row."""
    rng = generator(seed, EXTRACT)
    london = invent_london(organisation, seed)
    scenes = _by_officer(rng, draw_scenes(rng, london), london, organisation)
    units = sorted(set(scenes.unit.tolist()))
    recorded_as = np.maximum(np.arange(SEARCHES) - (rng.random(SEARCHES) < TOGETHER), 0)
    fields = _fields(rng, scenes, units)
    fields += _what_was_found(generator(seed, f"{EXTRACT} found"), *fields[4:6])
    parts, counts = _alike([field[recorded_as] for field in fields])
    columns = _columns(parts, london, organisation, units)
    rows = zip(*columns, counts.tolist(), strict=True)
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def unit_in_file(unit: Unit) -> str:
    """The name that the force's own files give a unit: with `BCU` where it has such a name."""
    return next((name for name in unit.names if name.endswith("BCU")), unit.name)


def _by_officer(
    rng: np.random.Generator, scenes: Scenes, london: London, organisation: Organisation
) -> Scenes:
    """The same searches under the officer's unit; a borough of no command unit has specialists."""
    known = [code for code in SPECIALISTS if code in organisation.by_code]
    chosen = pick(rng, [SPECIALISTS[code] for code in known], SEARCHES)
    policed = np.asarray([unit.residents for unit in london.boroughs])[scenes.borough]
    special = (rng.random(SEARCHES) < BY_SPECIALISTS) | ~policed
    return replace(scenes, unit=np.where(special, np.asarray(known)[chosen], scenes.unit))


def _fields(rng: np.random.Generator, scenes: Scenes, units: Sequence[str]) -> tuple[Integers, ...]:
    people = draw_people(rng, scenes)
    results = draw_results(rng, scenes)
    return (
        scenes.minute // MINUTES_IN_DAY,
        np.searchsorted(units, scenes.unit).astype(np.int64),
        scenes.borough,
        people.kind,
        results.sought,
        results.outcome,
        _ages(rng, people),
        people.sex,
        _appearance(rng, people),
        _codes(rng, people),
    )


def _what_was_found(
    rng: np.random.Generator, sought: Integers, outcome: Integers
) -> tuple[Integers, ...]:
    """Whether the outcome is linked to the reason, what drugs were sought for, and the video."""
    linked = (outcome != labels.NO_ACTION) & (rng.random(SEARCHES) < effects.LINKED)
    supply = rng.random(SEARCHES) < SUPPLY
    drugs = np.where(sought == labels.DRUGS, np.where(supply, 2, 1), 0)
    video = rng.random(SEARCHES) < ON_VIDEO
    return linked.astype(np.int64), drugs, video.astype(np.int64)


def _alike(fields: list[Integers]) -> tuple[tuple[Integers, ...], Integers]:
    """The distinct combinations in order, and how many searches are of each."""
    sizes = tuple(int(field.max()) + 1 for field in fields)
    keys, counts = np.unique(np.ravel_multi_index(fields, sizes), return_counts=True)
    return tuple(part.astype(np.int64) for part in np.unravel_index(keys, sizes)), counts


def _ages(rng: np.random.Generator, people: People) -> Integers:
    youngest, oldest = np.asarray(AGE_RANGES).T
    steps = rng.random(SEARCHES) * (oldest - youngest + 1)[people.age]
    ages: Integers = youngest[people.age] + steps.astype(np.int64)
    return ages


def _appearance(rng: np.random.Generator, people: People) -> Integers:
    codes = pick_by(rng, labels.APPEARANCE_WEIGHTS, people.seen)
    vehicle = people.kind == labels.VEHICLE_ONLY
    return np.where(vehicle, labels.APPEARANCE_CODES.index(""), codes)


def _codes(rng: np.random.Generator, people: People) -> Integers:
    refused = pick(rng, list(labels.NOT_STATED_CODES.values()), SEARCHES)
    blank = people.self_defined == labels.SELF_DEFINED_BLANK
    silent = people.self_defined == labels.NOT_STATED
    stated = np.where(blank, CODES.index(""), people.self_defined)
    return np.where(silent, len(STATED) + refused, stated)


def _columns(
    parts: tuple[Integers, ...], london: London, organisation: Organisation, units: Sequence[str]
) -> Iterator[list[str]]:
    day, unit, borough, kind, sought, outcome, age, sex, seen, code, linked, drugs, video = parts
    names = [unit_in_file(organisation.by_code[code]) for code in units]
    yield named([f"{FIRST_DAY + timedelta(days=n):%d/%m/%Y}" for n in range(DAYS)], day)
    yield named(london.parents.tolist(), borough)
    yield named([place.name for place in london.boroughs], borough)
    yield named(names, unit)
    yield named(SUBJECTS, kind)
    yield named([row.reason for row in labels.SOUGHT], sought)
    yield named(labels.OUTCOMES, outcome)
    yield _outcome_reasons(np.where(linked, sought, labels.SOMETHING_ELSE), outcome)
    yield ["" if years == 0 else str(years) for years in age.tolist()]
    yield named(labels.SEX_CODES, sex)
    yield named(labels.APPEARANCE_CODES, seen)
    yield named(CODES, code)
    yield named(("No", "Yes"), linked)
    yield named(DRUGS, drugs)
    yield named(("No", "Yes"), video)


def _outcome_reasons(sought: Integers, outcome: Integers) -> list[str]:
    """What led to an outcome; blank where nothing followed."""
    reasons = ["", *(row.reason for row in labels.SOUGHT)]
    return named(reasons, np.where(outcome == labels.NO_ACTION, 0, sought + 1))
