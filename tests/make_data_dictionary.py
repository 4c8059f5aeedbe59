"""Writes the documents that the configuration already holds: `make docs`.

`data/README.md` is the data dictionary, `docs/scorecard.md` the key actions and their metrics. A
test fails when either is stale.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding, Column, ColumnType, DateForm, Extract, Layout
from metrics.definitions.loading import load_configuration
from metrics.definitions.models import Holder, KeyAction, Metric, Theme
from metrics.wording.judgements import BETTER, target_text, what_is_judged
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text

ROOT = Path(__file__).parents[1]
NOTICE = "`make docs` writes this page from `config/{}`. Change that file, not this one."
ABOUT_EXTRACTS = (
    "What each extract holds, and which labels lead to which group. How to send one is in "
    "[loading an extract](../docs/loading-an-extract.md)."
)
ABOUT_FOLDER = (
    "This folder also takes the store (`data/store`), the synthetic sample (`data/sample`) and the "
    "boundaries. None of them is in git."
)
FORMS = {
    DateForm.ISO: "2026-02-28",
    DateForm.DAY_MONTH_YEAR: "28/02/2026",
    DateForm.FINANCIAL_YEAR: "2025/26",
    DateForm.YEAR_TO_31_MARCH: "2026",
}


def documents(configuration: Configuration) -> dict[Path, str]:
    """The text of each generated document, by its path."""
    return {
        ROOT / "data" / "README.md": _text(_dictionary(configuration)),
        ROOT / "docs" / "scorecard.md": _text(_coverage(configuration)),
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(["---"] * len(heads))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _code(name: str) -> str:
    return f"`{name}`"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(_code, names))


def _link(name: str) -> str:
    return f"[`{name}`](#{name})"


# --- The data dictionary


def _dictionary(configuration: Configuration) -> Iterator[str]:
    extracts = configuration.extracts.values()
    yield from ("# Data dictionary", "", NOTICE.format("extracts.yaml"), "")
    yield from (ABOUT_EXTRACTS, "", ABOUT_FOLDER, "", "## Extracts", "")
    rows = [(_link(e.id), e.title, e.frequency, e.owner) for e in extracts]
    yield from _table(["Extract", "Title", "Comes", "Owner"], rows)
    for extract in extracts:
        yield from _extract(configuration, extract)
    yield from ("## Codings", "", "Groups stand in the order in which every table shows them.", "")
    for coding in configuration.codings.values():
        yield from _coding(coding)


def _extract(configuration: Configuration, extract: Extract) -> Iterator[str]:
    metrics = [
        plan.metric.id
        for plan in configuration.plans.values()
        if extract.id in {plan.numerator.extract, plan.denominator and plan.denominator.extract}
    ]
    yield from (f"### {extract.id}", "", f"{extract.title}.", "")
    facts = [
        ("One row", extract.row),
        ("Comes", extract.frequency),
        ("Source", extract.source),
        ("Owner", extract.owner),
        ("Dated by", f"{_code(extract.period.column)}, a {extract.period.type.replace('_', ' ')}"),
        ("Unit", _unit(extract)),
        ("Counts", f"the sum of {_code(extract.weight)}" if extract.weight else "rows"),
        ("Rows kept", _code(extract.keep) if extract.keep else "all"),
        ("Sheet of a workbook", extract.sheet or "the only visible one"),
        ("Metrics", _codes(metrics)),
    ]
    yield from _table(["About", "What"], facts)
    rows = [_column(column) for column in extract.columns]
    yield from _table(["Column", "Type", "Headers in files", "Blank", "About"], rows)
    for layout in extract.layouts:
        yield f"- {_layout(layout)}"
    if extract.layouts:
        yield ""


def _unit(extract: Extract) -> str:
    unit = extract.unit
    if unit.always:
        return f"always {_code(unit.always)}"
    if unit.point:
        return f"by the point in {_codes(unit.point)}; without one, location not recorded"
    others = ", other names are left out" if unit.others == "leave_out" else ""
    homes = ", units with residents only" if unit.residents_only else ""
    return f"by the name or code in {_code(unit.column)}{others}{homes}"


def _column(column: Column) -> tuple[str, ...]:
    said = [column.about or column.name]
    if column.missing:
        said.append(f"no value where it is {_codes(column.missing)}")
    if not column.required:
        said.append("a file may lack it")
    blank = "yes" if column.blank else "no"
    headers = _codes(column.headers or (column.name,))
    return (_code(column.name), _type(column), headers, blank, "; ".join(said))


def _type(column: Column) -> str:
    if column.coding:
        return f"coded: {_link(column.coding)}"
    if column.type is ColumnType.DATE:
        return f"date like {FORMS[column.form]}"
    if column.type is ColumnType.DECIMAL:
        return f"decimal with {_code(column.decimal_mark)}"
    return str(column.type)


def _layout(layout: Layout) -> str:
    fixed = "; ".join(f"{_code(name)} is {value}" for name, value in layout.fixed.items())
    wide = f"; one column for each of {_codes(layout.wide.headers)}" if layout.wide else ""
    given = f"; {fixed}" if fixed else ""
    return f"Layout **{layout.name}**, known by {_codes(layout.known_by)}{wide}{given}"


def _coding(coding: Coding) -> Iterator[str]:
    yield from (f"### {coding.id}", "", f"{coding.title}.", "")
    said = {
        "Characteristic": coding.characteristic,
        "Basis": coding.basis,
        "Reference group": coding.reference,
        "Unknown": coding.unknown,
        "Other holds": coding.other_holds,
    }
    yield from (f"- {name}: {words}" for name, words in said.items() if words)
    if any(said.values()):
        yield ""
    rows = [(group, _codes(coding.labels.get(group, ())) or "a blank") for group in coding.values]
    yield from _table(["Group", "Labels in files"], rows)


# --- Key actions and their metrics


def _coverage(configuration: Configuration) -> Iterator[str]:
    themes, metrics = configuration.scorecard.themes, configuration.scorecard.metrics
    actions = [action.id for theme in themes for action in theme.key_actions]
    measured = {metric.key_action for metric in metrics}
    yield from ("# Key actions and their metrics", "", NOTICE.format("scorecard.yaml"), "")
    of = f"{plural(len(metrics), 'metric')} over {plural(len(themes), 'theme')}."
    without = len(set(actions) - measured)
    yield f"{of} Of {plural(len(actions), 'key action')}, {without} have no metric yet."
    yield ""
    for theme in themes:
        yield from _theme(theme, metrics)
    yield from ("## Metrics", "")
    for metric in metrics:
        yield from _metric(configuration, metric)


def _theme(theme: Theme, metrics: Sequence[Metric]) -> Iterator[str]:
    yield from (f"## Theme {theme.id}: {theme.name}", "")
    yield from (f"- Aim: {theme.aim}", f"- Outcome: {theme.outcome}", f"- Lead: {theme.lead.role}")
    yield ""
    rows = [_action(action, metrics) for action in theme.key_actions]
    yield from _table(["Key action", "Metrics", "Owner of the action"], rows)


def _action(action: KeyAction, metrics: Sequence[Metric]) -> tuple[str, str, str]:
    mine = [_link(metric.id) for metric in metrics if metric.key_action == action.id]
    return f"{action.id} {action.text}", ", ".join(mine) or "No measure yet", action.owner


def _metric(configuration: Configuration, metric: Metric) -> Iterator[str]:
    yield from (f"### {metric.id}", "", f"**{metric.title}.** {metric.why}", "")
    codings = [configuration.breakdown(metric, name) for name in metric.breakdowns]
    head = metric.headline
    judged = configuration.breakdown(metric, head.value or head.ratio or head.gap) if head else None
    facts = [
        ("Key action", metric.key_action),
        ("Kind", str(metric.kind)),
        ("Extract", f"[`{metric.extract}`](../data/README.md#{metric.extract})"),
        ("Unit of value", metric.unit_of_value),
        ("Broken down by", "; ".join(coding.title for coding in codings) or "nothing"),
        ("Judged", what_is_judged(metric, judged) if head else "the value for everyone"),
        ("Better", BETTER[metric.better]),
        ("Target", target_text(metric)),
        ("Limits", metric.limits),
        ("Owner", _holder(metric.owner)),
        ("Source", metric.source),
        ("Since", day_text(metric.since)),
    ]
    yield from _table(["About", "What"], facts)


def _holder(holder: Holder) -> str:
    return f"{holder.role}, {holder.name}" if holder.name else holder.role


def main() -> None:
    """Write every generated document."""
    for path, text in documents(load_configuration(ROOT / "config")).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
