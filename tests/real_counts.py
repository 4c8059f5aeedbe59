"""Searches of real files counted by plain loops, for comparison with the engine's figures.

Nothing here is shared with the engine: another reader, other rules for labels, another test of
whether an area holds a point.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NOWHERE = "XLOC"
BROAD = {"A": "Asian", "B": "Black", "M": "Mixed", "W": "White", "O": "Other", "N": "Not stated"}
BANDS = {"10-17": "10 to 17", "18-24": "18 to 24", "25-34": "25 to 34"}
API = {
    "Type": "type", "Date": "datetime", "Gender": "gender", "Age range": "age_range",
    "Self-defined ethnicity": "self_defined_ethnicity",
    "Officer-defined ethnicity": "officer_defined_ethnicity",
}  # fmt: skip

Ring = list[tuple[float, float]]
# unit, first day of the London month, breakdown, group
Cell = tuple[str, str, str, str]


class Areas:
    """The rings of each area, asked by casting a ray from a point to the east."""

    def __init__(self, boundaries: Path) -> None:
        """Read a GeoJSON of polygons whose areas have a code."""
        features = json.loads(boundaries.read_text(encoding="utf-8"))["features"]
        self.rings = {f["properties"]["code"]: list(_rings(f["geometry"])) for f in features}
        self.found: dict[tuple[str, str], str] = {}

    def unit(self, longitude: str, latitude: str) -> str:
        """The code of the area that holds the point, or that there is none."""
        if not longitude or not latitude:
            return NOWHERE
        if (longitude, latitude) not in self.found:
            point = float(longitude), float(latitude)
            holding = (c for c, rings in sorted(self.rings.items()) if _holds(rings, point))
            self.found[longitude, latitude] = next(holding, NOWHERE)
        return self.found[longitude, latitude]


def count(files: Iterable[Path], boundaries: Path) -> Counter[Cell]:
    """Searches of people by unit, London month, breakdown and group; the total's group is All."""
    areas = Areas(boundaries)
    counted: Counter[Cell] = Counter()
    for row in (row for file in files for row in _rows(file)):
        if row["Type"] == "Vehicle search":
            continue
        unit = areas.unit(row["Longitude"], row["Latitude"])
        counted.update((unit, _month(row["Date"]), *group) for group in _groups(row))
    return counted


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.suffix == ".json":
        yield from map(_flat, json.loads(file.read_text(encoding="utf-8")))
        return
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _flat(record: dict[str, Any]) -> dict[str, str]:
    place = record["location"] or {"longitude": "", "latitude": ""}
    row = {name: record[key] or "" for name, key in API.items()}
    return {**row, "Longitude": place["longitude"], "Latitude": place["latitude"]}


@cache
def _month(moment: str) -> str:
    day: date = datetime.fromisoformat(moment).astimezone(LONDON).date()
    return day.replace(day=1).isoformat()


def _groups(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "", "All"
    yield "ethnicity_self_defined", _self_defined(row["Self-defined ethnicity"])
    yield "ethnicity_officer_defined", row["Officer-defined ethnicity"] or "Not recorded"
    yield "sex", row["Gender"] or "Not recorded"
    age = row["Age range"]
    yield "age_band", BANDS.get(age, age.capitalize()) or "Not recorded"


@cache
def _self_defined(label: str) -> str:
    """Old labels end in a code, `(A1)`; new ones start with the broad group's words."""
    if label.endswith(")"):
        return BROAD[label[label.rindex("(") + 1]]
    if not label or label.endswith("Not stated"):
        return "Not stated"
    return BROAD[label[0]]


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    many = geometry["coordinates"]
    for polygon in many if geometry["type"] == "MultiPolygon" else [many]:
        yield from ([(x, y) for x, y, *_ in ring] for ring in polygon)


def _holds(rings: list[Ring], point: tuple[float, float]) -> bool:
    """Whether a ray from the point to the east crosses the rings an odd number of times."""
    x, y = point
    crossed = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1
