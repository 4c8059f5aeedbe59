"""Where a unit lies among units of its level: against numpy's quartiles, and who may read it."""

import re
from base64 import b64decode
from datetime import date

import numpy as np
import pytest
from builders import delivered
from released import figure, reader_of

from dashboard.spine_chart import spine_picture
from metrics.access import scope_of_role
from metrics.errors import ScorecardError
from metrics.spines import Spine, spines_of
from metrics.wording.spines import marks_sentence, spine_sentence

VALUES = [21.0, 24.5, 26.0, 33.0, 40.5]
UNITS = ["AW", "CN", "CE", "AS", "NE"]
METRIC = "stop_search_positive_outcome"


def figures(values: list[float | None]) -> list:
    """One figure for each of some command units; None is withheld."""
    return [
        figure(metric=METRIC, unit=unit, judged=value, status="on_track" if value else "withheld")
        for unit, value in zip(UNITS, values, strict=True)
    ]


def found(pattern: str, written: str) -> str:
    """What stands in the brackets of a pattern, where it is first met."""
    met = re.search(pattern, written)
    assert met, pattern
    return met[1]


def test_quartiles_are_those_of_numpy() -> None:
    """The ends and the quartiles of the units that are shown."""
    shown = figures(VALUES)
    reader = reader_of(delivered(), shown)
    unit = delivered().organisation.by_code["CE"]
    found = spines_of(reader, unit, [shown[2]])[METRIC]
    expected = np.quantile(VALUES, [0, 0.25, 0.5, 0.75, 1])
    numbers = [found.lowest, found.lower_quartile, found.median, found.upper_quartile]
    assert [*numbers, found.highest] == pytest.approx(list(expected))
    assert (found.units, found.level) == (5, "command unit")


def test_the_force_sees_its_command_units() -> None:
    """The force lies among no units; its line is that of its command units."""
    shown = figures(VALUES)
    found = spines_of(reader_of(delivered(), shown), delivered().organisation.force, [shown[0]])
    assert found[METRIC].units == 5


@pytest.mark.parametrize("values", [[21.0, 24.5, 26.0, None, None], [None] * 5])
def test_too_few_units_have_no_spine(values: list[float | None]) -> None:
    """Quartiles of fewer than four units would be the units themselves."""
    shown = figures(values)
    unit = delivered().organisation.by_code["CE"]
    assert spines_of(reader_of(delivered(), shown), unit, [shown[0]]) == {}


def test_another_units_spine_is_not_read() -> None:
    """A lead of one unit may not ask where another one lies."""
    scope = scope_of_role(delivered(), "unit_lead", "CE", date(2025, 6, 30))
    reader = reader_of(delivered(), figures(VALUES), scope)
    units = delivered().organisation.by_code
    assert spines_of(reader, units["CE"], figures(VALUES)[:1])[METRIC].units == 5
    with pytest.raises(ScorecardError, match="not in your scope"):
        spines_of(reader, units["AS"], figures(VALUES)[:1])


def test_a_spine_in_words() -> None:
    """The picture's numbers stand in words, in the decimals of the measure."""
    metric = delivered().metrics[METRIC]
    spine = Spine("command unit", 5, 21.0, 24.5, 26.0, 33.0, 40.5)
    assert spine_sentence(spine, metric) == "5 units: 21.0 to 40.5; middle half 24.5 to 33.0"
    beside = figure(metric=METRIC, unit="CE", comparator=27.26, similar_comparator=None)
    assert marks_sentence(beside, metric) == "rest of the force 27.3"


def test_a_spine_is_drawn_in_order() -> None:
    """From left to right: lowest unit, this unit, middle half, the force, highest unit."""
    spine = Spine("command unit", 5, 21.0, 24.5, 26.0, 33.0, 40.5)
    picture = spine_picture(spine, 22.0, 35.0, None).html
    drawn = b64decode(found(r"base64,([^\"]+)", picture)).decode()
    own = float(found(r'cx="([\d.]+)"', drawn))
    lines = [float(x) for x in re.findall(r'x1="([\d.]+)"', drawn)]
    band = float(found(r'<rect[^>]* x="([\d.]+)"', drawn))
    lowest, highest, force = lines[1], lines[2], lines[3]
    assert lowest < own < band < force < highest
    assert "polygon" not in drawn
    assert 'alt=""' in picture


def test_one_value_for_all_is_drawn() -> None:
    """Where every unit has the same figure nothing is divided by nothing."""
    spine = Spine("command unit", 4, 3.0, 3.0, 3.0, 3.0, 3.0)
    assert "nan" not in spine_picture(spine, 3.0, None, None).html
