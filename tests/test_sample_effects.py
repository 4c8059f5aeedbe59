"""The sample's figures: what was built in on purpose is found again."""

import json
from collections.abc import Iterator
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from metrics.definitions.contracts import Extracts
from metrics.definitions.organisation import Organisation
from metrics.definitions.parsing import parse
from metrics.definitions.yaml_reading import read_document
from metrics.sample import effects
from metrics.sample.london import SEARCHES
from metrics.sample.perception import QUARTERS_APART
from metrics.sample.span import LAST_DAY, MONTH_ENDS, QUARTER_ENDS
from metrics.sample.stop_search import OUTSIDE, WITHOUT_POINT
from metrics.sample.writing import BOUNDARIES

CONFIG = Path(__file__).parents[1] / "config"
T = TypeVar("T")
Database = duckdb.DuckDBPyConnection

# Four standard errors: by chance, fewer than one seed in ten thousand strays so far.
FAR = 4
OFFICERS = 33_000
POLICED = "LAD_code LIKE 'E09%' AND LAD_code <> 'E09000001'"

# A search, with the month in its file's name and the square that its point lies in; and a search in
# the force's own file, with its officer's unit.
TABLES = """
    CREATE TABLE search AS
    SELECT substr(parse_filename(filename), 1, 7) AS month, code AS borough, unit, 1 AS searches,
        Latitude IS NOT NULL AS located, value AS ethnicity, Type <> 'Vehicle search' AS of_person,
        Outcome <> 'A no further action disposal' AS positive
    FROM (SELECT *, Longitude::DOUBLE * 1e6 AS x, Latitude::DOUBLE * 1e6 AS y FROM stop_search)
    LEFT JOIN square ON x BETWEEN west AND east AND y BETWEEN south AND north
    LEFT JOIN label ON label = "Self-defined ethnicity";
    CREATE TABLE stop AS
    SELECT strftime(strptime(Date, '%d/%m/%Y'), '%Y-%m') AS month, unit, value AS ethnicity,
        Count::INT AS searches, Subject <> 'Vehicle' AS of_person,
        Outcome <> 'A no further action disposal' AS positive
    FROM mps_stops JOIN officer_unit ON name = "Officer OCU"
    LEFT JOIN label ON label = "Self-defined Ethnicity Code";
"""


def configured(file: str, type_: type[T]) -> T:
    """One file of the configuration as its type."""
    content, faults = parse(read_document(CONFIG / file, file), type_)
    assert content is not None, faults
    return content


ORGANISATION = configured("organisation.yaml", Organisation)


@pytest.fixture(scope="module")
def database(sample_folder: Path) -> Iterator[Database]:
    """The sample in DuckDB: each extract as a table of text, and those of `TABLES`."""
    con = duckdb.connect()
    for folder in filter(Path.is_dir, sample_folder.iterdir()):
        if [*folder.glob("*.csv")]:
            read = f"read_csv('{folder}/*.csv', header=true, all_varchar=true, filename=true)"
            con.execute(f"CREATE TABLE {folder.name} AS FROM {read}")
        else:
            (path,) = folder.iterdir()
            grid = CalamineWorkbook.from_path(path).get_sheet_by_name("Data").to_python()
            fill(con, folder.name, *([str(cell) for cell in row] for row in grid))
    fill(con, "square", ["code", "unit", "west", "south", "east", "north"], *squares(sample_folder))
    fill(con, "label", ["label", "value"], *labels("ethnicity_self_defined"))
    named = [[name, unit.code] for unit in ORGANISATION.units for name in (unit.name, *unit.names)]
    fill(con, "officer_unit", ["name", "unit"], *named)
    con.execute(TABLES)
    yield con
    con.close()


def fill(con: Database, table: str, header: list[str], *rows: list[Any]) -> None:
    """Make a table of rows; numbers stay numbers."""
    kinds = ["INT" if isinstance(value, int) else "TEXT" for value in rows[0]]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(header, kinds, strict=True))
    con.execute(f"CREATE TABLE {table} ({columns})")
    for row in rows:
        con.table(table).insert(row)


def squares(folder: Path) -> Iterator[list[Any]]:
    """Each borough of the map with its unit and its edges, in millionths of a degree."""
    content = json.loads((folder / BOUNDARIES).read_text(encoding="utf-8"))
    for feature in content["features"]:
        code, (ring,) = feature["properties"]["code"], feature["geometry"]["coordinates"]
        points = [[round(degrees * 1e6) for degrees in point] for point in ring]
        yield [code, ORGANISATION.parent(code, LAST_DAY), *min(points), *max(points)]


def labels(coding: str) -> list[list[str]]:
    """Each label of a coding with the value that it means."""
    codings = {known.id: known for known in configured("extracts.yaml", Extracts).codings}
    meanings = codings[coding].labels.items()
    return [[label, value] for value, meant in meanings for label in meant]


def rows(database: Database, table: str, where: str, wanted: str, by: str = "") -> list[Any]:
    """The rows of an aggregate over the part of a table that meets a condition."""
    return database.table(table).filter(where).aggregate(wanted, by).fetchall()


def share(database: Database, table: str, events: str, where: str) -> tuple[float, float]:
    """The share of searches of people under a condition, and its standard error."""
    sums = f"sum(searches) FILTER ({events}), sum(searches), sum(searches * searches)"
    ((some, every, squared),) = rows(database, table, f"of_person AND {where}", sums)
    # Searches that one row counts are alike, which widens the error of a share of them.
    return some / every, sqrt(some / every * (1 - some / every) / every * squared / every)


def ratio(database: Database, borough: str = "E09") -> tuple[float, float]:
    """Black people's rate of searches over White people's, by residents, and its relative error."""
    counts = "count(*) FILTER (ethnicity = 'Black'), count(*) FILTER (ethnicity = 'White')"
    place = f"of_person AND starts_with(borough, '{borough}')"
    ((black, white),) = rows(database, "search", place, counts)
    homes = f"{POLICED} AND starts_with(LAD_code, '{borough}')"
    people = rows(database, "population", homes, "sum(Black::INT) / sum(White::INT)")
    return black / white / people[0][0], sqrt(1 / black + 1 / white)


def test_points_fall_in_one_square_or_in_none(database: Database) -> None:
    """Each borough has a square; the built-in shares of points are in none, or are not given."""
    boroughs = [(unit.code,) for unit in ORGANISATION.units if unit.level == "borough"]
    assert sorted(rows(database, "square", "true", "code")) == sorted(boroughs)
    wanted = "count(*), count(*) FILTER (located), count(borough)"
    ((every, located, placed),) = rows(database, "search", "true", wanted)
    assert every == SEARCHES
    for part, base, built_in in (
        (every - located, every, WITHOUT_POINT),
        (located - placed, located, OUTSIDE),
    ):
        assert part / base == pytest.approx(built_in, abs=FAR * sqrt(built_in / base))


def test_black_people_are_searched_as_often_as_built_in(database: Database) -> None:
    """The force's ratio and the higher borough's are those built in, and lie apart."""
    found, error = ratio(database)
    assert found == pytest.approx(effects.BLACK_TO_WHITE_RATIO, rel=FAR * error)
    found, error = ratio(database, effects.HIGHER_RATIO_BOROUGH)
    assert found == pytest.approx(effects.HIGHER_RATIO, rel=FAR * error)
    assert found > effects.BLACK_TO_WHITE_RATIO * (1 + FAR * error)


def test_one_group_in_one_borough_is_hardly_searched(database: Database) -> None:
    """The small number is as small as built in, and far below any other borough's."""
    where = f"of_person AND ethnicity = '{effects.FEW_SEARCHES_GROUP}' AND unit <> 'MPS'"
    found = dict(rows(database, "search", where, "borough, count(*)"))
    few = found.pop(effects.FEW_SEARCHES_BOROUGH)
    made = effects.FEW_SEARCHES_A_MONTH * len(MONTH_ENDS)
    expected = made * (1 - effects.NOT_STATED) * (1 - WITHOUT_POINT)
    assert few == pytest.approx(expected, abs=FAR * sqrt(expected))
    assert few < min(found.values()) / 3


@pytest.mark.parametrize("table", ["search", "stop"])
def test_one_unit_s_outcomes_fall_for_one_group(database: Database, table: str) -> None:
    """From its month on, and only there, the group keeps the built-in part of its outcomes."""
    unit, month = effects.FEWER_OUTCOMES_UNIT, f"{effects.FEWER_OUTCOMES_FROM:%Y-%m}"
    usual = effects.POSITIVE_OUTCOMES[effects.FEWER_OUTCOMES_GROUP]
    fewer = usual * effects.FEWER_OUTCOMES_KEPT
    for place, built_in in (
        (f"unit <> '{unit}'", usual),
        (f"unit = '{unit}' AND month < '{month}'", usual),
        (f"unit = '{unit}' AND month >= '{month}'", fewer),
    ):
        group = f"ethnicity = '{effects.FEWER_OUTCOMES_GROUP}' AND {place}"
        found, error = share(database, table, "positive", group)
        assert found == pytest.approx(built_in, abs=FAR * error), place
    assert usual - fewer > FAR * error


@pytest.mark.parametrize("table", ["search", "stop"])
def test_not_stated_rises_in_one_unit_only(database: Database, table: str) -> None:
    """Year by year the unit gains the built-in points; the rest of the force stays."""
    months = [f"{end:%Y-%m}" for end in MONTH_ENDS]
    for first, last in ((0, 11), (12, 23), (24, 35)):
        risen = effects.NOT_STATED_RISE_A_MONTH * (first + last) / 2
        for sign, extra in (("=", risen), ("<>", 0.0)):
            place = f"unit {sign} '{effects.NOT_STATED_RISING_UNIT}'"
            place += f" AND month BETWEEN '{months[first]}' AND '{months[last]}'"
            found, error = share(database, table, "ethnicity = 'Not stated'", place)
            assert found == pytest.approx(effects.NOT_STATED + extra, abs=FAR * error), place


def test_the_force_s_not_stated_share_is_plausible_in_every_month(database: Database) -> None:
    """The public files of 2019 to 2023 held 15 to 30% not stated; so does each month here."""
    wanted = "count(*) FILTER (ethnicity = 'Not stated') / count(*)"
    found = rows(database, "search", "of_person", wanted, "month")
    assert len(found) == len(MONTH_ENDS)
    assert all(0.15 < value < 0.3 for (value,) in found)


def test_trust_falls_in_one_borough_only(database: Database) -> None:
    """It falls by the built-in points a quarter; elsewhere trust moves by chance and rounding."""
    day = "strptime(Date, '%d/%m/%Y')"
    points = "100 * replace(Proportion, ',', '.')::DOUBLE"
    change = f"lower(Borough), last({points} ORDER BY {day}) - first({points} ORDER BY {day})"
    found = dict(rows(database, "public_perception", "Measure = 'Trust MPS'", change))
    chance = 2 * QUARTERS_APART + 1 + 1e-9
    quarters = sum(end >= effects.TRUST_FALLS_FROM for end in QUARTER_ENDS)
    fall = found.pop(ORGANISATION.by_code[effects.TRUST_FALLS_BOROUGH].name.lower())
    assert fall == pytest.approx(-quarters * effects.TRUST_FALLS_A_QUARTER, abs=chance)
    assert all(abs(moved) <= chance for moved in found.values())


def test_the_share_of_women_rises_every_quarter(database: Database) -> None:
    """The rise over the sample is as built in, and the published table has the same shares."""
    where = "\"Worker type\" = 'Police Officer' AND Sex IN ('Female', 'Male')"
    women = "\"Month end\", sum(Headcount::INT) FILTER (Sex = 'Female') / sum(Headcount::INT)"
    found = dict(sorted(rows(database, "workforce", where, women)))
    assert list(found) == [end.isoformat() for end in QUARTER_ENDS]
    assert all(later > earlier for earlier, later in pairwise(found.values()))
    built_in = effects.WOMEN_POINTS_A_QUARTER / 100 * (len(found) - 1)
    # Most posts keep their holder, so this error of two separate samples is wider than the real.
    error = sqrt(2 * 0.3 * 0.7 / OFFICERS)
    assert max(found.values()) - min(found.values()) == pytest.approx(built_in, abs=FAR * error)
    heads = '"Total (headcount)"::DOUBLE'
    women = f"\"As at 31 March...\", sum({heads}) FILTER (Sex = 'Female') / sum({heads})"
    where += " AND \"Force Name\" = 'Metropolitan Police'"
    published = [value for _, value in sorted(rows(database, "workforce_published", where, women))]
    marches = [value for day, value in found.items() if day.endswith("03-31")]
    assert published == pytest.approx(marches, abs=FAR * error)


def test_recommendations_overdue_rise(database: Database) -> None:
    """The overdue share of the open ones ends above where it began, by more than chance."""
    where = "Status IN ('In progress', 'Not accepted')"
    counts = '"As at", count(*) FILTER (Due < "As at"), count(*)'
    (_, late, base), *_, (_, late_at_end, base_at_end) = sorted(
        rows(database, "recommendations", where, counts)
    )
    before, after = late / base, late_at_end / base_at_end
    error = sqrt(before * (1 - before) / base + after * (1 - after) / base_at_end)
    assert before > 0
    assert after - before > 2 * error
