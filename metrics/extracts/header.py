"""Which header is which column: matched by name, never by position."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.definitions.contracts import Column, Extract, Layout, Wide
from metrics.errors import Finding, ScorecardError, nearest, single_fault
from metrics.extracts.likely import other_letters
from metrics.extracts.tables import fold_header

MONTH = re.compile("(199[0-9]|20[0-9]{2})(0[1-9]|1[0-2])")
PLAIN = Layout(name="one column for each")
# A row of a file with its number.
Line = tuple[int, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Matched:
    """The layout of a file, and the position of each column and of each header laid across.

    `faults` are of columns that are missing or stand twice. A column that is called nearly so is
    missing, and yet it has a position: its cells can be looked at.
    """

    layout: Layout
    positions: dict[str, int]
    across: dict[str, int]
    faults: tuple[Finding, ...] = ()


def wanted_headers(extract: Extract) -> list[frozenset[str]]:
    """For each layout of an extract, the folded headers that a file must or may have."""
    return [
        frozenset(
            {fold_header(name) for column in extract.columns for name in column_headers(column)}
            | {fold_header(name) for name in layout.known_by}
        )
        for layout in extract.layouts or (PLAIN,)
    ]


def column_headers(column: Column) -> tuple[str, ...]:
    """The headers under which a column may stand in a file."""
    return (*column.headers, column.name)


def match_or_point(
    headers: Sequence[str], extract: Extract, others: Sequence[Extract], name: str,
    beginning: Sequence[Line] = (),
) -> Matched:  # fmt: skip
    """What `match_headers` finds; where it misses columns, also which other extract's file it is.

    That is one of which the file has every column, and more of them than it has of this one; the
    finding stands before the others. Raises ScorecardError as `match_headers` does.
    """
    try:
        matched = match_headers(headers, extract, name, beginning)
    except ScorecardError as error:
        raise ScorecardError([*_of_another(headers, others, name), *error.findings]) from error
    if not matched.faults:
        return matched
    elsewhere = _of_another(headers, others, name, len(matched.positions))
    return replace(matched, faults=(*elsewhere, *matched.faults))


def _of_another(
    headers: Sequence[str], others: Sequence[Extract], name: str, here: int = 0
) -> list[Finding]:
    """That a file has every column of another extract: of several, of the one that reads most."""
    read = {other.title: len(_whole(headers, other)) for other in others}
    title = max(read, key=read.__getitem__, default="")
    if not title or read[title] <= here:
        return []
    fault = f"it has every column of another extract, {title}"
    return [Finding(name, fault, "Choose that extract, or check that this is the file you mean.")]


def _whole(headers: Sequence[str], extract: Extract) -> Mapping[str, int]:
    """The positions of an extract's columns, none where one that it requires is not there."""
    try:
        matched = match_headers(headers, extract, "")
    except ScorecardError:
        return {}
    return {} if matched.faults else matched.positions


def match_headers(
    headers: Sequence[str], extract: Extract, name: str, beginning: Sequence[Line] = ()
) -> Matched:
    """Find every column of an extract among the headers of a file.

    `beginning` are its first rows with their numbers, among which the names are looked for where
    the first has none. Raises ScorecardError where the file has no layout that is known, or more
    columns are missing than there are.
    """
    folded = [fold_header(header) for header in headers]
    layout = _layout(folded, extract, name)
    across = _across(layout.wide, headers, name) if layout.wide else ()
    given = {*layout.fixed, *((layout.wide.label, layout.wide.number) if layout.wide else ())}
    found = [(c, _positions(c, folded)) for c in extract.columns if c.name not in given]
    positions = {column.name: at[0] for column, at in found if len(at) == 1}
    missing = [column for column, at in found if column.required and not at]
    taken = {*positions.values()} | {folded.index(fold_header(h)) for h in across}
    free = {h.strip(): i for i, h in enumerate(headers) if i not in taken and h.strip()}
    faults = [_fault(c, at, free, name) for c, at in found if len(at) > 1 or c in missing]
    if faults and not positions:
        raise _no_header(extract, name, beginning)
    if len(faults) > len(positions):
        # It is another table: what its cells hold is beside the point.
        raise ScorecardError(faults)
    positions |= _nearly(missing, free)
    across_at = {h: folded.index(fold_header(h)) for h in across}
    return Matched(layout, positions, across_at, tuple(faults))


def _across(wide: Wide, headers: Sequence[str], name: str) -> Sequence[str]:
    """The headers that a layout lays across: those that it names, or every month of the file."""
    if not wide.months:
        return wide.headers
    months = [header.strip() for header in headers if MONTH.fullmatch(header.strip())]
    twice = [month for month, times in Counter(months).items() if times > 1]
    if twice:
        cure = "Keep the one that is meant and rename or delete the others."
        raise single_fault(name, f"column '{twice[0]}' stands {months.count(twice[0])} times", cure)
    if not months:
        cure = "Head the column of each month like 202604."
        raise single_fault(name, "no column is of a month", cure)
    return months


def _nearly(missing: Sequence[Column], free: Mapping[str, int]) -> dict[str, int]:
    """The positions of headers that are no column's and nearly the name of a missing one."""
    near = {column.name: nearest(column_headers(column)[0], list(free)) for column in missing}
    return {name: free[header] for name, found in near.items() for header in found}


def _positions(column: Column, folded: Sequence[str]) -> list[int]:
    """Where the column stands: under the first of its headers that the file has at all."""
    for header in column_headers(column):
        found = [i for i, other in enumerate(folded) if other == fold_header(header)]
        if found:
            return found
    return []


def _layout(folded: Sequence[str], extract: Extract, name: str) -> Layout:
    if not extract.layouts:
        return PLAIN
    have = Counter(folded)
    found = [x for x in extract.layouts if all(have[fold_header(h)] == 1 for h in x.known_by)]
    if found and not found[0].refused:
        return found[0]
    taken = [layout for layout in extract.layouts if not layout.refused]
    known = "; ".join(f"{layout.name} ({', '.join(layout.known_by)})" for layout in taken)
    fault = f"the columns are those of no known layout of '{extract.id}'"
    why = f"{found[0].refused} " if found else ""
    raise ScorecardError([Finding(name, fault, f"{why}Known layouts: {known}.")])


def _no_header(extract: Extract, name: str, beginning: Sequence[Line]) -> ScorecardError:
    """The error for a first row that may hold data: it is not quoted."""
    (known,) = wanted_headers(extract)[:1]
    for number, row in beginning:
        if 2 * len(known & {fold_header(cell or "") for cell in row}) > _fewest(extract):
            cure = f"They stand in row {number}: take out every row above it."
            break
    else:
        wanted = ", ".join(column_headers(c)[0] for c in extract.columns if c.required)
        cure = (
            f"Put these names in the first row: {wanted}. A CSV file separates them by commas, "
            f"semicolons or tabs."
        )
    return single_fault(name, f"the first row names no column of '{extract.id}'", cure)


def _fewest(extract: Extract) -> int:
    return sum(column.required for column in extract.columns)


def _fault(column: Column, at: Sequence[int], free: Mapping[str, int], name: str) -> Finding:
    wanted = column_headers(column)[0]
    if at:
        cure = "Keep the one that is meant and rename or delete the others."
        return Finding(name, f"column '{wanted}' stands {len(at)} times", cure)
    near = nearest(wanted, list(free))
    if near:
        cure = f"Did you mean '{near[0]}'? {other_letters(near[0], wanted)}".rstrip()
    elif free:
        cure = f"It may be one of these, which are no other column's: {', '.join(free)}."
    else:
        cure = "Ask for it: every column of the file is another's."
    about = f"It holds this: {column.about}. " if column.about and not near else ""
    return Finding(name, f"column '{wanted}' is missing", about + cure)
