"""The people searched in some units and groups, in one quarter, as the room of disclosure has them.

The units are the delivered ones, and the groups those of ethnicity as officers define it.
"""

from collections.abc import Mapping
from datetime import date

from builders import delivered, released

from metrics.disclosure.earlier import Looks, earlier_of
from metrics.disclosure.linked import Tree
from metrics.disclosure.people import people_in
from metrics.disclosure.secondary import Secrets
from metrics.disclosure.together import together

QUARTER = {"start": date(2025, 4, 1), "end": date(2025, 6, 30)}
METRIC, EXTRACT = "stop_search_arrest_rate", "stop_search"
THRESHOLD = 5


def secrets_of(searched: Mapping[str | tuple[str, str], int]) -> Secrets:
    """The people searched in each unit, or in a group of it."""
    counts = released(
        *({"metric": METRIC, **QUARTER, "denominator": n, **_spot(spot)}
          for spot, n in searched.items())
    )  # fmt: skip
    people, tree = people_in(counts, delivered()), Tree(delivered().organisation)
    earlier = earlier_of(people, None, delivered().access.tier("board"), delivered())
    unlike = Looks(earlier.hidden, earlier.hidden)
    table = together(people, tree, EXTRACT, earlier, delivered())
    return Secrets(people, tree, THRESHOLD, earlier.shown, unlike, {EXTRACT: table})


def _spot(spot: str | tuple[str, str]) -> dict[str, str]:
    if isinstance(spot, str):
        return {"unit": spot}
    unit, group = spot
    return {"unit": unit, "breakdown": "ethnicity_officer_defined", "group": group}
