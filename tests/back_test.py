"""Writes the back-test: the judged figures of the whole sample for the force, as one file.

`python tests/back_test.py STORE` writes it anew from the releases of a store into which the sample
was loaded. A change of it is a change of what the scorecard says: CHANGELOG.md explains each, and
names the first digits of the digest of the file as it is now.
"""

import csv
import hashlib
import io
import sys
from math import isnan
from pathlib import Path

import duckdb

from metrics.connections import text

ROOT = Path(__file__).parents[1]
FILE = Path(__file__).with_name("back_test.csv")
TIER = "restricted"
TYPES = ("rolling_year", "three_years", "financial_year", "snapshot")
# Sums that were added up in another order differ in digits after these.
DIGITS = 9
COLUMNS = (
    "metric", "type", "end", "breakdown", "group", "numerator", "denominator", "judged", "status",
)  # fmt: skip


def back_test(release: Path, force: str) -> str:
    """The text of the file: every judged figure of the force in a release of the analysts' tier."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    whole = f"type IN ({', '.join(map(text, TYPES))})"
    asked = f"SELECT {columns} FROM release.judged WHERE unit = ? AND {whole} ORDER BY ALL"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {text(str(release))} AS release (READ_ONLY)")
        rows = connection.execute(asked, [force]).fetchall()
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_told(value) for value in row] for row in rows)
    return written.getvalue()


def _told(value: object) -> str:
    if isinstance(value, float):
        return "" if isnan(value) else f"{value:.{DIGITS}g}"
    return "" if value is None else str(value)


def digest() -> str:
    """The first digits of the digest of the file as it is kept, as CHANGELOG.md names them."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


def release_in(store: Path) -> Path:
    """The one release of the analysts' tier in a store."""
    (release,) = (store / "releases").glob(f"{TIER}-*.duckdb")
    return release


if __name__ == "__main__":
    FILE.write_text(back_test(release_in(Path(sys.argv[1])), "MPS"), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{digest()}\n")
