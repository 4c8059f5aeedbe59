"""The check against the total that the sender gives, before anything is left out of it."""

from collections.abc import Iterator
from math import isclose

from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import Check, Outcome, Stage, passed, rows_text


def control_total(case: Case) -> Iterator[Check]:
    """Stop a file that does not hold what its sender says: rows, or the sum of their weights."""
    expected = case.expected
    if expected is None:
        yield passed(Stage.FILE, "control_total", "The sender gave no total to hold it against.")
        return
    held, words = _held(case)
    if isclose(held, expected):
        yield passed(Stage.FILE, "control_total", f"{words}, as the sender says.")
        return
    message = f"{words}, and the sender says {_number(expected)}: {_difference(held, expected)}."
    fix = "Ask the sender which is right. Part of the file may be lost, or sent twice."
    yield Check(Stage.FILE, "control_total", Outcome.FAIL, message, fix, acceptable=True)


def _held(case: Case) -> tuple[float, str]:
    """What a file holds: its rows as sent, or where rows stand for several, how many in all."""
    if not case.extract.weight:
        sent = case.converted.sent
        return sent, f"The file has {rows_text(sent)}"
    total = sum(period.count for period in case.facts.periods)
    return total, f"'{case.header(case.extract.weight)}' adds up to {_number(total)}"


def _difference(held: float, expected: float) -> str:
    return f"{_number(abs(held - expected))} too {'few' if held < expected else 'many'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
