"""The scorecard as frozen types: themes, key actions, metrics, targets, headlines.

The JSON Schema of `config/scorecard.yaml` is generated from these types.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.chart_settings import Charts
from metrics.definitions.values import CLOSED, Cell, Day, Decimal, Integer, Name, Switch, Words
from metrics.periods import PeriodType


class Kind(StrEnum):
    """The closed list of what a metric's value can be."""

    COUNT = "count"
    PROPORTION = "proportion"
    RATE = "rate"
    PUBLISHED = "published"
    REPRESENTATION = "representation"
    MEAN = "mean"
    MEDIAN = "median"
    SURVEY = "survey"
    LEVEL = "level"


class Better(StrEnum):
    """Which way is better; `none` is shown for context and never judged."""

    HIGHER = "higher"
    LOWER = "lower"
    ZERO = "zero"
    ONE = "one"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Holder:
    """Who answers for something: the role, which outlives the name of its holder."""

    role: Words
    name: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class KeyAction:
    """One action that the strategy promises, in short words of our own."""

    id: Annotated[str, Field(pattern=r"^[0-9]\.[0-9]{1,2}$")]
    text: Words
    owner: Words


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Theme:
    """One theme of the strategy: what it aims at, what should come of it, who leads."""

    id: Integer
    name: Words
    aim: Words
    outcome: Words
    lead: Holder
    key_actions: tuple[KeyAction, ...]
    headlines: tuple[Name, ...] = ()
    headlines_because: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Tally:
    """A numerator or a denominator: rows that meet a condition, or what is made of them.

    `sum` adds up a column of theirs, `distinct` counts its different values. `stage` names the
    metric whose numerator is this denominator: the stage before in a funnel of cases.
    """

    where: str = ""
    sum: str = ""
    distinct: str = ""
    stage: str = ""
    extract: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Days:
    """The days of a row from one of its dates until another."""

    since: Name
    until: Name


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class PublishedValue:
    """A value that was computed elsewhere: its column, and the column that repeats the force's."""

    column: Name
    force_column: str = ""
    times: Decimal = 1.0


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Headline:
    """Which figure is judged: the value, ratio or gap of one group of a breakdown."""

    value: str = ""
    ratio: str = ""
    gap: str = ""
    of: Words
    against: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Step:
    """Where the headline should be on the way to its target, and by when."""

    value: Decimal
    amber_within: Decimal = 0.0
    by: Day


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Target:
    """Where the headline should be, how near is near, by when, and who set it.

    A period that ends by a step's day is held to the first such step, a later one to the target.
    """

    value: Decimal
    amber_within: Decimal = 0.0
    by: Day
    set_by: Words
    set_on: Day
    steps: tuple[Step, ...] = ()

    @property
    def in_turn(self) -> "tuple[Step | Target, ...]":
        """The steps in the order of their days, and the target itself."""
        return (*self.steps, self)


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Example:
    """Rows worked by hand by the owner of a metric, and what they must give.

    `rows` are rows of the metric's extract, `against` rows of the extract of its denominator, and
    `linked` rows of each extract that the rows are linked with.
    """

    rows: tuple[dict[str, Cell], ...]
    against: tuple[dict[str, Cell], ...] = ()
    linked: dict[Name, tuple[dict[str, Cell], ...]] = Field(default_factory=dict)
    group: str = ""
    expect: dict[str, Decimal]


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Metric:
    """One measure: what it counts, against what, for whom, how it is judged and who owns it."""

    id: Name
    title: Words
    aliases: tuple[str, ...] = ()
    key_action: str
    kind: Kind
    extract: str
    where: str = ""
    numerator: str | Tally = ""
    denominator: str | Tally = ""
    value: PublishedValue | None = None
    levels: tuple[str, ...] = ()
    number: str | Days = ""
    percentile: Integer | None = None
    weight: str = ""
    per: Integer = 0
    unit_of_value: Words
    unit_of_one: str = ""
    breakdowns: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    headline: Headline | None = None
    period: PeriodType = PeriodType.ROLLING_YEAR
    minimum_base: Integer | None = None
    charts: Charts | None = None
    withhold_above_unknown: Decimal | None = None
    better: Better
    target: Target | Literal["none"]
    owner: Holder
    why: Words
    limits: Words
    source: Words
    since: Day
    because: str = ""
    approved_by: str = ""
    output: Switch = False
    examples: tuple[Example, ...]


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class System:
    """A system that the strategy rests on: its guard, and its metrics or why it has none.

    `not_held` is what is asked of it that no extract holds, and why.
    """

    id: Name
    title: Words
    guard: Words
    metrics: tuple[Name, ...] = ()
    without: str = ""
    not_held: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Judging:
    """When a figure is too thin to judge, and when groups are too little known to be shown."""

    minimum_base: Integer = 30
    minimum_events: Integer = 10
    unknown_share_limit: Decimal = 25.0
    charts: Charts = Charts()
    withhold_above_unknown: Decimal | None = None


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Scorecard:
    """The whole scorecard, in the order in which people read it."""

    title: Words
    organisation: Words
    status_of_figures: Words
    contact: Words
    judging: Judging = Judging()
    themes: tuple[Theme, ...]
    metrics: tuple[Metric, ...]
    systems: tuple[System, ...] = ()
