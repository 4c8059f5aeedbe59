"""Who may see what: a scope cannot be forged, and what is outside it cannot be read."""

from dataclasses import replace
from datetime import date

import pytest
from extract_files import configuration

from metrics.access import Scope, scope_of_role, scope_of_tier
from metrics.errors import ScorecardError

TODAY = date(2026, 6, 30)


def test_a_scope_cannot_be_made_elsewhere() -> None:
    """A scope with somebody else's seal is refused."""
    with pytest.raises(TypeError, match=r"a Scope is made by metrics\.access only"):
        Scope("analyst", "restricted", "", None, object())


def test_a_scope_cannot_be_widened() -> None:
    """A scope that was made properly cannot be copied with other units or changed in place."""
    scope = scope_of_role(configuration(), "unit_lead", "AW", TODAY)
    with pytest.raises((TypeError, ValueError), match="seal"):
        replace(scope, units=None)
    with pytest.raises(AttributeError):
        scope.units = None  # type: ignore[misc]  # what the type refuses, run all the same
    assert not hasattr(scope, "seal")


def test_a_unit_lead_sees_up_and_down_only() -> None:
    """A lead may open their unit, its boroughs and what is above it, and no other unit."""
    scope = scope_of_role(configuration(), "unit_lead", "AW", TODAY)
    assert scope.tier == "unit"
    assert scope.units == {"AW", "E09000013", "E09000020", "E09000033", "FLP", "MPS"}
    assert [scope.allows(code) for code in ("AW", "AS", "XLOC", "nothing")] == [
        True,
        False,
        False,
        False,
    ]


def test_a_scope_follows_the_tree_of_its_day() -> None:
    """Before the merger a borough stood under the business group, and the unit was not there."""
    scope = scope_of_role(configuration(), "unit_lead", "E09000033", date(2018, 6, 30))
    assert scope.units == {"E09000033", "FLP", "MPS"}


@pytest.mark.parametrize("role", ["board_member", "reviewer", "analyst"])
def test_other_roles_see_every_unit(role: str) -> None:
    """A role for all units may open each of them, in its own tier."""
    scope = scope_of_role(configuration(), role, "", TODAY)
    assert all(scope.allows(unit.code) for unit in configuration().organisation.units)


@pytest.mark.parametrize(
    ("role", "unit", "said"),
    [
        ("bord_member", "AW", "there is no role of that name. Did you mean 'board_member'?"),
        ("unit_lead", "", "there is no unit of that code. Choose a unit."),
        ("unit_lead", "AWX", "there is no unit of that code. Did you mean 'AW'?"),
    ],
)
def test_unknown_roles_and_units_have_no_scope(role: str, unit: str, said: str) -> None:
    """A role or unit that does not exist gets nothing, and the nearest name."""
    with pytest.raises(ScorecardError) as refused:
        scope_of_role(configuration(), role, unit, TODAY)
    assert str(refused.value).endswith(said)


def test_unknown_tier_has_no_scope() -> None:
    """A tier that does not exist gets nothing, and the nearest name."""
    with pytest.raises(ScorecardError, match="there is no tier of that name"):
        scope_of_tier(configuration(), "publik")
