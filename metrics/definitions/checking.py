"""What the types cannot say of extracts, organisation and access: that their names meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from metrics.definitions.audiences import Access
from metrics.definitions.contracts import Coding, Column, ColumnType, Extract, Screening
from metrics.definitions.organisation import Organisation, Unit, fold, unit_names
from metrics.errors import did_you_mean, nearest

# (where in the item, fault, cure); the loader adds file, line and the item's name.
Fault = tuple[tuple[str | int, ...], str, str]

NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)
DAYS = (ColumnType.DATE, ColumnType.TIMESTAMP)
POINT = (ColumnType.LONGITUDE, ColumnType.LATITUDE)
# Names of columns that the engine writes beside those of an extract.
ENGINES = ("unit", "period_end", "breakdown", "group", "fault", "row_hash")
# A count of half of what it is rounded to becomes 0.
TWICE = 2
THRESHOLDS = [field.name for field in fields(Screening) if field.name != "confirm"]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that other items may use, those of items at fault included."""

    codings: tuple[str, ...]
    units: tuple[str, ...]
    levels: tuple[str, ...]


def repeated(values: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The index and the value of each that stands before it already."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index, value
        seen.add(value)


def extract_faults(extract: Extract, known: Known) -> Iterator[Fault]:
    """Everything about one contract that can be wrong without looking at its conditions."""
    names = [column.name for column in extract.columns]
    for index, name in repeated(names):
        cure = "Give each column its own name."
        yield ("columns", index), f"column '{name}' stands there already", cure
    for index, column in enumerate(extract.columns):
        for fault, cure in _column_faults(column, known):
            yield ("columns", index), fault, cure
    for place, name in _references(extract):
        if name and name not in names:
            yield place, f"unknown column '{name}'", did_you_mean(name, names)
    for name in extract.screening:
        if name not in THRESHOLDS:
            yield ("screening", name), f"unknown threshold '{name}'", did_you_mean(name, THRESHOLDS)
    yield from _layout_faults(extract)
    yield from _type_faults(extract)
    yield from _unit_faults(extract, known)


def _column_faults(column: Column, known: Known) -> Iterator[tuple[str, str]]:
    coded = column.type is ColumnType.CODED
    if coded and not column.coding:
        yield f"column '{column.name}' is coded by nothing", "Add 'coding: …' to it."
    elif coded and column.coding not in known.codings:
        yield f"unknown coding '{column.coding}'", did_you_mean(column.coding, known.codings)
    if column.coding and not coded:
        cure = "Write 'type: coded', or delete 'coding'."
        yield f"column '{column.name}' has a coding but is no code", cure
    if column.name in ENGINES:
        yield f"the engine has a column '{column.name}' of its own", "Use another name."


def _references(extract: Extract) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("period", "column"), extract.period.column
    yield ("unit", "column"), extract.unit.column
    yield ("weight",), extract.weight
    yield from ((("key", index), name) for index, name in enumerate(extract.key))
    yield from ((("unit", "point"), name) for name in extract.unit.point)
    for index, layout in enumerate(extract.layouts):
        yield from ((("layouts", index, "fixed", name), name) for name in layout.fixed)
        if layout.wide:
            wide: tuple[str | int, ...] = ("layouts", index, "wide")
            yield (*wide, "label"), layout.wide.label
            yield (*wide, "number"), layout.wide.number


def _layout_faults(extract: Extract) -> Iterator[Fault]:
    for index, layout in enumerate(extract.layouts):
        if layout.wide and bool(layout.wide.headers) == layout.wide.months:
            fault = f"layout '{layout.name}' does not say what it lays across"
            yield ("layouts", index, "wide"), fault, "Write 'headers: […]' or 'months: true'."


def _type_faults(extract: Extract) -> Iterator[Fault]:
    """Columns that date, place or weigh a row, and are not of a type that can."""
    columns = {column.name: column for column in extract.columns}
    period, unit = columns.get(extract.period.column), columns.get(extract.unit.column)
    if period and period.type not in DAYS:
        cure = "Name a column of type date or timestamp."
        yield (
            ("period", "column"),
            f"'{period.name}' is of type {period.type}, which is no day",
            cure,
        )
    if unit and unit.type is not ColumnType.UNIT:
        cure = "Name a column of type unit."
        yield ("unit", "column"), f"'{unit.name}' is of type {unit.type}, which is no unit", cure
    weight = columns.get(extract.weight)
    if weight and (weight.type not in NUMBERS or weight.blank):
        fault = f"'{weight.name}' may hold something else than a number"
        yield ("weight",), fault, "Give that column 'type: integer' and 'blank: false'."


def _unit_faults(extract: Extract, known: Known) -> Iterator[Fault]:
    unit = extract.unit
    if sum(map(bool, (unit.column, unit.point, unit.always))) != 1:
        yield ("unit",), "the unit must come from one place", "Write 'column', 'point' or 'always'."
    if unit.always and unit.always not in known.units:
        cure = did_you_mean(unit.always, known.units)
        yield ("unit", "always"), f"unknown unit '{unit.always}'", cure
    if unit.smallest and unit.smallest not in known.levels:
        cure = did_you_mean(unit.smallest, known.levels)
        yield ("unit", "smallest"), f"unknown level '{unit.smallest}'", cure
    types = {column.name: column.type for column in extract.columns}
    if unit.point and tuple(types.get(name) for name in unit.point) != POINT:
        cure = "Write 'point: [longitude, latitude]' with columns of those types."
        yield ("unit", "point"), "a point needs a longitude and a latitude, in this order", cure


def coding_faults(coding: Coding) -> Iterator[Fault]:
    """Labels without a group, groups without a label or twice there, a label in two groups."""
    for _, group in repeated(coding.values):
        cure = "Keep one of the two."
        yield ("groups",), f"group '{group}' stands there already", cure
    for group in coding.labels:
        if group not in coding.values:
            cure = did_you_mean(group, coding.values)
            yield ("labels", group), f"unknown group '{group}'", cure
    misspelt = {word for group in coding.labels for word in nearest(group, coding.values)}
    for group in coding.groups:
        if not coding.labels.get(group) and group not in misspelt:
            cure = f"Add '{group}: [...]' under 'labels'."
            yield ("labels",), f"no label leads to the group '{group}'", cure
    if coding.reference and coding.reference not in coding.groups:
        cure = did_you_mean(coding.reference, coding.groups)
        yield ("reference",), f"unknown group '{coding.reference}'", cure
    pairs = [(group, label) for group, labels in coding.labels.items() for label in labels]
    for index, _ in repeated([fold(label) for _, label in pairs]):
        group, label = pairs[index]
        fault = f"the label '{label}' stands there already"
        yield ("labels", group), fault, "Let each label lead to one group, once."


def organisation_faults(organisation: Organisation) -> Iterator[Fault]:
    """Names that meet twice, parents and levels that do not exist, more than one root."""
    codes = [unit.code for unit in organisation.units]
    levels = [level.id for level in organisation.levels]
    for index, unit in enumerate(organisation.units):
        if unit.level not in levels:
            cure = did_you_mean(unit.level, levels)
            yield ("units", index, "level"), f"unknown level '{unit.level}'", cure
        for fault, cure in _membership_faults(unit, codes, index):
            yield ("units", index, "within"), fault, cure
    yield from _name_faults(organisation.units)
    roots = [index for index, unit in enumerate(organisation.units) if not unit.within]
    for index in roots[1:]:
        cure = "Add 'within: [{unit: …}]': only the force stands alone."
        yield ("units", index), f"it belongs to no unit, as '{codes[roots[0]]}' does", cure
    if not roots:
        yield ("units",), "every unit belongs to another", "List the force first, without 'within'."
    yield from _similar_faults(organisation, codes)
    elsewhere = organisation.location_not_recorded
    if elsewhere not in codes:
        cure = did_you_mean(elsewhere, codes)
        yield ("location_not_recorded",), f"unknown unit '{elsewhere}'", cure


def _similar_faults(organisation: Organisation, codes: Sequence[str]) -> Iterator[Fault]:
    named = [(at, unit) for at, group in enumerate(organisation.similar) for unit in group.units]
    for at, unit in named:
        if unit not in codes:
            yield ("similar", at, "units"), f"unknown unit '{unit}'", did_you_mean(unit, codes)
    for place, unit in repeated([unit for _, unit in named]):
        fault = f"'{unit}' is in a group of similar units already"
        yield ("similar", named[place][0], "units"), fault, "Leave it in one of the two."


def _membership_faults(unit: Unit, codes: Sequence[str], index: int) -> Iterator[tuple[str, str]]:
    for membership in unit.within:
        if membership.unit not in codes:
            cure = did_you_mean(membership.unit, codes[:index], "List the parent above its units.")
            yield f"unknown unit '{membership.unit}'", cure
        # A parent stands above its units in the file: this makes a circle impossible.
        elif membership.unit not in codes[:index]:
            fault = f"'{membership.unit}' is listed below it"
            yield fault, f"Move '{membership.unit}' above '{unit.code}'."
        if membership.end < membership.start:
            fault = f"its time in '{membership.unit}' ends before it starts"
            yield fault, "Write a 'start' on or before the 'end'."
    ordered = sorted(unit.within, key=lambda membership: membership.start)
    for one, other in pairwise(ordered):
        if one.end >= other.start:
            fault = f"it is in '{one.unit}' and in '{other.unit}' on {other.start}"
            yield fault, "End the one on the day before the other starts."


def _name_faults(units: Sequence[Unit]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for index, unit in enumerate(units):
        for name in unit_names(unit):
            owner = owners.setdefault(fold(name), unit.code)
            if owner != unit.code:
                cure = "Leave it to one of the two."
                yield ("units", index), f"'{name}' is also a name of '{owner}'", cure


def access_faults(access: Access) -> Iterator[Fault]:
    """Roles that open a tier that does not exist, and tiers that show nothing or cannot hide."""
    tiers = [tier.id for tier in access.tiers]
    for index, role in enumerate(access.roles):
        if role.tier not in tiers:
            cure = did_you_mean(role.tier, tiers)
            yield ("roles", index, "tier"), f"unknown tier '{role.tier}'", cure
    for index, tier in enumerate(access.tiers):
        if tier.threshold < 0:
            cure = "Write 0 to withhold nothing, or the smallest count that may be shown."
            fault = f"the threshold {tier.threshold} is below zero"
            yield ("tiers", index, "threshold"), fault, cure
        if tier.rounding and not 0 < tier.rounding < TWICE * tier.threshold:
            fault = f"rounding to {tier.rounding} could show somebody as nobody"
            cure = "Write 0 to round nothing, or less than twice the threshold."
            yield ("tiers", index, "rounding"), fault, cure
        if not tier.cuts:
            cure = "List at least one, like {of: everybody, periods: [quarter]}."
            yield ("tiers", index, "cuts"), "it has no table", cure
