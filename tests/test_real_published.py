"""What others have published, computed again from their own files: equal to the printed digit.

Each file is read a second time here in plain loops; nothing of the engine helps to read it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from builders import Count, Key, by_key, delivered
from oracle import last_day
from real_files import BOUNDARIES, needs_real_files, real_files

from metrics.connections import open_connection
from metrics.counting.calculation import Calculation
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.judgement import disparity
from metrics.release import sources_of
from metrics.store import Store

pytestmark = [needs_real_files, pytest.mark.usefixtures("at_once")]

FORCE = "use_of_force/ho_uof_by-ethnicity-force_2019-20.csv"
HATE = "hate_crime/mps_monthly_crime_other_crime_borough_level_off_type.csv"
RATIOS = "published_rates/blackthrive_london_stop_rate_black_vs_white_2020-2022.csv"
# Of 134 months; each costs a pass over the file.
MONTHS = 38
GROUPS = {"Asian": "Asian (or Asian British)", "Black": "Black (or Black British)",
          "Mixed": "Mixed", "White": "White", "Other": "Other",
          "Not reported": "Not reported"}  # fmt: skip
KINDS = {
    "published_hate_racist": "Racist and Religious Hate Crime",
    "published_hate_homophobic": "Homophobic Hate Crime",
    "published_hate_transgender": "Transgender Hate",
    "published_hate_disability": "Disability Hate Crime",
}


def rows_of(pattern: str) -> Iterator[dict[str, str]]:
    """The rows of a file as it was published."""
    (file,) = real_files(pattern)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def counts_of(folder: Path, extract: str, pattern: str) -> Mapping[Key, Count]:
    """What the engine counts in a file as it was published, loaded as its senders load it."""
    (file,) = real_files(pattern)
    return counts_of_file(folder, extract, file)


def counts_of_file(folder: Path, extract: str, file: Path) -> Mapping[Key, Count]:
    """What the engine counts in one file of an extract."""
    store = Store(folder / "store")
    Loader(store, delivered(), BOUNDARIES, lambda _: None).load(
        extract, [SentFile(file.name, file)]
    )
    calculation = Calculation(delivered(), sources_of(store.active_loads(), delivered()))
    with open_connection() as connection:
        return by_key(calculation.counts(connection, lambda _: None))


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Key, Count]:
    """The use of force of 2019/20, by what officers saw."""
    return counts_of(tmp_path_factory.mktemp("force"), "published_force", FORCE)


@pytest.fixture(scope="module")
def hate(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Key, Count]:
    """Hate crime by borough and month: the last three years of the file, to May 2021."""
    folder = tmp_path_factory.mktemp("hate")
    (file,) = real_files(HATE)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [[*row[:3], *row[-MONTHS:]] for row in csv.reader(lines)]
    part = folder / file.name
    with part.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    return counts_of_file(folder, "published_hate_crime", part)


def tactic(name: str) -> dict[str, float]:
    """One row of the published table of the force: how often for each group, and in all."""
    ours = (row for row in rows_of(FORCE) if row["Police Force"] == "Metropolitan")
    (row,) = (row for row in ours if row["Tactic"] == name)
    total = {"All": float(row["Number of times tactic reported"])}
    return total | {group: float(row[header]) for group, header in GROUPS.items()}


def by_group(counts: Mapping[Key, Count], metric: str) -> dict[str, Count]:
    """The counts of one metric in 2019/20, for everyone and for each group."""
    year = ("MPS", "financial_year", "2020-03-31")
    found = {"All": counts[Key(metric, *year)]}
    return found | {group: counts[Key(metric, *year, "ethnicity", group)] for group in GROUPS}


def test_use_of_force_by_group(force: Mapping[Key, Count]) -> None:
    """205,135 tactics, 87,840 on White people: the parts add up to the total that is printed."""
    found = by_group(force, "published_force_used")
    assert {group: count.numerator for group, count in found.items()} == tactic("*Total Tactics")
    assert (found["All"].numerator, found["White"].numerator) == (205_135, 87_840)


def test_handcuffing_of_people_who_complied(force: Mapping[Key, Count]) -> None:
    """88,563 of 122,389, and for each group as printed."""
    found = by_group(force, "published_handcuffs_compliant")
    complied, all_ = tactic("Compliant handcuffing"), tactic("Handcuffing, of which")
    assert {group: count.numerator for group, count in found.items()} == complied
    assert {group: count.denominator for group, count in found.items()} == all_


@pytest.mark.parametrize("metric", KINDS)
def test_hate_crime_of_every_borough_and_month(metric: str, hate: Mapping[Key, Count]) -> None:
    """38 months, each borough and the force: the file's own numbers, an airport's among them."""
    printed: dict[tuple[str, str], float] = defaultdict(float)
    names = {name: unit.code for unit in delivered().organisation.units
             for name in (unit.name, *unit.names)}  # fmt: skip
    for row in rows_of(HATE):
        if row["MinorText"] == KINDS[metric]:
            for header in [header for header in row if header.isdecimal()][-MONTHS:]:
                end = last_day(int(header[:4]), int(header[4:])).isoformat()
                printed[names[row["Borough"]], end] += int(row[header])
                printed["MPS", end] += int(row[header])
    units = {unit for unit, _ in printed}
    found = {
        (key.unit, key.end): count.numerator for key, count in hate.items()
        if key.metric == metric and key.type == "month" and key.unit in units
    }  # fmt: skip
    assert len({end for _, end in printed}) == MONTHS
    assert found == printed


def test_disproportionality_of_every_borough_and_its_interval() -> None:
    """The published ratios of three years, their rates and their limits.

    They take a search for a person, so their limits are those of a ratio of proportions. Ours of
    rates are exact and a little wider, the more so where searches are few.
    """
    rows = [row for row in rows_of(RATIOS) if row["la"] != "City of London"]
    assert len(rows) == 32 * 3
    stopped, people, white, white_people, *printed = (
        np.array([float(row[name]) for row in rows])
        for name in ("Black_stopped", "Black_population", "White_stopped", "White_population",
                     "Black_stop_rate", "rr", "rr_ci_low", "rr_ci_upp")
    )  # fmt: skip
    rate, ratio, lower, upper = printed
    assert np.allclose(100 * stopped / people, rate, rtol=1e-12)
    ours = disparity.times(stopped / people, white / white_people)
    assert np.allclose(ours, ratio, rtol=1e-12)
    of_people = disparity.ratio_of_proportions(stopped, people, white, white_people)
    assert np.allclose(of_people, (lower, upper), rtol=6e-4)
    low, high = disparity.ratio_of_rates(stopped, people, white, white_people)
    assert np.allclose((low, high), (lower, upper), rtol=0.011)
    assert ((low < lower) & (high > upper)).mean() > 0.95
