"""Searches as they happen in the invented London, before a file says what it says of them."""

from dataclasses import dataclass

import numpy as np

from metrics.sample import effects, labels
from metrics.sample.drawing import Floats, Integers, Texts, pick, pick_by
from metrics.sample.london import GROUPS, SEARCHES, London
from metrics.sample.span import DAYS, FIRST_DAY, MONTH_ENDS

MINUTES_IN_DAY = 1440

# Searches of 100 by London hour, and how officers round the minute: to quarters, tens and fives.
MORNING = (4, 3.5, 2.5, 1.6, 1, 0.6, 0.5, 0.7, 1, 2, 2.8, 3.4)
AFTERNOON = (4.1, 4.5, 6.5, 8.5, 9.5, 8, 6.5, 7, 6, 5.5, 5.4, 4.4)
MINUTES = [10.0 if m % 15 == 0 else 4.5 if m % 5 == 0 else 1.0 for m in range(60)]


@dataclass(frozen=True, slots=True)
class Scenes:
    """When and where each search was, of whom, and which unit answers for it; in order of time.

    `minute` counts London minutes from the first day, `month` positions in `MONTH_ENDS`, `borough`
    and `group` positions in `London.boroughs` and `GROUPS`; `unit` is a code.
    """

    minute: Integers
    month: Integers
    borough: Integers
    group: Integers
    unit: Texts


@dataclass(frozen=True, slots=True)
class People:
    """What the file records of the person, each a position in `labels`; blank for a vehicle."""

    kind: Integers
    self_defined: Integers
    seen: Integers
    sex: Integers
    age: Integers


@dataclass(frozen=True, slots=True)
class Results:
    """What the officer looked for and what came of it, each a position in `labels`."""

    sought: Integers
    outcome: Integers


def draw_scenes(rng: np.random.Generator, london: London) -> Scenes:
    """Every search of the three years, the unit being the one that polices the borough."""
    day = (rng.random(SEARCHES) * DAYS).astype(np.int64)
    hour = pick(rng, (*MORNING, *AFTERNOON), SEARCHES)
    minute = np.sort(day * MINUTES_IN_DAY + hour * 60 + pick(rng, MINUTES, SEARCHES))
    lasts = [((end - FIRST_DAY).days + 1) * MINUTES_IN_DAY for end in MONTH_ENDS]
    month = np.searchsorted(lasts, minute, side="right").astype(np.int64)
    place = pick(rng, london.searches.ravel(), SEARCHES)
    borough, group = place // len(GROUPS), place % len(GROUPS)
    return Scenes(minute, month, borough, group, london.parents[borough])


def draw_people(rng: np.random.Generator, scenes: Scenes) -> People:
    """What is recorded of whoever was searched at each scene."""
    number = len(scenes.minute)
    kind = pick(rng, list(labels.KINDS.values()), number)
    known = pick_by(rng, labels.SELF_DEFINED_WEIGHTS, scenes.group)
    silent = rng.random(number) < _not_stated(scenes)
    recorded = (
        (np.where(silent, labels.NOT_STATED, known), labels.SELF_DEFINED_BLANK),
        (pick_by(rng, labels.SEEN_WEIGHTS, scenes.group), labels.SEEN_BLANK),
        (pick(rng, list(labels.SEXES.values()), number), list(labels.SEXES).index("")),
        (pick(rng, list(labels.AGES.values()), number), list(labels.AGES).index("")),
    )
    nobody = kind == labels.VEHICLE_ONLY
    return People(kind, *(np.where(nobody, blank, values) for values, blank in recorded))


def draw_results(rng: np.random.Generator, scenes: Scenes) -> Results:
    """What was looked for and what came of it, with fewer outcomes where `effects` says so."""
    number = len(scenes.minute)
    sought = pick(rng, [row.weight for row in labels.SOUGHT], number)
    chance = np.asarray([effects.POSITIVE_OUTCOMES[group] for group in GROUPS])[scenes.group]
    fewer = (
        (scenes.unit == effects.FEWER_OUTCOMES_UNIT)
        & (scenes.group == GROUPS.index(effects.FEWER_OUTCOMES_GROUP))
        & (scenes.minute // MINUTES_IN_DAY >= (effects.FEWER_OUTCOMES_FROM - FIRST_DAY).days)
    )
    positive = rng.random(number) < np.where(fewer, chance * effects.FEWER_OUTCOMES_KEPT, chance)
    drugs_or_not = np.where(sought == labels.DRUGS, 0, 1)
    outcome = pick_by(rng, labels.OUTCOME_WEIGHTS, drugs_or_not)
    return Results(sought, np.where(positive, outcome, labels.NO_ACTION))


def _not_stated(scenes: Scenes) -> Floats:
    rising = scenes.unit == effects.NOT_STATED_RISING_UNIT
    risen = effects.NOT_STATED + effects.NOT_STATED_RISE_A_MONTH * scenes.month
    return np.where(rising, risen, effects.NOT_STATED)
