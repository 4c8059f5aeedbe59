"""Columns of an invented register, one after the other: each may depend on those before it.

Only `Generator.random` is drawn from, so that the same seed gives the same bytes everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from metrics.definitions.organisation import Organisation
from metrics.sample.drawing import named, pick
from metrics.sample.span import DAYS, FIRST_DAY, QUARTER_ENDS

# Days from one date to another are usual x u / (LONGEST - u) of a chance u, and 20 x usual at most.
LONGEST = 1.05
PERSON = 2**52


@dataclass
class Drawing:
    """A register as it is drawn: its chance, how many rows, and the columns drawn so far."""

    rng: np.random.Generator
    organisation: Organisation
    number: int
    columns: dict[str, list[str]] = field(default_factory=dict)


Weights = Mapping[str, float]
Maker = Callable[[Drawing], list[str]]


def days() -> Maker:
    """A day of the three years, the earliest first."""

    def make(drawing: Drawing) -> list[str]:
        drawn = np.sort((drawing.rng.random(drawing.number) * DAYS).astype(np.int64))
        return [(FIRST_DAY + timedelta(days=day)).isoformat() for day in drawn.tolist()]

    return make


def quarter_ends() -> Maker:
    """A quarter end of the three years, the earliest first."""
    return ends(QUARTER_ENDS)


def ends(among: Sequence[date]) -> Maker:
    """One of some days, the earliest first."""

    def make(drawing: Drawing) -> list[str]:
        drawn = np.sort((drawing.rng.random(drawing.number) * len(among)).astype(np.int64))
        return [among[place].isoformat() for place in drawn.tolist()]

    return make


def before(column: str, usual: float) -> Maker:
    """A day before that in another column: half within `usual` days, nine in ten within 6 times.

    A blank stands where the other column has one.
    """

    def make(drawing: Drawing) -> list[str]:
        took = [
            int(usual * chance / (LONGEST - chance))
            for chance in drawing.rng.random(drawing.number).tolist()
        ]
        return [
            (date.fromisoformat(day) - timedelta(days=back)).isoformat() if day else ""
            for day, back in zip(drawing.columns[column], took, strict=True)
        ]

    return make


def after(column: str, least: int, most: int) -> Maker:
    """A day from `least` to `most` days after that in another column; below 0, before it."""

    def make(drawing: Drawing) -> list[str]:
        chances = drawing.rng.random(drawing.number).tolist()
        return [
            (date.fromisoformat(day) + timedelta(days=least + int(chance * (most - least + 1))))
            .isoformat()
            for day, chance in zip(drawing.columns[column], chances, strict=True)
        ]  # fmt: skip

    return make


def homes(level: str) -> Maker:
    """A unit of a level that has residents, each as likely."""
    return units(level, homes_only=True)


def units(level: str, homes_only: bool = False) -> Maker:
    """A unit of a level, each as likely; with `homes_only`, one that has residents."""

    def make(drawing: Drawing) -> list[str]:
        found = [
            unit.name
            for unit in drawing.organisation.units
            if unit.level == level and (unit.residents or not homes_only)
        ]
        return named(found, pick(drawing.rng, [1.0] * len(found), drawing.number))

    return make


def one_of(weights: Weights) -> Maker:
    """One of some labels, as likely as its weight says."""

    def make(drawing: Drawing) -> list[str]:
        return named(list(weights), pick(drawing.rng, list(weights.values()), drawing.number))

    return make


def by(column: str, weights: Mapping[str, Weights], otherwise: Weights) -> Maker:
    """One of some labels, as likely as the weights say for the label in another column."""

    def make(drawing: Drawing) -> list[str]:
        chances = drawing.rng.random(drawing.number).tolist()
        sums = {key: _running(given) for key, given in {**weights, "": otherwise}.items()}
        return [
            _chosen(sums.get(label, sums[""]), chance)
            for label, chance in zip(drawing.columns[column], chances, strict=True)
        ]

    return make


def _running(weights: Weights) -> tuple[list[str], list[float]]:
    total, running, sums = sum(weights.values()), 0.0, []
    for weight in weights.values():
        running += weight
        sums.append(running / total)
    return list(weights), sums


def _chosen(running: tuple[list[str], list[float]], chance: float) -> str:
    labels, sums = running
    return next((label for label, up_to in zip(labels, sums, strict=True) if chance < up_to),
                labels[-1])  # fmt: skip


def yes(share: float) -> Maker:
    """Yes for a share of the rows, else no."""
    return one_of({"Yes": share, "No": 1 - share})


def yes_by(column: str, shares: Mapping[str, float], otherwise: float) -> Maker:
    """Yes for a share of the rows that depends on the label in another column, else no."""
    told = {label: {"Yes": share, "No": 1 - share} for label, share in shares.items()}
    return by(column, told, {"Yes": otherwise, "No": 1 - otherwise})


def where(column: str, labels: Sequence[str], maker: Maker, otherwise: str = "") -> Maker:
    """What a maker makes, in the rows in which another column has one of some labels."""

    def make(drawing: Drawing) -> list[str]:
        return [
            value if label in labels else otherwise
            for label, value in zip(drawing.columns[column], maker(drawing), strict=True)
        ]

    return make


def references(prefix: str) -> Maker:
    """A reference of its own for each row."""

    def make(drawing: Drawing) -> list[str]:
        return [f"{prefix}-{number:05d}" for number in range(1, drawing.number + 1)]

    return make


def shared(prefix: str, among: int) -> Maker:
    """A reference that several rows may share, one of so many."""

    def make(drawing: Drawing) -> list[str]:
        return [f"{prefix}-{int(c * among) + 1:05d}" for c in drawing.rng.random(drawing.number)]

    return make


def keys(people: int) -> Maker:
    """A key made from a person by hashing, one of so many people's."""

    def make(drawing: Drawing) -> list[str]:
        known = [f"{int(chance * PERSON):013x}" for chance in drawing.rng.random(people)]
        return [known[int(chance * people)] for chance in drawing.rng.random(drawing.number)]

    return make


def own_keys() -> Maker:
    """A key made from a person by hashing, another in each row."""

    def make(drawing: Drawing) -> list[str]:
        return [f"{int(chance * PERSON):013x}" for chance in drawing.rng.random(drawing.number)]

    return make


def turns(*labels: str) -> Maker:
    """Some labels in turn."""

    def make(drawing: Drawing) -> list[str]:
        return [labels[place % len(labels)] for place in range(drawing.number)]

    return make


def whole(least: int, most: int) -> Maker:
    """A whole number from one to another."""

    def make(drawing: Drawing) -> list[str]:
        spread = most - least + 1
        return [str(least + int(c * spread)) for c in drawing.rng.random(drawing.number)]

    return make


def survey_weights(least: float, most: float) -> Maker:
    """The weight of a respondent, in hundredths."""

    def make(drawing: Drawing) -> list[str]:
        drawn = (least + (most - least) * drawing.rng.random(drawing.number)).tolist()
        return [f"{int(value * 100 + 0.5) / 100:.2f}" for value in drawn]

    return make
