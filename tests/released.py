"""A release of a few figures written by hand, without loads: what readings of it are tested on."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from metrics.access import Scope, scope_of_tier
from metrics.definitions.configuration import Configuration
from metrics.figure import NUMBERS, Figure
from metrics.figures import OpenRelease, Reader
from metrics.periods import PeriodType
from metrics.store import KeptRelease

DAYS = ("start", "end", "since", "signal_end")
MADE_AT = "2025-07-14T09:00:00+00:00"


def figure(**said: Any) -> Figure:
    """A figure of everybody in the second quarter of 2025; what is not said of it is absent."""
    usual: dict[str, Any] = {field.name: "" for field in fields(Figure)}
    usual |= dict.fromkeys([*NUMBERS, "since", "signal_end"])
    usual |= {
        "type": PeriodType.QUARTER, "start": date(2025, 4, 1), "end": date(2025, 6, 30),
        "status": "context", "trend": "no_change", "signal": "Could not be calculated",
        "group": "All", "comparison": "Not compared",
    }  # fmt: skip
    return Figure(**usual | said)


def reader_of(
    configuration: Configuration, figures: Sequence[Figure], scope: Scope | None = None,
    **tables: pd.DataFrame,
) -> Reader:  # fmt: skip
    """A reader of a release with these figures, all of them judged, and these tables beside."""
    connection = duckdb.connect(":memory:")
    connection.execute("ATTACH ':memory:' AS release")
    connection.execute(f"CREATE TABLE release.figures ({', '.join(map(_column, fields(Figure)))})")
    marks = ", ".join("?" for _ in fields(Figure))
    for one in figures:
        row = [getattr(one, field.name) for field in fields(Figure)]
        connection.execute(f"INSERT INTO release.figures VALUES ({marks})", row)
    judged = "SELECT * FROM release.figures WHERE status <> ''"
    connection.execute(f"CREATE TABLE release.judged AS {judged}")
    for name, table in tables.items():
        connection.register(f"made_{name}", table)
        connection.execute(f"CREATE TABLE release.{name} AS SELECT * FROM made_{name}")
    made_for = scope or scope_of_tier(configuration, configuration.access.tiers[0].id)
    kept = KeptRelease(1, made_for.tier, "key", Path("kept.duckdb"), "", len(figures), MADE_AT)
    return OpenRelease(kept, configuration, {"loads": []}, connection, {}).reader(made_for)


def _column(field: Any) -> str:
    kind = "DATE" if field.name in DAYS else "DOUBLE" if field.name in NUMBERS else "VARCHAR"
    return f'"{field.name}" {kind}'
