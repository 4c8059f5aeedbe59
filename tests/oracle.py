"""Counting a second time, in plain loops: no SQL, no tables, nothing of the engine's own code.

It takes rows as dictionaries and what each metric means as Python functions, and gives the count
of every unit, period and group. Where the engine disagrees, one of the two is wrong.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from averaging import average, surveyed
from builders import Count, Key

from metrics.definitions.organisation import Organisation

Row = Mapping[str, Any]
Span = tuple[str, date, date]
GROUPS = {
    "said": (("Asian", "Black", "White"), "Not stated"),
    "seen": (("Black", "White"), "Not recorded"),
    "ethnicity": (("Asian", "Black", "White"), "Not stated"),
}


def never(row: Row) -> bool:
    """The condition that no row meets."""
    return False


@dataclass(frozen=True)
class Meaning:
    """What a metric counts: rows of its extract that meet a condition, or a column of them."""

    metric: str
    breakdowns: tuple[str, ...] = ()
    counts: Callable[[Row], bool] = never
    among: Callable[[Row], bool] | None = None  # the denominator, in the same extract
    sums: str = ""
    distinct: str = ""  # the column whose values are counted once, on both sides
    weight: str = ""
    balance: str = ""  # the weight of a survey's respondents
    residents: str = ""  # "rate" or "share", when people are the other side
    number: Callable[[Row], float | None] | None = None  # of a mean, or of a percentile
    percentile: int = 0
    levels: tuple[str, ...] = ()  # from the lowest, as `share` holds them
    pooled: bool = False  # whether three years are taken together too
    share: str = ""  # the column of a value that is not counted
    force_share: str = ""


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_of(start: date, end: date) -> list[date]:
    """The last day of every month from one day to another."""
    found, year, month = [], start.year, start.month
    while (year, month) <= (end.year, end.month):
        found.append(last_day(year, month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def spans_of_months(held: Iterable[date], pooled: bool = False) -> list[Span]:
    """Every month, quarter, 12 months, financial year and year to date that months can fill.

    Where years are `pooled`, 36 months to each quarter's end too.
    """
    days = sorted(held)
    first = days[0].replace(day=1)
    spans: list[Span] = []
    for end in months_of(first, days[-1]):
        back = {1: end, 3: end, 12: end, 36: end}
        for months in back:
            index = end.year * 12 + end.month - months
            back[months] = date(index // 12, index % 12 + 1, 1)
        april = date(end.year - (end.month < 4), 4, 1)
        spans.append(("month", back[1], end))
        if end.month in (3, 6, 9, 12):
            spans.append(("quarter", back[3], end))
            spans.append(("rolling_year", back[12], end))
            spans += [("three_years", back[36], end)] if pooled else []
            spans.append(("financial_year" if end.month == 3 else "year_to_date", april, end))
    return [span for span in spans if span[1] >= first]


def chain(organisation: Organisation, code: str, day: date) -> list[str]:
    """A unit and those above it on a day; the force is above every unit on every day."""
    found, units = [code], {unit.code: unit for unit in organisation.units}
    while True:
        above = [m.unit for m in units[found[-1]].within if m.start <= day <= m.end]
        if not above:
            break
        found.append(above[0])
    return found if found[-1] == "FORCE" else [*found, "FORCE"]


def existed(organisation: Organisation, code: str, span: Span) -> bool:
    """Whether a unit was there on the first and on the last day of a span."""
    unit = next(unit for unit in organisation.units if unit.code == code)
    return code == "FORCE" or all(
        any(m.start <= day <= m.end for m in unit.within) for day in span[1:]
    )


@dataclass(frozen=True)
class Oracle:
    """Rows of one extract and of the residents, in an organisation."""

    organisation: Organisation
    monthly: bool
    rows: Sequence[Row]
    people: Sequence[Row] = ()

    def counts(self, meaning: Meaning) -> dict[Key, Count]:
        """The count of a metric for every unit, period and group."""
        held = {row["period_end"] for row in self.rows}
        spans = spans_of_months(held, meaning.pooled) if self.monthly else [
            ("snapshot", day, day) for day in sorted(held)
        ]  # fmt: skip
        return {
            Key(meaning.metric, unit, span[0], span[2].isoformat(), breakdown, group): self._count(
                meaning, unit, span, breakdown, group
            )
            for unit in sorted(self._seen(self.rows))
            for span in spans
            if existed(self.organisation, unit, span)
            for breakdown, group in places(meaning)
        }

    def _seen(self, rows: Sequence[Row]) -> set[str]:
        """The units that rows belong to."""
        chains = (chain(self.organisation, row["unit"], row["period_end"]) for row in rows)
        return {code for codes in chains for code in codes}

    def _inside(self, unit: str, span: Span) -> list[Row]:
        """The rows of a unit and of all below it, in a span."""
        return [
            row
            for row in self.rows
            if span[1] <= row["period_end"] <= span[2]
            and unit in chain(self.organisation, row["unit"], row["period_end"])
        ]

    def _count(self, meaning: Meaning, unit: str, span: Span, breakdown: str, group: str) -> Count:
        held = {row["period_end"] for row in self.rows}
        whole = not self.monthly or all(month in held for month in months_of(span[1], span[2]))
        inside = self._inside(unit, span)
        rows = [row for row in inside if not breakdown or row[breakdown] == group]
        hits = [row for row in rows if meaning.counts(row)]
        if meaning.number:
            return average(
                [meaning.number(row) for row in hits] if whole else None, meaning.percentile
            )
        if meaning.balance:
            answers = [row for row in rows if meaning.among and meaning.among(row)]
            return surveyed(hits if whole else None, answers, meaning.balance)
        numerator = added(hits, meaning) if whole else None
        shorthand = "" if numerator is not None else "x"
        if meaning.residents:
            known = not breakdown or group in GROUPS[breakdown][0]
            if meaning.residents == "rate":
                return self._rate(unit, span, group if known else None, (numerator, shorthand))
            among = [row for row in inside if meaning.counts(row)
                     and breakdown and row[breakdown] in GROUPS[breakdown][0]]  # fmt: skip
            base = added(among, meaning) if breakdown else None
            return self._share(span, group if known and breakdown else None, (numerator, base))
        among = [row for row in rows if meaning.among and meaning.among(row)]
        base = added(among, meaning) if meaning.distinct else len(among)
        shorthand = shorthand or ("x" if base is None else "")
        return Count(numerator, base if whole and meaning.among else None, shorthand=shorthand)

    def _rate(
        self, unit: str, span: Span, group: str | None, counted: tuple[float | None, str]
    ) -> Count:
        numerator, shorthand = counted
        lives = next(u.residents for u in self.organisation.units if u.code == unit)
        if group is None or not lives:
            return Count(numerator, shorthand="z")
        base = self._residents(unit, span[2], group)
        return Count(numerator, base, shorthand=shorthand or ("x" if base is None else ""))

    def _share(
        self, span: Span, group: str | None, counted: tuple[float | None, float | None]
    ) -> Count:
        if group is None:
            return Count(*counted, shorthand="z")
        mine = self._residents("FORCE", span[2], group)
        everyone = self._residents("FORCE", span[2], "All")
        return Count(*counted, mine, everyone, shorthand="x" if mine is None else "")

    def _residents(self, unit: str, day: date, group: str) -> float | None:
        """The people of the areas that a unit holds on a day, as last counted up to that day.

        Before the first count it is the first. An area that was not counted makes the sum absent.
        """
        days = sorted({row["period_end"] for row in self.people})
        if not days:
            return None
        as_at = max((d for d in days if d <= day), default=days[0])
        areas = {row["unit"] for row in self.people}
        held = {area for area in areas if unit in chain(self.organisation, area, day)}
        people = [row for row in self.people if row["period_end"] == as_at]
        counted = {row["unit"] for row in people if row["people"]}
        if not held or held - counted:
            return None
        return sum(
            row["people"]
            for row in people
            if row["unit"] in held and group in ("All", row["ethnicity"])
        )

    def published(self, meaning: Meaning, type_: str) -> dict[Key, Count]:
        """The value that an extract gives for each unit, and for the force where it repeats one."""
        found = {}
        for day in {row["period_end"] for row in self.rows}:
            rows = [row for row in self.rows if row["period_end"] == day and meaning.counts(row)]
            said = {unit: [row[meaning.share] for row in rows if row["unit"] == unit]
                    for unit in {row["unit"] for row in rows}}  # fmt: skip
            repeated = [row[meaning.force_share] for row in rows]
            if "FORCE" not in said and any(value is not None for value in repeated):
                said["FORCE"] = repeated
            for unit, values in said.items():
                found[Key(meaning.metric, unit, type_, day.isoformat())] = one_of(values)
        return found


def one_of(values: Sequence[float | None]) -> Count:
    """The one value that all agree on, or its absence."""
    different = {value for value in values if value is not None}
    if len(different) == 1:
        return Count(published=different.pop())
    return Count(shorthand="x")


def added(rows: Sequence[Row], meaning: Meaning) -> float | None:
    """How many rows, or their weight, or the sum of a column; None if one value is missing."""
    if meaning.distinct:
        keys = {row[meaning.distinct] for row in rows}
        return None if None in keys else len(keys)
    if not meaning.sums and not meaning.weight:
        return len(rows)
    values = [row[meaning.sums or meaning.weight] for row in rows]
    return None if None in values else sum(values)


def places(meaning: Meaning) -> Iterator[tuple[str, str]]:
    """The total, then every group of every breakdown, the unknown one included."""
    yield "", "All"
    for breakdown in meaning.breakdowns:
        groups, unknown = GROUPS[breakdown]
        yield from ((breakdown, group) for group in (*groups, unknown))


def followed(row: Row, events: Sequence[Row], months: Iterable[date]) -> bool | None:
    """Whether an event of the same person came after a complaint and within its year.

    None where the person has no key, or where a month of that time is not among those held.
    """
    after, until = row["complained_on"], row["followed_until"]
    held = set(months)
    if row["person"] is None or any(month not in held for month in months_of(after, until)):
        return None
    theirs = [event["happened_on"] for event in events if event["person"] == row["person"]]
    return any(after < day <= until for day in theirs)
