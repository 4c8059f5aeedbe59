"""Hostile text: files of stops whose bytes, lines, headers or cells are not what they should be."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Mapping

from extract_files import STOPS_HEADER

HEADERS = STOPS_HEADER.split(",")
GOOD = ("05/04/2026", "AS", "Lambeth", "Person", "Arrest", "Male", "IC1", "W1", "7")
DATE, OCU, BOROUGH, OUTCOME, SAID, COUNT = 0, 1, 2, 4, 7, 8
ACCENT = "Orée\u2019s"


def row(place: int = BOROUGH, cell: str = "Lambeth", mark: str = ",") -> str:
    """A row of stops with one cell of its own."""
    return mark.join(cell if i == place else value for i, value in enumerate(GOOD))


def text(*lines: str, end: str = "\n") -> str:
    """Lines of text, each with its end."""
    return "".join(line + end for line in lines)


def file(*lines: str) -> bytes:
    """A file of stops with these rows under the header."""
    return text(STOPS_HEADER, *lines).encode()


def cell(place: int, value: str) -> bytes:
    """A file of stops with a good row, and a row with one cell of its own."""
    return file(row(), row(place, value))


def headed(*headers: str) -> bytes:
    """A good row under other headers."""
    return text(",".join(headers), row()).encode()


def swapped(mark: str) -> bytes:
    """The good file with another mark between cells."""
    return file(row()).replace(b",", mark.encode())


ACCENTED = text(STOPS_HEADER, row(), row(cell=ACCENT))
ENCODINGS: Mapping[str, bytes] = {
    "utf_8": ACCENTED.encode(),
    "utf_8_with_bom": ACCENTED.encode("utf-8-sig"),
    "utf_8_with_two_boms": b"\xef\xbb\xbf" + ACCENTED.encode("utf-8-sig"),
    "utf_16_little_with_bom": b"\xff\xfe" + ACCENTED.encode("utf-16-le"),
    "utf_16_big_with_bom": b"\xfe\xff" + ACCENTED.encode("utf-16-be"),
    "utf_16_little_without_bom": ACCENTED.encode("utf-16-le"),
    "utf_16_big_without_bom": ACCENTED.encode("utf-16-be"),
    "utf_16_cut_in_a_character": (b"\xff\xfe" + ACCENTED.encode("utf-16-le"))[:-1],
    "utf_32_with_bom": ACCENTED.encode("utf-32"),
    "windows_1252": ACCENTED.encode("cp1252"),
    "mac_roman": ACCENTED.encode("mac_roman"),
    "ebcdic": ACCENTED.replace("\u2019", "'").encode("cp500"),
    "mixed_encodings": ACCENTED.encode() + row(cell="Orée").encode("cp1252") + b"\n",
    "mixed_encodings_windows_first": text(STOPS_HEADER, row(cell="Orée")).encode("cp1252")
    + row(cell="Café").encode() + b"\n",
    "overlong_utf_8": file(row()).replace(b"Lambeth", b"Lam\xc0\x80beth"),
    "surrogate_in_utf_8": file(row()).replace(b"Lambeth", b"Lam\xed\xa0\x80beth"),
    "undefined_in_windows_1252": file(row()).replace(b"Lambeth", b"Lam\x81\xe9beth"),
    "lost_character": cell(BOROUGH, "Or\ufffde"),
    "bom_in_the_middle": cell(BOROUGH, "\ufeffLambeth"),
}  # fmt: skip
CHARACTERS: Mapping[str, bytes] = {
    "nul_in_a_cell": cell(BOROUGH, "Lam\0beth"),
    "nul_past_the_sample": file(*[row()] * 1_500, row(cell="Lam\0beth")),
    "escape_in_a_cell": cell(BOROUGH, "\x1b[31mLambeth"),
    "backspace_in_a_cell": cell(BOROUGH, "Lambethh\x08"),
    "form_feed_in_a_cell": cell(BOROUGH, "Lam\x0cbeth"),
    "delete_in_a_cell": cell(BOROUGH, "Lam\x7fbeth"),
    "next_line_in_a_cell": cell(BOROUGH, "Lam\x85beth"),
    "line_separator_in_a_cell": cell(BOROUGH, "Lam\u2028beth"),
    "bidi_override_in_a_cell": cell(BOROUGH, "\u202ehtebmaL"),
    "bidi_isolate_in_a_cell": cell(BOROUGH, "\u2067Lambeth"),
    "zero_width_space_in_a_cell": cell(BOROUGH, "Lam\u200bbeth"),
    "soft_hyphen_in_a_cell": cell(BOROUGH, "Lam\u00adbeth"),
    "tag_characters_in_a_cell": cell(BOROUGH, "Lambeth\U000e0041"),
    "escape_in_a_column_not_read": text(
        f"{STOPS_HEADER},Note", row() + ",x", row() + ",\x1b]0;x"
    ).encode(),
    "no_break_space_around_a_cell": cell(BOROUGH, "\u00a0Lambeth\u00a0"),
    "decomposed_accent": cell(BOROUGH, "Ore\u0301e"),
    "markup_in_a_cell": cell(BOROUGH, "<script>alert(1)</script>"),
    "picture_in_a_cell": cell(BOROUGH, "![x](http://x.invalid/x.png)"),
    "query_in_a_cell": cell(BOROUGH, "'; DROP TABLE loads; --"),
    "formula_in_a_cell": cell(BOROUGH, "=1+1"),
    "formula_of_a_command": cell(BOROUGH, "@SUM(1)|cmd"),
    "formula_in_a_label": cell(OUTCOME, "=cmd|' /C calc'!A0"),
    "formula_in_a_number": cell(COUNT, "=1+1"),
}
LINES: Mapping[str, bytes] = {
    "nothing": b"",
    "bom_only": b"\xef\xbb\xbf",
    "spaces_only": b" \n\t\n",
    "header_only": file(),
    "header_without_end": STOPS_HEADER.encode(),
    "short_row": file(row(), "05/04/2026,AS,Lambeth"),
    "long_row": file(row(), row() + ",x,y"),
    "cells_moved_left": file(row(), row().replace("AS,", "") + ","),
    "cells_moved_right": file(row(), "," + row().removesuffix(",7")),
    "empty_cells": file(row(), "," * 8),
    "no_last_line_end": file(row()).rstrip(b"\n"),
    "blank_lines": file(row(), "", "", row(cell="Brent")),
    "old_mac_line_ends": text(STOPS_HEADER, row(), end="\r").encode(),
    "windows_line_ends": text(STOPS_HEADER, row(), end="\r\n").encode(),
    "mixed_line_ends": text(STOPS_HEADER, row(), end="\r\n").encode() + text(row()).encode() * 3,
    "mixed_line_ends_late": file(*[row()] * 5_000) + text(row(), end="\r\n").encode(),
    "line_ends_doubled": text(STOPS_HEADER, row(), row(), end="\r\r\n").encode(),
    "carriage_return_in_a_cell": cell(BOROUGH, "Lam\rbeth"),
    "unclosed_quote": file(row(), row(cell='"Lambeth'), row(), row()),
    "unclosed_quote_at_the_end": file(row(), row(COUNT, '"7')),
    "quote_in_a_cell": cell(BOROUGH, 'Lam"beth'),
    "words_after_a_quote": cell(BOROUGH, '"Lam"beth'),
    "backslash_for_a_quote": cell(BOROUGH, '"Lam\\"beth"'),
    "doubled_quotes": cell(BOROUGH, '"Lam""beth"'),
    "quoted_far_into_a_file": file(*[row()] * 25_000, row(cell='"Lambeth, N"')),
    "line_end_in_a_cell": cell(BOROUGH, '"Lam\nbeth"'),
    "semicolons": swapped(";"),
    "tabs": swapped("\t"),
    "pipes": swapped("|"),
    "semicolon_rows_under_commas": text(STOPS_HEADER, row(mark=";")).encode(),
    "totals_row": file(row(), "Total,,,,,,,,7"),
    "totals_row_with_a_date": file(row(), "30/04/2026,,,,,,,,7"),
    "footnote": file(row(), "", "Source: the stops database"),
    "comment": file("# made on 5 May", row()),
    "long_cell_not_read": text(f"{STOPS_HEADER},Note", f"{row()},{'x' * 1_000_000}").encode(),
    "line_past_all_measure": text(f"{STOPS_HEADER},Note", f"{row()},{'x' * 3_000_000}").encode(),
    "many_cells_in_a_row": file(row(), "," * 20_000),
}
TITLED = ("Stops and searches", "April 2026", "")
HEADERS_OF: Mapping[str, bytes] = {
    "column_twice": headed(*HEADERS[:7], "Count", "Count"),
    "column_twice_by_capitals": headed(*HEADERS[:7], "COUNT ", "Count"),
    "column_unnamed": text(f"{STOPS_HEADER},", f"{row()},").encode(),
    "column_unnamed_that_is_wanted": headed(*HEADERS[:8], ""),
    "columns_in_another_order": text(
        ",".join(HEADERS[::-1]), ",".join(reversed(row().split(",")))
    ).encode(),
    "columns_exchanged": headed("Officer OCU", "Date", *HEADERS[2:]),
    "column_misspelt": headed(*HEADERS[:8], "Cuont"),
    "column_missing": text(",".join(HEADERS[:8]), ",".join(GOOD[:8])).encode(),
    "column_more": text(f"Id,{STOPS_HEADER}", f"1E5,{row()}").encode(),
    "no_header": text(row(), row()).encode(),
    "header_twice": file(row(), STOPS_HEADER, row()),
    "title_above": text(*TITLED, STOPS_HEADER, row()).encode(),
    "separator_hint_above": text("sep=,", STOPS_HEADER, row()).encode(),
    "header_over_two_lines": headed('"Date\n(day)"', *HEADERS[1:]),
    "header_of_20_000_columns": headed(*HEADERS, *(f"x{i}" for i in range(20_000))),
    "header_of_a_million_letters": headed(*HEADERS, "x" * 1_100_000),
    "header_with_an_escape": headed(*HEADERS[:8], "Co\x1bunt"),
    "header_with_no_break_space": headed(*HEADERS[:8], "\u00a0Count\u00a0"),
    "header_with_a_zero_width_space": headed(*HEADERS[:8], "\u200bCount"),
}
DATES = {
    "day_and_month_ambiguous": "06/05/2026", "american": "04/17/2026", "day_31_february":
    "31/02/2026", "two_digit_year": "13/02/24", "iso": "2026-04-06", "year_24": "13/02/0024",
    "far_future": "01/01/9999", "with_a_time": "05/04/2026 14:05", "as_a_serial_number": "46117",
    "with_a_month_name": "5 Apr 2026", "with_points": "05.04.2026", "as_basic_iso": "20260405",
    "of_other_digits": "\u0660\u0665/\u0660\u0664/2026", "as_na": "N/A", "infinite": "infinity",
}  # fmt: skip
NUMBERS = {
    "thousands": '"1,234"', "thousands_misplaced": '"12,34"', "thousands_spaced": "1 234",
    "pounds": "£5", "in_brackets": "(5)", "percent": "5%", "fraction": "5.7", "whole_fraction":
    "5.0", "underscore": "1_234", "hexadecimal": "0x1F", "exponent": "1e3", "past_all": "1e400",
    "nan": "NaN", "infinite": "inf", "negative": "-5", "signed": "+5", "padded": "  5  ",
    "leading_noughts": "007", "of_other_digits": "\uff15", "twenty_digits": "9" * 20,
    "true": "TRUE", "null": "NULL", "na": "N/A", "dash": "-", "words": "seven", "nought": "0",
}  # fmt: skip
MISSING = ("NULL", "N/A", "None", "NA", "nan", "007", "1E5", "TRUE")
CELLS: Mapping[str, bytes] = {
    **{f"date_{name}": cell(DATE, value) for name, value in DATES.items()},
    **{f"number_{name}": cell(COUNT, value) for name, value in NUMBERS.items()},
    **{f"text_{name}": cell(BOROUGH, name) for name in MISSING},
    "label_na": cell(OUTCOME, "N/A"),
    "label_null": cell(SAID, "NULL"),
    "unit_with_a_zero_width_space": cell(OCU, "A\u200bS"),
    "unit_lookalike": cell(OCU, "\u0391S"),
}
PACKED: Mapping[str, bytes] = {
    "gzip": gzip.compress(file(row()), mtime=0),
    "gzip_named_inside": b"\x1f\x8b\x08\x08\x01\x01\x01\x01\x02\x03stops.csv\0" + b"\x03\x04" * 9,
    "gzip_bomb": gzip.compress(bytes(50_000_000), mtime=0),
    "bzip2": bz2.compress(file(row())),
    "xz": lzma.compress(file(row())),
    "deflate": zlib.compress(file(row())),
    "seven_zip": b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x01" * 40,
    "tape_archive": b"stops.csv".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0"),
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "picture": b"\x89PNG\r\n\x1a\n\x01\x02\x03",
    "rich_text": rb"{\rtf1\ansi Stops}",
    "web_page": b"<!DOCTYPE html>\n<table><tr><td>Date</td></tr></table>\n",
    "web_page_table": b"<html><table><tr><td>Date</td></tr></table></html>\n",
    "xml": b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:x"/>\n',
    "database": b"SQLite format 3\0" + b"\x10\x00\x01\x01" * 20,
    "program": b"\x7fELF\x02\x01\x01" + b"\x01" * 40,
    "random_bytes": bytes(range(255, 0, -1)) * 4,
}
TEXTS: Mapping[str, bytes] = {
    "header_of_another_alphabet": headed(*HEADERS[:-1], "\u0421ount"),
    "header_of_full_width": headed(*HEADERS[:-1], "\uff23\uff4f\uff55\uff4e\uff54"),
    "header_of_900_000_letters_not_read": text(
        f"{STOPS_HEADER},{'y' * 900_000}", f"{row()},1"
    ).encode(),
    "header_with_a_query": text(f"{STOPS_HEADER},\"a'); DROP TABLE x; --\"", f"{row()},1").encode(),
    "label_of_another_alphabet": cell(OUTCOME, "\u0410rrest"),
    "letter_drawn_as_nothing": cell(BOROUGH, "\u3164"),
    "form_of_a_letter": cell(OUTCOME, "Arrest\ufe0f"),
    "key_as_a_number": cell(BOROUGH, "7.5E+15"),
    "two_tables": file(row(), "", "Officer OCU,Count", "AS,7"),
    "bom_twice": b"\xef\xbb\xbf\xef\xbb\xbf" + file(row()),
    "utf_16_cut_within_a_letter": text(STOPS_HEADER, row()).encode("utf-16")[:-1],
    "shift_jis": text(STOPS_HEADER, row(BOROUGH, "\u6771\u4eac")).encode("shift_jis"),
    "letters_of_a_total_without_end": cell(BOROUGH, "total " + "a " * 200_000),
    **ENCODINGS, **CHARACTERS, **LINES, **HEADERS_OF, **CELLS, **PACKED,
}  # fmt: skip
