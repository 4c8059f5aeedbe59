"""All counts of one extract as one table: what they say of one another, beside their own sums.

Whoever sees a page sees all counts of the same rows: those searched, those of them arrested, those
of them searched for drugs. Each has its sums of units, groups and quarters; and in each unit,
period and group they keep within the limits that their conditions set.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from metrics.definitions.configuration import Configuration
from metrics.definitions.meanings import Meanings
from metrics.disclosure.cells import Cells, FloatArray, Mask
from metrics.disclosure.earlier import Earlier
from metrics.disclosure.limits import Limit, Limits, limits_of, stacked
from metrics.disclosure.linked import Tree, costs, sums_among
from metrics.disclosure.people import SPOT, People, adds_up
from metrics.disclosure.same_people import always_equal, is_of_rows
from metrics.disclosure.untold import of_groups_untold

# A whole, less a part of it, is 0 or more.
PART = np.array([1.0, -1.0])


@dataclass(frozen=True)
class Together:
    """The cells of one extract: their places among all cells, their sums and their limits.

    After the cells of `places`, `counts` has those that are published nowhere. `sums` has a column
    for each count, `cost` what it costs a reader that it is hidden, and `least` and `most` the ends
    of what anybody could take it for then, whatever else is shown. `limits` has a row for each
    limit in each place: times the counts it is 0 or more.
    """

    places: np.ndarray
    counts: FloatArray
    cost: FloatArray
    least: FloatArray
    most: FloatArray
    sums: csr_array
    limits: csr_array

    def of(self, everywhere: Mask, unpublished: bool) -> Mask:
        """Which of the counts are meant, and the unpublished ones all or none."""
        more = np.full(len(self.counts) - len(self.places), unpublished)
        return np.concatenate([everywhere[self.places], more])

    def movable(self, free: Mask) -> tuple[np.ndarray, Cells]:
        """The places of the counts that are free, and these as cells: all others stay as they are.

        After the free counts come cells for what limits leave, where several counts are free.
        """
        at, ends = np.flatnonzero(free), self.ends(free)
        several = self._in_each_limit(free) > 1
        rests = self._left[several]
        limited = hstack([self.limits[several][:, at], -eye_array(len(rests))])
        sums = hstack([self.sums[:, at], csr_array((self.sums.shape[0], len(rests)))])
        relations = csr_array(vstack([sums, limited], format="csr"))
        told = np.flatnonzero(np.diff(relations.indptr))
        return at, Cells(
            np.concatenate([self.counts[at], rests]),
            relations[told],
            np.concatenate([self.cost[at], np.zeros(len(rests))]),
            np.concatenate([ends[0][at], np.zeros(len(rests))]),
            np.concatenate([ends[1][at], np.full(len(rests), np.inf)]),
            np.zeros((0, len(at) + len(rests)), dtype=bool),
        )

    @cached_property
    def _left(self) -> FloatArray:
        """What each limit leaves."""
        # People counted once do not add up, and may be a little beyond.
        return np.asarray(np.maximum(self.limits @ self.counts, 0.0))

    @cached_property
    def _entries(self) -> tuple[np.ndarray, np.ndarray, FloatArray]:
        """The limit, the count and the factor of each count in each limit."""
        entries = self.limits.tocoo()
        return (*entries.coords, entries.data)

    def _in_each_limit(self, free: Mask) -> FloatArray:
        """How many of these counts are in each limit."""
        limit, place, _ = self._entries
        found = np.bincount(limit, free[place], self.limits.shape[0])
        return found.astype("float64")

    def ends(self, free: Mask) -> tuple[FloatArray, FloatArray]:
        """The least and the most that each count can be by the limits whose others all stay.

        A count that is not free is asked for the most alone: if it were, so were its parts.
        """
        least, most = self.least.copy(), self.most.copy()
        limit, place, factor = self._entries
        alone = self._in_each_limit(free)[limit] == free[place]
        limit, place, factor = (each[alone] for each in (limit, place, factor))
        end, down = self.counts[place] - self._left[limit] / factor, (factor > 0) & free[place]
        np.maximum.at(least, place[down], end[down])
        np.minimum.at(most, place[factor < 0], end[factor < 0])
        return np.minimum(least, self.counts), most

    def plainly_nobody(self, hidden: Mask) -> Mask:
        """The hidden counts that shown ones tell to be 0: a part of nobody, or nobody's whole."""
        wholes, parts = (self.sums < 0).tocsr(), (self.sums > 0).tocsr()
        sizes = np.diff(parts.indptr)
        told, before = (self.counts == 0) & (~hidden | self._never()), -1
        while before < told.sum():
            before = int(told.sum())
            nobody = told.astype("float64")
            empty = (wholes @ nobody > 0) | (parts @ nobody == sizes)
            told = told | ((abs(self.sums).T @ empty.astype("float64")) > 0)
        return np.asarray(told & hidden)

    def _never(self) -> Mask:
        """The counts that can only be 0: constables among officers who are none."""
        by_itself = np.diff(self.limits.indptr) == 1
        found = np.zeros(len(self.counts), dtype=bool)
        found[self.limits[by_itself].indices] = True
        return found


def together(
    people: People, tree: Tree, extract: str, earlier: Earlier, configuration: Configuration
) -> Together:
    """All counts of one extract, with every sum and every limit among them."""
    numbers = [n for n, count in enumerate(people.counted) if count.extract == extract]
    cells = people.cells[people.cells["counted"].isin(numbers)]
    column = pd.Series(np.arange(len(cells)), index=cells.index)
    counts, cost, sums = cells["n"].to_list(), np.ones(len(cells)), []
    for number in numbers:
        mine = cells[cells["counted"] == number]
        at, additive = column[mine.index].to_numpy(), adds_up(people.counted[number])
        spots, found, every = sums_among(mine, tree, additive)
        cost[at] = costs(spots, tree, every)
        at = np.concatenate([at, len(counts) + np.arange(len(every) - len(mine))])
        counts += every[len(mine) :]
        sums += [at[[whole, *parts]] for whole, parts in found]
    meanings = configuration.meanings(extract)
    limits = (
        *_of_rows(people, column, meanings), *_of_parts(people, column, meanings),
        *_of_the_same(people, column, meanings),
        *of_groups_untold(people, column, _of_known_rows(people, column, meanings), meanings),
    )  # fmt: skip
    # Who hides one name of some people hides them under every name.
    bundles = people.bundles[cells.index]
    cost = np.bincount(bundles, weights=cost)[bundles]
    places, unpublished = cells.index.to_numpy(), len(counts) - len(cells)
    return Together(
        places, np.array(counts), np.pad(cost, (0, unpublished)),
        np.pad(earlier.least[places], (0, unpublished)),
        np.pad(earlier.most[places], (0, unpublished), constant_values=np.inf),
        _added(sums, len(counts)), stacked(limits, len(counts)),
    )  # fmt: skip


def _added(sums: list[np.ndarray], size: int) -> csr_array:
    """A row for each sum, over so many columns: -1 for the whole, and 1 for each part."""
    rows = np.repeat(np.arange(len(sums)), [len(places) for places in sums])
    places = np.concatenate([*sums, np.zeros(0, dtype=int)])
    signs = np.ones(len(places))
    signs[np.flatnonzero(np.diff(rows, prepend=-1))] = -1.0
    return csr_array(coo_array((signs, (rows, places)), shape=(len(sums), size)))


def _of_rows(people: People, column: pd.Series, meanings: Meanings) -> Iterator[Limit]:
    """The limits among counts of rows, in each place among those that have a cell there."""
    numbers = _of_known_rows(people, column, meanings)
    cells = people.cells.loc[column.index].assign(column=column)
    placed = cells[cells["counted"].isin(numbers)].pivot(
        index=SPOT, columns="counted", values="column"
    )
    at = placed.fillna(-1).to_numpy(dtype=int)
    where = placed.index.to_frame(index=False)
    known: dict[bytes, Limits] = {}
    patterns: dict[tuple[str, str, bytes], list[int]] = defaultdict(list)
    groups = zip(where["breakdown"], where["group"], at >= 0, strict=True)
    for row, (breakdown, group, there) in enumerate(groups):
        patterns[breakdown, group, there.tobytes()].append(row)
    for (breakdown, group, pattern), rows in patterns.items():
        have = np.frombuffer(pattern, dtype=np.bool_)
        texts = [people.counted[int(n)].met for n in placed.columns[have]]
        kinds = _kinds(texts, meanings)
        if breakdown in meanings.kinds:
            kinds = kinds[meanings.group(breakdown, group)]
        kinds = np.unique(kinds, axis=0)
        key = pattern + kinds.tobytes()
        if key not in known:
            known[key] = limits_of(kinds)
        for factors in known[key]:
            told = factors != 0
            if told.sum() > 1 or factors.max() <= 0:
                yield Limit(at[rows][:, have][:, told], factors[told].astype("float64"))


def _of_known_rows(people: People, column: pd.Series, meanings: Meanings) -> list[int]:
    """The numbers of the counts of rows whose condition has a meaning."""
    numbers = people.cells.loc[column.index, "counted"].unique()
    return [int(number) for number in numbers if is_of_rows(people.counted[number], meanings)]


def _kinds(conditions: list[str], meanings: Meanings) -> Limits:
    """A row for each kind of row: 1 where it meets the condition of that column."""
    return np.column_stack([meanings.met[condition] for condition in conditions]).astype(np.int64)


def _of_parts(people: People, column: pd.Series, meanings: Meanings) -> Iterator[Limit]:
    """Each count of other than rows, such as people counted once, as a part of its rows."""
    rows = _of_known_rows(people, column, meanings)
    counted = people.cells["counted"].to_numpy()[people.within[:, 0]]
    here = np.isin(people.within[:, 0], column.index) & ~np.isin(counted, rows)
    yield Limit(column[people.within[here][:, ::-1].ravel()].to_numpy().reshape(-1, 2), PART)


def _of_the_same(people: People, column: pd.Series, meanings: Meanings) -> Iterator[Limit]:
    """Counts that are always equal, in a group and under a condition: neither is more."""
    numbers = _of_known_rows(people, column, meanings)
    cells = people.cells.loc[column.index]
    mine = cells[cells["counted"].isin(numbers)]
    for labels in always_equal(numbers, people.counted, mine, meanings):
        columns = column[labels.ravel()].to_numpy().reshape(labels.shape)
        factors = np.array([1.0, *[-1.0] * (labels.shape[1] - 1)])
        yield Limit(columns, factors)
        yield Limit(columns, -factors)
