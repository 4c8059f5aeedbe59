"""What a measure means and where its figures come from, from the scorecard and the release."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    facts,
    folded,
    joined,
    lines,
    paragraph,
    table,
)
from dashboard.view import View
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.definitions.plans import Counted, Measure
from metrics.query_text import query_steps, written
from metrics.wording.definitions import since_text
from metrics.wording.judgements import BETTER
from metrics.wording.numbers import share_text
from metrics.wording.periods import day_text, iso_day_text, month
from metrics.wording.targets import band_text, set_by_text, target_text
from metrics.wording.verdicts import charts_text, interval_method, trend_method

KINDS = {
    "count": "A count",
    "proportion": "A percentage: the numerator is part of the denominator. Interval: Wilson.",
    "rate": "A rate. Interval: exact Poisson below 10 events, Byar's from 10.",
    "published": "A value computed by its publisher. No interval can be given.",
    "mean": "A mean of the rows that have the number. Interval: Student's t.",
    "median": "The middle of the numbers, or another percentile. Interval: order statistics.",
    "survey": "A percentage of respondents, weighted. Interval: Wilson, on the effective sample.",
    "level": "A level that the unit says it has reached. No interval: it is an opinion.",
    "representation": "A share here over the share among London's residents. Interval: Byar's.",
}

# What is made of rows, with the name of their number.
MADE = {
    Measure.ROWS: "Every row",
    Measure.SUM: "The sum of {0}",
    Measure.TOTAL: "The sum of {0}, of rows that have it",
    Measure.KNOWN: "Rows that have {0}",
    Measure.DISTINCT: "How many different values of {0} there are, of rows",
    Measure.LEVEL: "The latest {0} of each unit, of rows",
    Measure.PERCENTILE: "What {1}% of rows do not exceed, in {0}, of rows",
}


def facts_of(configuration: Configuration, metric: Metric) -> Markup:
    """The definition of a measure as a list: what it counts, why, its limits, who owns it."""
    plan = configuration.plans[metric.id]
    extract = configuration.extracts[metric.extract]
    rows: dict[str, Cell] = {
        "Why it matters": metric.why,
        "Limits": metric.limits,
        "Kind": KINDS[metric.kind],
        "Judged figure": _judged(configuration, metric),
        "One row counts": extract.row,
        "Numerator": _counted(plan.numerator),
    }
    if plan.denominator:
        rows["Denominator"] = _denominator(configuration, metric)
    codings = [configuration.breakdown(metric, name) for name in metric.breakdowns]
    rows |= {
        "Unit of value": metric.unit_of_value,
        "Broken down by": "; ".join(coding.title for coding in codings) or "nothing",
        **{f"Other, in {c.title}": c.other_holds for c in codings if c.other_holds},
        "Which way is better": BETTER[metric.better],
        "Target": target_text(metric),
        "Target set by": set_by_text(metric),
        "At risk": band_text(metric),
        "Interval": interval_method(metric),
        "Trend": trend_method(metric),
        "Control chart": charts_text(metric.charts or configuration.scorecard.judging.charts),
        **_guards(configuration, metric),
        "Key action": metric.key_action,
        "Owner": metric.owner.role,
        "Source": metric.source,
        "This definition since": since_text(metric),
        "Identifier": element("code", metric.id),
    }
    return facts(rows)


def _guards(configuration: Configuration, metric: Metric) -> dict[str, Cell]:
    """What must not be misread of the systems that the measure is of."""
    systems = [one for one in configuration.scorecard.systems if metric.id in one.metrics]
    said = [f"{one.title}: {one.guard.strip()}" for one in systems]
    return {"Not to be misread": lines(*said)} if said else {}


def provenance(view: View, metric: Metric) -> Markup:
    """The loads behind a measure: files, hashes, rows used and left out, when and by whom."""
    wanted = view.configuration.extracts_of(metric)
    loads = [x for x in view.reader.release.manifest["loads"] if x["extract"] in wanted]
    sources = [view.configuration.extracts[name].source for name in sorted(wanted)]
    return joined([
        paragraph(f"Source: {'; '.join(sources)}."),
        loads_table("The loads behind this measure", view, loads),
        paragraph(
            f"Release {view.reader.release.kept.key[:12]}, made "
            f"{iso_day_text(view.reader.release.kept.made_at)}; scorecard "
            f"{view.configuration.digest[:12]}; this definition since {day_text(metric.since)}.",
            class_="quiet",
        ),
        _sql(view, metric),
    ])  # fmt: skip


def _sql(view: View, metric: Metric) -> Markup:
    """The queries that count a measure, folded away, as they would be run for it alone."""
    plan = view.configuration.plans[metric.id]
    steps = query_steps(view.configuration, plan, view.force.code)
    return folded(
        "Show the SQL that counts it",
        paragraph(
            "The rows are those of the loads above, coded, each with its unit and the end of its "
            "period. All measures of an extract are counted in one such pass; small counts are "
            "withheld after it, and only then is anything divided.", class_="quiet",
        ),
        element("pre", element("code", written(steps))),
    )  # fmt: skip


def loads_table(caption: str, view: View, loads: Sequence[Mapping[str, Any]]) -> Markup:
    """One row a load, as a release's manifest has it: files, rows, hash, when and by whom."""
    heads = [
        Head("Load"), Head("Files, and SHA-256 of the rows"), Head("Rows in the load", True),
        Head("Rows left out of the load"), Head("Data"), Head("Loaded"),
    ]  # fmt: skip
    rows = [
        (
            f"{load['id']} {view.configuration.extracts[load['extract']].title}",
            lines(_files(load["files"]), element("code", load["sha256"])),
            f"{load['rows']:,}",
            _left_out(load),
            f"{month(load['first'])} to {month(load['last'])}",
            f"{iso_day_text(load['loaded_at'])} by {load['loaded_by']}",
        )
        for load in loads
    ]
    return table(caption, heads, rows)


def _left_out(load: Mapping[str, Any]) -> str:
    """The rows of a load that were left out, their share, and who accepted what was set aside."""
    all_rows = load["rows"] + sum(n or 0 for n in load["left_out"].values())
    said = [
        f"[c] {why}" if n is None else f"{n:,} ({share_text(n, all_rows)}) {why}"
        for why, n in load["left_out"].items()
    ]
    if load.get("because"):
        said.append(f"accepted by {load['accepted_by']}: {load['because']}")
    return "; ".join(said) or "0"


def _judged(configuration: Configuration, metric: Metric) -> str:
    """The figure that the status is about, and how it is made."""
    head = metric.headline
    if head is None:
        return "The value of everybody together"
    breakdown = head.value or head.ratio or head.gap
    title = configuration.breakdown(metric, breakdown).title
    if head.value:
        return f"The value for {head.of}, {title}"
    how = "divided by" if head.ratio else "less"
    return (
        f"The value for {head.of} {how} the value for {head.against}, {title}. Method: "
        f"{interval_method(metric)}."
    )


def _files(files: list[dict[str, object]]) -> str:
    first = str(files[0]["name"])
    return first if len(files) == 1 else f"{first} and {len(files) - 1} more"


def _counted(counted: Counted) -> Cell:
    name = counted.number.name if counted.number else ""
    what = MADE[counted.measure].format(name, counted.percentile)
    if not counted.condition:
        return what
    return joined([f"{what} where", element("code", counted.condition)])


def _denominator(configuration: Configuration, metric: Metric) -> Cell:
    denominator = configuration.plans[metric.id].denominator
    if denominator is None:
        return "none"
    extract = configuration.extracts[denominator.extract]
    counted = _counted(denominator)
    return counted if extract.id == metric.extract else joined([counted, f" of: {extract.title}"])
