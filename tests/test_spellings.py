"""Every code of ethnicity and every spelling of a unit that sources use, tried one by one."""

import csv

import pytest
from extract_files import configuration
from real_files import REAL, needs_real_files

from metrics.extracts.coding import groups_of
from metrics.extracts.places import units_of_names

SELF_DEFINED = "ethnicity_self_defined"
BLACK_BRITISH = "Black/African/Caribbean/Black British"
# The 16+1 codes of the 2001 census, the 18+1 of 2011 and Roma of 2021, with the words that
# data.police.uk has for each in its two vocabularies.
CODES: dict[str, tuple[str, tuple[str, ...]]] = {
    "W1": ("White", ("White - White British (W1)",
                     "White - English/Welsh/Scottish/Northern Irish/British")),
    "W2": ("White", ("White - White Irish (W2)", "White - Irish")),
    "W3": ("White", ("White - Gypsy or Irish Traveller",)),
    "W4": ("White", ("White - Roma",)),
    "W9": ("White", ("White - Any other White ethnic background (W9)",
                     "White - Any other White background")),
    "M1": ("Mixed", ("Mixed - White and Black Caribbean (M1)",
                     "Mixed/Multiple ethnic groups - White and Black Caribbean")),
    "M2": ("Mixed", ("Mixed - White and Black African (M2)",
                     "Mixed/Multiple ethnic groups - White and Black African")),
    "M3": ("Mixed", ("Mixed - White and Asian (M3)",
                     "Mixed/Multiple ethnic groups - White and Asian")),
    "M9": ("Mixed", ("Mixed - Any other Mixed ethnic background (M9)",
                     "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background")),
    "A1": ("Asian", ("Asian or Asian British - Indian (A1)", "Asian/Asian British - Indian")),
    "A2": ("Asian", ("Asian or Asian British - Pakistani (A2)",
                     "Asian/Asian British - Pakistani")),
    "A3": ("Asian", ("Asian or Asian British - Bangladeshi (A3)",
                     "Asian/Asian British - Bangladeshi")),
    "A4": ("Asian", ("Asian/Asian British - Chinese",)),
    "A9": ("Asian", ("Asian or Asian British - Any other Asian ethnic background (A9)",
                     "Asian/Asian British - Any other Asian background")),
    "B1": ("Black", ("Black or Black British - Caribbean (B1)",
                     "Black/African/Caribbean/Black British - Caribbean")),
    "B2": ("Black", ("Black or Black British - African (B2)",
                     "Black/African/Caribbean/Black British - African")),
    "B9": ("Black", ("Black or Black British - Any other Black ethnic background (B9)",
                     f"{BLACK_BRITISH} - Any other Black/African/Caribbean background")),
    "O1": ("Other", ("Chinese or other ethnic group - Chinese (O1)",)),
    "O2": ("Other", ("Other ethnic group - Arab",)),
    "O9": ("Other", ("Chinese or other ethnic group - Any other ethnic group (O9)",
                     "Other ethnic group - Any other ethnic group")),
    "NS": ("Not stated", ("Not Stated (NS)", "Other ethnic group - Not stated", "Not stated")),
    "N1": ("Not stated", ("N1 Officer's pr", "N1 Officer?s pr")),
    "N2": ("Not stated", ("N2 Situation in",)),
    "N3": ("Not stated", ("N3 Person does",)),
    "N4": ("Not stated", ("N4 Person decl",)),
}  # fmt: skip
SEEN = {
    "IC1": "White", "IC2": "White", "IC3": "Black", "IC4": "Asian", "IC5": "Other", "IC6": "Other",
    "IC9": "Not recorded", "IC0": "Not recorded", "1 White North European": "White",
    "2 White South European": "White", "3 Black": "Black", "4 Asian": "Asian",
    "5 Chinese, Japanese or SE Asian": "Other", "6 Arab or North African": "Other",
    "0 Unknown": "Not recorded", "9 Unknown": "Not recorded",
}  # fmt: skip
POLICE_UK_SEEN = {group: group for group in ("Asian", "Black", "White", "Other")}

# Each spelling in real files that is not the name of a borough itself.
SPELLINGS = {
    "E09000001": ["City of London"],
    "E09000002": ["BARKING & DAGENHAM", "Barking & Dagenham", "Barking And Dagenham"],
    "E09000003": ["BARNET"],
    "E09000004": ["BEXLEY"],
    "E09000005": ["BRENT", "Brent "],
    "E09000006": ["BROMLEY"],
    "E09000007": ["CAMDEN"],
    "E09000008": ["CROYDON"],
    "E09000009": ["EALING", "Ealing "],
    "E09000010": ["ENFIELD"],
    "E09000011": ["GREENWICH"],
    "E09000012": ["HACKNEY"],
    "E09000013": ["HAMMERSMITH & FULHAM", "Hammersmith & Fulham", "Hammersmith And Fulham"],
    "E09000014": ["HARINGEY"],
    "E09000015": ["HARROW", "Harrow "],
    "E09000016": ["HAVERING"],
    "E09000017": ["HILLINGDON"],
    "E09000018": ["HOUNSLOW"],
    "E09000019": ["ISLINGTON"],
    "E09000020": ["KENSINGTON & CHELSEA", "Kensington & Chelsea", "Kensington And Chelsea"],
    "E09000021": ["KINGSTON UPON THAMES", "Kingston", "Kingston Upon Thames"],
    "E09000022": ["LAMBETH"],
    "E09000023": ["LEWISHAM"],
    "E09000024": ["MERTON"],
    "E09000025": ["NEWHAM"],
    "E09000026": ["REDBRIDGE"],
    "E09000027": ["RICHMOND UPON THAMES", "Richmond", "Richmond Upon Thames"],
    "E09000028": ["SOUTHWARK"],
    "E09000029": ["SUTTON"],
    "E09000030": ["TOWER HAMLETS"],
    "E09000031": ["WALTHAM FOREST"],
    "E09000032": ["WANDSWORTH"],
    "E09000033": ["City of Westminster", "WESTMINSTER"],
    "SO18": [
        "Aviation Security(SO18)",
        "Heathrow",
        "Heathrow ",
        "London Heathrow and London City Airports",
    ],
    "XOUT": ["Out of force"],
}
COMMAND_UNITS = {
    "AW": "Central West", "CN": "Central North", "CE": "Central East", "AS": "Central South",
    "NE": "North East", "NA": "North Area", "NW": "North West", "WA": "West Area",
    "SW": "South West", "SN": "South Area", "SE": "South East", "EA": "East Area",
}  # fmt: skip
SAID = [(label, group) for code, (group, words) in CODES.items() for label in (code, *words)]
# A label as files spoil it: cut at 14 characters behind its code, padded, in other capitals.
SPOILT = [(f"{code} {words[0][:11]}", group) for code, (group, words) in CODES.items()]
NAMES = [(name, code) for code, names in SPELLINGS.items() for name in names]


def group_of(coding: str, label: str) -> str | None:
    """The group of one label, as the delivered configuration codes it."""
    return groups_of([label], configuration().codings[coding]).get(label)


@pytest.mark.parametrize(("label", "group"), [*SAID, *SPOILT])
def test_self_defined_ethnicity(label: str, group: str) -> None:
    """Each code and each of its wordings is in its group, whatever the capitals and spacing."""
    assert group_of(SELF_DEFINED, label) == group
    assert group_of(SELF_DEFINED, label.lower().replace(" ", "  ")) == group


def test_the_19_codes_and_the_17_are_all_there() -> None:
    """The 18+1 codes and the 16+1 codes are among those tried."""
    later = set(CODES) - {"W4", "O1", "N1", "N2", "N3", "N4"}
    assert len(later) == 19
    assert len(later - {"W3", "A4", "O2"} | {"O1"}) == 17


@pytest.mark.parametrize(("label", "group"), SEEN.items())
def test_what_an_officer_saw(label: str, group: str) -> None:
    """Each IC code, alone or with its words, is in its group."""
    assert group_of("ethnicity_appearance", label) == group


@pytest.mark.parametrize(("label", "group"), POLICE_UK_SEEN.items())
def test_what_an_officer_saw_as_published(label: str, group: str) -> None:
    """The four published values of officers are groups of their own coding."""
    assert group_of("ethnicity_officer_defined", label) == group


@pytest.mark.parametrize("label", ["W5", "Z9 Something", "IC3", "British", "A1x"])
def test_no_code_is_guessed(label: str) -> None:
    """What no list has, has no group, though it looks like one."""
    assert group_of(SELF_DEFINED, label) is None


@pytest.mark.parametrize(("name", "code"), [*NAMES, *((n, c) for c, n in COMMAND_UNITS.items())])
def test_spelling_of_a_unit(name: str, code: str) -> None:
    """Each spelling finds its unit, and so does the code of the unit."""
    organisation = configuration().organisation
    assert units_of_names([name], organisation) == {name: code}
    assert units_of_names([code], organisation) == {code: code}


@pytest.mark.parametrize("name", ["", "London", "Central", "West End", "Kingston upon Hull"])
def test_no_unit_is_guessed(name: str) -> None:
    """A blank, and a name that is only like a unit's, find none."""
    assert units_of_names([name], configuration().organisation) == {}


@needs_real_files
def test_every_real_spelling_is_tried() -> None:
    """The spellings are those of the list that was made of the real files, the blank left out."""
    path = REAL / "geography" / "borough_name_variants_FOUND.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        found = [row["variant"] for row in csv.DictReader(lines)]
    assert sorted(filter(None, found)) == sorted(name for name, _ in NAMES)
