"""The force as a dated tree of units, and how a name in a file finds its unit.

The JSON Schema of `config/organisation.yaml` is generated from these types.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.values import CLOSED, Code, Day, Name, Switch, Words


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Level:
    """One level of the tree, from the force down."""

    id: Name
    title: Words


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Membership:
    """The unit that a unit belongs to, from the first to the last of these days."""

    unit: str
    start: Day = Field(default=date.min)
    end: Day = Field(default=date.max)


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Unit:
    """One unit: its code, its names in files, what it belongs to and when."""

    code: Code
    name: Words
    level: Name
    within: tuple[Membership, ...] = ()
    names: tuple[str, ...] = ()
    residents: Switch = True
    lead: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Similar:
    """Units that are compared with each other: which, why, and since when they are held alike."""

    name: Words
    units: tuple[str, ...]
    why: Words
    since: Day


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Boundaries:
    """The GeoJSON that places a point in a unit; it is published elsewhere and not ours to ship."""

    file: Words
    code_property: Words
    published_at: Words


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Organisation:
    """The levels, the units in organisation order, and where their boundaries are."""

    levels: tuple[Level, ...]
    units: tuple[Unit, ...]
    location_not_recorded: Code
    boundaries: Boundaries
    similar: tuple[Similar, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        """Each unit by its code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def force(self) -> Unit:
        """The unit that belongs to no other."""
        return next(unit for unit in self.units if not unit.within)

    @cached_property
    def similar_to(self) -> dict[str, Similar]:
        """The group of similar units of each unit that is in one."""
        return {unit: group for group in self.similar for unit in group.units}

    @cached_property
    def codes_by_name(self) -> dict[str, str]:
        """The code of each unit by every folded name and code that files call it."""
        pairs = ((name, unit.code) for unit in self.units for name in unit_names(unit))
        return {fold(name): code for name, code in pairs}

    def title_of(self, level: str) -> str:
        """What a level is called, in the middle of a sentence."""
        return next(one.title.lower() for one in self.levels if one.id == level)

    def down_to(self, level: str) -> frozenset[str]:
        """The codes of the units of a level and of those above it; of all where none is named."""
        ids = [one.id for one in self.levels]
        held = ids[: ids.index(level) + 1] if level else ids
        return frozenset(unit.code for unit in self.units if unit.level in held)

    def parent(self, code: str, day: date) -> str | None:
        """The unit that `code` belonged to on `day`, or None for the force."""
        held = (m.unit for m in self.by_code[code].within if m.start <= day <= m.end)
        return next(held, None)

    def ancestors(self, code: str, day: date) -> Iterator[str]:
        """The unit itself, then every unit above it on `day`, up to the force."""
        current: str | None = code
        while current is not None:
            yield current
            current = self.parent(current, day)

    def below(self, code: str, day: date) -> tuple[Unit, ...]:
        """The unit itself and every unit under it on `day`, in organisation order."""
        return tuple(unit for unit in self.units if code in self.ancestors(unit.code, day))


def unit_names(unit: Unit) -> tuple[str, ...]:
    """Every name that a file may give a unit: its name, its code and its variants."""
    return (unit.name, unit.code, *unit.names)


def fold(name: str) -> str:
    """A name without the differences that mean nothing: case, width, spacing, `&` for `and`."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(plain.split())
