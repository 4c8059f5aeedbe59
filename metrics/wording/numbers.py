"""Numbers as people read them, rounded half away from zero at display only."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
MOST_DECIMALS = 5
# The least share that one decimal tells from nothing.
LEAST_SHOWN, ALL = 0.1, 100
# What is worked out in floating point lies on an edge if it is as near to it as this.
NOISE = 1e-9
SIZES = (("MB", 1_000_000), ("KB", 1_000), ("byte", 1), ("byte", 0))


def number(value: float, decimals: int) -> str:
    """A number with commas and a real minus sign; there is no negative zero."""
    rounded = _rounded(value, decimals)
    plain = f"{abs(rounded):,f}"
    return f"{MINUS}{plain}" if rounded < 0 else plain


def decimals_apart(decimals: int, edges: Sequence[float], *values: float | None) -> int:
    """The fewest decimals, from these on, that leave each value on its own side of each edge.

    0.797 with two reads as 0.80, which a band from 0.80 holds and 0.797 lies outside of.
    """
    near = [
        (value, edge)
        for value in values
        for edge in edges
        if value is not None and abs(value - edge) <= 10.0**-decimals
    ]
    if not near:
        return decimals
    return next(
        (
            more
            for more in range(decimals, MOST_DECIMALS)
            if all(
                _side(float(_rounded(value, more)), edge) == _side(value, edge)
                for value, edge in near
            )
        ),
        max(decimals, MOST_DECIMALS),
    )


def _side(value: float, edge: float) -> int:
    """Below an edge -1, on it 0, above it 1."""
    return (value > edge + NOISE) - (value < edge - NOISE)


def _rounded(value: float, decimals: int) -> Decimal:
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: 29.0%, 16.3 per 1,000 people."""
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def share_text(part: float, whole: float) -> str:
    """A part of a whole as a percentage with one decimal; a part that is there is never 0.0%."""
    share = ALL * part / whole
    if 0 < share < LEAST_SHOWN / 2:
        return f"less than {LEAST_SHOWN}%"
    if ALL - LEAST_SHOWN / 2 <= share < ALL:
        return f"more than {ALL - LEAST_SHOWN}%"
    return f"{number(share, 1)}%"


def interval_text(lower: float | None, upper: float | None, decimals: int) -> str:
    """An interval as "1.9 to 3.0", or that there is none."""
    if lower is None or upper is None:
        return "not given"
    return f"{number(lower, decimals)} to {number(upper, decimals)}"


def about_size(size: int) -> str:
    """The size of a file that is not made yet, to one digit: about 6 MB."""
    step = 10 ** (len(str(size)) - 1)
    return f"about {size_text((size + step // 2) // step * step)}"


def size_text(size: int) -> str:
    """The size of a file: bytes, else whole kilobytes or megabytes, of a thousand each."""
    unit, step = next((u, s) for u, s in SIZES if size >= s)
    return plural(size, "byte") if unit == "byte" else f"{number(size / step, 0)} {unit}"
