"""What goes with a file of figures: what they are of, how they are made, what the marks mean."""

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.records import KeptRelease
from metrics.wording.definitions import since_text
from metrics.wording.disclosure import rounding_text
from metrics.wording.help import MARKS
from metrics.wording.judgements import BETTER, SHORTHAND
from metrics.wording.provenance import release_text
from metrics.wording.targets import set_by_text, target_text
from metrics.wording.verdicts import interval_method, trend_method


def metadata(
    configuration: Configuration, metric: Metric, kept: KeptRelease
) -> list[tuple[str, str]]:
    """Each field with its words, in the order in which a reader needs them."""
    scorecard, tier = configuration.scorecard, configuration.access.tier(kept.tier)
    codings = [configuration.breakdown(metric, name).title for name in metric.breakdowns]
    withheld = f"counts below {tier.threshold} are withheld, and as few more as protect them"
    return [
        ("measure", metric.title), ("identifier", metric.id),
        ("theme", configuration.theme_of(metric).name), ("key action", metric.key_action),
        ("organisation", scorecard.organisation),
        ("status of figures", scorecard.status_of_figures),
        ("tier", f"{tier.title}: {tier.audience}"), ("release", release_text(kept)),
        ("scorecard version", configuration.digest[:12]),
        ("one row counts", configuration.extracts[metric.extract].row),
        ("unit of value", metric.unit_of_value),
        ("broken down by", "; ".join(codings) or "nothing"),
        ("which way is better", BETTER[metric.better]), ("target", target_text(metric)),
        ("target set by", set_by_text(metric)),
        ("interval", interval_method(metric)), ("trend", trend_method(metric)),
        ("why it matters", metric.why), ("limits", metric.limits), ("source", metric.source),
        ("this definition since", since_text(metric)), ("owner", metric.owner.role),
        ("withheld", withheld if tier.threshold > 1 else "nothing is withheld"),
        ("rounding", rounding_text(tier) or "numbers are not rounded in the file"),
        *((f"[{mark}]", words) for mark, words in (SHORTHAND | MARKS).items()),
        ("contact", scorecard.contact),
    ]  # fmt: skip
