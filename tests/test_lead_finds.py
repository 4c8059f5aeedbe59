"""What a lead finds of other units' people: by the sums, and by how little room they leave."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from secrets_made import EXTRACT, secrets_of

from metrics.disclosure import lead_finds, remainders
from metrics.disclosure.lead_attack import attacked_by_leads
from metrics.disclosure.lead_finds import LeadFinds
from metrics.disclosure.secondary import Secrets

Spot = tuple[str, str]
UNITS, GROUPS = ("CN", "AS", "EA", "SW"), ("Asian", "Black", "White")
HIDDEN = [(unit, group) for unit in UNITS[:3] for group in GROUPS[:2]]


def searched(asian: Iterable[int], black: Iterable[int]) -> dict[str | Spot, int]:
    """Four units under FLP by three groups, with every total; so many Asian and Black people."""
    rows = dict(zip(UNITS, zip(asian, black, (90, 80, 70, 60), strict=True), strict=True))
    groups = {(u, g): n for u, row in rows.items() for g, n in zip(GROUPS, row, strict=True)}
    of_force = {
        (top, g): sum(groups[u, g] for u in UNITS) for top in ("FLP", "MPS") for g in GROUPS
    }
    everybody = {
        u: sum(n for (unit, _), n in (groups | of_force).items() if unit == u)
        for u in (*UNITS, "FLP", "MPS")
    }
    return {**everybody, **groups, **of_force}


def spots(secrets: Secrets, cells: np.ndarray) -> set[Spot]:
    """The units and groups of some cells."""
    there = secrets.people.cells[cells]
    return {*zip(there["unit"], there["group"], strict=True)}


def mask(secrets: Secrets, those: Iterable[Spot]) -> np.ndarray:
    """The cells of some units and groups."""
    cells, wanted = secrets.people.cells, {*those}
    pairs = zip(cells["unit"], cells["group"], strict=True)
    return np.array([pair in wanted for pair in pairs])


def found_by_leads(secrets: Secrets, hidden: Iterable[Spot]) -> dict[str, set[Spot]]:
    """What the lead of each unit finds."""
    finds = LeadFinds(secrets, ~secrets.known).of(EXTRACT, mask(secrets, hidden))
    return {lead: spots(secrets, found) for lead, found in finds.items()}


ROOM, LITTLE = (9, 9, 9, 30), (3, 3, 2, 30)


def test_two_groups_of_two_units_keep_each_other_where_there_is_room() -> None:
    """Without the own number each lead still leaves the others 9 to go up and down."""
    assert found_by_leads(secrets_of(searched(ROOM, ROOM)), HIDDEN) == {}


def test_little_room_is_found() -> None:
    """CN's lead leaves AS and EA 2 up and 2 down: 4 are too few. The others leave 3 and 2."""
    secrets = secrets_of(searched(LITTLE, LITTLE))
    assert found_by_leads(secrets, HIDDEN)["CN"] == {s for s in HIDDEN if s[0] != "CN"}


def test_in_a_very_large_remainder_little_room_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of Asian people CN leaves AS and EA 2 up and 2 down, where its own 9 leave others more."""
    monkeypatch.setattr(remainders, "SMALL", 0)
    monkeypatch.setattr(remainders, "LARGE", 0)
    found = found_by_leads(secrets_of(searched((9, 2, 2, 30), (9, 30, 30, 30))), HIDDEN)
    assert found == {"CN": {s for s in HIDDEN if s[0] != "CN"}}


def test_others_are_hidden_until_no_lead_finds_any() -> None:
    """What the lead would find is hidden better, and the force stays as it is."""
    secrets = secrets_of(searched(LITTLE, LITTLE))
    leads, hidden = LeadFinds(secrets, ~secrets.known), mask(secrets, HIDDEN)
    told: list[str] = []
    after = attacked_by_leads(leads, hidden, (), told.append)
    assert told == ["Attacking as leads of units (1 of 1)"]
    more = spots(secrets, after & ~hidden)
    assert more
    assert not {unit for unit, _ in more} & {"MPS", "FLP"}
    assert found_by_leads(secrets, spots(secrets, after)) == {}


def test_where_nobody_is_shown_no_lead_finds_any() -> None:
    """No sum is known then, and any number could be."""
    secrets = secrets_of(searched(LITTLE, LITTLE))
    everybody = np.ones(len(secrets.known), dtype=bool)
    assert LeadFinds(secrets, ~secrets.known).of(EXTRACT, everybody) == {}


def test_what_was_proved_safe_is_not_looked_for_again() -> None:
    """What CN's lead is proved not to find stays so: more is hidden from one look to the next."""
    secrets = secrets_of(searched(LITTLE, LITTLE))
    leads, hidden = LeadFinds(secrets, ~secrets.known), mask(secrets, HIDDEN)
    found = leads.of(EXTRACT, hidden)
    leads.keep("CN", np.flatnonzero(mask(secrets, [("AS", "Asian")])))
    again = leads.of(EXTRACT, hidden)
    assert spots(secrets, again["CN"]) == spots(secrets, found["CN"]) - {("AS", "Asian")}
    assert {lead: spots(secrets, again[lead]) for lead in again if lead != "CN"} == {
        lead: spots(secrets, found[lead]) for lead in found if lead != "CN"
    }


def test_only_what_is_asked_for_is_found() -> None:
    """What is as it was in the last release was kept from leads then."""
    secrets = secrets_of(searched(LITTLE, LITTLE))
    nothing = np.zeros(len(secrets.known), dtype=bool)
    assert LeadFinds(secrets, nothing).of(EXTRACT, mask(secrets, HIDDEN)) == {}
    known = replace(secrets, known=mask(secrets, HIDDEN))
    assert found_by_leads(known, HIDDEN) == {}


def test_the_sums_tell_a_lead_what_is_left() -> None:
    """Of two hidden units each lead has the other: but what the own adds up to is nobody else."""
    secrets = secrets_of({"FLP": 100, "CN": 60, "AS": 38, "EA": 2})
    assert found_by_leads(secrets, [("AS", "All"), ("EA", "All")]) == {
        "AS": {("EA", "All")}, "EA": {("AS", "All")},
    }  # fmt: skip
    above = secrets_of({"MPS": 143, "SO": 43, "FLP": 60, "MOPS": 40, "SO15": 3, "SO18": 40})
    alone = [("SO", "All"), ("FLP", "All"), ("MOPS", "All"), ("SO15", "All")]
    assert found_by_leads(above, alone) == {}


def test_a_lead_finds_what_several_sums_fix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And that is looked for where the lead knows more than the own: SO18's lead has SO as well."""
    units = {"SO": 43, "FLP": 60, "MOPS": 40, "SO15": 40, "SO18": 3}
    secrets = secrets_of({"MPS": 143, **units})
    hidden = [(unit, "All") for unit in ("SO", "FLP", "MOPS", "SO18")]
    assert found_by_leads(secrets, hidden) == {}
    monkeypatch.setattr(lead_finds, "fixed", lambda sums: np.ones(sums.shape[1], dtype=bool))
    assert found_by_leads(secrets, hidden) == {"SO18": {("FLP", "All"), ("MOPS", "All")}}
