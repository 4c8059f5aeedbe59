"""Files of every kind and quality: a bad one is refused in full and changes nothing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from extract_files import (
    BAD,
    GOOD,
    KEPT_COLUMNS,
    ROOT,
    SEARCH_HEADER,
    STOPS_HEADER,
    configuration,
    load,
    refusal,
    rows_of,
    stops,
    written,
)

from metrics.errors import ScorecardError
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

MESSAGES: Mapping[str, Any] = yaml.safe_load((BAD / "messages.yaml").read_text(encoding="utf-8"))
MENDED: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    (ROOT / "tests" / "mended_extracts.yaml").read_text(encoding="utf-8")
)
BAD_FILES = sorted(p for p in BAD.iterdir() if p.name != "messages.yaml")
GOOD_FILES = sorted(GOOD.iterdir())


@pytest.mark.parametrize("file", BAD_FILES, ids=lambda path: path.name)
def test_bad_file_is_refused(file: Path, held: Path) -> None:
    """A file with one fault is refused with every finding in words, and the store is unchanged."""
    expected = MESSAGES[file.name]
    assert refusal(held, expected["extract"], file).split("\n") == expected["findings"]


def test_a_file_of_another_extract_is_told_as_that(tmp_path: Path) -> None:
    """Where a file has every column of another extract, the first finding names that one."""
    file = stops(tmp_path, "march.csv", "03/2026")
    for extract in ("workforce", "stop_search"):
        first, *_ = refusal(tmp_path, extract, file).split("\n")
        assert "it has every column of another extract, Stop and search, as the MPS" in first


def test_a_label_that_is_what_a_group_is_called_goes_to_that_group(tmp_path: Path) -> None:
    """A caution is not taken for a local resolution because the words look alike."""
    text = stops(tmp_path, "march.csv", "03/2026").read_text(encoding="utf-8")
    file = tmp_path / "caution.csv"
    file.write_text(text.replace("Arrest", "Caution"), encoding="utf-8")
    assert "The group 'Caution' is called so." in refusal(tmp_path, "mps_stops", file)


def test_a_file_that_lacks_one_column_is_still_its_own(tmp_path: Path) -> None:
    """What has more columns of this extract than of any other is not said to be of another."""
    text = stops(tmp_path, "march.csv", "03/2026").read_text(encoding="utf-8")
    file = written(tmp_path, "short.csv", [line.rpartition(",")[0] for line in text.splitlines()])
    assert "another extract" not in refusal(tmp_path, "mps_stops", file)


@pytest.mark.parametrize("name", MENDED)
def test_a_mended_copy_loads_at_once(name: str, tmp_path: Path) -> None:
    """Whoever changes what the message names, and nothing else, can load the file."""
    text = (BAD / name).read_bytes().decode("utf-8")
    for old, new in MENDED[name].items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / name).write_bytes(text.encode())
    assert load(tmp_path, MESSAGES[name]["extract"], [tmp_path / name]).load.rows > 0


def test_every_line_that_is_no_row_is_told(held: Path, tmp_path: Path) -> None:
    """Lines too short, too long and with a quote astray are told in one go, to be mended in one."""
    row = "05/04/2026,AS,Lambeth,Person,Arrest,Male,IC1,W1,3"
    lines = [STOPS_HEADER, row, row[:20], row, f"{row},1", row, row.replace("Lambeth", '"L"x')]
    said = refusal(held, "mps_stops", written(tmp_path, "l.csv", [*lines, *["note"] * 20]))
    placed = [line.partition(" ")[0] for line in said.split("\n")]
    assert placed == [*(f"l.csv:{n}:" for n in (3, 5, 7, *range(8, 25))), "l.csv:"]
    assert said.endswith("l.csv: 3 more lines are at fault. Mend them alike.")


def test_a_unit_below_the_smallest_is_refused(tmp_path: Path) -> None:
    """A call from a command unit would find its caller; the business group does not."""
    header = "Called,Business group,Topic,Manager,Answered in time,Referred"
    units = ("Central West", "AW", "Frontline Policing")
    rows = [f"2026-03-0{n},{unit},Bullying,Yes,Yes,No" for n, unit in enumerate(units, start=1)]
    sent = written(tmp_path, "calls.csv", [header, *rows])
    assert sorted(refusal(tmp_path, "helpline_calls", sent).split("\n")) == [
        f"helpline_calls: 'Business group' has 1 row with '{unit}', which is below a business "
        "group. Send the business group in its place." for unit in ("AW", "Central West")
    ]  # fmt: skip


def test_every_message_has_its_file() -> None:
    """The expected messages and the broken files are the same list."""
    assert sorted(MESSAGES) == [path.name for path in BAD_FILES]


@pytest.mark.parametrize("file", GOOD_FILES, ids=lambda path: path.name)
def test_good_file_has_its_rows(file: Path, tmp_path: Path) -> None:
    """However the two rows are written down, the same two rows are loaded."""
    receipt = load(tmp_path, "mps_stops", [file])
    assert receipt.load.rows == 2
    place = {"quoted_line_breaks.csv": ("Café\nd\u2019Orée", 'Müller\r\n\u2019s, a "place"')}
    first, second = place.get(file.name, ("Café d\u2019Orée", "Müller\u2019s"))
    assert rows_of(receipt.load, f"period_end, {KEPT_COLUMNS}") == [
        (
            date(2026, 4, 30), "E09000013", date(2026, 4, 5), first, "Person", "Arrest", "Female",
            "Black", "Black", 3,
        ),
        (
            date(2026, 4, 30), "E09000021", date(2026, 4, 17), second, "Vehicle",
            "No further action", "Male", "White", "Not stated", 1200,
        ),
    ]  # fmt: skip


@pytest.mark.usefixtures("in_a_child")
def test_places_of_points(tmp_path: Path) -> None:
    """A shared border and an overlap have one owner; a point in no area has no location."""
    points = [
        ("51.5", "-0.15", "E09000007"),
        ("51.5", "-0.3", "E09000005"),
        ("51.5", "-0.2", "E09000005"),
        ("51.5", "-0.05", "E09000007"),
        ("51.7", "-0.15", "XLOC"),
        ("", "", "XLOC"),
        ("51.5", "", "XLOC"),
    ]
    rows = [
        f"Person search,2026-04-05T10:00:00Z,{latitude},{longitude},,,,,,,Arrest"
        for latitude, longitude, _ in points
    ]
    kept = load(tmp_path, "stop_search", [written(tmp_path, "p.csv", [SEARCH_HEADER, *rows])]).load
    assert rows_of(kept, "unit") == [(unit,) for *_, unit in points]


def test_london_months_at_both_clock_changes(tmp_path: Path) -> None:
    """In summer the last UTC hour of a month is the next month's, and in winter it is not."""
    moments = {
        "2026-03-31T22:59:59+00:00": date(2026, 3, 31),
        "2026-03-31T23:00:00+00:00": date(2026, 4, 30),
        "2026-09-30T23:30:00+00:00": date(2026, 10, 31),
        "2026-10-31T23:59:59+00:00": date(2026, 10, 31),
        "2026-11-01T00:30:00+01:00": date(2026, 10, 31),
    }
    rows = [f"Vehicle search,{moment},,,,,,,,," for moment in moments]
    kept = load(tmp_path, "stop_search", [written(tmp_path, "m.csv", [SEARCH_HEADER, *rows])]).load
    assert rows_of(kept, "period_end") == [(day,) for day in moments.values()]


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("A9 Any other As", "Asian"),
        ("N1 Officer?s pr", "Not stated"),
        ("  b2   AFRICAN ", "Black"),
        ("other ethnic group - not stated", "Not stated"),
        ("", "Not stated"),
    ],
)
def test_label_as_sources_mangle_it(label: str, group: str, tmp_path: Path) -> None:
    """A label cut short, mangled, padded or left blank still finds its group."""
    row = f"05/04/2026,AS,,Person,,,,{label},1"
    kept = load(tmp_path, "mps_stops", [written(tmp_path, "l.csv", [STOPS_HEADER, row])]).load
    assert rows_of(kept, "ethnicity_self_defined") == [(group,)]


def test_decimal_comma_and_point(tmp_path: Path) -> None:
    """A source that writes decimal commas may write a point in its next edition."""
    rows = ['31/3/2026,Camden,Trust MPS,"0,56","0,6"', "31/3/2026,Brent,Trust MPS,0.5,"]
    header = "Date,Borough,Measure,Proportion,MPS"
    kept = load(tmp_path, "public_perception", [written(tmp_path, "p.csv", [header, *rows])]).load
    assert rows_of(kept, "unit, share, force_share") == [
        ("E09000007", 0.56, 0.6),
        ("E09000005", 0.5, None),
    ]


def test_nul_byte_far_into_a_file(held: Path, tmp_path: Path) -> None:
    """A NUL is found past the part of a file from which its kind is told."""
    row = "05/04/2026,AS,Lambeth,Person,Arrest,Male,IC1,W1,7\n"
    text = f"{STOPS_HEADER}\n{row * 1_500}" + row.replace("Lam", "Lam\0")
    (tmp_path / "n.csv").write_text(text)
    assert refusal(held, "mps_stops", tmp_path / "n.csv") == (
        "n.csv:1502: this line has a character that cannot be seen (U+0000). Take it out where the "
        "file comes from and send the file again."
    )


def test_line_without_an_end(held: Path, tmp_path: Path) -> None:
    """A line of millions of characters is refused for its length, and not shown."""
    row = f'05/04/2026,AS,"{"x" * 3_000_000}",Person,Arrest,Male,IC1,W1,7'
    path = written(tmp_path, "l.csv", [STOPS_HEADER, row])
    assert refusal(held, "mps_stops", path) == (
        "l.csv:2: a line is longer than 2 million characters. Mend the file where it comes from "
        "and send it again."
    )


def test_one_file_twice_in_a_load(held: Path, tmp_path: Path) -> None:
    """The same bytes under two names would count twice, and are refused."""
    first, copy = (stops(tmp_path, name, "04/2026") for name in ("april.csv", "april (1).csv"))
    assert refusal(held, "mps_stops", first, copy) == (
        "april (1).csv: it is the same file as april.csv. Send it once."
    )


@pytest.mark.usefixtures("in_a_child")
def test_a_bad_file_among_good_ones(held: Path, tmp_path: Path) -> None:
    """One bad file refuses the whole load."""
    files = [stops(tmp_path, "april.csv", "04/2026"), stops(tmp_path, "may.csv", "31/2026")]
    assert refusal(held, "mps_stops", *files).startswith("may.csv: row 2: 'Date' is '05/31/2026'.")


def test_name_of_a_file_is_only_a_label(held: Path, tmp_path: Path) -> None:
    """A name that says another kind, or that is a pattern, changes nothing: content is read."""
    path = stops(tmp_path, "x[0-9]*.parquet", "05/2026")
    (tmp_path / "elsewhere").mkdir()
    kept = load(tmp_path / "elsewhere", "mps_stops", [path]).load
    assert kept.files[0].name == "x[0-9]*.parquet"
    assert kept.rows == 2


def test_no_such_file(held: Path, tmp_path: Path) -> None:
    """A path to nothing is named before anything is done."""
    assert refusal(held, "mps_stops", tmp_path / "none.csv", tmp_path) == (
        "none.csv: there is no such file. Check the path. Nothing was changed.\n"
        f"{tmp_path.name}: it is a folder, not a file. Check the path. Nothing was changed."
    )


def test_no_such_extract(held: Path) -> None:
    """A misspelt extract is answered with the nearest one."""
    assert refusal(held, "mps_stop") == (
        "mps_stop: there is no extract of that name. Did you mean 'mps_stops'?"
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "the boundaries that place a search are not there"),
        ("{}", "this is not a GeoJSON of areas"),
        ('{"features": []}', "no area has a known unit in 'code' or 'name'"),
    ],
)
def test_boundaries_at_fault(content: str | None, fault: str, tmp_path: Path) -> None:
    """Without usable boundaries no search is placed, and none is loaded."""
    boundaries = tmp_path / "b.geojson"
    if content is not None:
        boundaries.write_text(content)
    row = "Person search,2026-04-05T10:00:00Z,51.5,-0.1,,,,,,,Arrest"
    path = written(tmp_path, "s.csv", [SEARCH_HEADER, row])
    loader = Loader(Store(tmp_path / "store"), configuration(), boundaries, lambda _: None)
    with pytest.raises(ScorecardError) as refused:
        loader.load("stop_search", [SentFile(path.name, path)])
    assert refused.value.findings[0].fault == fault
