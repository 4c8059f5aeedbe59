"""Means, percentiles and surveys a second time, in plain loops and exact fractions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb
from typing import Any

from builders import Count

BEYOND = {"": Fraction(25, 1000), "_998": Fraction(1, 1000)}


def average(numbers: Sequence[float | None] | None, percentile: int) -> Count:
    """The count of a mean, or of a percentile above 0, of the numbers that are there."""
    if numbers is None:
        return Count(shorthand="x")
    held = sorted(number for number in numbers if number is not None)
    if percentile:
        return percentile_of(held, percentile)
    return Count(sum(held), len(held), squares=sum(number**2 for number in held))


def surveyed(
    agreed: Sequence[Mapping[str, Any]] | None, answered: Sequence[Mapping[str, Any]], weight: str
) -> Count:
    """The count of a survey: people who agree and who answered, and what they weigh."""
    if agreed is None:
        return Count(shorthand="x")
    held = [row[weight] for row in answered]
    return Count(
        len(agreed),
        len(answered),
        weighted=sum(row[weight] for row in agreed),
        weights=sum(held),
        squares=sum(number * number for number in held),
    )


def percentile_of(held: Sequence[float], percentile: int) -> Count:
    """The percentile of ordered numbers, and those of them that are its limits at each level."""
    if not held:
        return Count(None, 0)
    steps, rest = divmod((len(held) - 1) * percentile, 100)
    below, above = held[steps], held[steps + (rest > 0)]
    limits: dict[str, float | None] = {}
    for level, beyond in BEYOND.items():
        lower, upper = limit_places(len(held), percentile, beyond)
        limits[f"percentile_lower{level}"] = held[lower - 1] if lower else None
        limits[f"percentile_upper{level}"] = held[upper - 1] if upper <= len(held) else None
    return Count(
        None,
        len(held),
        percentile=below + (above - below) * (rest / 100),
        **limits,
    )


def limit_places(size: int, percentile: int, beyond: Fraction) -> tuple[int, int]:
    """The places of the limits: no more samples than `beyond` have so few, or so many, below it."""
    share = Fraction(percentile, 100)
    chances = [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)]
    up_to = [sum(chances[: k + 1]) for k in range(size + 1)]
    lower = next(k for k, chance in enumerate(up_to) if chance >= beyond)
    upper = next(k for k, chance in enumerate(up_to) if 1 - chance <= beyond)
    return lower, upper + 1
