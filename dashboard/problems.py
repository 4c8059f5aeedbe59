"""What is wrong with what was sent, in the form that GOV.UK gives errors: a summary, then each."""

from collections.abc import Sequence

from dashboard.markup import Head, Markup, element, heading, joined, jumps, paragraph, table
from metrics.errors import Finding
from metrics.extracts.screening.checks import Outcome, Report
from metrics.wording.numbers import plural

HEADS = tuple(map(Head, ("Where", "What is wrong", "How to put it right")))


def problem_markup(title: str, findings: Sequence[Finding], report: Report | None) -> Markup:
    """How much is wrong, with links to the faults and to what screening said; then the faults."""
    places = {"#faults": "What is wrong"} | ({"#checks": "Every check"} if report else {})
    box = element(
        "div", heading("There is a problem"), paragraph(f"{title} {_counted(findings, report)}"),
        jumps(places), class_="problem",
    )  # fmt: skip
    rows = [(_place(finding), finding.fault, finding.cure) for finding in findings]
    return joined([box, element("div", table("What is wrong", HEADS, rows), id="faults")])


def _counted(findings: Sequence[Finding], report: Report | None) -> str:
    """How much is wrong: by checks and cells where it was screened, as some are not listed."""
    if report is None:
        return f"{plural(len(findings), 'fault')} to put right."
    failed, cells = len(report.of(Outcome.FAIL)), len(report.bad_cells)
    unread = f", {plural(cells, 'cell')} cannot be read" if cells else ""
    return f"{plural(failed, 'check')} failed{unread}."


def _place(finding: Finding) -> str:
    return finding.place if finding.line is None else f"{finding.place}, line {finding.line:,}"
