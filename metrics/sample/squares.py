"""The invented map: a square for each borough, laid out roughly as London lies."""

import json
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Unit
from metrics.sample.drawing import Integers, between

# In millionths of a degree, so that every corner is exact: about the extent of London.
WEST, EAST = -510_000, 330_000
SOUTH, NORTH = 51_280_000, 51_690_000
ACROSS, DOWN = 7, 5
WIDTH, HEIGHT = (EAST - WEST) // ACROSS, (NORTH - SOUTH) // DOWN
MILLION = 1_000_000

# The last two digits of each borough's code (E090000..), from the north-west by rows.
LAYOUT = (
    "15 03 10 14 31 26 16",
    "17 05 07 19 12 25 02",
    "09 20 33 01 30 11 04",
    "18 13 32 22 28 23 06",
    "27 21 24 29 08",
)
CODES = [f"E090000{digits}" for row in LAYOUT for digits in row.split()]

# Points keep a twentieth of the square from its edges, so no rounding puts one in two squares.
MARGIN = 0.05


def corners(boroughs: tuple[Unit, ...]) -> Integers:
    """The south-west corner of each borough's square: longitude and latitude, in millionths.

    A borough that the layout does not know follows after the others, in rows to the south.
    """
    unknown = [unit.code for unit in boroughs if unit.code not in CODES]
    places = np.asarray([[*CODES, *unknown].index(unit.code) for unit in boroughs])
    west = WEST + places % ACROSS * WIDTH
    south = NORTH - (places // ACROSS + 1) * HEIGHT
    return np.stack([west, south], axis=1).astype(np.int64)


def points_in(rng: np.random.Generator, south_west: Integers) -> tuple[Integers, Integers]:
    """A longitude and a latitude, in millionths, inside the square at each corner."""
    east, north = (
        np.rint(between(rng, MARGIN, 1 - MARGIN, len(south_west)) * size).astype(np.int64)
        for size in (WIDTH, HEIGHT)
    )
    return south_west[:, 0] + east, south_west[:, 1] + north


def write_squares(path: Path, boroughs: tuple[Unit, ...]) -> Path:
    """Write the squares as GeoJSON with the properties `code` and `name`, and return where."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": unit.code, "name": unit.name},
            "geometry": {"type": "Polygon", "coordinates": [_ring(*map(int, corner))]},
        }
        for unit, corner in zip(boroughs, corners(boroughs), strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _ring(west: int, south: int) -> list[list[float]]:
    steps = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return [[(west + x * WIDTH) / MILLION, (south + y * HEIGHT) / MILLION] for x, y in steps]
