"""Measures by units: which units stand side by side, in which order, and in which period."""

from dataclasses import replace
from datetime import date

import pytest
from builders import delivered
from released import figure, reader_of

from dashboard.units_chart import units_chart
from metrics.access import scope_of_role, scope_of_tier
from metrics.errors import ScorecardError
from metrics.periods import PeriodType
from metrics.rugs import Row, first_with_target, rug_of, set_with, unit_sets
from metrics.wording import rugs

JUNE, MARCH = date(2025, 6, 30), date(2025, 3, 31)
FORCE = delivered().organisation.force
UNITS = delivered().organisation.by_code
CE, AS = UNITS["CE"], UNITS["AS"]
RATE = delivered().metrics["stop_search_positive_outcome"]
LEVEL = delivered().metrics["standard_people_and_culture"]
YEAR = {"type": PeriodType.ROLLING_YEAR, "start": date(2024, 7, 1)}


def shown(metric: str, unit: str, value: float | None, end: date = JUNE) -> object:
    """A judged figure of 12 months of one unit."""
    status = "on_track" if value is not None else "withheld"
    mark = "" if value is not None else "c"
    return figure(metric=metric, unit=unit, judged=value, end=end, status=status, shorthand=mark,
                  **YEAR)  # fmt: skip


def test_units_stand_in_organisation_order() -> None:
    """Each set is of one level, in the order of the organisation; similar units come last."""
    scope = scope_of_tier(delivered(), "board")
    sets = unit_sets(delivered().organisation, scope, JUNE)
    order = list(delivered().organisation.by_code)
    assert sets[0].name == "Metropolitan Police Service: business groups"
    assert [s.name for s in sets][-3:] == [
        "Similar units: Inner London", "Similar units: Inner and Outer London",
        "Similar units: Outer London",
    ]  # fmt: skip
    for one in sets[:-3]:
        places = [order.index(unit.code) for unit in one.units]
        assert places == sorted(places)
        assert len(one.units) >= 2
    assert sets[set_with(sets, CE)].name == "Frontline Policing: command units"
    assert len(sets[set_with(sets, FORCE)].units) == max(len(one.units) for one in sets)


def test_a_lead_sees_no_neighbours() -> None:
    """A lead may set their own boroughs side by side, and no other command unit."""
    scope = scope_of_role(delivered(), "unit_lead", "CE", JUNE)
    sets = unit_sets(delivered().organisation, scope, JUNE)
    assert [one.name for one in sets] == ["Central East: boroughs"]


def test_each_measure_has_one_period_for_all() -> None:
    """All figures of a row are of the latest period that any of the units has."""
    figures = [shown(RATE.id, "CE", 20.0, MARCH), shown(RATE.id, "AS", 30.0),
               shown(RATE.id, "AS", 31.0, MARCH), shown(RATE.id, FORCE.code, 25.0)]  # fmt: skip
    (row,) = rug_of(reader_of(delivered(), figures), [RATE], [CE, AS], [FORCE], JUNE)
    assert {unit: f.judged for unit, f in row.figures.items()} == {"AS": 30.0, FORCE.code: 25.0}


def test_what_has_not_come_is_not_reported() -> None:
    """A row whose extract should have come for the quarter has no numbers of the one before."""
    figures = [shown(RATE.id, "CE", 20.0, MARCH)]
    (row,) = rug_of(reader_of(delivered(), figures), [RATE], [CE], [], JUNE)
    assert (row.figures["CE"].judged, row.figures["CE"].status) == (None, "not_reported")


def test_a_measure_of_the_force_alone_makes_no_row() -> None:
    """The force stands beside the units and makes no row by itself."""
    figures = [shown(RATE.id, FORCE.code, 25.0)]
    assert rug_of(reader_of(delivered(), figures), [RATE], [CE], [FORCE], JUNE) == []


def test_a_unit_out_of_scope_is_refused() -> None:
    """A rug of another command unit is not made for a lead."""
    reader = reader_of(delivered(), [], scope_of_role(delivered(), "unit_lead", "CE", JUNE))
    with pytest.raises(ScorecardError, match="not in your scope"):
        rug_of(reader, [RATE], [CE, AS], [], JUNE)


def test_the_words_of_cells() -> None:
    """A cell has the number or its shorthand, and a word; a level has its name."""
    good, hidden = shown(RATE.id, "CE", 21.04), shown(RATE.id, "AS", None)
    assert rugs.plain_judged(good, RATE) == "21.0"
    assert rugs.plain_judged(hidden, RATE) == "[c]"
    assert rugs.plain_judged(shown(LEVEL.id, "CE", 2.0), LEVEL) == "Developing"
    assert str(rugs.comparison_word(good, "Worse")) == "✕ Worse"
    assert rugs.comparison_word(hidden, "Not compared").word == "Withheld"
    assert rugs.rug_sentence([["Similar", "Worse", ""], ["Similar", "Withheld", ""]], "status") == (
        "Of 4 figures by status: 1 worse, 2 similar, 1 withheld."
    )


def test_units_are_drawn_in_the_order_given() -> None:
    """Not sorted by figure; a hidden unit keeps its row and has no dot; words point to a table."""
    figures = [shown(RATE.id, "CE", 30.0), shown(RATE.id, "AS", None), shown(RATE.id, "NE", 20.0)]
    names = {"CE": "Central East", "AS": "Central South", "NE": "North East"}
    drawn = units_chart(figures, RATE, names, "CE")
    assert list(drawn.data[0].x) == [30.0, None, 20.0]
    assert list(drawn.layout.yaxis.categoryarray) == [
        "North East  20.0%", "Central South  [c]", "Central East  30.0%",
    ]  # fmt: skip
    alt = rugs.units_alt(figures, RATE, names)
    assert alt.startswith(f"Dot plot: {RATE.title} by unit, in organisation order")
    assert "lowest North East 20.0%. 1 unit not shown. Table follows." in alt
    assert "No unit can be shown" in rugs.units_alt(figures[1:2], RATE, names)


def test_a_measure_with_a_target_is_drawn_first() -> None:
    """What is judged is looked at first; without any target, the first measure."""
    none, aimed = Row(replace(RATE, target="none"), {}), Row(RATE, {})
    assert first_with_target([none, aimed]) == 1
    assert first_with_target([none]) == 0


def test_a_file_of_a_rug_says_what_its_cell_says() -> None:
    """A cell as a row: its number unrounded, or nothing and its mark; its words beside it."""
    held, hidden = (shown(RATE.id, "CE", value) for value in (21.25, None))
    rows = [dict(zip(rugs.CELL, rugs.cell_of(each, RATE, CE, "Worse", "the rest of the force"),
                     strict=True)) for each in (held, hidden)]  # fmt: skip
    assert [(row["value"], row["shorthand"], row["status"]) for row in rows] == [
        ("21.25", "", "On track"), ("", "c", "Withheld"),
    ]  # fmt: skip
    assert {row["period"] for row in rows} == {"July 2024 to June 2025"}
    assert {(row["comparison"], row["compared_with"]) for row in rows} == {
        ("Worse", "the rest of the force")
    }
