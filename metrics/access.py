"""Who may see what: a Scope is made here only, and every read of a release takes one."""

from dataclasses import InitVar, dataclass
from datetime import date

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.errors import did_you_mean, single_fault

_SEAL = object()


@dataclass(frozen=True, slots=True)
class Scope:
    """One person's view: their role, its tier, and the units that they may open (None: all)."""

    role: str
    tier: str
    own_unit: str
    units: frozenset[str] | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse a scope that was not made by this module; a copy cannot be changed either."""
        if seal is not _SEAL:
            raise TypeError("a Scope is made by metrics.access only")

    def allows(self, unit: str) -> bool:
        """Whether figures of this unit may be read."""
        return self.units is None or unit in self.units


def scope_of_role(configuration: Configuration, role_id: str, own_unit: str, as_at: date) -> Scope:
    """The scope of a role; a lead of a unit sees it, what is under it and what is above it.

    `as_at` is the day on which the tree of units is read. Raises ScorecardError when the role or
    the unit does not exist.
    """
    roles = [role.id for role in configuration.access.roles]
    if role_id not in roles:
        raise single_fault(role_id, "there is no role of that name", did_you_mean(role_id, roles))
    role, organisation = configuration.access.role(role_id), configuration.organisation
    if role.units == "all":
        return Scope(role.id, role.tier, "", None, _SEAL)
    if own_unit not in organisation.by_code:
        cure = did_you_mean(own_unit, list(organisation.by_code), "Choose a unit.")
        raise single_fault(own_unit, "there is no unit of that code", cure)
    below = {unit.code for unit in organisation.below(own_unit, as_at)}
    units = frozenset(below | set(organisation.ancestors(own_unit, as_at)))
    return Scope(role.id, role.tier, own_unit, units, _SEAL)


def may_read_report(scope: Scope, tier: Tier, own: Tier) -> bool:
    """Whether the disclosure report of a tier may be read: by that tier, and by who signs it off.

    That is whoever sees everything; `own` is the scope's own tier.
    """
    return scope.tier == tier.id or sees_everything(scope, own)


def sees_everything(scope: Scope, own: Tier) -> bool:
    """Whether every unit and every count may be seen, as the scope and `own`, its tier, say."""
    return scope.tier == own.id and scope.units is None and own.threshold == 0


def scope_of_tier(configuration: Configuration, tier_id: str) -> Scope:
    """The scope of somebody at the command line, who exports a whole tier.

    Raises ScorecardError when the tier does not exist.
    """
    tiers = [tier.id for tier in configuration.access.tiers]
    if tier_id not in tiers:
        raise single_fault(tier_id, "there is no tier of that name", did_you_mean(tier_id, tiers))
    return Scope("command line", tier_id, "", None, _SEAL)
