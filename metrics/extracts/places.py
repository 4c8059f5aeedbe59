"""Finds the unit of a row: by a name that files call it, or by the polygon that holds its point."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from metrics.definitions.organisation import Organisation, fold
from metrics.errors import single_fault

Floats = NDArray[np.float64]


class Polygons:
    """The boundaries of units, ready to be asked which of them holds a point."""

    def __init__(self, codes: list[str], polygons: list[shapely.Geometry]) -> None:
        """Hold the polygons in the order of their codes, so that a shared border has one owner."""
        order = sorted(range(len(codes)), key=codes.__getitem__)
        self.codes = [codes[i] for i in order]
        self._tree = shapely.STRtree([polygons[i] for i in order])

    def units_of(self, longitudes: Floats, latitudes: Floats) -> list[str | None]:
        """The code of the polygon that holds each point, the border included; None for none."""
        pairs = self._tree.query(shapely.points(longitudes, latitudes), predicate="intersects")
        found: dict[int, int] = {}
        for point, polygon in pairs.T.tolist():
            found[point] = min(polygon, found.get(point, polygon))
        return [self.codes[found[i]] if i in found else None for i in range(len(longitudes))]


def read_polygons(path: Path, organisation: Organisation) -> Polygons:
    """Read the boundaries of units from a GeoJSON file.

    Raises ScorecardError when the file is absent, is not GeoJSON, or names no unit.
    """
    boundaries = organisation.boundaries
    where = f"They are published at {boundaries.published_at}."
    if not path.exists():
        cure = f"{where} Save it there, or name another file with --boundaries."
        raise single_fault(str(path), "the boundaries that place a search are not there", cure)
    try:
        features = json.loads(path.read_bytes())["features"]
        codes = [_code(feature["properties"], organisation) for feature in features]
        polygons = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise single_fault(str(path), "this is not a GeoJSON of areas", where) from error
    known = [i for i, code in enumerate(codes) if code]
    if not known:
        fault = f"no area has a known unit in '{boundaries.code_property}' or 'name'"
        raise single_fault(str(path), fault, where)
    return Polygons([codes[i] for i in known], [polygons[i] for i in known])


def units_of_names(names: Iterable[str], organisation: Organisation) -> dict[str, str]:
    """The code of each name or code that the organisation knows; unknown names are left out."""
    known = organisation.codes_by_name
    return {name: known[fold(name)] for name in names if fold(name) in known}


def _code(properties: dict[str, object], organisation: Organisation) -> str:
    named = (properties.get(organisation.boundaries.code_property), properties.get("name"))
    found = units_of_names([str(name) for name in named if name], organisation)
    return next(iter(found.values()), "")
