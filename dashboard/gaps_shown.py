"""Which groups differ, and which cannot be judged: two tables that several pages show."""

from collections.abc import Sequence

from dashboard import cards
from dashboard.markup import Head, Markup, joined, paragraph, tables_of_ten
from dashboard.view import View
from metrics import board
from metrics.definitions.contracts import Coding
from metrics.figure import Disparity
from metrics.gaps import unknown_of
from metrics.judgement.comparing import FLAG
from metrics.wording import gaps, judgements, sentences

ABOUT = (Head("Measure"), Head("Characteristic"))


def found_of(view: View) -> tuple[list[Disparity], list[Disparity]]:
    """The flagged disparities of the unit, and those too thin to judge, in order."""
    found = board.listed(view.reader.disparities(view.unit.code, view.as_at), view.configuration)
    flagged = [pair for pair in found if pair.group.disparity == FLAG]
    return flagged, [pair for pair in found if pair.group.disparity != FLAG]


def flagged_tables(view: View, caption: str, flagged: Sequence[Disparity]) -> Markup:
    """Each flagged disparity: ratio and gap, and value and cases of both groups."""
    rows = []
    for pair in flagged:
        metric = view.configuration.metrics[pair.group.metric]
        coding = view.configuration.breakdown(metric, pair.group.breakdown)
        rows.append((
            cards.measure_link(view, metric), coding.title,
            cards.disparity_cell(pair.group, metric, coding),
            cards.side_cell(pair.group, metric), cards.side_cell(pair.reference, metric),
        ))  # fmt: skip
    heads = [*ABOUT, Head("Disparity"), Head("Group"), Head("Compared with")]
    if not rows:
        return paragraph("No disparity is flagged here.")
    return joined(tables_of_ten(caption, heads, rows))


def gaps_tables(view: View, caption: str, pairs: Sequence[Disparity]) -> tuple[Markup, ...]:
    """One row a gap, numbered: both sides on their bases, gap and ratio with intervals, verdict."""
    heads = [
        Head("Measure"), Head("Group"), Head("Compared with"), Head("Gap (95% interval)"),
        Head("Ratio (95% interval)"), Head("Verdict"),
    ]  # fmt: skip
    rows = []
    for place, pair in enumerate(pairs, start=1):
        metric = view.configuration.metrics[pair.group.metric]
        rows.append((
            joined([f"{place}.", cards.measure_link(view, metric)]),
            cards.side_cell(pair.group, metric), cards.side_cell(pair.reference, metric),
            judgements.gap_text(pair.group, metric), judgements.ratio_text(pair.group),
            gaps.verdict_text(pair.group),
        ))  # fmt: skip
    return tables_of_ten(caption, heads, rows)


def silent_tables(view: View, thin: Sequence[Disparity]) -> Markup:
    """By name, the groups that are too few to judge, and those that are withheld."""
    hidden = view.reader.silent_groups(view.unit.code, view.as_at)
    rows = []
    for each in board.silent_groups(thin, hidden, view.configuration):
        metric = view.configuration.metrics[each.metric]
        rows.append((
            cards.measure_link(view, metric),
            view.configuration.breakdown(metric, each.breakdown).title,
            ", ".join(each.few) or "none", ", ".join(each.withheld) or "none",
        ))  # fmt: skip
    heads = [*ABOUT, Head("~ Too few to judge"), Head("[c] Withheld")]
    caption = f"Groups that cannot be judged, {view.unit.name}"
    if not rows:
        return paragraph("Every group is shown, and has enough cases to judge.")
    note = "Too few to judge, or withheld, does not mean that there is no gap."
    return joined([*tables_of_ten(caption, heads, rows), paragraph(note, class_="quiet")])


def unknown_tables(view: View, coding: Coding) -> Markup:
    """How many of each measure's cases have no known group; those above the limit first."""
    limit = view.configuration.scorecard.judging.unknown_share_limit
    rows = []
    for figures in unknown_of(view.reader, view.unit.code, view.as_at, coding):
        metric = view.configuration.metrics[figures[0].metric]
        said = sentences.unknown_sentence(figures, metric, coding, limit)
        rows.append((cards.measure_link(view, metric), said or "[c] withheld with its group"))
    if not rows:
        return paragraph(f"No measure has somebody whose {coding.title} is not known.")
    rows.sort(key=lambda row: sentences.ABOVE_LIMIT not in row[1])
    caption = f"{coding.title} not known, {view.unit.name}"
    return joined(tables_of_ten(caption, [Head("Measure"), Head("Not known")], rows))
