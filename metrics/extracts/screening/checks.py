"""What a check says, and the report of all checks of one load."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.errors import Finding, ScorecardError
from metrics.extracts.likely import cause_of_cell

MOST_NAMED = 5
NOT_REACHED = "not_reached"


class Stage(StrEnum):
    """The stages of screening, in their order; a failed one may leave the next nothing to check."""

    FILE = "File"
    COLUMNS = "Columns"
    TYPES = "Types and dates"
    CODES = "Codes"
    KEYS = "Keys and duplicates"
    EARLIER = "Against earlier loads"
    SMALL = "Small numbers"


class Outcome(StrEnum):
    """What a check came to. A warning is kept with the load; a fail stops it."""

    PASS = "pass"  # noqa: S105 - a word of a report, not a password
    WARNING = "warning"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: what was found, how to put it right, and how many rows it is about.

    `periods` and `column` are those it is about, none for all. A fail that is `acceptable` stops
    the load until a named person accepts it.
    """

    stage: Stage
    name: str
    outcome: Outcome
    message: str
    how_to_fix: str = ""
    rows: int = 0
    periods: tuple[date, ...] = ()
    acceptable: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class BadCell:
    """One cell of a row that is set aside: where it stands, what it holds, what it should hold."""

    file: str
    row: int
    column: str
    found: str | None
    expected: str
    rule: str

    @property
    def finding(self) -> Finding:
        """The cell as a finding: row, header and value, and nothing else of its row."""
        holds = "is blank" if self.found is None else f"is '{self.found}'"
        place, fault = self.file, f"row {self.row}: '{self.column}' {holds}"
        return Finding(place, fault, self.cure)

    @property
    def cure(self) -> str:
        """What to enter, and what probably happened where the form of the cell tells it."""
        cause = cause_of_cell(self.found or "", self.rule, self.expected, self.column)
        return f"Enter {self.expected}. {cause}".rstrip()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepts what a load leaves out or warns of, and why."""

    by: str
    because: str


@dataclass(frozen=True, slots=True)
class Report:
    """Every check of one load in the order of the stages, and the cells that were set aside.

    `to_add` are the lines of YAML that would make unknown labels and units known.
    """

    checks: tuple[Check, ...]
    bad_cells: tuple[BadCell, ...] = ()
    set_aside: int = 0
    to_add: str = ""

    def of(self, outcome: Outcome) -> tuple[Check, ...]:
        """The checks with one outcome."""
        return tuple(check for check in self.checks if check.outcome is outcome)

    @property
    def stopped(self) -> bool:
        """Whether something failed that nobody may accept."""
        return any(not check.acceptable for check in self.of(Outcome.FAIL))

    @property
    def wants_acceptance(self) -> bool:
        """Whether a named person must accept something before the load is committed."""
        return any(check.acceptable for check in self.of(Outcome.FAIL))


class RefusedLoad(ScorecardError):
    """A load that screening stops: the findings, and the whole report."""

    def __init__(self, findings: Sequence[Finding], report: Report) -> None:
        """Hold the findings in the order of the stages, and the report they come from."""
        super().__init__(findings)
        self.report = report


class StageFailed(ScorecardError):
    """A file that a stage stops at: nothing after that stage can be checked."""

    def __init__(self, stage: Stage, findings: Sequence[Finding]) -> None:
        """Hold the stage and what is wrong."""
        super().__init__(findings)
        self.stage = stage


@contextmanager
def at_stage(stage: Stage) -> Iterator[None]:
    """Let a fault of the input found meanwhile say at which stage it was found."""
    try:
        yield
    except StageFailed:
        raise
    except ScorecardError as error:
        raise StageFailed(stage, error.findings) from error


def passed(stage: Stage, name: str, message: str) -> Check:
    """A check that found nothing to complain of."""
    return Check(stage, name, Outcome.PASS, message)


def listed(words: Sequence[str]) -> str:
    """The first few of these words, and how many more there are."""
    more = len(words) - MOST_NAMED
    named = "; ".join(words[:MOST_NAMED])
    return f"{named}; and {more:,} more" if more > 0 else named


def rows_text(count: int) -> str:
    """A number of rows in words."""
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def percent(share: float) -> str:
    """A share of 1 as a percentage with one decimal."""
    return f"{100 * share:.1f}%"


def span_text(days: Sequence[date]) -> str:
    """The months of these days in their order: their number, where they are many, and both ends."""
    months = list(dict.fromkeys(map(month_text, days)))
    if len(months) == 1:
        return months[0]
    return f"Each of {len(months):,} months from {months[0]} to {months[-1]}"


def month_text(day: date) -> str:
    """The month of a day, like December 2022."""
    return day.strftime("%B %Y")
