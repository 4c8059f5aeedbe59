"""The force as a dated tree: who belongs to whom and when, and which names find a unit."""

from datetime import date

import pytest
from builders import small

from metrics.definitions.configuration import Configuration
from metrics.definitions.organisation import fold

BEFORE, FIRST, AFTER = date(2019, 3, 31), date(2019, 4, 1), date(2026, 3, 31)
EARLY, EARLY_FIRST = date(2017, 3, 31), date(2017, 4, 1)
PATHFINDERS = {"CN", "EA"}
HACKNEY, CAMDEN = "E09000012", "E09000007"


@pytest.mark.parametrize(
    ("code", "day", "chain"),
    [
        (HACKNEY, BEFORE, [HACKNEY, "FLP", "MPS"]),
        (HACKNEY, FIRST, [HACKNEY, "CE", "FLP", "MPS"]),
        (CAMDEN, EARLY, [CAMDEN, "FLP", "MPS"]),
        (CAMDEN, EARLY_FIRST, [CAMDEN, "CN", "FLP", "MPS"]),
        (CAMDEN, BEFORE, [CAMDEN, "CN", "FLP", "MPS"]),
        ("CE", BEFORE, ["CE"]),
        ("MO19", AFTER, ["MO19", "MOPS", "MPS"]),
        ("XLOC", AFTER, ["XLOC", "MPS"]),
        ("MPS", AFTER, ["MPS"]),
    ],
)
def test_what_a_unit_belongs_to_depends_on_the_day(
    configuration: Configuration, code: str, day: date, chain: list[str]
) -> None:
    """A borough passes to its command unit on the day on which the unit counts from."""
    assert list(configuration.organisation.ancestors(code, day)) == chain


def test_the_parent_of_the_force_is_nobody(configuration: Configuration) -> None:
    """The force stands alone, and a unit before its first day as well."""
    organisation = configuration.organisation
    assert organisation.force.code == "MPS"
    assert organisation.parent("MPS", AFTER) is None
    assert organisation.parent("CE", BEFORE) is None
    assert organisation.parent("CE", FIRST) == "FLP"


def test_twelve_command_units_hold_the_boroughs_since_2019(configuration: Configuration) -> None:
    """Each of the 32 boroughs is in one of 12 units, which hold from 2 to 4 of them."""
    organisation = configuration.organisation
    boroughs = [u.code for u in organisation.units if u.code.startswith("E09") and u.residents]
    parents = [organisation.parent(code, FIRST) for code in boroughs]
    assert len(boroughs) == 32
    assert len(set(parents)) == 12
    assert {parents.count(parent) for parent in parents} <= {2, 3, 4}
    assert all(organisation.parent(parent, FIRST) == "FLP" for parent in set(parents))


def test_only_the_pathfinders_were_there_in_2017(configuration: Configuration) -> None:
    """Of the command units with boroughs, two counted before April 2019."""
    organisation = configuration.organisation
    there = {organisation.parent(u.code, EARLY_FIRST) for u in organisation.units}
    assert there - {"FLP", "MPS", None} == PATHFINDERS | {"MOPS", "SO", "PROF", "HQ"}


def test_below_a_unit_stands_what_belongs_to_it_on_the_day(configuration: Configuration) -> None:
    """Central East has two boroughs from its first day, and nobody the day before."""
    organisation = configuration.organisation
    assert [u.name for u in organisation.below("CE", FIRST)] == [
        "Central East", "Hackney", "Tower Hamlets",
    ]  # fmt: skip
    assert [u.code for u in organisation.below("CE", BEFORE)] == ["CE"]
    assert organisation.below("MPS", AFTER) == organisation.units


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Central East", "CE"),
        ("CENTRAL  EAST bcu", "CE"),
        ("e09000012", HACKNEY),
        (" Hackney ", HACKNEY),
        ("Barking & Dagenham", "E09000002"),
        ("Barking and Dagenham", "E09000002"),
        ("Hammersmith\u00a0and Fulham", "E09000013"),
        ("\uff2c\uff45\uff57isham", "E09000023"),
        ("City of Westminster", "E09000033"),
        ("Aviation Security(SO18)", "SO18"),
        ("Metropolitan Police Service", "MPS"),
    ],
)
def test_a_name_in_a_file_finds_its_unit(
    configuration: Configuration, name: str, code: str
) -> None:
    """Case, width, spacing and `&` for `and` make no difference; known variants are found."""
    assert configuration.organisation.codes_by_name[fold(name)] == code


def test_names_that_differ_in_a_letter_are_not_found(configuration: Configuration) -> None:
    """Nothing is guessed: a misspelt unit is unknown."""
    known = configuration.organisation.codes_by_name
    assert not {fold("Hackny"), fold("Central"), fold("")} & set(known)


def test_every_unit_but_the_force_has_a_parent_today(configuration: Configuration) -> None:
    """No unit is lost from the tree."""
    organisation = configuration.organisation
    orphans = [u.code for u in organisation.units if organisation.parent(u.code, AFTER) is None]
    assert orphans == ["MPS"]


def test_a_unit_may_be_named_like_its_own_code() -> None:
    """The code ASH and the name Ash are one name of one unit."""
    assert small().organisation.codes_by_name[fold("ash")] == "ASH"
