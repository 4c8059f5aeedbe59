"""Linear programs, solved by HiGHS so that one can be asked again from its last answer.

SciPy has HiGHS too, but starts anew for each question and checks each program at length: for the
many small questions of one table that is ten times as slow.
"""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from metrics.disclosure.cells import FloatArray, Mask

# Nothing is gained by simplifying a program that is small, or asked again, nor by scaling one of
# ones; and one thread gives the same answer always. The moves that the dual simplex finds by devex
# (1) hide 2.6% less in the sample at a threshold of 10 than those by steepest edge, and sooner.
OPTIONS: dict[str, str | int] = {
    "presolve": "off", "simplex_scale_strategy": 0, "threads": 1,
    "simplex_dual_edge_weight_strategy": 1,
}  # fmt: skip
# Where only the costs differ the last answer is a start for the primal simplex; where nothing is
# too much at no cost, doing nothing is a start for the dual one.
DUAL, PRIMAL = 1, 4


class _Silent(highspy.Highs):
    """HiGHS without callbacks: it prints its name when they are set, before it can be silenced."""

    def enableCallbacks(self) -> None:
        self.silent()


class Program:
    """What costs least of all columns whose sums, a row each, are between `low` and `high`."""

    def __init__(self, sums: csc_array, low: float, high: float) -> None:
        """Start with every column at 0, at no cost: `sums` has a row a sum and a column each."""
        # The library is typed but for how a solver is made.
        self._solver: highspy.Highs = _Silent()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(_as_highs_has_it(sums, low, high))
        self._least, self._most, self._cost = np.zeros((3, sums.shape[1]))

    def bound(self, least: FloatArray, most: FloatArray) -> None:
        """Set the bounds of each column, and forget the last answer."""
        new = _differing((least != self._least) | (most != self._most))
        self._solver.changeColsBounds(len(new), new, least[new], most[new])
        self._solver.clearSolver()
        self._least, self._most = least.copy(), most.copy()

    def cheapest(self, cost: FloatArray, simplex: int) -> FloatArray | None:
        """The columns that cost least, None where there are none within the bounds.

        None also where the solver gives up: what has no answer proves nothing.
        """
        self._solver.setOptionValue("simplex_strategy", simplex)
        new = _differing(cost != self._cost)
        self._solver.changeColsCost(len(new), new, cost[new])
        self._cost = cost.copy()
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)


def _differing(columns: Mask) -> NDArray[np.int32]:
    """The columns of which the solver must be told: to tell it of all takes longer than to ask."""
    return np.flatnonzero(columns).astype(np.int32)


def _as_highs_has_it(sums: csc_array, low: float, high: float) -> highspy.HighsLp:
    rows, columns = sums.shape
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = rows, columns
    program.row_lower_, program.row_upper_ = np.full(rows, low), np.full(rows, high)
    program.col_lower_ = program.col_upper_ = program.col_cost_ = np.zeros(columns)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = sums.indptr
    program.a_matrix_.index_ = sums.indices
    program.a_matrix_.value_ = sums.data
    return program
