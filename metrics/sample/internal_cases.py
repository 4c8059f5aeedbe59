"""What people inside raise and what becomes of it: invented registers."""

from datetime import date

from metrics.sample import effects
from metrics.sample.columns import (
    Drawing,
    Maker,
    before,
    by,
    days,
    keys,
    one_of,
    quarter_ends,
    shared,
    units,
    where,
    yes,
    yes_by,
)
from metrics.sample.registers import Register
from metrics.sample.workforce_flows import ETHNICITY, WORKER

GROUNDS = one_of({"Race": 42, "Sex": 30, "Religion or belief": 7, "Disability": 12,
                  "Sexual orientation": 6, "Other ground": 3})  # fmt: skip
# Of allegations received: taken as serious, then investigated, then with a case to answer.
STAGES = {"Received": 35, "Assessed as serious": 15, "Investigated": 32, "Case to answer": 18}

# Who handles a case: the central directorate, or the unit for standards of a business group.
HANDLED_BY = one_of({"Directorate of Professional Standards": 45, "Frontline Policing": 38,
                     "Met Operations": 11, "Specialist Operations": 6})  # fmt: skip
SANCTIONS_POLICY_FROM = date(2024, 10, 1)


def _policy(column: str) -> Maker:
    """Under which policy on sanctions a case falls, by the day in another column."""

    def make(drawing: Drawing) -> list[str]:
        days = [date.fromisoformat(text) for text in drawing.columns[column]]
        return ["Before" if day < SANCTIONS_POLICY_FROM else "Since" for day in days]

    return make


CASES_RECEIVED = Register("cases_received", 6_200, {
    "Received": days(),
    "Kind": one_of({"Internal complaint of discrimination": 17, "Grievance": 30,
                    "Misconduct": 53}),
    # Staff raise more than their share of the workforce.
    "Worker type": one_of({"Police Officer": 60, "Police Staff": 35,
                           "Police Community Support Officer": 5}),
    "Ethnicity": ETHNICITY,
})  # fmt: skip

INTERNAL_COMPLAINTS = Register("internal_complaints", 1_500, {
    "Closed": days(), "Received": before("Closed", 120.0), "Case": shared("IC", 1_000),
    "Complainant key": keys(900), "Subject key": keys(1_000), "Ground": GROUNDS,
    "Complainant ethnicity": one_of({"Asian": 14, "Black": 20, "Mixed": 7, "White": 52,
                                     "Other": 3, "Not stated": 4}),
    "Stage reached": one_of(STAGES),
    "Victimisation": one_of({"Yes": 12, "No": 62, "Not answered": 26}),
    "Meeting offered": yes(0.9),
    "Meeting held": where("Meeting offered", ("Yes",), yes(0.8), "No"),
    "Subject ethnicity": ETHNICITY,
    "Satisfied": one_of({"Yes": 30, "No": 26, "": 44}),
})  # fmt: skip

OPEN_CASES = Register("open_cases", 3_600, {
    "As at": quarter_ends(),
    "Kind": one_of({"Internal complaint of discrimination": 30, "Grievance": 25,
                    "Misconduct": 45}),
    "Opened": before("As at", 150.0),
})  # fmt: skip

GRIEVANCES = Register("grievances", 1_800, {
    "Closed": days(), "Raised": before("Closed", 60.0), "Business group": units("business_group"),
    "Worker type": WORKER, "Ethnicity": ETHNICITY, "Discrimination alleged": yes(0.3),
    "Stage reached": one_of({"Informal": 50, "First stage": 36, "Appeal": 14}),
    # What alleges discrimination is referred, and hardly ever upheld in this procedure.
    "Outcome": by("Discrimination alleged",
                  {"Yes": {"Resolved informally": 28, "Upheld": 2, "Not upheld": 30,
                           "Withdrawn": 10, "Referred to professional standards": 30}},
                  {"Resolved informally": 46, "Upheld": 12, "Not upheld": 30, "Withdrawn": 12}),
    "Linked misconduct case": where(
        "Outcome", ("Referred to professional standards",),
        one_of({"Case proven": effects.REFERRED_PROVEN, "Case still open": 0.25,
                "Case not proven": 0.75 - effects.REFERRED_PROVEN}), "No case"),
})  # fmt: skip

MISCONDUCT = Register("misconduct", 5_000, {
    "Finalised": days(), "Received": before("Finalised", 200.0),
    # One group faces more allegations than its share of the workforce.
    "Ethnicity": one_of({"Asian": 10, "Black": 10, "Mixed": 4, "White": 70, "Other": 2,
                         "Not stated": 4}),
    "About": one_of({"Discriminatory behaviour": 8, "Victimisation of a colleague": 2,
                     "Other breach": 90}),
    "Finding": by("Ethnicity", {"Black": {"Proven": effects.PROVEN_LOWER, "Not proven": 0.25,
                                          "No case to answer": 0.75 - effects.PROVEN_LOWER}},
                  {"Proven": effects.PROVEN, "Not proven": 0.2,
                   "No case to answer": 0.8 - effects.PROVEN}),
    "_sanction": by("About", {"Other breach": {"Dismissal": 14, "Final written warning": 20,
                                               "Written warning": 30, "Reflective practice": 24,
                                               "No sanction": 12}},
                    {"Dismissal": 30, "Final written warning": 30, "Written warning": 20,
                     "Reflective practice": 14, "No sanction": 6}),
    "Sanction": where("Finding", ("Proven",), lambda drawing: drawing.columns["_sanction"]),
    "Why none": where("Sanction", ("No sanction",),
                      one_of({"Resigned or retired": 62, "Too long ago": 14, "Other reason": 24})),
    "Sanctions policy": _policy("Received"), "Handled by": HANDLED_BY,
})  # fmt: skip

STANDARDS_REVIEWS = Register("standards_reviews", 972, {
    "Reviewed": days(), "Meets the guidelines": yes(effects.REVIEWS_MEET),
    "Returned": where("Meets the guidelines", ("No",), yes(0.7), "No"),
    "Independent": yes(0.92), "Outside advice": yes(0.35),
    "Received": before("Reviewed", 18.0), "Handled by": HANDLED_BY,
})  # fmt: skip

HELPLINE_CALLS = Register("helpline_calls", 3_000, {
    "Called": days(), "Business group": units("business_group"),
    "Topic": one_of({"Discrimination": 24, "Bullying": 34, "Grievance procedure": 22,
                     "Victimisation": 6, "Other": 14}),
    "Manager": yes(0.3), "Answered in time": yes(effects.CALLS_IN_TIME),
    "Referred": yes(0.4),
})  # fmt: skip

MEDIATIONS = Register("mediations", 900, {
    "Ended": days(), "Business group": units("business_group"),
    "Result": one_of({"Agreement": 64, "No agreement": 22, "Not held": 14}),
    "Held for six months": where("Result", ("Agreement",), yes(0.84)),
    "Later grievance": yes_by("Held for six months", {"No": 0.4}, 0.06),
})  # fmt: skip

MEDIATORS = Register("mediators", 2_200, {
    "As at": quarter_ends(), "Business group": units("business_group"),
    "Role": one_of({"Mediator": 38, "Grievance champion": 62}), "Active": yes(0.7),
})  # fmt: skip

ANONYMOUS_REPORTS = Register("anonymous_reports", 2_400, {
    "Reported": days(), "Route": one_of({"Rightline": 62, "Integrity Line": 38}),
    "Topic": one_of({"Discrimination": 18, "Corruption": 30, "Sexual misconduct": 16,
                     "Other": 36}),
    "Contact kept": yes(0.55), "Assessed in time": yes(0.93),
    "Outcome": one_of({"Investigated": 24, "Kept as intelligence": 38, "Advice given": 14,
                       "Nothing to act on": 24}),
})  # fmt: skip

TRIBUNAL_CLAIMS = Register("tribunal_claims", 240, {
    "Ended": days(), "Ground": GROUNDS,
    "Outcome": one_of({"Withdrawn": 40, "Settled": 32, "Won by the force": 20,
                       "Won by the claimant": 8}),
})  # fmt: skip

ALL = (
    CASES_RECEIVED, INTERNAL_COMPLAINTS, OPEN_CASES, GRIEVANCES, MISCONDUCT, STANDARDS_REVIEWS,
    HELPLINE_CALLS, MEDIATIONS, MEDIATORS, ANONYMOUS_REPORTS, TRIBUNAL_CLAIMS,
)  # fmt: skip
