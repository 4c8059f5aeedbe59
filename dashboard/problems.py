"""What is wrong with what was sent, in the form that GOV.UK gives errors: a summary, then each."""

from collections.abc import Sequence

from dashboard.markup import Head, Markup, element, heading, joined, paragraph, table
from metrics.errors import Finding
from metrics.wording.numbers import plural

HEADS = tuple(map(Head, ("Where", "What is wrong", "How to put it right")))


def problem_markup(title: str, findings: Sequence[Finding], *, screened: bool) -> Markup:
    """How many faults there are, with links to them and to what screening said; then the faults."""
    places = {"#faults": "What is wrong"} | ({"#checks": "Every check"} if screened else {})
    links = [element("a", words, href=at, target="_self") for at, words in places.items()]
    counted = f"{plural(len(findings), 'fault')} to put right, or to have put right."
    box = element(
        "div", heading("There is a problem"), paragraph(f"{title} {counted}"),
        paragraph(joined(links, " · ")), class_="problem",
    )  # fmt: skip
    rows = [(_place(finding), finding.fault, finding.cure) for finding in findings]
    return joined([box, element("div", table("What is wrong", HEADS, rows), id="faults")])


def _place(finding: Finding) -> str:
    return finding.place if finding.line is None else f"{finding.place}, line {finding.line:,}"
