"""The gate for SQL in YAML: hostile texts are refused at once, and nothing refused ever ran."""

import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definitions import expressions
from metrics.definitions.expressions import ExpressionColumn, ExpressionFault, read_condition

COLUMNS = (
    ExpressionColumn("outcome", "coded", ("Arrest", "Caution")),
    ExpressionColumn("age", "integer"),
    ExpressionColumn("opened", "date"),
    ExpressionColumn("closed", "date"),
    ExpressionColumn("flag", "boolean"),
    ExpressionColumn("note", "text"),
)
FEWEST = 200
LINES = Path(__file__).with_name("hostile_expressions.txt").read_text("utf-8").splitlines()
WRITTEN = [line for line in LINES if line and not line.startswith("## ")]
MADE = [
    "age = 1\x00",
    "age = \ufeff1",
    "outcome = 'Arr\u00adest'",
    "outcome = '\u2066Arrest\u2069'",
    "age = 1\r\nOR true",
    "age = 1\u2028OR true",
    "outcome = 'Arr'\n'est'",
    "outcome = '\ud800'",
    "age = 1\x1b[2J",
    "age \U000e0041= 1",
    "outcome = '" + "x" * 30_000_000 + "'",
    "age IN (" + "1," * 900 + "1)",
    "age = " + "9" * 1900,
    "age = 0." + "0" * 1900 + "1",
    *(opening * 1990 for opening in "([{'\"+-~!@$?*,;"),
    *("not " * count for count in (200, 495)),
    "- " * 990 + "age = 1",
    "+-" * 990,
    "not " * 490 + "flag",
    "lower(" * 99 + "note" + ")" * 99 + " = 'x' AND " + "NOT " * 101 + "flag",
    "age" + " + age" * 320 + " > 1",
    "flag" + " OR flag" * 245 + " OR age = 1",
    "age" + "::TEXT" * 320,
    "case when " * 190 + "flag",
    "(SELECT " * 99 + "1" + ")" * 99,
    "age IN (" * 99 + "1" + ")" * 99,
    "[" * 99 + "age" + "]" * 99,
    "{'a': " * 99 + "age" + "}" * 99,
    "age = 1" + " OR age = 1" * 170,
    # Short enough as it is written, too long with every name in double quotes.
    "flag AND " * 210 + "flag",
]


def fault_of(text: str) -> ExpressionFault:
    """The fault that the gate finds in a text; the test fails if it finds none."""
    with pytest.raises(ExpressionFault) as caught:
        read_condition(text, COLUMNS, "stop_search")
    return caught.value


@pytest.mark.parametrize("text", WRITTEN + MADE, ids=lambda text: ascii(text[:40]))
def test_a_hostile_text_is_refused_at_once_and_never_run(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read, nothing is written, and the answer comes within a second."""
    canary = tmp_path / "canary.csv"
    canary.write_text("secret\nsquawk\n")
    monkeypatch.chdir(tmp_path)
    start = time.perf_counter()
    fault = fault_of(text.replace("{canary}", str(canary)))
    assert time.perf_counter() - start < 1
    assert "squawk" not in str(fault)
    assert [path.name for path in tmp_path.iterdir()] == ["canary.csv"]
    assert canary.read_text() == "secret\nsquawk\n"


def test_the_corpus_of_hostile_texts_is_whole() -> None:
    """An emptied or repeated corpus would prove nothing."""
    assert len(set(WRITTEN)) == len(WRITTEN)
    assert len(WRITTEN) >= FEWEST


def test_the_second_wall_stands_behind_the_gate(tmp_path: Path) -> None:
    """The gate's own database reads no file and changes no setting, even when it is asked to."""
    canary = tmp_path / "canary.csv"
    canary.write_text("squawk")
    database = expressions._connection().cursor()
    for statement in (f"FROM read_text('{canary}')", f"ATTACH '{tmp_path}/new.duckdb'"):
        with pytest.raises(duckdb.Error, match="LocalFileSystem has been disabled"):
            database.execute(statement)
    with pytest.raises(duckdb.Error, match="locked"):
        database.execute("SET enable_external_access = true")
    query = "SELECT current_setting('enable_external_access')"
    assert database.execute(query).fetchall() == [(False,)]


WORDS = (
    "age outcome note flag opened ( ) [ ] { } , . ; :: = <> < + - * / % 'Arrest' 'x' 1 2.5 null "
    "true not and or in between like is distinct from select case when then end cast as date "
    "'2026-04-01' lower count sum over interval x -> : $ ? # \" '"
)
words = st.sampled_from(WORDS.split())


@given(st.one_of(st.text(), st.lists(words, max_size=25).map(" ".join)))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    """No text raises anything but ExpressionFault, and what is read prints itself again."""
    try:
        expression = read_condition(text, COLUMNS, "stop_search")
    except ExpressionFault as fault:
        assert fault.fault
        assert fault.cure.endswith((".", "?"))
    else:
        assert read_condition(expression.sql, COLUMNS, "stop_search").sql == expression.sql
