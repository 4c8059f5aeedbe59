"""Suppression held against the reference implementations' own masks, and against known traps.

JUDGES gives, for each file of vectors, a function from its rows to one verdict a row. A table is
judged as a whole, so the rows of one table get the same words.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from math import floor

import numpy as np
from exact_attack import bounds, open_cells
from vector_rows import Held, Row, Verdict

from metrics.disclosure.cells import Cells, Mask, cells_of
from metrics.disclosure.protection import protected
from metrics.disclosure.rounding import rounded

# The issue's own measure: so many times as many cells as the reference hides, at the most.
MOST = 1.25
TOTAL = "Total"
Judged = tuple[str, ...]


def judge_gauss(rows: Sequence[Row]) -> list[Verdict]:
    """Tables of two dimensions with their totals, all in the rows."""
    return _by_table(rows, _judge_gauss)


def judge_moj(rows: Sequence[Row]) -> list[Verdict]:
    """The inside of a table whose row and column totals are published."""
    return _by_table(rows, _judge_inside)


def judge_one_way(rows: Sequence[Row]) -> list[Verdict]:
    """One row of counts whose total is published too."""
    return _by_table(rows, _judge_one_way)


def judge_traps(rows: Sequence[Row]) -> list[Verdict]:
    """Masks that look safe: the attacker must find what the reference says it finds."""
    return _by_table(rows, _judge_trap)


def judge_rounding(rows: Sequence[Row]) -> list[Verdict]:
    """Each count by itself, as a tier that rounds to so many shows it."""
    return [_judge_rounding(row) for row in rows]


def _judge_rounding(row: Row) -> Verdict:
    base = re.search(r"(?:base|nearest) (\d+)", row["rule"])
    small = re.search(r"<=(\d+) -> 0", row["rule"])
    if row["expected"] == "ERROR":
        return Verdict(row["vector_id"], 0, reason="no count of the engine is below 0, or split")
    if small and float(row["value"]) <= float(small[1]):
        return Verdict(row["vector_id"], 0, reason="the engine withholds it, and never shows a 0")
    found = rounded(np.array([float(row["value"])]), int(base[1]) if base else 0)[0]
    fault = Held("expected", found, 0.0).fault(row)
    return Verdict(row["vector_id"], 1, (fault,) if fault else ())


def _by_table(rows: Sequence[Row], judge: Callable[[list[Row]], Judged]) -> list[Verdict]:
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(row["case_id"], []).append(row)
    words = {case: judge(table) for case, table in tables.items()}
    return [Verdict(row["vector_id"], 1, words[row["case_id"]]) for row in rows]


def _judge_gauss(table: list[Row]) -> Judged:
    at = {(row["dim1"], row["dim2"]): place for place, row in enumerate(table)}
    cells = cells_of([float(row["freq"]) for row in table], _sums(at))
    must = _flags(table, "primary")
    if not must.any():
        return _compared(cells, must, 1.0, _flags(table, "suppressed"))
    stated = re.search(r"maxN(\d+)", table[0]["case_id"])
    largest = int(stated[1]) if stated else int(cells.counts[must].max())
    return _compared(cells, must, largest + 1.0, _flags(table, "suppressed"))


def _sums(at: dict[tuple[str, str], int]) -> list[tuple[int, list[int]]]:
    """Every row and every column that has its total in the table."""
    sums: dict[tuple[int, int], list[int]] = {}
    for (one, two), place in at.items():
        for axis, whole in enumerate(((TOTAL, two), (one, TOTAL))):
            if (one, two)[axis] != TOTAL and whole in at:
                sums.setdefault((at[whole], axis), []).append(place)
    return [(whole, parts) for (whole, _), parts in sums.items()]


def _inside(table: list[Row], value: str) -> tuple[Cells, int]:
    """The rows of a table and then its totals, of rows, columns and all; how many rows it has."""
    at = {(row["row"], row["col"]): float(row[value]) for row in table}
    ones, twos = list(dict.fromkeys(k[0] for k in at)), list(dict.fromkeys(k[1] for k in at))
    counts = dict(at)
    for one in ones:
        counts[one, TOTAL] = sum(number for key, number in at.items() if key[0] == one)
    if len(ones) > 1:
        for two in [*twos, TOTAL]:
            counts[TOTAL, two] = sum(counts[one, two] for one in ones if (one, two) in counts)
    places = {key: place for place, key in enumerate(counts)}
    return cells_of(counts.values(), _sums(places)), len(table)


def _judge_inside(table: list[Row]) -> Judged:
    cells, inside = _inside(table, "value")
    return _compared_inside(cells, table, inside, float(table[0]["threshold"]))


def _compared_inside(cells: Cells, table: list[Row], inside: int, threshold: float) -> Judged:
    must = np.append(_flags(table, "primary"), np.zeros(len(cells) - inside, dtype=bool))
    theirs = np.append(_flags(table, "suppressed"), np.zeros(len(cells) - inside, dtype=bool))
    return _compared(cells, must, threshold, theirs)


def _judge_one_way(table: list[Row]) -> Judged:
    # The reference hides a count at its threshold too.
    threshold = float(table[0]["threshold"]) + 1
    values = [float(row["value"]) for row in table]
    counts = np.array([*values, sum(values)])
    cells = cells_of(counts, [(len(values), range(len(values)))])
    must = (counts > 0) & (counts < threshold)
    # A total that is small itself is hidden by both, but stands in no row of the reference.
    theirs = np.append(_flags(table, "suppressed"), must[-1])
    return _compared(cells, must, threshold, theirs)


def _flags(table: Iterable[Row], column: str) -> Mask:
    return np.array([row[column] == "True" for row in table])


def _compared(cells: Cells, must: Mask, threshold: float, theirs: Mask) -> Judged:
    """What is wrong with the engine's mask: a cell that can be found, or more than was needed.

    A reference whose own mask can be undone has hidden too little to be a measure.
    """
    mine = protected(cells, must, threshold)
    faults = []
    found = open_cells(cells, mine, threshold)
    if len(found):
        faults.append(f"the attacker finds {len(found)} of {mine.sum()} hidden cells")
    allowed = floor(MOST * theirs.sum())
    if mine.sum() > allowed and not len(open_cells(cells, theirs, threshold)):
        faults.append(f"hides {mine.sum()} cells, the reference {theirs.sum()}")
    return tuple(faults)


def _judge_trap(table: list[Row]) -> Judged:
    cells, inside = _inside(table, "value")
    says = table[0]["expected"]
    hidden = np.append(_flags(table, "suppressed"), np.zeros(len(cells) - inside, dtype=bool))
    # Where no zero is ever withheld, everybody knows that what is withheld is at least one.
    lowest = 1.0 if re.search(r"x ?>= ?1|1 ?<= ?x", says) else 0.0
    low, high = bounds(cells, hidden, lowest)
    exact = bool(np.any((low == high) & hidden))
    faults = [] if exact == says.startswith("UNSAFE") else [f"exactly found: {exact}"]
    for row, column, least, most in re.findall(r"(\w+)\|(\w+) = \[(\d+), (\d+)\]", says):
        place = [(r["row"], r["col"]) for r in table].index((row, column))
        if (low[place], high[place]) != (float(least), float(most)):
            faults.append(f"{row}|{column} is in [{low[place]:g}, {high[place]:g}]")
    return tuple(faults)


JUDGES: dict[str, Callable[[list[Row]], list[Verdict]]] = {
    "30_suppression_masks_gauss": judge_gauss,
    "31_suppression_masks_moj": judge_moj,
    "32_suppression_oneway_opensafely": judge_one_way,
    "33_suppression_recoverable": judge_traps,
    "34_rounding": judge_rounding,
}
