"""The gate for SQL in YAML: what it refuses, and in which words."""

import pytest

from metrics.definitions.expressions import (
    ExpressionColumn,
    ExpressionFault,
    read_column,
    read_condition,
)

COLUMNS = (
    ExpressionColumn("outcome", "coded", ("Arrest", "Caution")),
    ExpressionColumn("ethnicity", "coded", ("White", "Black")),
    ExpressionColumn("age", "integer"),
    ExpressionColumn("opened", "date"),
    ExpressionColumn("closed", "date"),
    ExpressionColumn("flag", "boolean"),
    ExpressionColumn("note", "text"),
)
ALLOWED = (
    "Allowed are columns, constants, = <> < <= > >=, IS DISTINCT FROM, AND, OR, NOT, IN, BETWEEN, "
    "IS NULL, LIKE, + - *, date 'YYYY-MM-DD', coalesce, lower, upper, trim and abs."
)
ONE = "Write one condition, such as outcome = 'Arrest' AND age >= 18."
ALONE = "Write one condition alone: the engine writes SELECT, FROM and WHERE."
COUNTS = "Write only the condition: the engine counts and adds up the rows that satisfy it."
QUOTES = "Use double quotes round a column name with a space, single quotes round a text."
NUMBER = "Write a number with digits, at most 15, and at most one point."
MAKE = "Compare it with a value, so that it becomes a condition."
SEE = "Delete it; if the text was pasted, type it again."
KINDS = "Write a number without quotes and a text in single quotes."
NOTE = "Take it out: a note belongs beside the SQL, not in it."
FEWER = "Use fewer brackets and operators."
DIFFERENCE = "Take a number from a number, or a date from a date."
DAY = "Write a real day: date 'YYYY-MM-DD'."
OUTCOMES = "Use one of: Arrest, Caution."
ARREST = "Did you mean 'Arrest'?"

FAULTS = [
    # the look of the text
    ("", "is empty", ONE),
    (" \n ", "is empty", ONE),
    ("a" * 2001, "is 2,001 characters long", "Write at most 2,000; a coding can group values."),
    ("age = 1\t", "holds the invisible character U+0009 (a control character)", SEE),
    ("age\u202e = 1", "holds the invisible character U+202E (right-to-left override)", SEE),
    ("age\u200b = 1", "holds the invisible character U+200B (zero width space)", SEE),
    ("age\xa0= 1", "holds the invisible character U+00A0 (no-break space)", SEE),
    ("age = 1 -- no", "holds a comment (--)", NOTE),
    ("/**/ flag", "holds a comment (/*)", NOTE),
    ("(" * 101 + "flag" + ")" * 101, "is nested too deeply", FEWER),
    ("not " * 101 + "no_such_column", "is nested too deeply", FEWER),
    # the parse
    ("age = ", "cannot be read near =", ONE),
    ("outcome = 'Arrest", "cannot be read: unterminated string literal", ONE),
    ("age = 1;", "cannot be read near ;", ONE),
    ("age = 1; DROP TABLE x", "is more than one expression", ALONE),
    ("age = 1; SELECT 2", "is more than one expression", ALONE),
    ("sum(age), flag", "is more than one expression", ALONE),
    ("age = 1,", "is more than one expression", ALONE),
    ("flag FROM other", "is more than one expression", ALONE),
    ("flag UNION SELECT true", "is more than one expression", ALONE),
    # the tree
    ("age = 1 AS x", "found a second name 'x'", QUOTES),
    ("age IN (SELECT 1)", "found a subquery", ALLOWED),
    ("age / 2 > 1", "found the operator '/'", ALLOWED),
    ("length(note) > 1", "found the function 'length'", ALLOWED),
    ("lower(DISTINCT note) = 'x'", "found 'lower' with a schema, DISTINCT, FILTER or ORDER BY",
     ALLOWED),
    ("-age < 0", "found '-' with the wrong number of values (1, not 2)", ALLOWED),
    ("coalesce(flag)", "found 'coalesce' with one value where it takes two or more", ALLOWED),
    ("note[1] = 'x'", "found 'array extract'", ALLOWED),
    ("age = DEFAULT", "found 'default'", ALLOWED),
    ("x'12' = age", "found a constant of the kind 'hex'", ALLOWED),
    ("age::TEXT = '1'", "found a cast to TEXT", ALLOWED),
    ("TRY_CAST('2026-04-01' AS DATE) = opened", "found a cast", ALLOWED),
    ("flag IS TRUE",
     "found IS TRUE, IS FALSE or a cast to BOOLEAN (write flag, NOT flag or flag = true)", ALLOWED),
    ("count(*) > 1", "found the aggregate count(*)", COUNTS),
    ("sum(age) FILTER (WHERE flag) > 1", "found the aggregate sum", COUNTS),
    ("other.age = 1", "found the qualified name 'other.age'",
     "Write the name of the column alone."),
    ("outcome = E'Arrest\\n'", "holds the invisible character U+000A (a control character)", SEE),
    ("age = NULL", "found NULL as a value", "Write IS NULL or IS NOT NULL."),
    ("age IN (1, age)", "found IN with more than constants", "List only constants after IN."),
    ("note LIKE lower('A')", "found LIKE without a constant pattern",
     "Write the pattern in single quotes."),
    ("age = 1e3", "found the constant '1e3'", NUMBER),
    ("age = 1234567890123456", "found the constant '1234567890123456'", NUMBER),
    ("opened = date '2026-02-30'", "'2026-02-30' is not a day", DAY),
    ("opened = date '20260401'", "'20260401' is not a day", DAY),
    ("age IN (" + "1," * 200 + "1)", "has 203 parts, 201 of them constants",
     "Use at most 500 and 200; a coding can group values."),
    # the names
    ("ethncity = 'White'", "unknown column 'ethncity' in extract 'stop_search'",
     "Did you mean 'ethnicity'?"),
    ("Flag", "unknown column 'Flag' in extract 'stop_search'", "Did you mean 'flag'?"),
    ("xyz = 1", "unknown column 'xyz' in extract 'stop_search'",
     "Use one of: age, closed, ethnicity, flag, note, opened, outcome."),
    ('outcome = "Arrest"', "unknown column 'Arrest' in extract 'stop_search'",
     "Put a text in single quotes: 'Arrest'."),
    # the values of coded columns
    ("outcome = 'Arest'", "unknown value 'Arest' of column 'outcome'", ARREST),
    ("'arrest' <> outcome", "unknown value 'arrest' of column 'outcome'", ARREST),
    ("outcome IN ('Arrest', 'Release')", "unknown value 'Release' of column 'outcome'", OUTCOMES),
    ("NOT outcome IN ('Cautoin')", "unknown value 'Cautoin' of column 'outcome'",
     "Did you mean 'Caution'?"),
    ("outcome IS DISTINCT FROM 'x'", "unknown value 'x' of column 'outcome'", OUTCOMES),
    ("lower(outcome) = 'Arrest'", "unknown value 'Arrest' of lower(\"outcome\")",
     "Did you mean 'arrest'?"),
    ("coalesce(outcome, 'None') = 'Nine'", "unknown value 'Nine' of coalesce(\"outcome\", 'None')",
     "Did you mean 'None'?"),
    ("outcome >= 'Arrest'", '"outcome" is coded, and codes have no order',
     "List the values that are meant after IN."),
    # the types
    ("age", "gives a number, not true or false", MAKE),
    ("closed - opened", "gives a number, not true or false", MAKE),
    ("age AND flag", "'AND' needs true or false, and \"age\" is a number", MAKE),
    ("note + 1 > 2", "'+' needs a number, and \"note\" is text", "Use it on numbers only."),
    ("lower(age) = 'x'", "'lower' needs text, and \"age\" is a number", "Use it on text only."),
    ("age = '18'", "\"age\" is a number and '18' is text: they cannot meet in '='", KINDS),
    ("flag = 'true'", "\"flag\" is true or false and 'true' is text: they cannot meet in '='",
     "Write true or false without quotes."),
    ("opened > '2026-04-01'",
     "\"opened\" is a date and '2026-04-01' is text: they cannot meet in '>'",
     "Write a date as date 'YYYY-MM-DD'."),
    ("opened BETWEEN 1 AND 2",
     "\"opened\" is a date and 1 is a number: they cannot meet in 'BETWEEN'",
     "Compare text with text, a number with a number, a date with a date."),
    ("closed - 28 > opened", "\"closed\" is a date and 28 is a number: they cannot meet in '-'",
     DIFFERENCE),
    ("note - note = 1", "\"note\" is text and \"note\" is text: they cannot meet in '-'",
     DIFFERENCE),
    ("age = '" + "x" * 80 + "'",
     "\"age\" is a number and '" + "x" * 59 + "... is text: they cannot meet in '='", KINDS),
    ("1.11111111111111 * 1.11111111111111 * 1.11111111111111 > age",
     "cannot be worked out by DuckDB",
     "Shorten the sum: fewer multiplications, and numbers with fewer decimals."),
]  # fmt: skip


def fault_of(text: str) -> ExpressionFault:
    """The fault that the gate finds in a text; the test fails if it finds none."""
    with pytest.raises(ExpressionFault) as caught:
        read_condition(text, COLUMNS, "stop_search")
    return caught.value


@pytest.mark.parametrize(("text", "fault", "cure"), FAULTS)
def test_each_fault_says_what_is_wrong_and_how_to_put_it_right(
    text: str, fault: str, cure: str
) -> None:
    """The whole message is asserted, fault and cure, apart and as one line."""
    caught = fault_of(text)
    assert (caught.fault, caught.cure) == (fault, cure)
    assert str(caught) == f"{fault}. {cure}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("age > 1", "is more than the name of a column. "),
        ("lower(note)", "is more than the name of a column. "),
        ("'age'", "is more than the name of a column. "),
        ("sum(age)", "found the aggregate sum. "),
        ("age, note", "is more than one expression. "),
        ("", "is empty. "),
    ],
)
def test_a_column_is_nothing_but_a_name(text: str, message: str) -> None:
    """Where a column is asked for, each cure says to name one."""
    with pytest.raises(ExpressionFault) as caught:
        read_column(text, COLUMNS, "stop_search")
    assert str(caught.value) == f"{message}Write the name of one column and nothing else."


def test_an_unknown_column_is_named_with_its_neighbour() -> None:
    """A misspelt value column gets the same help as one in a condition."""
    with pytest.raises(ExpressionFault) as caught:
        read_column("aeg", COLUMNS, "stop_search")
    message = "unknown column 'aeg' in extract 'stop_search'. Did you mean 'age'?"
    assert str(caught.value) == message
