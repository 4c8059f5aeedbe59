"""Rows of the reference vectors, how near each asks us to be, and what a check of one came to."""

import csv
import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]

# What a row says of itself; every other column goes in, is held, or has a reason.
ABOUT = frozenset({
    "vector_id", "kind", "method", "confidence", "multiplier", "source", "note", "abs_tol",
    "rel_tol", "set", "series_id", "case_id", "i", "row", "statistic",
})  # fmt: skip
ABSENT = frozenset({"", "NA", "nan", "NaN"})
# Where a formula should give 0, floating point leaves as much as this.
RESIDUE = 1e-15


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


@dataclass(frozen=True, slots=True)
class Held:
    """One result of a row: its column, what the engine says, how near it must be."""

    column: str
    engine: float | str
    near: float | None = None

    def fault(self, row: Row) -> str:
        """How the engine differs from the reference, or nothing where it does not."""
        said = row[self.column]
        if isinstance(self.engine, str):
            agrees = said == self.engine
        elif said in ABSENT:
            agrees = math.isnan(self.engine)
        else:
            near = tolerance(row, self.column) if self.near is None else self.near
            agrees = math.isclose(self.engine, float(said), rel_tol=0, abs_tol=near)
        return "" if agrees else f"{self.column}: {said} and not {self.engine}"


def folder_of_vectors() -> Path:
    """The folder that SCORECARD_VECTORS names, else the one beside the project."""
    beside = Path(__file__).parents[2] / "shared" / "vectors"
    return Path(os.environ.get("SCORECARD_VECTORS", beside))


def rows_of(folder: Path, name: str) -> list[Row]:
    """Every row of one file of vectors."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(row: Row, *columns: str) -> list[float]:
    """The row's cells as numbers; an empty one is NaN."""
    return [math.nan if row[c] in ABSENT else float(row[c]) for c in columns]


def verdict(
    row: Row, held: Iterable[Held], reasons: Mapping[str, str], goes_in: Iterable[str] = ()
) -> Verdict:
    """Hold a row: each result is compared or has a reason, and a column in no list is a fault."""
    given = {column for column, cell in row.items() if cell}
    compared = [result for result in held if result.column in given]
    faults = [fault for fault in (result.fault(row) for result in compared) if fault]
    listed = {result.column for result in compared} | ABOUT | set(goes_in) | set(reasons)
    faults += [f"{column}: neither compared nor given a reason" for column in given - listed]
    said = "; ".join(dict.fromkeys(reasons[c] for c in reasons if c in given))
    return Verdict(row["vector_id"], len(compared), tuple(faults), said)


def tolerance(row: Row, column: str) -> float:
    """How near the row asks the engine to be: its own tolerance, its printed digits, or 1e-9."""
    if row.get("abs_tol"):
        return float(row["abs_tol"])
    relative = float(row.get("rel_tol") or 1e-9) * abs(float(row[column])) + RESIDUE
    if row["kind"] != "published" or row.get("rel_tol"):
        return relative
    # Half a unit of the last digit printed; the note knows of zeros that the cell has lost.
    stated = re.match(r"(\d+) dp", row.get("note") or "")
    places = int(stated[1]) if stated else len(row[column].partition(".")[2])
    return max(relative, 0.5 * 10.0**-places)


def half_a_digit(cell: str) -> float:
    """Half a unit of the last digit that a cell prints."""
    return float(0.5 * 10.0 ** -len(cell.partition(".")[2]))
