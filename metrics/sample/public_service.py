"""Force, victims, hate crime, contact and repair: invented registers."""

from metrics.sample import effects
from metrics.sample.columns import (
    before,
    by,
    days,
    ends,
    homes,
    one_of,
    shared,
    survey_weights,
    where,
    yes,
    yes_by,
)
from metrics.sample.registers import Register
from metrics.sample.span import MONTH_ENDS

PEOPLE = one_of({"Asian": 18, "Black": 15, "Mixed": 6, "White": 45, "Other": 6, "Not stated": 10})
SATISFACTION = ("Completely satisfied", "Very satisfied", "Fairly satisfied",
                "Neither satisfied nor dissatisfied", "Dissatisfied", "Don't know")  # fmt: skip
NO_ANSWER = 0.02


def satisfied(share: float) -> dict[str, float]:
    """How often each answer is given where a share (0 to 1) of those who answer is satisfied."""
    rest = 1 - share
    shares = (0.25 * share, 0.4 * share, 0.35 * share, 0.3 * rest, 0.7 * rest)
    given = [each * (1 - NO_ANSWER) for each in shares]
    return dict(zip(SATISFACTION, (*given, NO_ANSWER), strict=True))


def outcomes(positive: float, withdrew: float) -> dict[str, float]:
    """How crimes end where shares (0 to 1) of them end well, or with the victim withdrawing."""
    rest = 1 - positive - withdrew
    return {"Positive outcome": positive, "Victim withdrew": withdrew,
            "No suspect found": 0.7 * rest, "Other outcome": 0.3 * rest}  # fmt: skip


USE_OF_FORCE = Register("use_of_force", 12_000, {
    "Date": days(), "OCU": homes("command_unit"),
    "Ethnicity seen": one_of({"Asian": 15, "Black": 38, "White": 42, "Other": 5}),
    "Sex": one_of({"Female": 17, "Male": 83}),
    "Age": one_of({"10-17": 13, "18-24": 28, "25-34": 30, "over 34": 29}),
    "Handcuffs": by("Ethnicity seen",
                    {"Black": {"Compliant": 0.8 * effects.COMPLIANT_HIGHER,
                               "Not compliant": 0.8 * (1 - effects.COMPLIANT_HIGHER),
                               "Not handcuffed": 0.2}},
                    {"Compliant": 0.8 * effects.COMPLIANT,
                     "Not compliant": 0.8 * (1 - effects.COMPLIANT), "Not handcuffed": 0.2}),
    "Taser": one_of({"Drawn or aimed": 8, "Discharged": 1.2, "Not used": 90.8}),
    "Body-worn video": yes(0.94), "Grounds recorded": yes(0.97),
    "Encounter": one_of({"Stop and search": 31, "Arrest": 42, "Custody": 12, "Public order": 8,
                         "Other": 7}),
    "Video reviewed": where("Body-worn video", ("Yes",), yes(0.34)),
})  # fmt: skip

ARRESTS = Register("arrests", 40_000, {
    "Month end": ends(MONTH_ENDS), "OCU": homes("command_unit"),
    "Ethnicity seen": one_of({"Asian": 15, "Black": 31, "White": 47, "Other": 7}),
}, alike="Arrests")  # fmt: skip

CRIME_VICTIMS = Register("crime_victims", 16_000, {
    "Closed": days(), "Recorded": before("Closed", 60.0), "OCU": homes("command_unit"),
    "Offence": one_of({"Domestic abuse": 40, "Serious violence": 22, "Sexual offence": 12,
                       "Other offence": 26}),
    "Victim ethnicity": PEOPLE, "Victim sex": one_of({"Female": 58, "Male": 40, "Not stated": 2}),
    "Outcome": by("Victim ethnicity",
                  {"Black": outcomes(effects.POSITIVE_LOWER, 0.42)},
                  outcomes(effects.POSITIVE, 0.38)),
    "Repeat victim": yes_by("Offence", {"Domestic abuse": 0.28}, 0.05),
})  # fmt: skip

HATE_CRIME = Register("hate_crime", 9_000, {
    # One in five crimes or so has a second strand: fewer crimes than rows.
    "Recorded": days(), "OCU": homes("command_unit"), "Crime": shared("HC", 24_000),
    "Strand": one_of({"Race": 70, "Faith": 11, "Sexual orientation": 13,
                      "Transgender identity": 2, "Disability": 4}),
    "Outcome": one_of(outcomes(effects.HATE_POSITIVE, 0.2)),
})  # fmt: skip

CONTACTS = Register("contacts", 60_000, {
    "Month end": ends(MONTH_ENDS),
    "Channel": one_of({"Emergency call": 36, "Other call": 34, "Online": 25, "Front counter": 5}),
    "In time": yes_by("Channel", {"Emergency call": 0.93, "Other call": effects.CALLS_ANSWERED},
                      0.9),
    "Completed": yes_by("Channel", {"Online": effects.ONLINE_COMPLETED}, 0.5),
    "Adjustment": one_of({"Met": 1.6, "Not met": 0.4, "None asked for": 98}),
    "Disabled": one_of({"Yes": 5, "No": 33, "": 62}),
}, alike="Contacts")  # fmt: skip

USER_SATISFACTION = Register("user_satisfaction", 9_600, {
    "Interview date": days(), "OCU": homes("command_unit"), "Ethnicity": PEOPLE,
    "Disability": one_of({"Yes": 14, "No": 78, "Prefer not to say": 8}),
    "_by_group": by("Ethnicity", {"Black": satisfied(effects.SATISFIED_LOWER)},
                    satisfied(effects.SATISFIED)),
    "Satisfaction overall": lambda drawing: drawing.columns["_by_group"],
    "Kept informed": by("Disability", {"Yes": satisfied(0.55)}, satisfied(0.63)),
    "Treatment": one_of(satisfied(0.82)), "Weight": survey_weights(0.7, 1.3),
})  # fmt: skip

RESTORATIVE_CASES = Register("restorative_cases", 1_800, {
    "Decided": days(), "Victim ethnicity": PEOPLE,
    "Stage reached": by("Victim ethnicity",
                        {"White": {"Not offered": 1 - effects.REPAIR_OFFERED, "Offered": 0.3,
                                   "Accepted": 0.08,
                                   "Completed": effects.REPAIR_OFFERED - 0.38}},
                        {"Not offered": 1 - effects.REPAIR_OFFERED_LOWER, "Offered": 0.25,
                         "Accepted": 0.06, "Completed": effects.REPAIR_OFFERED_LOWER - 0.31}),
    "Victim satisfied": where("Stage reached", ("Completed",), yes(0.86)),
    "Offender ethnicity": PEOPLE,
})  # fmt: skip

ALL = (
    USE_OF_FORCE, ARRESTS, CRIME_VICTIMS, HATE_CRIME, CONTACTS, USER_SATISFACTION,
    RESTORATIVE_CASES,
)  # fmt: skip
