"""A load is named by its bytes: the same file gives the same ones however large it is."""

from pathlib import Path

import pyarrow.parquet as pq
from builders import small

from metrics.extracts.reading import Converted, Task, read_files
from metrics.extracts.staging import SentFile
from metrics.store import file_digest

# DuckDB hands out rows by groups of 122,880: with fewer than three groups there is little to mix.
ROWS = 260_000
HEADER = "searched_on,borough,outcome,said,seen,vehicle,minutes,closed_on,note\n"


def test_a_large_file_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    """Its rows keep the order of the file, so that `rebuild` makes what was kept."""
    sent = _sent(tmp_path, "")
    found = [_read(sent, tmp_path / name) for name in ("one", "two")]
    minutes = pq.read_table(found[0].file, columns=["minutes"])["minutes"].to_numpy()
    assert (minutes.reshape(-1, 1000) == range(1000)).all()
    assert len({file_digest(each.file) for each in found}) == 1


def test_a_bad_cell_far_down_a_large_file_has_the_number_of_its_row(tmp_path: Path) -> None:
    """It is told by its place in the file, and not in the order in which threads came to it."""
    far = _read(_sent(tmp_path, "2025-04-01,ASH,,A1,,yes,many,,\n"), tmp_path / "far")
    assert [cell.row for cell in far.bad_cells] == [ROWS // 2 + 2]
    assert far.rows == ROWS


def _sent(folder: Path, between: str) -> Path:
    """A file in whose middle something stands; each row has its place in a thousand."""
    part = "".join(
        f"2025-04-{1 + i % 30:02},{'ASH' if i % 7 else 'CEDAR'},,A1,,yes,{i},,\n"
        for i in range(1000)
    ) * (ROWS // 2000)
    path = folder / "large.csv"
    path.write_text(HEADER + part + between + part, encoding="utf-8")
    return path


def _read(sent: Path, folder: Path) -> Converted:
    folder.mkdir()
    extract, units = small().extracts["searches"], small().organisation
    files = (SentFile(sent.name, sent),)
    found = read_files(Task(extract, small().codings, units, files, folder, Path()), lambda _: None)
    assert found.sent - found.set_aside == ROWS, found.findings
    return found
