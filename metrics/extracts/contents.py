"""What a file is, by its content: its name is only a label."""

import lzma
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from metrics.errors import ScorecardError, single_fault

# The largest real workbook here unpacks to 21 MB; a bomb unpacks to gigabytes.
LARGEST_UNPACKED = 400_000_000
# The texts of a workbook are kept in memory one by one, each with an overhead.
LARGEST_TEXTS = 100_000_000
TEXTS = "xl/sharedStrings.xml"
TEXT_SAMPLE = 65_536
CHUNK = 1 << 20
# A text in UTF-16 without its mark has a NUL in every second place; a slip has one or two.
NULS_OF_OTHER_ENCODINGS = 0.1
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS = "Save it as CSV (UTF-8), XLSX, ODS, Parquet or JSON and try again."
OPEN_AND_SAVE = "Open it, save it again as XLSX or CSV, and try again."
# By the bytes that begin it: what people send in the place of a table.
NO_TABLES = {
    b"\x1f\x8b": "a gzip archive", b"BZh": "a bzip2 archive", b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive", b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"PK\x05\x06": "an empty archive", b"%PDF": "a PDF", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "a text document",
    b"SQLite format 3": "a database", b"\x7fELF": "a program", b"PARE": "an encrypted Parquet file",
}  # fmt: skip


class Content(StrEnum):
    """The kinds of file that can be read."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    WORKBOOK = "workbook"


def content_of(path: Path, name: str) -> Content:
    """The kind of a file, from its first bytes.

    Raises ScorecardError when the file is empty, protected, damaged, too large when unpacked, or
    none of the kinds that can be read.
    """
    with path.open("rb") as file:
        start = file.read(TEXT_SAMPLE)
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise single_fault(name, "the selected file is empty", "Check the file and send it again.")
    if start.startswith(b"PK\x03\x04"):
        return _zip_content(path, name)
    if start.startswith(OLD_WORKBOOK):
        return _old_content(path, name)
    if start.startswith(b"PAR1"):
        return Content.PARQUET
    return _text_content(start, name)


def _old_content(path: Path, name: str) -> Content:
    with path.open("rb") as file:
        if "EncryptedPackage".encode("utf-16-le") in file.read(LARGEST_UNPACKED):
            cure = "Save it without a password and try again."
            raise single_fault(name, "the selected file is password protected", cure)
    return Content.WORKBOOK


def _text_content(start: bytes, name: str) -> Content:
    kinds = [kind for mark, kind in NO_TABLES.items() if start.startswith(mark)]
    if start[257:262] == b"ustar":
        kinds = ["a tape archive"]
    wide = start.startswith(UTF_16)
    text = start.decode("utf-16", "ignore").encode() if wide else start
    first = text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first == b"<":
        kinds = ["a web page or XML"]
    if kinds:
        raise single_fault(name, f"the selected file is {kinds[0]}, not a table", SAVE_AS)
    if not wide and start.count(b"\x00") > NULS_OF_OTHER_ENCODINGS * len(start):
        fault = "the selected file is not a table or its encoding is unknown"
        raise single_fault(name, fault, SAVE_AS)
    return Content.JSON if first in (b"[", b"{") else Content.CSV


def _zip_content(path: Path, name: str) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, name)
            names = set(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        raise single_fault(name, "the selected file is damaged", OPEN_AND_SAVE) from error
    except NotImplementedError as error:  # zipfile's own, of a compression that it cannot undo
        fault = "the selected file is packed in a way that workbooks are not"
        raise single_fault(name, fault, OPEN_AND_SAVE) from error
    if "xl/workbook.bin" in names:
        fault = "the selected file is a binary workbook (XLSB)"
        raise single_fault(name, fault, "Save it as XLSX and try again.")
    if not names & {"xl/workbook.xml", "content.xml"}:
        fault = "the selected file is an archive, not a workbook"
        raise single_fault(name, fault, "Unpack it and send the table that is in it.")
    return Content.WORKBOOK


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    """Unpack every part to nowhere: its size and its check sum are what the archive says."""
    members = archive.infolist()
    _check_size(sum(member.file_size for member in members), LARGEST_UNPACKED, name)
    _check_size(sum(m.file_size for m in members if m.filename == TEXTS), LARGEST_TEXTS, name)
    if len({member.filename for member in members}) < len(members):
        raise _damaged(name, "two parts of one name")
    if any(member.flag_bits & 1 for member in members):
        cure = "Save it without a password and try again."
        raise single_fault(name, "the selected file is password protected", cure)
    for member in members:
        with archive.open(member) as part:
            while part.read(CHUNK):
                pass


def _check_size(size: int, most: int, name: str) -> None:
    if size > most:
        fault = f"the file unpacks to more than {most // 1_000_000:,} MB"
        raise single_fault(name, fault, "Send it as CSV.")


def _damaged(name: str, how: str) -> ScorecardError:
    return single_fault(name, f"the selected file is damaged: it has {how}", OPEN_AND_SAVE)
