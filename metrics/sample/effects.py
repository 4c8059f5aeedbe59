"""What is built into the sample on purpose, so that a reader or a test can ask for it back.

Everything here is invented: nothing says anything about a real borough, unit or group.
"""

from datetime import date

# Searches. The published force ratio was 4.26 in 2017/18; 3.5 is of that order and is not it.
BLACK_TO_WHITE_RATIO = 3.5
HIGHER_RATIO_BOROUGH = "E09000006"
HIGHER_RATIO = 5.0

# Few enough that every quarter of this group in this borough lies under any disclosure threshold.
FEW_SEARCHES_BOROUGH = "E09000027"
FEW_SEARCHES_GROUP = "Mixed"
FEW_SEARCHES_A_MONTH = 0.3

# Outcomes. Close to one another, as in the public files of 2018 to 2023, except in one unit, where
# one group keeps 60% of its outcomes: about 11 points less, which a year of that unit's
# searches (some 1,000 of that group) tells from chance.
POSITIVE_OUTCOMES = {"Asian": 0.275, "Black": 0.27, "Mixed": 0.28, "White": 0.29, "Other": 0.28}
FEWER_OUTCOMES_UNIT = "AS"
FEWER_OUTCOMES_GROUP = "Black"
FEWER_OUTCOMES_FROM = date(2025, 10, 1)
FEWER_OUTCOMES_KEPT = 0.6

# Of searches with an outcome, how many had one for what was looked for.
LINKED = 0.78

# Recording. Public files went from 18% not stated in 2019 to 30% in 2023; the force stays between,
# and one unit gains half a point a month, so that it passes 30% within the three years.
NOT_STATED = 0.2
NOT_STATED_RISING_UNIT = "NW"
NOT_STATED_RISE_A_MONTH = 0.005

# Survey. Two points a quarter for seven quarters is far outside the point of rounding and chance.
TRUST_FALLS_BOROUGH = "E09000022"
TRUST_FALLS_FROM = date(2025, 3, 31)
TRUST_FALLS_A_QUARTER = 2

# Workforce. 0.3 points a quarter is a little over one a year, as police forces saw to 2022.
WOMEN_POINTS_A_QUARTER = 0.3
WOMEN_OFFICERS_AT_START = {
    "Constable": 0.325,
    "Sergeant": 0.265,
    "Inspector": 0.255,
    "Chief Inspector": 0.26,
    "Superintendent": 0.28,
    "Chief Superintendent": 0.27,
    "Chief Officer": 0.3,
}

# Recommendations. The chance of missing the first promised date rises from the first one due to
# the last, so the overdue share of the open ones rises.
LATE_AT_START = 0.1
LATE_AT_END = 0.8

# Complaints. One unit takes far longer from a month on; elsewhere half are closed in 43 days.
SLOWER_COMPLAINTS_UNIT = "NE"
SLOWER_COMPLAINTS_FROM = date(2025, 10, 1)
SLOWER_COMPLAINTS = 2.0
INVESTIGATED = 0.4
# At the last stage, one group's complaints are found for less often.
NOT_ACCEPTABLE = 0.3
NOT_ACCEPTABLE_LOWER_GROUP = "Black"
NOT_ACCEPTABLE_LOWER = 0.22

# Attitudes. The weighted share that agrees, by group; MOPAC's own figures differ about as much.
AGREE_FAIRLY = {"Asian": 0.68, "Black": 0.54, "Mixed": 0.58, "White": 0.66, "Other": 0.64}

# Equality Standard. Every unit climbs one level in the three years, but for one.
STANDARD_STAYS_UNIT = "MO7"

# Joiners and selections. Each later stage is as likely for every group; the first is not.
JOINERS_WOMEN = 0.37
APPLIED, APPLIED_LOWER = 0.34, 0.24
SHORTLISTED, PASSED, POSTED = 0.6, 0.65, 0.8

# Training and reviews. One course lags; one group is given the top grade less often.
NEW_MANAGERS_TRAINED = 0.6
TOP_GRADE, TOP_GRADE_LOWER = 0.18, 0.11

# What those who were trained say of it, and what those who leave say of how they were treated.
COURSE_SCORES = {"1": 3, "2": 7, "3": 22, "4": 42, "5": 26}
LEAVERS_FAIRLY, LEAVERS_FAIRLY_LOWER = 0.58, 0.46

# Staff survey, of those who answer: one group agrees less often, and women fear more.
STAFF_FAIRLY, STAFF_FAIRLY_LOWER = 0.66, 0.52
STAFF_COULD_REPORT = 0.61
STAFF_EXPECT_WORSE, STAFF_EXPECT_WORSE_WOMEN = 0.26, 0.36

# Internal cases. Two in five referred grievances are proven in the misconduct case they lead to,
# which the grievance register alone would never show. One group's allegations are proven less
# often.
REFERRED_PROVEN = 0.4
PROVEN, PROVEN_LOWER = 0.36, 0.28
# Within a year of a complaint more of those who made one have an adverse event on their HR record
# than of the colleagues matched to them.
WORSE_OFF, WORSE_OFF_OTHERS = 0.17, 0.09
REVIEWS_MEET = 0.72
# Of the reviewed investigations that fall short, how many do so at each point of the guidelines.
FALLS_SHORT = 0.4
CALLS_IN_TIME = 0.84

# Force and victims. One group is handcuffed more often while complying, its crimes end well less
# often, and it is less satisfied; all but one are offered restorative justice less often.
COMPLIANT, COMPLIANT_HIGHER = 0.4, 0.48
POSITIVE, POSITIVE_LOWER = 0.16, 0.12
HATE_POSITIVE = 0.14
CALLS_ANSWERED = 0.76
ONLINE_COMPLETED = 0.68
SATISFIED, SATISFIED_LOWER = 0.7, 0.6
REPAIR_OFFERED, REPAIR_OFFERED_LOWER = 0.6, 0.48

# Communities. One faith group finds counter-terrorism less fair; one group is asked less often what
# matters to it; one community waits for answers.
COUNTER_TERROR, COUNTER_TERROR_LOWER = 0.64, 0.48
ASKED, ASKED_LOWER = 0.36, 0.24
ANSWERED, ANSWERED_LOWER = 0.8, 0.55
PARTNERS = 0.7
CLAUSES = 0.88

# Governance. One decision in five is taken without an assessment that could have changed it.
ASSESSED_BEFORE = 0.78
RETURNS_IN_TIME = 0.88
CLAIMS_CONFIRMED = 0.7
LEARNING_CLOSED = 0.7
