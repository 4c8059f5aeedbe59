"""The contract of each extract as frozen types: what one row is, columns, codings, file layouts.

The JSON Schema of `config/extracts.yaml` is generated from these types.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.values import CLOSED, Cell, Decimal, Name, Switch, Words
from metrics.periods import PeriodType


class ColumnType(StrEnum):
    """What the text in a column must be. Latitude and longitude find the unit and are not kept."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"
    CODED = "coded"
    UNIT = "unit"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


class DateForm(StrEnum):
    """How a source writes its dates."""

    ISO = "iso"
    DAY_MONTH_YEAR = "day_month_year"
    FINANCIAL_YEAR = "financial_year"
    YEAR_TO_31_MARCH = "year_to_31_march"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Coding:
    """A breakdown or a code list: its groups in their fixed order, and the labels of each."""

    id: Name
    title: Words
    groups: tuple[str, ...]
    unknown: str = ""
    reference: str = ""
    characteristic: str = ""
    basis: str = ""
    other_holds: str = ""
    labels: dict[str, tuple[Cell, ...]]

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that a coded column can hold: the groups, and the unknown label if any."""
        return (*self.groups, self.unknown) if self.unknown else self.groups


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Column:
    """One column: its name here, the headers that it has in files, and what it holds."""

    name: Name
    type: ColumnType
    headers: tuple[str, ...] = ()
    about: str = ""
    coding: str = ""
    form: DateForm = DateForm.ISO
    decimal_mark: Literal[".", ","] = "."
    required: Switch = True
    blank: Switch = True
    most: Decimal | None = None
    missing: tuple[Cell, ...] = ()


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Wide:
    """A layout with one column a group: the headers become labels, the cells become a number."""

    headers: tuple[str, ...]
    label: Name
    number: Name


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Layout:
    """One way in which a source lays out its file, known by the headers that it must have."""

    name: Words
    known_by: tuple[str, ...] = ()
    wide: Wide | None = None
    fixed: dict[str, Cell] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class PeriodOf:
    """Which column dates a row, and what kind of period that date closes."""

    column: Name
    type: Literal[
        PeriodType.MONTH, PeriodType.ROLLING_YEAR, PeriodType.FINANCIAL_YEAR, PeriodType.SNAPSHOT
    ]


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class UnitOf:
    """How a row finds its unit: a column with a name or code, a point, or always the same unit."""

    column: str = ""
    point: tuple[str, ...] = ()
    always: str = ""
    others: Literal["refuse", "leave_out"] = "refuse"
    residents_only: Switch = False


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Extract:
    """The contract of one extract."""

    id: Name
    title: Words
    row: Annotated[str, Field(min_length=1)]
    owner: Words
    source: Words
    frequency: Literal["monthly", "quarterly", "yearly", "once"]
    period: PeriodOf
    unit: UnitOf
    weight: str = ""
    keep: str = ""
    sheet: str = ""
    public: Switch = False
    columns: tuple[Column, ...]
    layouts: tuple[Layout, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if the extract has none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Extracts:
    """Every extract that the scorecard knows, and the codings that they share."""

    codings: tuple[Coding, ...]
    extracts: tuple[Extract, ...]
