"""Writes the documents that the configuration already holds: `make docs`.

`data/README.md` is the data dictionary, `docs/scorecard.md` the key actions and their metrics. A
test fails when either is stale.
"""

from collections.abc import Iterator
from pathlib import Path

from markdown import code, codes, link, table, text
from scorecard_document import coverage

from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import (
    Coding,
    Column,
    ColumnType,
    DateForm,
    Extract,
    Layout,
    Link,
)
from metrics.definitions.loading import load_configuration

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
    DateForm.YEAR_MONTH: "202604",
}


def documents(configuration: Configuration) -> dict[Path, str]:
    """The text of each generated document, by its path."""
    return {
        ROOT / "data" / "README.md": text(_dictionary(configuration)),
        ROOT / "docs" / "scorecard.md": text(coverage(configuration, NOTICE)),
    }


def _dictionary(configuration: Configuration) -> Iterator[str]:
    extracts = configuration.extracts.values()
    yield from ("# Data dictionary", "", NOTICE.format("extracts.yaml"), "")
    yield from (ABOUT_EXTRACTS, "", ABOUT_FOLDER, "", "## Extracts", "")
    rows = [(link(e.id), e.title, e.frequency, e.owner) for e in extracts]
    yield from table(["Extract", "Title", "Comes", "Owner"], rows)
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
        ("Dated by", f"{code(extract.period.column)}, a {extract.period.type.replace('_', ' ')}"),
        ("Unit", _unit(extract)),
        ("Counts", f"the sum of {code(extract.weight)}" if extract.weight else "rows"),
        ("Rows kept", code(extract.keep) if extract.keep else "all"),
        ("Sheet of a workbook", extract.sheet or "the only visible one"),
        ("Guards", "; ".join(_guards(extract)) or "none"),
        ("Metrics", codes(metrics)),
    ]
    yield from table(["About", "What"], facts)
    rows = [_column(column) for column in extract.columns]
    yield from table(["Column", "Type", "Headers in files", "Blank", "About"], rows)
    linked = [f"Link {code(each.name)}, from {_link(each)}" for each in extract.links]
    laid_out = [_layout(layout) for layout in extract.layouts]
    yield from (f"- {words}" for words in [*linked, *laid_out])
    if linked or laid_out:
        yield ""


def _guards(extract: Extract) -> Iterator[str]:
    if extract.force_only:
        yield "shown for the force alone where anything is withheld"
    if extract.anonymous:
        yield "anonymous: no unit, no characteristic, no key"
    if extract.reporting_route:
        yield "a way to report: neither more nor fewer is better"
    for name, other in extract.read_with.items():
        yield f"{code(name)} is read with {code(other)}"
    for name, among in extract.told_among.items():
        yield f"{code(name)} is among rows with {code(among)}"
    yield from _further_guards(extract)


def _further_guards(extract: Extract) -> Iterator[str]:
    if extract.never_joined:
        yield "meets no other extract"
    if extract.own_base:
        yield "holds its own base"
    told = {
        "apart by": extract.apart, "shares among those who told": extract.known_only,
        "three years together for": extract.rare,
        "what was done": extract.outputs, "for context against": extract.context_by,
        "by number as well": extract.by_number,
    }  # fmt: skip
    yield from (f"{words} {codes(names)}" for words, names in told.items() if names)
    for name, group in extract.not_judged.items():
        yield f"{code(name)} with {group} is not judged"
    for name, day in extract.recorded_anew.items():
        yield f"{code(name)} is recorded so since {day}"
    if extract.open_in:
        yield f"what is open is in {link(extract.open_in)}"


def _unit(extract: Extract) -> str:
    unit = extract.unit
    if unit.always:
        return f"always {code(unit.always)}"
    if unit.point:
        return f"by the point in {codes(unit.point)}; without one, location not recorded"
    others = ", other names are left out" if unit.others == "leave_out" else ""
    homes = ", units with residents only" if unit.residents_only else ""
    least = f", none below {code(unit.smallest)}" if unit.smallest else ""
    return f"by the name or code in {code(unit.column)}{others}{homes}{least}"


def _column(column: Column) -> tuple[str, ...]:
    said = [column.about or column.name]
    if column.missing:
        said.append(f"no value where it is {codes(column.missing)}")
    if not column.required:
        said.append("a file may lack it")
    blank = "yes" if column.blank else "no"
    headers = codes(column.headers or (column.name,))
    return (code(column.name), _type(column), headers, blank, "; ".join(said))


def _type(column: Column) -> str:
    if column.coding:
        return f"coded: {link(column.coding)}"
    if column.type is ColumnType.DATE:
        return f"date like {FORMS[column.form]}"
    if column.type is ColumnType.DECIMAL:
        return f"decimal with {code(column.decimal_mark)}"
    return str(column.type)


def _link(other: Link) -> str:
    days = f"after {code(other.after)} and until {code(other.until)}"
    keys = f"{code(other.their_key)} as {code(other.key)}"
    return f"{link(other.extract)} with the same {keys}, {days}: {other.about}"


def _layout(layout: Layout) -> str:
    fixed = "; ".join(f"{code(name)} is {value}" for name, value in layout.fixed.items())
    wide = ""
    if layout.wide:
        each = "month, like `202604`" if layout.wide.months else f"of {codes(layout.wide.headers)}"
        wide = f"; one column for each {each}"
    given = f"; {fixed}" if fixed else ""
    return f"Layout **{layout.name}**, known by {codes(layout.known_by)}{wide}{given}"


def _coding(coding: Coding) -> Iterator[str]:
    yield from (f"### {coding.id}", "", f"{coding.title}.", "")
    said = {
        "Characteristic": coding.characteristic,
        "Basis": coding.basis,
        "Reference group": coding.reference,
        "Unknown": coding.unknown,
        "Other holds": coding.other_holds,
        "Shown": "for the force alone where anything is withheld" if coding.force_only else "",
        "Overlapping": "a case may stand under several groups" if coding.overlapping else "",
    }
    yield from (f"- {name}: {words}" for name, words in said.items() if words)
    if any(said.values()):
        yield ""
    rows = [(group, codes(coding.labels.get(group, ())) or "a blank") for group in coding.values]
    yield from table(["Group", "Labels in files"], rows)


def main() -> None:
    """Write every generated document."""
    for path, written in documents(load_configuration(ROOT / "config")).items():
        path.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
