"""Why a measure comes first on a unit's page, in words that can be read aloud."""

from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status
from metrics.wording.judgements import judged_text, since_text
from metrics.wording.targets import target_text

WHERE = {
    "Worse": "Worse than {0}: likelier local than shared.",
    "Similar": "Similar to {0}: likelier shared than local.",
    "Better": "Better than {0}, and still short of the target.",
}


def first_sentence(figure: Figure, metric: Metric, comparison: str, beside: str) -> str:
    """Since when a measure is short of its target, and whether others are too; or what is missing.

    `comparison` is its word against the benchmark that `beside` names.
    """
    if Status(figure.status) is Status.NOT_REPORTED:
        return f"No figure for this quarter: {figure.reason}. Ask for the extract."
    since = since_text(figure, metric)
    said = f"{judged_text(figure, metric)}, {since}. Target: {target_text(metric)}."
    where = WHERE.get(comparison, "").format(beside)
    concern = "The latest change is more than chance." if figure.signal == Signal.CONCERN else ""
    return " ".join(filter(None, (said, where, concern)))
