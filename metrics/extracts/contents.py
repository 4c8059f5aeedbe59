"""What a file is, by its content: its name is only a label."""

import zipfile
from enum import StrEnum
from pathlib import Path

from metrics.errors import single_fault

# The largest real workbook here unpacks to 21 MB; a bomb unpacks to gigabytes.
LARGEST_UNPACKED = 400_000_000
TEXT_SAMPLE = 65_536


class Content(StrEnum):
    """The kinds of file that can be read."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    WORKBOOK = "workbook"


def content_of(path: Path, name: str) -> Content:
    """The kind of a file, from its first bytes.

    Raises ScorecardError when the file is empty, protected, too large when unpacked, or none of
    the kinds that can be read.
    """
    with path.open("rb") as file:
        start = file.read(TEXT_SAMPLE)
    if not start.strip():
        raise single_fault(name, "the selected file is empty", "Check the file and send it again.")
    if start.startswith(b"PK\x03\x04"):
        return _zip_content(path, name)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[:LARGEST_UNPACKED]:
            cure = "Save it without a password and try again."
            raise single_fault(name, "the selected file is password protected", cure)
        return Content.WORKBOOK
    if start.startswith(b"PAR1"):
        return Content.PARQUET
    return _text_content(start, name)


def _text_content(start: bytes, name: str) -> Content:
    utf_16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in start and not utf_16:
        cure = "Save it as CSV (UTF-8), XLSX, ODS, Parquet or JSON and try again."
        raise single_fault(
            name, "the selected file is not a table or its encoding is unknown", cure
        )
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return Content.JSON if first in (b"[", b"{") else Content.CSV


def _zip_content(path: Path, name: str) -> Content:
    cure = "Open it, save it again as XLSX or CSV, and try again."
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise single_fault(name, "the selected file is damaged", cure) from error
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        fault = f"the file unpacks to more than {LARGEST_UNPACKED // 1_000_000:,} MB"
        raise single_fault(name, fault, "Send it as CSV.")
    names = {member.filename for member in members}
    if not names & {"xl/workbook.xml", "content.xml"}:
        fault = "the selected file is an archive, not a workbook"
        raise single_fault(name, fault, "Unpack it and send the table that is in it.")
    return Content.WORKBOOK
