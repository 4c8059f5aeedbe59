"""What makes two loads the same: extract, contract, places, bytes; and what makes them overlap."""

import hashlib
from collections.abc import Set
from dataclasses import replace
from datetime import date
from pathlib import Path

from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Extract
from metrics.errors import Finding
from metrics.extracts.copies import Copies
from metrics.extracts.screening.checks import span_text
from metrics.records import Load
from metrics.stored_files import file_digest


def identity_of(
    configuration: Configuration, extract: Extract, boundaries: Path, kept: Copies
) -> str:
    """The digest of all that the rows of a load depend on."""
    contract = contract_digest(configuration, extract)
    places = file_digest(boundaries) if extract.unit.point else ""
    parts = [extract.id, contract, places, *sorted(file.sha256 for _, file in kept)]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def contract_digest(configuration: Configuration, extract: Extract) -> str:
    """What the rows of a load depend on: its columns, its codings, and what units are called."""
    codings = [configuration.codings[c.coding].labels for c in extract.columns if c.coding]
    columns = [replace(column, about="") for column in extract.columns]
    names = sorted(configuration.organisation.codes_by_name.items()) if extract.unit.column else []
    reading = (extract.period, extract.unit, extract.keep, extract.weight, extract.layouts)
    return hashlib.sha256(repr((columns, codings, names, reading)).encode()).hexdigest()


def overlap(load: Load, periods: Set[date], name: str, *, whole: bool) -> Finding:
    """That a load holds these periods already; it can be replaced where it is covered wholly."""
    fault = f"{span_text(sorted(periods))} is already in load {load.id} ({load.named})"
    cure = "put this in that load's place (--replace)."
    if not whole:
        cure = f"withdraw load {load.id} first: it holds other periods too."
    return Finding(name, fault, f"If it is the period that is meant, {cure}")
