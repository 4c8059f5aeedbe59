"""The guards of the language: what a contract says of itself that no metric may go against."""

from collections.abc import Iterator

from metrics.definitions.checking import Fault
from metrics.definitions.contracts import Extract


def contract_faults(extract: Extract) -> Iterator[Fault]:
    """What one contract says of itself that cannot be so."""
    if extract.public and extract.force_only:
        fault = "what may exist for the force alone is somebody's secret"
        yield ("force_only",), fault, "Delete 'public', or 'force_only'."
