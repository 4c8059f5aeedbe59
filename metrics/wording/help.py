"""What the Help page says: where to begin, how to read a measure, every word and symbol, access."""

from dataclasses import dataclass

from metrics.judgement.comparing import FLAG, NO_FLAG, TOO_FEW
from metrics.judgement.control_charts import Signal
from metrics.judgement.recent import Trend
from metrics.judgement.status import Status
from metrics.wording.gaps import VERDICTS
from metrics.wording.judgements import SHORTHAND, STATUS
from metrics.wording.verdicts import COMPARISON, SIGNAL, TREND


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that is not good enough: what, what to do instead, and where it is reported."""

    what: str
    instead: str
    reported: str = ""
    address: str = ""


# For each reader, the page to begin with and the question that it answers.
BEGIN = (
    ("board", "", "On the Diversity Board", "What is off track, since when, and who owns it?"),
    ("unit", "unit", "Leading a command unit",
     "What comes first, and how do we stand among units like ours?"),
    ("groups", "groups", "Asking for a community or a group of staff",
     "Which groups differ, by how much, and on how many cases?"),
    ("provenance", "provenance", "Reviewing or signing off",
     "Can this be relied on, what was redefined, what is withheld?"),
    ("recommendations", "recommendations", "Following up what inspectors asked for",
     "What is overdue, who verifies it, and what must be published next?"),
    ("upload", "upload", "Loading extracts", "What is due, and what is wrong with this file?"),
    ("workshop", "workshop", "Writing measures",
     "What is wrong with this definition, and what would its figures be?"),
)  # fmt: skip
READING = (
    "Status: is the figure where its target says? Pressed, or reached by keyboard, it says why.",
    "Comparison: is it better or worse than others by more than chance? The 95% interval decides.",
    "Trend: do the last five periods that do not overlap rise or fall by more than chance?",
    "Signal: does a control chart find a change beyond the ups and downs that are always there?",
    "Groups: who has more or less of it? A flag is a prompt to look, and says nothing of why.",
    "Definition and source: what was counted, from which file? They end each measure's page.",
)
MEANINGS = {
    Status.ON_TRACK: "meets its target",
    Status.AT_RISK: "misses its target by no more than the band that the target allows",
    Status.OFF_TRACK: "misses its target by more than that",
    Status.NO_TARGET: "has a value and a direction, and no target yet",
    Status.CONTEXT: "neither higher nor lower is better, so it is never judged",
    Status.TOO_FEW: "rests on too few cases to say anything",
    Status.NOT_REPORTED: "its extract has not come for this period",
    Status.WITHHELD: "hidden to protect people; it is not zero",
    Status.NOT_APPLICABLE: "means nothing for this unit",
}
COMPARED = {
    "Better": "nearer to where it should be than the benchmark, by more than chance",
    "Worse": "further from where it should be than the benchmark, by more than chance",
    "Higher": "above the benchmark by more than chance; neither way is better",
    "Lower": "below the benchmark by more than chance; neither way is better",
    "Similar": "no more different from the benchmark than chance would have it",
    "Not compared": "has no interval, no benchmark, or no figure",
}
TRENDS = {
    Trend.INCREASING_BETTER: "rises by more than chance, and higher is better",
    Trend.INCREASING_WORSE: "rises by more than chance, and lower is better",
    Trend.DECREASING_BETTER: "falls by more than chance, and lower is better",
    Trend.DECREASING_WORSE: "falls by more than chance, and higher is better",
    Trend.INCREASING: "rises by more than chance; neither way is better",
    Trend.DECREASING: "falls by more than chance; neither way is better",
    Trend.NO_CHANGE: "neither rises nor falls by more than chance",
    Trend.NOT_CALCULATED: "fewer than five periods, or periods that cannot be tested",
}
SIGNALS = {
    Signal.IMPROVEMENT: "a change beyond the usual ups and downs, for the better",
    Signal.CONCERN: "a change beyond the usual ups and downs, for the worse",
    Signal.HIGHER: "a change beyond the usual ups and downs, upwards; neither way is better",
    Signal.LOWER: "a change beyond the usual ups and downs, downwards; neither way is better",
    Signal.COMMON: "the ups and downs that are always there",
    Signal.NONE: "too few periods for a control chart, or periods that overlap",
}
FLAGS = {
    FLAG: "the ratio is far from 1, its interval leaves out 1, on enough cases",
    NO_FLAG: "not all three of these hold",
    TOO_FEW: "one side has too few cases; that is not the same as no gap",
}
MARKS = {
    "r": "revised since it was released",
    "b": "not comparable with before: a definition or a coding changed",
}
ACCESSIBLE = (
    "This dashboard aims at WCAG 2.2, level AA. Every page is checked by machine with axe in "
    "Chromium at 1280 and at 400 pixels wide, and for sideways scrolling at 320; last looked at by "
    "eye, in forced colours and in greyscale too, on 26 November 2026. Nobody outside the project "
    "has audited it, and nobody has tried it with a screen reader yet."
)
STREAMLIT = "https://github.com/streamlit/streamlit/issues"
LIMITS = (
    Limit("The points of a chart cannot be reached by keyboard or screen reader.",
          "Read the table below the chart: it has the same figures.",
          "plotly.js issue 4264", "https://github.com/plotly/plotly.js/issues/4264"),
    Limit("There is no PDF of a page.",
          "Print the page with the browser, or ask for another format.",
          "Streamlit issue 11832", f"{STREAMLIT}/11832"),
    Limit("The page's language is marked as English, not as British English, and some of the "
          "page's structure is not ours to name.",
          "Nothing need be done; a screen reader may choose another voice.",
          "Streamlit issue 8399", f"{STREAMLIT}/8399"),
    Limit("The boxes of the sidebar and the file picker are Streamlit's, and have no keys of "
          "their own.",
          "Type the first letters of a choice, then press Enter.",
          "Streamlit issue 13347", f"{STREAMLIT}/13347"),
)  # fmt: skip


def key() -> dict[str, list[tuple[str, str]]]:
    """Every symbol and word of a judgement with its meaning, under what it is about."""
    return {
        "Status": [(str(STATUS[one]), MEANINGS[one]) for one in Status],
        "Comparison": [(str(word), COMPARED[one]) for one, word in COMPARISON.items()],
        "Trend": [(str(TREND[one]), TRENDS[one]) for one in Trend],
        "Signal": [(f"{SIGNAL[one]} {one}", SIGNALS[one]) for one in Signal],
        "Gaps": [(str(word), FLAGS[one]) for one, word in VERDICTS.items()],
        "Marks": [(f"[{mark}]", words) for mark, words in (SHORTHAND | MARKS).items()],
    }


def contact_sentence(contact: str) -> str:
    """Whom to ask for another format, or about anything that stops somebody."""
    return (
        f"Ask: {contact}. Say which measure, unit and period you need, and in what form: large "
        "print, a spreadsheet, plain text, or read to you by telephone. If something on a page "
        "stops you, say which page and what you use."
    )
