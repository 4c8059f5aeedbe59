"""Files 07 and 09: the chance of a difference, and of many differences at once."""

from itertools import groupby

from vector_rows import Held, Row, Verdict, numbers, verdict

from metrics.judgement import chance

ONE_LIST = "a list is read by its share of false ones: the engine adjusts by Benjamini-Hochberg"


def two_proportions(row: Row) -> Verdict:
    """Chi-square with its p-value, and Fisher's p-value, of two proportions."""
    four = numbers(row, "x1", "n1", "x2", "n2")
    chi_square = chance.chi_square(*four).item()
    held = [
        Held("chi2", chi_square), Held("chi2_p", chance.chi_square_p(*four).item()),
        Held("fisher_p", chance.fisher_p(*four).item()),
    ]  # fmt: skip
    return verdict(row, held, {}, ["x1", "n1", "x2", "n2"])


def lists(rows: list[Row]) -> list[Verdict]:
    """Each p-value adjusted within its own list."""
    found = []
    reasons = dict.fromkeys(["bonferroni", "holm", "hochberg", "BY"], ONE_LIST)
    for _, members in groupby(rows, key=lambda row: row["set"]):
        group = list(members)
        given = [numbers(row, "p")[0] for row in group]
        adjusted = chance.benjamini_hochberg(given)
        for row, value in zip(group, adjusted, strict=True):
            # A p-value that is missing must stay so: the cell of the result is empty.
            held = Held("BH" if row["BH"] else "p", float(value))
            found.append(verdict(row, [held], reasons, ["p"]) if row["p"] else _missing(row, value))
    return found


def _missing(row: Row, adjusted: float) -> Verdict:
    fault = Held("BH", float(adjusted)).fault(row)
    return Verdict(row["vector_id"], 1, (fault,) if fault else ())


JUDGES = {
    "07_two_proportion_tests": lambda rows: [two_proportions(row) for row in rows],
    "09_multiple_comparisons": lists,
}
