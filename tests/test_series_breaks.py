"""Where a series breaks: the line is parted, an upright says why, and table and text say so too."""

from dataclasses import replace
from datetime import date

from builders import small
from released import figure

from dashboard.charts import Line, control_chart, series_chart
from dashboard.tables import points_table, series_table
from metrics.definitions.chart_settings import Charts, Rebase
from metrics.figure import Figure, Point
from metrics.periods import Period, PeriodType, period_ending
from metrics.series_breaks import chart_breaks, series_breaks
from metrics.wording.breaks import breaks_note
from metrics.wording.readings import control_chart_alt, limits_sentence
from metrics.wording.sentences import series_alt

SINCE = date(2025, 4, 1)
METRIC = replace(small().metrics["arrests"], headline=None, target="none", since=SINCE)
ENDS = [date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30)]
LABEL = "[b] Definition changed 1 April 2025"


def quarters() -> list[Figure]:
    """Four quarters, the last of which has another definition."""
    return [
        figure(metric=METRIC.id, judged=10.0 + place, **_span(end))
        for place, end in enumerate(ENDS)
    ]


def points() -> list[Point]:
    """The same quarters on a control chart."""
    return [
        Point(PeriodType.QUARTER, each.start, each.end, each.judged, 11.0, 8.0, 14.0, "", "none",
              "XmR", 0, "")
        for each in quarters()
    ]  # fmt: skip


def _span(end: date) -> dict[str, date]:
    period = period_ending(PeriodType.QUARTER, end)
    return {"start": period.start, "end": period.end}


def test_a_series_breaks_at_the_first_period_of_another_definition() -> None:
    """The break is at the first period that ends on the day or later, if one ended before it."""
    (found,) = series_breaks(ENDS, METRIC)
    assert (found.place, found.on) == (3, SINCE)
    assert series_breaks(ENDS[3:], METRIC) == []
    assert series_breaks(ENDS[:3], METRIC) == []
    mixed = replace(METRIC, since=date(2025, 2, 1))
    assert [one.place for one in series_breaks(ENDS, mixed)] == [2]


def test_no_line_is_joined_across_a_break() -> None:
    """Between the two parts of the line is a hole, and an upright with its words stands in it."""
    drawn = series_chart([Line("Force", quarters())], METRIC, "%")
    assert list(drawn.data[0].y) == [10.0, 11.0, 12.0, None, 13.0]
    assert list(drawn.data[0].x) == ["Sep 2024", "Dec 2024", "Mar 2025", "Jun 2025", "Jun 2025"]
    assert not drawn.data[0].connectgaps
    assert len(drawn.data[0].error_y.array) == len(drawn.data[0].text) == 5
    assert [(one.x0, one.x1, one.line.dash) for one in drawn.layout.shapes] == [(2.5, 2.5, "dash")]
    assert [one.text for one in drawn.layout.annotations] == [LABEL]


def test_a_series_without_a_break_is_one_line() -> None:
    """A definition that counts since before the first period draws nothing."""
    drawn = series_chart([Line("Force", quarters())], replace(METRIC, since=date(2020, 1, 1)), "%")
    assert list(drawn.data[0].y) == [10.0, 11.0, 12.0, 13.0]
    assert not drawn.layout.shapes
    assert not drawn.layout.annotations


def test_a_control_chart_breaks_where_its_limits_start_again() -> None:
    """Values, mean and limits are parted at both kinds of break, each with its own words."""
    charts = Charts(rebase=(Rebase(on=date(2024, 12, 1), why="a new system"),))
    breaks = chart_breaks(ENDS, METRIC, charts)
    drawn = control_chart(points(), METRIC, "%", breaks)
    for trace in drawn.data[:4]:
        assert [place for place, y in enumerate(trace.y) if y is None] == [1, 4]
    assert [one.text for one in drawn.layout.annotations] == [
        "[b] Limits start again 1 December 2024", LABEL
    ]  # fmt: skip
    assert f"{LABEL}. Table follows." in control_chart_alt(points(), METRIC, "MPS", breaks)


def test_the_break_is_in_the_tables_and_in_the_text() -> None:
    """The first period of the new definition has the mark; the text under the chart has it all."""
    html = series_table("Arrests", quarters(), METRIC).html
    assert html.partition("</table>")[0].count("[b]") == 1
    assert "April to June 2025 [b]" in html
    assert series_alt(quarters(), METRIC, "MPS").endswith(f"{LABEL}. Table follows.")
    breaks = series_breaks(ENDS, METRIC)
    assert "April to June 2025 [b]" in points_table("Chart", points(), METRIC, breaks).html
    assert breaks_note(breaks) == (
        f"{LABEL}. Figures from there on are not comparable with those before."
    )
    assert breaks_note([]) == ""
    assert Period(ENDS[3], date(2025, 4, 1), PeriodType.QUARTER) == quarters()[3].period


def test_limits_on_trial_are_told_to_whoever_sees_the_chart() -> None:
    """Of limits that rest on few figures the page says so; of others it says nothing."""
    tried = [replace(point, limits="Trial limits") for point in points()]
    assert limits_sentence(tried) == (
        "Trial limits: they rest on 4 figures, and from 13 on a signal is looked for."
    )
    assert limits_sentence(points()) == limits_sentence([]) == ""
