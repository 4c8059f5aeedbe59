"""What each metric of the small configuration counts, said again in Python for the oracle."""

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
