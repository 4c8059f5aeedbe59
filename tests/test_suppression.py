"""Primary suppression: what each tier sees of small counts, and in which words."""

from dataclasses import replace

import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.audiences import Cut, Tier
from metrics.disclosure.suppression import protect

NOBODY = "withheld to protect people"


def tier(threshold: int) -> Tier:
    """A tier that sees quarters of everybody under a threshold."""
    cut = Cut(of="everybody", periods=("quarter",))
    return Tier(id="tier", title="T", audience="T", threshold=threshold, cuts=(cut,))


def seen(metric: str, threshold: int, numerator: float | None, denominator: float | None = None,
         **more: object) -> tuple[float | None, float | None, str, str]:  # fmt: skip
    """What a tier sees of one count: numerator, denominator, shorthand and reason."""
    counts = released(
        {"metric": metric, "numerator": numerator, "denominator": denominator, **more}
    )
    row = protect(counts, tier(threshold), small()).counts.iloc[0]
    numbers = [None if pd.isna(row[c]) else row[c] for c in ("numerator", "denominator")]
    return (*numbers, row["shorthand"], row["reason"])


def test_a_tier_is_without_the_tables_that_are_taken_out() -> None:
    """A table of its cuts is not there for the extract, the metric or the level that is named."""
    counts = released(
        {"metric": "searches_made", "numerator": 50}, {"metric": "arrests", "numerator": 20}
    )
    whole = tier(5)
    for keys, left in (
        ({"extracts": ("searches",)}, []), ({"metrics": ("arrests",)}, ["searches_made"]),
        ({"levels": ("borough",)}, ["searches_made", "arrests"]),
        ({"of": "groups"}, ["searches_made", "arrests"]),
    ):  # fmt: skip
        out = Cut(**{"of": "everybody", "periods": ("quarter",), **keys})
        found = protect(counts, replace(whole, without=(out,)), small()).counts
        assert found["metric"].tolist() == left


@pytest.mark.parametrize("count", [0, 5, 6])
def test_none_and_five_or_more_are_shown(count: int) -> None:
    """Nobody is a number that can be shown, and so is a count at the threshold."""
    assert seen("searches_made", 5, count) == (count, None, "", "")


@pytest.mark.parametrize("count", [0.5, 1, 2, 4, 4.5])
def test_one_to_four_are_withheld(count: float) -> None:
    """A count above none and below the threshold is absent, and says why."""
    assert seen("searches_made", 5, count) == (None, None, "c", NOBODY)


@pytest.mark.parametrize(("count", "hidden"), [(9, True), (10, False)])
def test_each_tier_has_its_own_threshold(count: int, hidden: bool) -> None:
    """Under a threshold of 10, nine is withheld and ten is shown."""
    assert seen("searches_made", 10, count)[2] == ("c" if hidden else "")


@pytest.mark.parametrize("threshold", [0, 1])
def test_a_tier_without_a_threshold_sees_everything(threshold: int) -> None:
    """At 0 and at 1 no count is too small."""
    assert seen("arrests", threshold, 1, 2) == (1, 2, "", "")


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (0, 100, (0, 100, "")),
        (5, 100, (5, 100, "")),
        (4, 100, (None, 100, "c")),
        (96, 100, (None, 100, "c")),
        (95, 100, (95, 100, "")),
        (100, 100, (100, 100, "")),
        (0, 4, (0, None, "c")),
        (4, 4, (None, None, "c")),
        (5, 5, (5, 5, "")),
        (0, 0, (0, 0, "")),
    ],
)
def test_a_proportion_hides_its_small_part_its_small_rest_and_its_small_base(
    numerator: int, denominator: int, shown: tuple[float | None, float | None, str]
) -> None:
    """What is left of a base gives a count away as surely as the count itself."""
    assert seen("arrests", 5, numerator, denominator)[:3] == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [(5, 3, (5, 3, "")), (4, 1000, (None, 1000, "c")), (997, 1000, (997, 1000, ""))],
)
def test_a_rate_shows_its_residents(
    numerator: int, denominator: int, shown: tuple[float | None, float | None, str]
) -> None:
    """Residents are published: neither they nor what they leave are anybody's secret."""
    assert seen("search_rate", 5, numerator, denominator)[:3] == shown


def test_a_published_value_stays() -> None:
    """A value that was computed elsewhere has no count to hide."""
    counts = released({"metric": "trust", "published": 0.01})
    assert protect(counts, tier(10), small()).counts["published"].tolist() == [0.01]


@pytest.mark.parametrize("shorthand", ["x", "z"])
def test_not_available_and_not_applicable_go_before_withheld(shorthand: str) -> None:
    """A small count of a figure that is absent anyway is hidden under the reason that it had."""
    found = seen("search_rate", 5, 3, None, shorthand=shorthand, reason="said before")
    assert found == (None, None, shorthand, "said before")


def test_an_absent_number_is_not_small() -> None:
    """A number that is not there is not withheld: it says why itself."""
    found = seen("arrests", 5, None, None, shorthand="x", reason="months missing")
    assert found == (None, None, "x", "months missing")


@pytest.mark.parametrize("name", ["inside", "board", "public"])
def test_a_tier_sees_the_periods_of_its_list_only(name: str) -> None:
    """A month is for the tier inside alone, twelve months are not for the public."""
    types = ["month", "quarter", "rolling_year", "financial_year", "year_to_date", "snapshot"]
    counts = released(*({"metric": "searches_made", "type": t, "numerator": 50} for t in types))
    wanted = {
        "inside": types,
        "board": types[1:],
        "public": ["quarter", "financial_year", "snapshot"],
    }
    found = protect(counts, small().access.tier(name), small()).counts
    assert found["type"].tolist() == wanted[name]


def test_protecting_leaves_the_counts_as_they_were() -> None:
    """The counts of one tier's release are still whole for the next."""
    counts = released({"metric": "searches_made", "numerator": 2})
    before = counts.copy()
    protect(counts, tier(5), small())
    pd.testing.assert_frame_equal(counts, before)


def test_what_is_nobodys_secret_is_not_withheld() -> None:
    """A metric that counts public extracts alone shows its small counts, and no other does."""
    small_ = small()
    extracts = dict(small_.extracts)
    extracts["searches"] = replace(extracts["searches"], public=True)
    open_to_all = replace(small_, extracts=extracts)
    counts = released({"metric": "searches_made", "numerator": 2})
    assert protect(counts, tier(5), open_to_all).counts["numerator"].tolist() == [2]
    mixed = released({"metric": "black_staff", "numerator": 2, "denominator": 90})
    assert protect(mixed, tier(5), open_to_all).counts["shorthand"].tolist() == ["c"]
