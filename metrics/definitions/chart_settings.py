"""How control charts are drawn, as the scorecard sets it: for all measures or for one."""

from pydantic.dataclasses import dataclass

from metrics.definitions.values import CLOSED, Day, Integer, Switch, Words

# How many points make a shift or a trend, and from how many points limits may be fixed.
RUNS = (6, 7, 8)
FIX_FROM = 12


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Rebase:
    """A day from which control charts have new limits, and why they do."""

    on: Day
    why: Words


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Charts:
    """How control charts are drawn: of the whole scorecard, or of one metric in place of that."""

    run: Integer = 7
    screen: Switch = False
    fix_after: Integer | None = None
    rebase: tuple[Rebase, ...] = ()
