"""Rows of the reference vectors, how near each asks us to be, and what a check of one came to."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holding one row against the engine came to.

    `compared` is how many of its results were held; where that is none, `reason` says why.
    `disagreements` are in words: the column, what the reference says, what the engine says.
    """

    vector_id: str
    compared: int
    disagreements: tuple[str, ...] = ()
    reason: str = ""


def rows_of(folder: Path, name: str) -> list[Row]:
    """Every row of one file of vectors."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tolerance(row: Row, column: str) -> float:
    """How near the row asks the engine to be: its own tolerance, its printed digits, or 1e-9."""
    if row.get("abs_tol"):
        return float(row["abs_tol"])
    relative = float(row.get("rel_tol") or 1e-9) * abs(float(row[column]))
    if row["kind"] != "published" or row.get("rel_tol"):
        return relative
    # Half a unit of the last digit printed; the note knows of zeros that the cell has lost.
    stated = re.match(r"(\d+) dp", row["note"])
    places = int(stated[1]) if stated else len(row[column].partition(".")[2])
    return max(relative, 0.5 * 10.0**-places)
