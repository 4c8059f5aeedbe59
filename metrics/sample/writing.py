"""Writes the whole sample: every extract of the scorecard, and the map to place points with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from metrics.definitions.organisation import Organisation
from metrics.sample import (
    attitudes,
    communities,
    complaints,
    equality_standard,
    follow_up,
    governance,
    internal_cases,
    mps_stops,
    perception,
    pools,
    population,
    public_service,
    published_search,
    published_tables,
    published_workforce,
    recommendations,
    reviews,
    stop_search,
    workforce,
    workforce_flows,
)
from metrics.sample.registers import Register
from metrics.sample.squares import write_squares

BOUNDARIES = "boundaries.geojson"

REGISTERS: tuple[Register, ...] = (
    *workforce_flows.ALL,
    *internal_cases.ALL,
    *reviews.ALL,
    *public_service.ALL,
    *communities.ALL,
    *governance.ALL,
    follow_up.FOLLOW_UPS,
)

Writer = Callable[[Path, Organisation, int], tuple[Path, ...]]
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        stop_search.EXTRACT: stop_search.write_stop_search,
        mps_stops.EXTRACT: mps_stops.write_mps_stops,
        population.EXTRACT: population.write_population,
        pools.EXTRACT: pools.write_pools,
        published_search.EXTRACT: published_search.write_published_search,
        published_tables.FORCE: published_tables.write_force,
        published_tables.HATE: published_tables.write_hate,
        perception.EXTRACT: perception.write_perception,
        workforce.EXTRACT: workforce.write_workforce,
        published_workforce.EXTRACT: published_workforce.write_published_workforce,
        recommendations.EXTRACT: recommendations.write_recommendations,
        complaints.EXTRACT: complaints.write_complaints,
        attitudes.EXTRACT: attitudes.write_attitudes,
        equality_standard.EXTRACT: equality_standard.write_standard,
        follow_up.ADVERSE_EVENTS: follow_up.write_adverse_events,
        reviews.REVIEW_POINTS: reviews.write_review_points,
        **{register.extract: register.write for register in REGISTERS},
    }
)


def write_sample(
    folder: Path, organisation: Organisation, seed: int = 2009
) -> dict[str, tuple[Path, ...]]:
    """Write every sample extract and `BOUNDARIES` to `folder`; return the files by extract id.

    Each extract has a folder of its own, named by its id. The same organisation and seed (0 or
    above) give the same bytes on every machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    boroughs = tuple(unit for unit in organisation.units if unit.level == "borough")
    write_squares(folder / BOUNDARIES, boroughs)
    return {extract: write(folder, organisation, seed) for extract, write in WRITERS.items()}
