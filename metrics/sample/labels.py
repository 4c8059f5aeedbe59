"""The labels that the search files use, and how often each occurs in the sample.

Weights are of the size seen in the force's public files of 2022 and 2023, rounded by us.
"""

from typing import NamedTuple

from metrics.sample.london import GROUPS


class SelfDefined(NamedTuple):
    """One detailed ethnic group: its broad group, public label, code and weight in the group."""

    group: str
    label: str
    code: str
    weight: float


class Sought(NamedTuple):
    """One object of search, the power used, how each file says so, and its weight."""

    label: str
    power: str
    reason: str
    weight: float


_BLACK = "Black/African/Caribbean/Black British - "
_MIXED = "Mixed/Multiple ethnic groups - "

SELF_DEFINED = (
    SelfDefined("Asian", "Asian/Asian British - Any other Asian background", "A9", 53),
    SelfDefined("Asian", "Asian/Asian British - Bangladeshi", "A3", 19),
    SelfDefined("Asian", "Asian/Asian British - Indian", "A1", 14),
    SelfDefined("Asian", "Asian/Asian British - Pakistani", "A2", 13),
    SelfDefined("Asian", "Asian/Asian British - Chinese", "A4", 1),
    SelfDefined("Black", f"{_BLACK}Any other Black/African/Caribbean background", "B9", 51),
    SelfDefined("Black", f"{_BLACK}African", "B2", 30),
    SelfDefined("Black", f"{_BLACK}Caribbean", "B1", 19),
    SelfDefined("Mixed", f"{_MIXED}Any other Mixed/Multiple ethnic background", "M9", 55),
    SelfDefined("Mixed", f"{_MIXED}White and Black Caribbean", "M1", 27),
    SelfDefined("Mixed", f"{_MIXED}White and Black African", "M2", 11),
    SelfDefined("Mixed", f"{_MIXED}White and Asian", "M3", 7),
    SelfDefined("White", "White - English/Welsh/Scottish/Northern Irish/British", "W1", 64),
    SelfDefined("White", "White - Any other White background", "W9", 33),
    SelfDefined("White", "White - Irish", "W2", 3),
    SelfDefined("Other", "Other ethnic group - Any other ethnic group", "O9", 100),
)
SELF_DEFINED_WEIGHTS = [
    [row.weight if row.group == group else 0.0 for row in SELF_DEFINED] for group in GROUPS
]
NOT_STATED = len(SELF_DEFINED)
SELF_DEFINED_BLANK = NOT_STATED + 1
SELF_DEFINED_LABELS = (*(row.label for row in SELF_DEFINED), "Other ethnic group - Not stated", "")
# The officer left, disorder, not understood, declined: most who give no answer declined.
NOT_STATED_CODES = {"N1": 10, "N2": 5, "N3": 25, "N4": 60}

# What the officer saw, for each of GROUPS, last blank. There is no Mixed among the four.
SEEN = ("Asian", "Black", "White", "Other", "")
SEEN_BLANK = SEEN.index("")
SEEN_WEIGHTS = (
    (94, 2, 1.5, 1.5, 1),
    (0.5, 97, 1, 0.5, 1),
    (11, 46, 30, 10, 3),
    (0.5, 1.5, 96, 1, 1),
    (11, 13, 32, 40, 4),
)
# The codes of the force's own file and, for each of SEEN, how often each stands for it.
APPEARANCE_CODES = ("IC1", "IC2", "IC3", "IC4", "IC5", "IC6", "IC0", "")
APPEARANCE_WEIGHTS = (
    (0, 0, 0, 1, 0, 0, 0, 0),
    (0, 0, 1, 0, 0, 0, 0, 0),
    (85, 15, 0, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 20, 80, 0, 0),
    (0, 0, 0, 0, 0, 0, 1, 0),
)

SEXES = {"Male": 90.7, "Female": 7.9, "Other": 0.1, "": 1.3}
SEX_CODES = ("M", "F", "U", "")
AGES = {"10-17": 15.5, "18-24": 28, "25-34": 20.5, "over 34": 21, "under 10": 0.03, "": 15}
KINDS = {"Person search": 79.3, "Person and Vehicle search": 19.2, "Vehicle search": 1.5}
VEHICLE_ONLY = 2

_PACE = "Police and Criminal Evidence Act 1984 (section 1)"
SOUGHT = (
    Sought("Controlled drugs", "Misuse of Drugs Act 1971 (section 23)", "Drugs", 59),
    Sought("Offensive weapons", _PACE, "Weapons", 18),
    Sought("Stolen goods", _PACE, "Stolen property", 15.5),
    Sought("Evidence of offences under the Act", _PACE, "Going equipped", 4.5),
    Sought("Firearms", "Firearms Act 1968 (section 47)", "Firearms", 1.2),
    Sought(
        "Anything to threaten or harm anyone",
        "Criminal Justice and Public Order Act 1994 (section 60)",
        "Violence",
        0.8,
    ),
    Sought("Articles for use in criminal damage", _PACE, "Criminal damage", 0.65),
    Sought("", _PACE, "Other", 0.3),
    Sought("Fireworks", _PACE, "Fireworks", 0.05),
)
DRUGS = 0
# Where nothing was named: what an outcome is for that is not for what was looked for.
SOMETHING_ELSE = next(place for place, row in enumerate(SOUGHT) if row.reason == "Other")

NO_ACTION = 0
OUTCOMES = (
    "A no further action disposal",
    "Arrest",
    "Community resolution",
    "Penalty Notice for Disorder",
    "Summons / charged by post",
    "Caution (simple or conditional)",
)
# Positive outcomes only: of searches for drugs, then of all others.
OUTCOME_WEIGHTS = ((0, 38, 46, 11, 4.5, 0.5), (0, 76, 10, 8, 5, 1))
