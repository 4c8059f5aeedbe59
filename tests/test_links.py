"""Two extracts linked by a person's key: what followed a complaint, for whom it can be known."""

from collections import Counter
from datetime import date, timedelta

from builders import Key, Row, by_key, counted, source
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import followed, last_day
from test_golden_sql import GOLDEN

from metrics.connections import open_connection
from metrics.counting.linking import linked
from metrics.counting.tallying import Source
from metrics.definitions.configuration import Configuration

MARCH = date(2026, 3, 31)
DAY = date(2025, 3, 10)
MONTH = ("MPS", "month", "2026-03-31")
YEAR = [last_day(2025, month) for month in range(3, 13)] + [
    last_day(2026, month) for month in (1, 2, 3)
]
# A month with an event of somebody else is a month that the extract holds.
HELD = [{"unit": "MPS", "period_end": end, "happened_on": end, "person": "zz"} for end in YEAR]


def asked(person: str | None, who: str = "Complainant", after: date = DAY) -> Row:
    """A person whose year after a day ends in March 2026."""
    return {"unit": "MPS", "period_end": MARCH, "complained_on": after, "who": who,
            "followed_until": after + timedelta(days=365), "person": person}  # fmt: skip


def event(person: str, on: date) -> Row:
    """An event on the record of a person."""
    end = last_day(on.year, on.month)
    return {"unit": "MPS", "period_end": end, "happened_on": on, "person": person}


def found(configuration: Configuration, rows: list[Row], events: list[Row]) -> tuple[object, ...]:
    """How many had an event, of how many, for complainants in March 2026."""
    counts = by_key(counted(configuration, follow_ups=rows, adverse_events=events))
    count = counts[Key("complainants_worse_off", *MONTH, "who", "Complainant")]
    return count.numerator, count.denominator, count.shorthand


def test_an_event_is_looked_for_in_the_year_after(configuration: Configuration) -> None:
    """Neither on the day itself nor after the year, neither of another; twice is once."""
    rows = [asked(name) for name in ("same day", "next day", "last day", "too late", "none")]
    last = DAY + timedelta(days=365)
    days = {"same day": DAY, "next day": DAY + timedelta(days=1), "last day": last,
            "too late": last + timedelta(days=1)}  # fmt: skip
    events = [event(name, day) for name, day in days.items()]
    events += [event("next day", date(2025, 6, 1)), event("another", date(2025, 6, 1))]
    assert found(configuration, rows, [*HELD, *events]) == (2, 5, "")


def test_whom_nothing_is_known_of_is_left_out(configuration: Configuration) -> None:
    """Without a key, or with a month of the year not loaded, a person is in neither side."""
    rows = [asked("a"), asked(None), asked("a", after=date(2025, 2, 20))]
    assert found(configuration, rows, [*HELD, event("a", date(2025, 7, 1))]) == (1, 1, "")
    gap = [row for row in HELD if row["period_end"] != date(2025, 9, 30)]
    assert found(configuration, rows, [*gap, event("a", date(2025, 7, 1))]) == (0, 0, "")


def test_without_the_other_extract_there_is_no_figure(configuration: Configuration) -> None:
    """Nobody is said to be unharmed because nothing is loaded."""
    counts = counted(configuration, follow_ups=[asked("a")])
    mine = counts[counts["metric"] == "complainants_worse_off"]
    assert set(mine["shorthand"]) == {"x"}
    assert set(mine["reason"]) == {"the extract to link with is not loaded"}
    assert mine[["numerator", "denominator"]].isna().all(axis=None)


days = st.dates(date(2024, 12, 1), date(2026, 4, 30))
people = st.sampled_from(["a", "b", "c"])


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.builds(asked, st.none() | people, after=days), min_size=1, max_size=5),
    events=st.lists(st.builds(event, people, days), min_size=1, max_size=8),
    gap=st.sampled_from([*YEAR, None]),
)
def test_links_agree_with_plain_loops(
    configuration: Configuration, rows: list[Row], events: list[Row], gap: date | None
) -> None:
    """Whatever the days, the keys and the months that are missing."""
    held = [row for row in [*HELD, *events] if row["period_end"] != gap]
    months = {row["period_end"] for row in held}
    with open_connection() as connection:
        sources = {
            name: source(connection, configuration, name, given)
            for name, given in (("follow_ups", rows), ("adverse_events", held))
        }
        relation = linked(sources["follow_ups"], sources).relation
        query = f"SELECT person, complained_on, adverse_event FROM {relation}"
        answers = connection.execute(query).fetchall()
    expected = [(r["person"], r["complained_on"], followed(r, held, months)) for r in rows]
    assert Counter(answers) == Counter(expected)


def test_the_sql_of_a_link(configuration: Configuration) -> None:
    """As reviewed; each run of months that the other extract holds is a time of its own."""
    extracts, held = configuration.extracts, (date(2025, 12, 31), date(2026, 2, 28), MARCH)
    mine = Source(extracts["follow_ups"], "rows_of_follow_ups", (MARCH,))
    other = Source(extracts["adverse_events"], "rows_of_adverse_events", held)
    written = linked(mine, {"adverse_events": other}).relation
    reviewed = (GOLDEN / "link.sql").read_text(encoding="utf-8")
    assert f"{written}\n" == reviewed
