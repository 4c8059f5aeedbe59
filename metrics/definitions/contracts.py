"""The contract of each extract as frozen types: what one row is, columns, codings, file layouts.

The JSON Schema of `config/extracts.yaml` is generated from these types.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.values import CLOSED, Cell, Day, Decimal, Name, Switch, Words
from metrics.periods import PeriodType

# The checks that may warn, and whose warning a contract may want a named person to accept.
Confirmable = Literal[
    "empty_column", "constant_column", "month_cut_short", "missing_month",
    "unknown_share", "two_vocabularies", "overlapping_labels", "no_location", "exact_duplicates",
    "rows_fell", "rows_rose", "vanished", "appeared", "unknown_rose",
]  # fmt: skip


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
    YEAR_MONTH = "year_month"


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
    force_only: Switch = False
    overlapping: Switch = False
    blank_means_none: Switch = False
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
    """A layout with one column a group: the headers become labels, the cells become a number.

    With `months`, the headers are those that read like 202604, however many a file has.
    """

    headers: tuple[str, ...] = ()
    months: Switch = False
    label: Name
    number: Name


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Layout:
    """One way in which a source lays out its file, known by the headers that it must have.

    A layout that is `refused` says why: it looks right and is not.
    """

    name: Words
    known_by: tuple[str, ...] = ()
    wide: Wide | None = None
    fixed: dict[str, Cell] = Field(default_factory=dict)
    refused: str = ""


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
    smallest: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Link:
    """A yes or no of each row: whether another extract has a row of the same person after a day.

    It is yes if a row of `extract` has under `their_key` what this one has under `key`, and is
    dated after the day in `after` and no later than that in `until`. It is neither where the key
    is blank, or where the other extract does not hold every month of that time.
    """

    name: Name
    extract: Name
    key: Name
    their_key: Name
    after: Name
    until: Name
    about: Words


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Screening:
    """The thresholds of screening: shares in per cent, spans in days, sizes in rows.

    `confirm` are the names of checks whose warning stops a load until a named person accepts it. An
    extract may have thresholds and names of its own.
    """

    few_rows: Decimal = 100.0
    set_aside_limit: Decimal = 5.0
    silent_days: Decimal = 5.0
    duplicate_share: Decimal = 5.0
    fall: Decimal = 30.0
    rise: Decimal = 50.0
    vanished_share: Decimal = 1.0
    unknown_share: Decimal = 25.0
    unknown_rise: Decimal = 5.0
    elsewhere_share: Decimal = 25.0
    times_usual: Decimal = 1000.0
    small_count: Decimal = 5.0
    confirm: tuple[Confirmable, ...] = ()


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
    key: tuple[Name, ...] = ()
    keep: str = ""
    sheet: str = ""
    public: Switch = False
    force_only: Switch = False
    anonymous: Switch = False
    reporting_route: Switch = False
    read_with: dict[Name, Name] = Field(default_factory=dict)
    among: dict[Name, str] = Field(default_factory=dict)
    never_joined: Switch = False
    own_base: Switch = False
    apart: tuple[Name, ...] = ()
    known_only: tuple[Name, ...] = ()
    rare: tuple[Name, ...] = ()
    outputs: tuple[Name, ...] = ()
    not_judged: dict[Name, Words] = Field(default_factory=dict)
    context_by: tuple[Name, ...] = ()
    recorded_anew: dict[Name, Day] = Field(default_factory=dict)
    by_number: tuple[Name, ...] = ()
    open_in: str = ""
    links: tuple[Link, ...] = ()
    columns: tuple[Column, ...]
    layouts: tuple[Layout, ...] = ()
    due_days: Decimal = 30.0
    screening: dict[Name, Decimal] = Field(default_factory=dict)
    confirm: tuple[Confirmable, ...] = ()

    @property
    def told_among(self) -> dict[str, str]:
        """The columns that mean something for some rows alone, with the condition of those.

        What a link says is among them: of a row that it could not follow it says nothing.
        """
        return {**self.among, **{link.name: f"{link.name} IS NOT NULL" for link in self.links}}

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if the extract has none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Extracts:
    """Every extract that the scorecard knows, and the codings that they share."""

    codings: tuple[Coding, ...]
    extracts: tuple[Extract, ...]
    screening: Screening = Field(default_factory=Screening)
