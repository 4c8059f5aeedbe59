"""What each metric of the small configuration counts, said again in Python for the oracle."""

from datetime import date

from oracle import Meaning

MADE = Meaning("searches_made", ("said", "seen"), lambda row: row["vehicle"] is False)
ARRESTS = Meaning(
    "arrests",
    ("said", "seen"),
    lambda row: row["vehicle"] is False and row["outcome"] == "Arrest",
    lambda row: row["vehicle"] is False and row["outcome"] != "Not recorded",
)
RATE = Meaning("search_rate", ("said",), lambda row: row["vehicle"] is False, residents="rate")
MINUTES = Meaning(
    "minutes_per_search",
    ("seen",),
    lambda row: row["vehicle"] is False,
    lambda row: row["vehicle"] is False,
    sums="minutes",
)
STAFF = Meaning(
    "black_staff", ("ethnicity",), lambda row: True, weight="headcount", residents="share"
)
TRUST = Meaning("trust", counts=lambda row: row["question"] == "Trust", share="share",
                force_share="force_share")  # fmt: skip
MEAN = Meaning("mean_minutes", ("seen",), lambda row: row["vehicle"] is False,
               number=lambda row: row["minutes"])  # fmt: skip
DAYS = Meaning("days_to_close", ("said", "seen"), lambda row: True, percentile=90,
               number=lambda row: days_between(row["searched_on"], row["closed_on"]))  # fmt: skip

PEOPLE = Meaning("people_arrested", ("said",), lambda row: row["outcome"] == "Arrest",
                 lambda row: True, distinct="note")  # fmt: skip

FAIRLY = Meaning("treated_fairly", ("said",), lambda row: row["agrees"] is True,
                 lambda row: row["agrees"] is not None, balance="balance")  # fmt: skip

RESULTS = Meaning("searches_with_result", ("said",),
                  lambda row: row["vehicle"] is False and row["outcome"] != "No further action",
                  lambda row: row["vehicle"] is False)  # fmt: skip
LAST = Meaning("arrests_of_results", ("said",),
               lambda row: row["vehicle"] is False and row["outcome"] == "Arrest",
               lambda row: row["vehicle"] is False
               and row["outcome"] != "No further action")  # fmt: skip

LEVEL = Meaning("furthest_outcome", (), lambda row: row["vehicle"] is False, share="outcome",
                levels=("No further action", "Warning", "Arrest"))  # fmt: skip


# Both sides of a metric whose denominator is in another extract.
BY_STAFF = (
    Meaning("searches_by_staff", ("said",), lambda row: row["vehicle"] is False),
    Meaning("staff", ("ethnicity",), lambda row: row["senior"] is False, weight="headcount"),
)
BY_ANSWERS = (
    Meaning("searches_by_answers", ("said",), lambda row: True),
    Meaning("answers", ("said",), lambda row: row["agrees"] is True),
)


def days_between(since: date | None, until: date | None) -> int | None:
    """The days from one date to another, if both are there."""
    return (until - since).days if since and until else None
