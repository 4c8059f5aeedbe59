"""Tiers and roles as frozen types: who sees which figures, and how each tier is protected.

The JSON Schema of `config/access.yaml` is generated from these types.
"""

from typing import Literal

from pydantic.dataclasses import dataclass

from metrics.definitions.values import CLOSED, Integer, Name, Words
from metrics.periods import PeriodType


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Cut:
    """Tables that a tier has: of everybody, or of the groups of a breakdown, for some periods.

    `levels`, `extracts`, `metrics` and `breakdowns` limit it to these; where one is not given it is
    for all.
    """

    of: Literal["everybody", "groups"]
    periods: tuple[PeriodType, ...]
    levels: tuple[Name, ...] = ()
    extracts: tuple[Name, ...] = ()
    metrics: tuple[Name, ...] = ()
    breakdowns: tuple[Name, ...] = ()


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Tier:
    """One audience: the tables that it has, and how the people in them are protected.

    Counts from 1 to `threshold` less 1 are withheld; 0 withholds nothing. A share of fewer people
    than `minimum_base` is withheld with its numerator. The counts that are shown are rounded to the
    nearest multiple of `rounding`; 0 rounds nothing. The tables of `without` are taken out of those
    of the `cuts` again: most of their counts would be withheld.
    """

    id: Name
    title: Words
    audience: Words
    threshold: Integer
    minimum_base: Integer = 0
    rounding: Integer = 0
    cuts: tuple[Cut, ...]
    without: tuple[Cut, ...] = ()


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Role:
    """What a person who holds this role may open: one tier, for every unit or only their own."""

    id: Name
    title: Words
    tier: Name
    units: Literal["all", "own"]


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Access:
    """Every tier and every role."""

    tiers: tuple[Tier, ...]
    roles: tuple[Role, ...]

    def tier(self, id_: str) -> Tier:
        """The tier of that name; KeyError if there is none."""
        return {tier.id: tier for tier in self.tiers}[id_]

    def role(self, id_: str) -> Role:
        """The role of that name; KeyError if there is none."""
        return {role.id: role for role in self.roles}[id_]
