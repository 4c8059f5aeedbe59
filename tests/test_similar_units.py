"""The groups of similar units that the project delivers, and that what is said of them is so."""

import csv
import re
from datetime import date

import pytest
from builders import delivered
from real_files import needs_real_files, real_files

from metrics.definitions.organisation import Similar
from metrics.judgement.peers import FEWEST_PEERS
from metrics.wording.readings import similar_sentence

ORGANISATION = delivered().organisation
AGES = "population/census2021-ts007-ltla_age_single_year.csv"
YOUNG = range(20, 40)
# Inner London as the Office for National Statistics has it.
INNER = {
    "Camden", "Hackney", "Hammersmith and Fulham", "Haringey", "Islington",
    "Kensington and Chelsea", "Lambeth", "Lewisham", "Newham", "Southwark", "Tower Hamlets",
    "Wandsworth", "Westminster",
}  # fmt: skip


def boroughs(group: Similar) -> list[list[str]]:
    """The codes of the boroughs that each unit of a group polices today."""
    return [
        [b.code for b in ORGANISATION.units if b.level == "borough"
         and any(m.unit == unit and m.end == date.max for m in b.within)]
        for unit in group.units
    ]  # fmt: skip


def test_every_command_unit_with_residents_has_similar_units() -> None:
    """Each of the twelve is in one group, which is large enough to compare with."""
    units = [u.code for u in ORGANISATION.units if u.level == "command_unit" and u.residents]
    assert sorted(code for group in ORGANISATION.similar for code in group.units) == sorted(units)
    assert all(len(group.units) > FEWEST_PEERS for group in ORGANISATION.similar)


@pytest.mark.parametrize("group", ORGANISATION.similar, ids=lambda group: group.name)
def test_a_group_is_of_inner_or_outer_london_as_it_says(group: Similar) -> None:
    """All boroughs of the units are inner, all are outer, or each unit has one inner borough."""
    names = ORGANISATION.by_code
    inner = [[names[code].name in INNER for code in codes] for codes in boroughs(group)]
    expected = {
        "Inner London": all(all(unit) for unit in inner),
        "Inner and Outer London": all(sum(unit) == 1 < len(unit) for unit in inner),
        "Outer London": not any(any(unit) for unit in inner),
    }
    assert expected[group.name]


@needs_real_files
@pytest.mark.parametrize("group", ORGANISATION.similar, ids=lambda group: group.name)
def test_the_shares_of_young_residents_are_those_of_the_census(group: Similar) -> None:
    """The lowest and the highest share among the units of a group are the ones it gives."""
    said = re.search(r"(\d+)% to (\d+)% of residents were aged 20 to 39", group.why)
    assert said
    with real_files(AGES)[0].open(encoding="utf-8") as file:
        rows = {row["geography code"]: row for row in csv.DictReader(file)}
    shares = []
    for codes in boroughs(group):
        young = sum(int(rows[c][f"Age: Aged {age} years; measures: Value"])
                    for c in codes for age in YOUNG)  # fmt: skip
        everyone = sum(int(rows[c]["Age: Total; measures: Value"]) for c in codes)
        shares.append(round(100 * young / everyone))
    assert [min(shares), max(shares)] == [int(said[1]), int(said[2])]


def test_similar_units_are_named_with_the_reason() -> None:
    """The sentence has the group, the other units and why; or that there is none."""
    names = {code: unit.name for code, unit in ORGANISATION.by_code.items()}
    unit = ORGANISATION.by_code["CE"]
    said = similar_sentence(unit, ORGANISATION.similar_to["CE"], names)
    assert said.startswith(
        "Similar units (Inner London, since 1 April 2019): Central West, Central North and "
        "Central South. Proposed, not yet agreed"
    )
    nobody = "No units are named as similar to Central East."
    assert similar_sentence(unit, None, names) == nobody
