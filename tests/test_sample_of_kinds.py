"""The sample's complaints, survey and self-assessments: what was built in is found again."""

from collections.abc import Iterator
from math import sqrt

import duckdb
import pytest
from test_sample_effects import FAR, ORGANISATION, Database, rows

from metrics.sample import attitudes, complaints, effects, equality_standard
from metrics.sample.writing import WRITERS


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The three extracts in DuckDB, each as a table of text."""
    folder, con = tmp_path_factory.mktemp("sample"), duckdb.connect()
    for module in (attitudes, complaints, equality_standard):
        (path,) = WRITERS[module.EXTRACT](folder, ORGANISATION, 2009)
        con.read_csv(str(path), header=True, all_varchar=True).create(module.EXTRACT)
    yield con
    con.close()


def test_complaints_of_one_unit_take_longer(database: Database) -> None:
    """From its month on, and only there, half of the complaints take the built-in times as long."""
    name = ORGANISATION.by_code[effects.SLOWER_COMPLAINTS_UNIT].name
    day = f"DATE '{effects.SLOWER_COMPLAINTS_FROM}'"
    median = "median(CAST(Closed AS DATE) - CAST(Received AS DATE)), count(*)"
    found = {}
    for place, slower in ((f"OCU = '{name}'", True), (f"OCU <> '{name}'", False)):
        for when in ("<", ">="):
            where = f"{place} AND CAST(Closed AS DATE) {when} {day}"
            [(days, number)] = rows(database, "public_complaints", where, median)
            assert number > 100
            found[slower, when] = float(days)
    usual = (found[True, "<"], found[False, "<"], found[False, ">="])
    # Of 300 the error of a median is about a tenth of it.
    assert usual == pytest.approx([found[False, "<"]] * 3, rel=0.35)
    assert found[True, ">="] == pytest.approx(
        effects.SLOWER_COMPLAINTS * found[False, "<"], rel=0.35
    )


def test_one_group_s_complaints_are_found_for_less_often(database: Database) -> None:
    """At the last stage each group has its built-in share; how many complain again is plausible."""
    group = f"\"Complainant ethnicity\" = '{effects.NOT_ACCEPTABLE_LOWER_GROUP}'"
    for which, built_in in ((group, effects.NOT_ACCEPTABLE_LOWER),
                            (f"NOT {group}", effects.NOT_ACCEPTABLE)):  # fmt: skip
        where = f"Handling = 'Investigated' AND {which}"
        hits = "count(*) FILTER (Outcome = 'Service not acceptable'), count(*)"
        [(found, base)] = rows(database, "public_complaints", where, hits)
        error = sqrt(built_in * (1 - built_in) / base)
        assert found / base == pytest.approx(built_in, abs=FAR * error)
    keys = 'count(DISTINCT "Complainant key"), count("Complainant key"), count(*)'
    [(people, keyed, every)] = rows(database, "public_complaints", "true", keys)
    assert 0.6 * keyed < people < 0.9 * keyed
    assert 0.9 * every < keyed < every


@pytest.mark.parametrize("group", sorted(effects.AGREE_FAIRLY))
def test_each_group_agrees_as_often_as_built_in(database: Database, group: str) -> None:
    """Of those who answered, by weight; the weights of a group are not all alike."""
    weight = "CAST(Weight AS DOUBLE)"
    agrees = "\"Treat everyone fairly\" IN ('Strongly agree', 'Tend to agree')"
    where = f"Ethnicity = '{group}' AND \"Treat everyone fairly\" NOT IN ('Refused', 'Don''t know')"
    sums = f"sum({weight}) FILTER ({agrees}), sum({weight}), sum({weight} * {weight}), count(*)"
    [(agreed, weights, squares, number)] = rows(database, "attitude_survey", where, sums)
    size, built_in = weights**2 / squares, effects.AGREE_FAIRLY[group]
    assert size < 0.99 * number
    error = sqrt(built_in * (1 - built_in) / size)
    assert agreed / weights == pytest.approx(built_in, abs=FAR * error)


def test_every_unit_but_one_climbs_a_level(database: Database) -> None:
    """In each area a unit ends one level above where it began, and one unit stays."""
    order = ["Not started", "Developing", "Achieving", "Excelling"]
    ends = '"OCU", Area, first("Level claimed" ORDER BY "As at"), last("Level claimed" '
    found = rows(database, "equality_standard", '"Level claimed" IS NOT NULL',
                 ends + 'ORDER BY "As at")', '"OCU", Area')  # fmt: skip
    stays = ORGANISATION.by_code[effects.STANDARD_STAYS_UNIT].name
    assert len(found) == 3 * sum(unit.level == "command_unit" for unit in ORGANISATION.units)
    for unit, _, first, last in found:
        assert order.index(last) - order.index(first) == (unit != stays)
