"""Who joins, leaves, is selected, trained and reviewed, and what staff say: invented registers."""

from metrics.sample import effects
from metrics.sample.columns import (
    by,
    days,
    ends,
    one_of,
    quarter_ends,
    survey_weights,
    units,
    where,
    whole,
)
from metrics.sample.registers import Register
from metrics.sample.span import QUARTER_ENDS

ETHNICITY = one_of({"Asian": 8, "Black": 6, "Mixed": 4, "White": 76, "Other": 2, "Not stated": 4})
SEX = one_of({"Female": 36, "Male": 63.5, "Prefer not to say": 0.5})
WORKER = one_of({"Police Officer": 75, "Police Staff": 20, "Police Community Support Officer": 5})
MARCHES = tuple(day for day in QUARTER_ENDS if day.month == 3)  # noqa: PLR2004
ANSWERS = ("Strongly agree", "Tend to agree", "Neither agree nor disagree", "Tend to disagree",
           "Strongly disagree", "Don't know")  # fmt: skip
NO_ANSWER = 0.03


def answers(agree: float) -> dict[str, float]:
    """How often each answer is given where a share (0 to 1) of those who answer agrees."""
    rest = 1 - agree
    shares = (0.35 * agree, 0.65 * agree, 0.4 * rest, 0.35 * rest, 0.25 * rest)
    given = [share * (1 - NO_ANSWER) for share in shares]
    return dict(zip(ANSWERS, (*given, NO_ANSWER), strict=True))


def stages(applied: float) -> dict[str, float]:
    """How far eligible officers come where a share (0 to 1) of them applies."""
    shortlisted = applied * effects.SHORTLISTED
    passed = shortlisted * effects.PASSED
    posted = passed * effects.POSTED
    return {
        "Did not apply": 1 - applied, "Applied": applied - shortlisted,
        "Shortlisted": shortlisted - passed, "Passed": passed - posted, "Posted": posted,
    }  # fmt: skip


JOINERS = Register("joiners", 4_000, {
    "Joined": days(), "Worker type": WORKER,
    "Route": by("Worker type", {"Police Officer": {"Police constable entry": 92, "Transfer": 8}},
                {"Staff recruitment": 1}),
    "Sex": one_of({"Female": effects.JOINERS_WOMEN, "Male": 1 - effects.JOINERS_WOMEN}),
    "Ethnicity": ETHNICITY,
})  # fmt: skip

LEAVERS = Register("leavers", 6_000, {
    "Left": days(), "Worker type": WORKER, "Sex": SEX,
    # One group's officers resign and are dismissed more often, so more of the leavers are of it.
    "Ethnicity": one_of({"Asian": 8, "Black": 9, "Mixed": 4, "White": 73, "Other": 2,
                         "Not stated": 4}),
    "Route": by("Ethnicity", {"Black": {"Resigned": 58, "Retired": 22, "Dismissed": 9,
                                        "Transferred": 7, "Other": 4}},
                {"Resigned": 42, "Retired": 42, "Dismissed": 4, "Transferred": 8, "Other": 4}),
    "Service": by("Route", {"Retired": {"10 years or more": 1}},
                  {"Under 2 years": 30, "2 to 9 years": 45, "10 years or more": 25}),
})  # fmt: skip

EXIT_SURVEY = Register("exit_survey", 2_600, {
    "Left": days(), "Worker type": WORKER,
    "Route": one_of({"Resigned": 56, "Retired": 34, "Transferred": 10}), "Ethnicity": ETHNICITY,
    "Treated fairly": by("Ethnicity", {"Black": answers(effects.LEAVERS_FAIRLY_LOWER)},
                         answers(effects.LEAVERS_FAIRLY)),
})  # fmt: skip

SELECTION = Register("selection", 18_000, {
    "Decided": days(),
    "Selected for": one_of({"Sergeant": 50, "Inspector": 20, "Chief Inspector or above": 6,
                            "Specialist role": 24}),
    "Sex": SEX, "Ethnicity": ETHNICITY,
    "Stage reached": by("Ethnicity", {"Black": stages(effects.APPLIED_LOWER)},
                        stages(effects.APPLIED)),
    "Months in rank": whole(24, 150),
})  # fmt: skip

TRAINING = Register("training", 36_000, {
    "As at": quarter_ends(), "OCU": units("command_unit"),
    "Course": one_of({"Equality and diversity": 45, "Stop and search": 25,
                      "Use of force and handcuffing": 22, "New managers": 8}),
    "State": by("Course", {"New managers": {"In date": effects.NEW_MANAGERS_TRAINED,
                                            "Overdue": 0.1,
                                            "Never done": 0.9 - effects.NEW_MANAGERS_TRAINED}},
                {"In date": 88, "Overdue": 8, "Never done": 4}),
    "Rank": one_of({"Constable": 58, "Sergeant": 12, "Inspector": 4, "Chief Inspector": 2,
                    "Superintendent": 1, "Police Staff": 23}),
}, alike="People")  # fmt: skip

COURSE_ANSWERS = Register("course_answers", 7_800, {
    "Held": days(),
    "Course": one_of({"Equality and diversity": 45, "Stop and search": 25,
                      "Use of force and handcuffing": 22, "New managers": 8}),
    "Score": one_of(effects.COURSE_SCORES),
})  # fmt: skip

REVIEWS = Register("performance_reviews", 15_000, {
    "As at": ends(MARCHES), "OCU": units("command_unit"), "Ethnicity": ETHNICITY,
    "State": one_of({"Done with an equality objective": 64, "Done without one": 24,
                     "Not done": 12}),
    "_grade": by("Ethnicity", {"Black": {"Exceeds": effects.TOP_GRADE_LOWER, "Meets": 0.75,
                                         "Below": 0.25 - effects.TOP_GRADE_LOWER}},
                 {"Exceeds": effects.TOP_GRADE, "Meets": 0.75, "Below": 0.25 - effects.TOP_GRADE}),
    "Grade": where("State", ("Done with an equality objective", "Done without one"),
                   lambda drawing: drawing.columns["_grade"]),
    "Quality": where("State", ("Done with an equality objective", "Done without one"),
                     one_of({"Good": 9, "Not good": 6, "": 85})),
}, alike="Reviews")  # fmt: skip

STAFF_SURVEY = Register("staff_survey", 26_000, {
    "Wave": quarter_ends(), "OCU": units("command_unit"), "Ethnicity": ETHNICITY, "Sex": SEX,
    "Disability": one_of({"Yes": 9, "No": 82, "Prefer not to say": 9}),
    "Sexual orientation": one_of({"Bisexual": 2, "Gay or lesbian": 4, "Heterosexual": 80,
                                  "Other": 1, "Prefer not to say": 13}),
    "Treated fairly": by("Ethnicity", {"Black": answers(effects.STAFF_FAIRLY_LOWER)},
                         answers(effects.STAFF_FAIRLY)),
    "Could report": one_of(answers(effects.STAFF_COULD_REPORT)),
    "Worse treatment": by("Sex", {"Female": answers(effects.STAFF_EXPECT_WORSE_WOMEN)},
                          answers(effects.STAFF_EXPECT_WORSE)),
    "Leaders": one_of(answers(0.58)), "Informed": one_of(answers(0.52)),
    "Weight": survey_weights(0.6, 1.4),
})  # fmt: skip

ALL = (
    JOINERS, LEAVERS, EXIT_SURVEY, SELECTION, TRAINING, COURSE_ANSWERS, REVIEWS, STAFF_SURVEY,
)  # fmt: skip
