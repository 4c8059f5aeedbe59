"""The gate for SQL in YAML: what it lets through, and what that means."""

from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definitions.expressions import (
    Expression,
    ExpressionColumn,
    read_column,
    read_condition,
)

COLUMNS = (
    ExpressionColumn("outcome", "coded", ("Arrest", "Caution", "No further action")),
    ExpressionColumn("ethnicity", "coded", ("White", "Black", "Asian")),
    ExpressionColumn("age", "integer"),
    ExpressionColumn("weight", "decimal"),
    ExpressionColumn("opened", "date"),
    ExpressionColumn("closed", "date"),
    ExpressionColumn("flag", "boolean"),
    ExpressionColumn("search type", "text"),
    ExpressionColumn('a "b" c', "text"),
)
# The third row holds nothing at all.
ROWS = """
SELECT * FROM (VALUES
  ('Arrest', 'White', 17, 1.5, DATE '2026-04-01', DATE '2026-04-29', true, ' Vehicle', 'it''s'),
  ('Caution', 'Black', 30, 0.1::DOUBLE, DATE '2026-05-01', DATE '2026-07-01', false, 'Foot', 'x'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS extract(outcome, ethnicity, age, weight, opened, closed, flag, "search type", "a ""b"" c")
"""
MARKS = {True: "T", False: "F", None: "?"}

# What the author writes, what runs, and what each row gives: true, false or unknown.
GOOD = [
    ("outcome = 'Arrest'", "\"outcome\" = 'Arrest'", "TF?"),
    ("'Arrest' != outcome", "'Arrest' <> \"outcome\"", "FT?"),
    ("age<18", '"age" < 18', "TF?"),
    ("age <= 17 or age > 29", '("age" <= 17 OR "age" > 29)', "TT?"),
    ("age >= 18 AND flag = false", '("age" >= 18 AND "flag" = false)', "FT?"),
    ("flag", '"flag"', "TF?"),
    ("not flag", '(NOT "flag")', "FT?"),
    ("NOT (age = 17)", '(NOT ("age" = 17))', "FT?"),
    ("not flag or age is null", '((NOT "flag") OR "age" IS NULL)', "FTT"),
    ("outcome is not null", '"outcome" IS NOT NULL', "TTF"),
    ("age is distinct from 17", '"age" IS DISTINCT FROM 17', "FTT"),
    ("age is not distinct from 17", '"age" IS NOT DISTINCT FROM 17', "TFF"),
    ("outcome in ('Arrest', 'Caution')", "\"outcome\" IN ('Arrest', 'Caution')", "TT?"),
    ("outcome not in ('Arrest')", "\"outcome\" NOT IN ('Arrest')", "FT?"),
    ("not outcome in ('Arrest')", "\"outcome\" NOT IN ('Arrest')", "FT?"),
    ("not age not in (17, -1)", '(NOT ("age" NOT IN (17, -1)))', "TF?"),
    ("age between 10 and 17", '"age" BETWEEN 10 AND 17', "TF?"),
    ("age not between 10 and 17 and flag", '("age" NOT BETWEEN 10 AND 17 AND "flag")', "FF?"),
    ("opened >= date '2026-04-02'", "\"opened\" >= DATE '2026-04-02'", "FT?"),
    ("opened = '2026-04-01'::date", "\"opened\" = DATE '2026-04-01'", "TF?"),
    ("closed - opened <= 28", '("closed" - "opened") <= 28', "TF?"),
    ("closed > opened and true", '("closed" > "opened" AND true)', "TT?"),
    ("age + 1 - 2 * 3 = 25", '(("age" + 1) - (2 * 3)) = 25', "FT?"),
    ("age - -1 = 18", '("age" - -1) = 18', "TF?"),
    ("weight = .10", '"weight" = 0.10', "FT?"),
    ("weight * 2. = age - 14", '("weight" * 2) = ("age" - 14)', "TF?"),
    ("abs(age - 20) < 5", 'abs("age" - 20) < 5', "TF?"),
    ("coalesce(age, 0) < 18", 'coalesce("age", 0) < 18', "TFT"),
    ("coalesce(outcome, 'None') = 'None'", "coalesce(\"outcome\", 'None') = 'None'", "FFT"),
    ("lower(outcome) = 'arrest'", "lower(\"outcome\") = 'arrest'", "TF?"),
    ("UPPER(\"search type\") = 'FOOT'", "upper(\"search type\") = 'FOOT'", "FT?"),
    ("trim(\"search type\") = 'Vehicle'", "trim(\"search type\") = 'Vehicle'", "TF?"),
    ("\"search type\" like '%Veh%'", "\"search type\" LIKE '%Veh%'", "TF?"),
    ("\"search type\" not like '_oot'", "\"search type\" NOT LIKE '_oot'", "TF?"),
    ('"a ""b"" c" = \'it\'\'s\'', '"a ""b"" c" = \'it\'\'s\'', "TF?"),
    ("(age = 17) = flag", '("age" = 17) = "flag"', "TT?"),
    ("flag and (age > 1 and age < 18)", '("flag" AND "age" > 1 AND "age" < 18)', "TF?"),
    ("flag or flag and not flag", '("flag" OR ("flag" AND (NOT "flag")))', "TF?"),
    ("\n  age = 17\n  or flag\n", '("age" = 17 OR "flag")', "TF?"),
    ("1 = 1", "1 = 1", "TTT"),
]


def read(text: str) -> Expression:
    """The checked expression of a text over the columns above."""
    return read_condition(text, COLUMNS, "stop_search")


def results(sql: str) -> list[bool | None]:
    """What DuckDB gives for a condition on each of the rows above."""
    rows = duckdb.execute(f"SELECT ({sql}) FROM ({ROWS})").fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(("text", "sql", "marks"), GOOD)
def test_a_good_condition_prints_and_means_what_was_written(
    text: str, sql: str, marks: str
) -> None:
    """The printed SQL is the reviewed one, gives the worked results, and prints itself again."""
    expression = read(text)
    assert (expression.text, expression.sql) == (text, sql)
    assert "".join(MARKS[result] for result in results(sql)) == marks
    assert results(text) == results(sql)
    assert read(sql).sql == sql


def test_an_expression_knows_the_columns_that_it_reads() -> None:
    """Each column is named once, however often it is read."""
    assert read("age > 1 and age < 9 and not flag").columns == {"age", "flag"}
    assert read("true").columns == frozenset()


def test_a_column_is_read_by_its_name_alone() -> None:
    """A value column is one name, quoted in the print."""
    assert read_column(' "search type" ', COLUMNS, "stop_search") == Expression(
        ' "search type" ', '"search type"', frozenset({"search type"})
    )


def test_threads_may_read_at_the_same_time() -> None:
    """Eight threads get what one gets, as the scripts of a Streamlit server do."""
    texts = [text for text, _, _ in GOOD] * 5
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(read, texts))
    assert together == [read(text) for text in texts]


numbers = st.recursive(
    st.sampled_from(["age", "weight", "(closed - opened)", "0", "-1", "17", "2.50"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("{0} {1} {2}".format, inner, st.sampled_from("+-*"), inner),
        st.builds("abs({})".format, inner),
        st.builds("coalesce({}, {})".format, inner, inner),
    ),
    max_leaves=4,
)
texts = st.recursive(
    st.sampled_from(['"search type"', '"a ""b"" c"', "'it''s'", "'x'", "' Vehicle'"]),
    lambda inner: st.one_of(
        st.builds("{}({})".format, st.sampled_from(["lower", "UPPER", "trim"]), inner),
        st.builds("coalesce({}, {})".format, inner, inner),
    ),
    max_leaves=3,
)
comparisons = st.sampled_from(
    ["=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"]
)
simple_conditions = st.one_of(
    st.sampled_from(["flag", "true", "outcome in ('Arrest', 'Caution')", "outcome <> 'Caution'"]),
    st.builds("{} {} {}".format, numbers, comparisons, numbers),
    st.builds("{} {} {}".format, texts, comparisons, texts),
    st.builds("{} between {} and {}".format, numbers, numbers, numbers),
    st.builds("{} not between {} and {}".format, numbers, numbers, numbers),
    st.builds("{} like {}".format, texts, st.sampled_from(["'%e%'", "'x'", "'_oot'"])),
    st.builds("{} is null".format, st.one_of(numbers, texts)),
    st.builds("{} not in (1, 17, -2)".format, numbers),
)
conditions = st.recursive(
    simple_conditions,
    lambda inner: st.one_of(
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("not {}".format, inner),
        st.builds("({})".format, inner),
        st.builds("({}) = ({})".format, inner, inner),
        st.builds("({}) is not null".format, inner),
    ),
    max_leaves=6,
)


@given(conditions)
def test_the_print_of_any_condition_means_what_was_written(text: str) -> None:
    """On every row DuckDB gives the same for the author's own text, which no print touched."""
    sql = read(text).sql
    assert read(sql).sql == sql
    assert results(sql) == results(text)


@given(conditions, conditions)
def test_prints_can_stand_beside_and_or_and_not_without_brackets(left: str, right: str) -> None:
    """The engine may join two conditions and still count what each author meant."""
    one, other = read(left).sql, read(right).sql
    assert results(f"{one} AND NOT {other}") == results(f"({left}) AND (NOT ({right}))")
    assert results(f"NOT {one} OR {other}") == results(f"(NOT ({left})) OR ({right})")
