"""Numbers as people read them, rounded half away from zero at display only."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"


def number(value: float, decimals: int) -> str:
    """A number with commas and a real minus sign; there is no negative zero."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    plain = f"{abs(rounded):,f}"
    return f"{MINUS}{plain}" if rounded < 0 else plain


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: 29.0%, 16.3 per 1,000 people."""
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def share_text(part: float, whole: float) -> str:
    """A part of a whole as a percentage with one decimal."""
    return f"{number(100 * part / whole, 1)}%"


def interval_text(lower: float | None, upper: float | None, decimals: int) -> str:
    """An interval as "1.9 to 3.0", or that there is none."""
    if lower is None or upper is None:
        return "not given"
    return f"{number(lower, decimals)} to {number(upper, decimals)}"
