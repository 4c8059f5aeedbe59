"""What a text value in YAML may mean: numbers, dates, switches and names, each read strictly."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

# A record of the configuration: no key but those declared, and nothing changes after reading.
CLOSED = ConfigDict(extra="forbid", str_strip_whitespace=True)

INTEGER = re.compile(r"-?[0-9]{1,12}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The force is of 1829, and a slip of the keys makes 2925 of 2025.
YEARS = range(1800, 2200)
SWITCHES = {"true": True, "false": False}


def _integer(value: Any) -> Any:
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, str):
        raise ValueError("write a whole number in digits, like 12")
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return float(value)
    if isinstance(value, str):
        raise ValueError("write a number in digits, like 12 or 0.5")
    return value


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not ISO_DATE.fullmatch(value):
        raise ValueError("write a date like 2026-04-01")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError("write a day that the calendar has, like 2026-04-30") from None
    if day.year not in YEARS:
        raise ValueError("write a day from 1800 to 2199, like 2026-04-30")
    return day


def _switch(value: Any) -> Any:
    if isinstance(value, str) and value in SWITCHES:
        return SWITCHES[value]
    if isinstance(value, str):
        raise ValueError("write true or false")
    return value


Integer = Annotated[int, BeforeValidator(_integer)]
Decimal = Annotated[float, BeforeValidator(_decimal)]
Day = Annotated[date, BeforeValidator(_day)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
# A label or a cell of a file: text here, and in an editor whatever YAML makes of `17` or `false`.
Cell = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
