"""What is new: statuses that moved, signals, and what a release revised or redefined."""

from datetime import date

import pandas as pd
import pytest
from builders import delivered
from released import figure, reader_of

from dashboard.tables import series_table
from metrics import board, news
from metrics.access import scope_of_role
from metrics.errors import ScorecardError
from metrics.judgement.control_charts import Signal
from metrics.news import What
from metrics.wording import news as words

METRIC = "stop_search_positive_outcome"


@pytest.mark.parametrize(
    ("before", "now", "what"),
    [
        ({"status": "on_track"}, {"status": "off_track"}, What.WORSE),
        ({"status": "off_track"}, {"status": "at_risk"}, What.BETTER),
        ({"status": "off_track"}, {"status": "not_reported"}, What.SILENT),
        ({"status": "withheld"}, {"status": "at_risk"}, What.HEARD),
        ({"status": "withheld"}, {"status": "too_few"}, What.OTHER),
        ({"status": "at_risk"}, {"status": "at_risk", "signal": Signal.CONCERN}, What.SIGNAL),
    ],
)
def test_what_has_become_of_a_measure(
    before: dict[str, str], now: dict[str, str], what: What
) -> None:
    """Each way in which a status or a signal may move has its own word; silence is not better."""
    found = news.changes({METRIC: figure(**now)}, {METRIC: figure(**before)})
    assert [change.what for change in found] == [what]
    assert words.change_text(found[0]) == words.WORDS[what]


@pytest.mark.parametrize("signal", [Signal.CONCERN, Signal.COMMON])
def test_what_stays_is_no_news(signal: Signal) -> None:
    """The same status and the same signal are not told again; nor is a measure without a past."""
    same = figure(status="off_track", signal=signal)
    assert news.changes({METRIC: same}, {METRIC: same}) == []
    assert news.changes({METRIC: same}, {}) == []


def test_worse_news_comes_first() -> None:
    """What got worse stands before what got better, whatever the order of the scorecard."""
    now = {"a": figure(status="on_track"), "b": figure(status="off_track")}
    before = {"a": figure(status="off_track"), "b": figure(status="on_track")}
    changes = news.changes(now, before)
    assert [change.metric for change in changes] == ["b", "a"]
    since = words.SINCE_QUARTER
    assert words.news_sentence(changes, since) == f"{since}: 1 worse, 1 better."
    assert words.news_sentence([], since) == f"{since}: nothing has changed."
    assert words.news_sentence([], since, ["One", "Two"]) == (
        f"{since}: measured for the first time: One; Two."
    )


def test_a_number_that_is_withheld_now_is_not_told_as_it_was() -> None:
    """Of the same period the old release's number is left out; of an earlier one it is not."""
    metric = delivered().metrics[METRIC]
    now = figure(status="withheld", shorthand="c")
    for end, said in ((now.end, "On track"), (date(2025, 3, 31), "On track, 25.5%")):
        old = figure(status="on_track", judged=25.5, end=end)
        (change,) = news.changes({METRIC: now}, {METRIC: old})
        assert words.side_text(old, change, metric).endswith(said)
        assert words.side_text(now, change, metric) == "[c] Withheld"


def test_a_revision_is_told_with_both_numbers() -> None:
    """One row a measure: the newest total as it was and is, and how many figures were revised."""
    rows = pd.DataFrame({
        "metric": METRIC, "unit": ["CE", "CE", "AS"], "type": "quarter",
        "end": [date(2025, 3, 31), date(2025, 6, 30), date(2025, 6, 30)],
        "breakdown": ["", "", ""], "group": "All", "numerator_old": 1.0, "numerator_new": 2.0,
        "value_old": [20.0, 25.5, 1.0], "value_new": [21.0, 25.7, 2.0],
        "revised_on": "2025-07-14", "reason": "load 3 added",
    })  # fmt: skip
    reader = reader_of(delivered(), [], revisions=rows)
    (found,) = news.revisions(reader, "CE")
    metric = delivered().metrics[METRIC]
    assert words.revision_text(found, metric) == (
        "[r] was 25.5, now 25.7; 2 figures revised on 14 July 2025: load 3 added"
    )
    spots = news.revised(reader, METRIC, "CE")
    assert {end for _, end, _, _ in spots} == {date(2025, 3, 31), date(2025, 6, 30)}
    mine = [figure(judged=25.7, denominator=9.0), figure(judged=1.0, end=date(2024, 6, 30))]
    html = series_table("Quarters", mine, metric, spots).html
    assert html.partition("</table>")[0].count("[r]") == 1
    assert "25.7% [r]" in html


def test_what_an_earlier_release_revised_is_no_news() -> None:
    """Only what this release revised is told, and nothing where a release keeps no revisions."""
    rows = pd.DataFrame({
        "metric": [METRIC], "unit": "CE", "end": date(2025, 6, 30), "breakdown": "",
        "numerator_old": 1.0, "numerator_new": 2.0, "value_old": 1.0, "value_new": 2.0,
        "revised_on": "2025-01-14", "reason": "load 2 added",
    })  # fmt: skip
    assert news.revisions(reader_of(delivered(), [], revisions=rows), "CE") == []
    assert news.revisions(reader_of(delivered(), []), "CE") == []


def test_a_revision_of_another_unit_is_not_read() -> None:
    """A lead may not read what was revised elsewhere."""
    scope = scope_of_role(delivered(), "unit_lead", "CE", date(2025, 6, 30))
    with pytest.raises(ScorecardError, match="not in your scope"):
        news.revisions(reader_of(delivered(), [], scope), "AS")
    with pytest.raises(ScorecardError, match="not in your scope"):
        news.revised(reader_of(delivered(), [], scope), METRIC, "AS")


def test_a_broken_series_is_told() -> None:
    """A measure whose definition changed in this release is told with the reason."""
    rows = pd.DataFrame({"metric": [METRIC], "broken_on": "2025-07-14", "reason": "it changed"})
    (found,) = news.breaks(reader_of(delivered(), [], breaks=rows))
    assert words.break_text(found) == "[b] not comparable with before 14 July 2025: it changed"


def test_what_comes_first_for_a_unit() -> None:
    """Off track before at risk; within a status what is worse than others; five at most."""
    figures = [
        figure(metric="a", status="at_risk"), figure(metric="b", status="off_track"),
        figure(metric="c", status="off_track"), figure(metric="d", status="on_track"),
        figure(metric="e", status="not_reported"),
    ]  # fmt: skip
    first = board.first(figures, {"a": "Worse", "b": "Similar", "c": "Worse"})
    assert [f.metric for f in first] == ["c", "b", "a", "e"]
    assert len(board.first([figure(metric=str(n), status="off_track") for n in range(9)], {})) == 5
