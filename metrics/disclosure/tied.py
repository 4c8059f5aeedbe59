"""Which metrics must be protected together: those that share a count of people."""

from collections.abc import Collection

from metrics.definitions.configuration import Configuration


def tied_to(extracts: Collection[str], configuration: Configuration) -> frozenset[str]:
    """The metrics that rest on one of these extracts, and all that share a count with such a one.

    Two metrics over one extract are taken to share a count, unless the extract is public: its
    counts are never withheld, so they tie nothing.
    """
    rests = {m.id: {*configuration.extracts_of(m)} for m in configuration.scorecard.metrics}
    tied = {id_ for id_, on in rests.items() if not on.isdisjoint(extracts)}
    while True:
        private = {e for id_ in tied for e in rests[id_] if not configuration.extracts[e].public}
        more = {id_ for id_, on in rests.items() if not on.isdisjoint(private)}
        if more <= tied:
            return frozenset(tied)
        tied |= more
