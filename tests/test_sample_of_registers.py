"""The sample's registers: what was built in is found again, within what chance allows."""

from collections.abc import Iterator
from math import sqrt

import duckdb
import pytest
from test_sample_effects import FAR, ORGANISATION, Database

from metrics.sample import effects
from metrics.sample.follow_up import ADVERSE_EVENTS, write_adverse_events
from metrics.sample.reviews import REVIEW_POINTS, write_review_points
from metrics.sample.writing import REGISTERS

AGREES = "IN ('Strongly agree', 'Tend to agree')"
APPLIED = "\"Stage reached\" <> 'Did not apply'"
# By extract: of which rows, what part of them, and the share built in.
BUILT_IN = [
    ("joiners", "true", "Sex = 'Female'", effects.JOINERS_WOMEN),
    ("selection", "Ethnicity = 'White'", APPLIED, effects.APPLIED),
    ("selection", "Ethnicity = 'Black'", APPLIED, effects.APPLIED_LOWER),
    ("selection", APPLIED, "\"Stage reached\" <> 'Applied'", effects.SHORTLISTED),
    ("training", "Course = 'New managers'", "State = 'In date'", effects.NEW_MANAGERS_TRAINED),
    ("performance_reviews", "Ethnicity = 'Black' AND Grade <> ''", "Grade = 'Exceeds'",
     effects.TOP_GRADE_LOWER),
    ("performance_reviews", "Ethnicity = 'White' AND Grade <> ''", "Grade = 'Exceeds'",
     effects.TOP_GRADE),
    ("staff_survey", "Ethnicity = 'Black' AND \"Treated fairly\" <> 'Don''t know'",
     f'"Treated fairly" {AGREES}', effects.STAFF_FAIRLY_LOWER),
    ("staff_survey", "Sex = 'Female' AND \"Worse treatment\" <> 'Don''t know'",
     f'"Worse treatment" {AGREES}', effects.STAFF_EXPECT_WORSE_WOMEN),
    ("grievances", "Outcome LIKE 'Referred%'", "\"Linked misconduct case\" = 'Case proven'",
     effects.REFERRED_PROVEN),
    ("misconduct", "Ethnicity = 'Black'", "Finding = 'Proven'", effects.PROVEN_LOWER),
    ("misconduct", "Ethnicity = 'White'", "Finding = 'Proven'", effects.PROVEN),
    ("standards_reviews", "true", "\"Meets the guidelines\" = 'Yes'", effects.REVIEWS_MEET),
    ("helpline_calls", "true", "\"Answered in time\" = 'Yes'", effects.CALLS_IN_TIME),
    ("use_of_force", "\"Ethnicity seen\" = 'Black' AND Handcuffs <> 'Not handcuffed'",
     "Handcuffs = 'Compliant'", effects.COMPLIANT_HIGHER),
    ("crime_victims", "\"Victim ethnicity\" = 'Black'", "Outcome = 'Positive outcome'",
     effects.POSITIVE_LOWER),
    ("crime_victims", "\"Victim ethnicity\" <> 'Black'", "Outcome = 'Positive outcome'",
     effects.POSITIVE),
    ("hate_crime", "true", "Outcome = 'Positive outcome'", effects.HATE_POSITIVE),
    ("contacts", "Channel = 'Online'", "Completed = 'Yes'", effects.ONLINE_COMPLETED),
    ("contacts", "Channel = 'Other call'", "\"In time\" = 'Yes'", effects.CALLS_ANSWERED),
    ("user_satisfaction", "Ethnicity = 'Black' AND \"Satisfaction overall\" <> 'Don''t know'",
     "\"Satisfaction overall\" SIMILAR TO '(Completely|Very|Fairly) satisfied'",
     effects.SATISFIED_LOWER),
    ("restorative_cases", "\"Victim ethnicity\" = 'White'",
     "\"Stage reached\" <> 'Not offered'", effects.REPAIR_OFFERED),
    ("community_survey", ("\"Religion or belief\" = 'Muslim' AND "
     "\"Counter-terrorism\" <> 'Don''t know'"), f'"Counter-terrorism" {AGREES}',
     effects.COUNTER_TERROR_LOWER),
    ("engagement_events", "\"For\" = 'Newer communities'", "Answered = 'Yes'",
     effects.ANSWERED_LOWER),
    ("partner_survey", "\"Works well\" <> 'Don''t know'", f'"Works well" {AGREES}',
     effects.PARTNERS),
    ("exit_survey", "Ethnicity = 'Black' AND \"Treated fairly\" <> 'Don''t know'",
     f'"Treated fairly" {AGREES}', effects.LEAVERS_FAIRLY_LOWER),
    ("exit_survey", "Ethnicity = 'White' AND \"Treated fairly\" <> 'Don''t know'",
     f'"Treated fairly" {AGREES}', effects.LEAVERS_FAIRLY),
    ("course_answers", "true", "Score = '5'", effects.COURSE_SCORES["5"] / 100),
    ("contracts", "\"Over the threshold\" = 'Yes'", "\"Equality clause\" = 'Yes'",
     effects.CLAUSES),
    ("impact_assessments", "true", "Assessment = 'Before the decision'", effects.ASSESSED_BEFORE),
    ("governance_returns", "true", "\"In time\" = 'Yes'", effects.RETURNS_IN_TIME),
    ("standard_reviews", "true", "\"Claim confirmed\" = 'Yes'", effects.CLAIMS_CONFIRMED),
    ("standard_reviews", "true", "\"Level claimed\" = \"Level verified\"",
     effects.CLAIMS_CONFIRMED + 0.08 * (1 - effects.CLAIMS_CONFIRMED)),
]  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Every register in DuckDB as a table of text."""
    folder, con = tmp_path_factory.mktemp("registers"), duckdb.connect()
    for register in REGISTERS:
        (path,) = register.write(folder, ORGANISATION, 2009)
        con.read_csv(str(path), header=True, all_varchar=True).create(register.extract)
    (path,) = write_adverse_events(folder, ORGANISATION, 2009)
    con.read_csv(str(path), header=True, all_varchar=True).create(ADVERSE_EVENTS)
    (path,) = write_review_points(folder, ORGANISATION, 2009)
    con.read_csv(str(path), header=True, all_varchar=True).create(REVIEW_POINTS)
    yield con
    con.close()


@pytest.mark.parametrize(("extract", "among", "part", "share"), BUILT_IN)
def test_a_built_in_share_is_found_again(
    database: Database, extract: str, among: str, part: str, share: float
) -> None:
    """The share among some rows is the one built in; alike rows count as often as they say."""
    (alike,) = [register.alike for register in REGISTERS if register.extract == extract]
    number = f'sum("{alike}"::INT)' if alike else "count(*)"
    [(hits, base)] = database.execute(
        f"SELECT {number} FILTER ({part}), {number} FROM {extract} WHERE {among}"
    ).fetchall()
    assert base > 50
    assert hits / base == pytest.approx(share, abs=FAR * sqrt(share * (1 - share) / base))


def test_a_review_meets_the_guidelines_if_it_meets_each_point(database: Database) -> None:
    """Five points a review; as many reviews meet all of theirs as meet the guidelines."""
    (reviews,) = database.execute("SELECT count(*) FROM standards_reviews").fetchone() or ()
    points = [row[0] for row in database.execute("SELECT Met FROM review_points").fetchall()]
    assert len(points) == 5 * reviews
    whole = sum("No" not in points[at : at + 5] for at in range(0, len(points), 5))
    meets = "SELECT count(*) FROM standards_reviews WHERE \"Meets the guidelines\" = 'Yes'"
    assert (whole,) == database.execute(meets).fetchone()


@pytest.mark.parametrize(
    ("who", "share"),
    [("Complainant", effects.WORSE_OFF), ("Matched colleague", effects.WORSE_OFF_OTHERS)],
)
def test_what_followed_a_complaint_is_found_by_the_key(
    database: Database, who: str, share: float
) -> None:
    """Joined with the events by hand, as many had one within the year as were built in."""
    [(hits, base)] = database.execute(
        'SELECT count(*) FILTER (EXISTS (FROM adverse_events e WHERE e."Person key" = '
        'f."Person key" AND e.Happened > f.Complaint AND e.Happened <= f."Followed until")), '
        f"count(*) FROM follow_ups f WHERE Who = '{who}'"
    ).fetchall()
    assert base == 700
    assert hits / base == pytest.approx(share, abs=FAR * sqrt(share * (1 - share) / base))
