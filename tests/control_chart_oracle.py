"""A second implementation of XmR charts, in plain loops over one series: no arrays, no runs.

It looks at each point's own window, where the engine counts runs, and it divides nothing twice.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Figures = list[Fraction | None]


@dataclass(frozen=True)
class Charted:
    """What the oracle says of one segment; limits are None where neighbours never differ."""

    mean: Fraction | None
    limits: tuple[Fraction, Fraction] | None
    patterns: list[int]


def chart(figures: Figures, run: int, screen: bool, fix_after: int | None) -> Charted:
    """The chart of one segment, exact to the last digit."""
    base = figures if fix_after is None else figures[:fix_after]
    held = [figure for figure in base if figure is not None]
    if not held:
        return Charted(None, None, [0] * len(figures))
    mean, spread = sum(held, Fraction(0)) / len(held), Fraction(266, 100) * _range(base, screen)
    patterns = [_pattern(figures, place, mean, spread, run) for place in range(len(figures))]
    return Charted(mean, (mean - spread, mean + spread) if spread else None, patterns)


def _range(base: Figures, screen: bool) -> Fraction:
    ranges = [
        abs(later - earlier)
        for earlier, later in pairwise(base)
        if earlier is not None and later is not None
    ]
    if not any(ranges):
        return Fraction(0)
    typical = sum(ranges, Fraction(0)) / len(ranges)
    kept = [apart for apart in ranges if apart < Fraction(3267, 1000) * typical]
    return sum(kept, Fraction(0)) / len(kept) if screen and any(kept) else typical


def _pattern(figures: Figures, place: int, mean: Fraction, spread: Fraction, run: int) -> int:
    here = figures[place]
    if here is None:
        return 0
    side = _sign(here - mean)
    if spread and abs(here - mean) > spread:
        return side
    if direction := _trend(figures, place, run):
        return 2 * direction
    near = [_is_near(figure, mean, spread) for figure in figures]
    sides = [0 if figure is None else _sign(figure - mean) for figure in figures]
    for window in _windows(place, 3, len(figures)):
        if near[place] and _one_side(sides, window) and sum(near[at] for at in window) >= 2:
            return 3 * side
    return 4 * side if any(_one_side(sides, w) for w in _windows(place, run, len(sides))) else 0


def _trend(figures: Figures, place: int, run: int) -> int:
    """1 or -1 if the point is in a trend, told by the step to the next point if that is in one."""
    if not _in_trend(figures, place, run):
        return 0
    after = place + 1
    onward = after < len(figures) and _in_trend(figures, after, run)
    earlier, later = figures[place : after + 1] if onward else figures[place - 1 : after]
    return 1 if earlier is not None and later is not None and later > earlier else -1


def _in_trend(figures: Figures, place: int, run: int) -> bool:
    for window in _windows(place, run, len(figures)):
        part = [figures[at] for at in window]
        steps = {
            _sign(later - earlier) if earlier is not None and later is not None else 0
            for earlier, later in pairwise(part)
        }
        if steps in ({1}, {-1}):
            return True
    return False


def _windows(place: int, length: int, end: int) -> list[range]:
    """Every stretch of a length that holds the point and lies inside the series."""
    starts = range(max(0, place - length + 1), min(place, end - length) + 1)
    return [range(start, start + length) for start in starts]


def _one_side(sides: list[int], window: range) -> bool:
    return {sides[at] for at in window} in ({1}, {-1})


def _is_near(figure: Fraction | None, mean: Fraction, spread: Fraction) -> bool:
    if figure is None or not spread:
        return False
    return Fraction(2, 3) * spread < abs(figure - mean) <= spread


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
