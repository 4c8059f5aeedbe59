"""The funnel of a page: its lines, where its units lie, its words, and what is absent from it."""

from dataclasses import fields, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from builders import released, small
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sentences_of_kinds import as_figure

from dashboard.funnel_chart import funnel_chart
from dashboard.tables import funnel_table
from metrics.definitions.models import Kind
from metrics.figure import NUMBERS, Figure, Spread
from metrics.funnel import Funnel, funnel_of, points_of
from metrics.judgement import benchmarks
from metrics.judgement.assessment import assess
from metrics.judgement.funnel_lines import FunnelLine, Scaled, funnel_lines
from metrics.judgement.funnels import Whole
from metrics.judgement.intervals import poisson_limits, wilson
from metrics.judgement.spreads import spread_of_units
from metrics.periods import PeriodType
from metrics.wording import funnels

SHARE = replace(small().metrics["arrests"], headline=None)
# The whole force: a quarter of these have the event.
WHOLE = Whole(2500, 10_000)
SPREAD = Spread(centre=0.25, units=4, phi=3.25, tau_squared=0.01, offer_wider=True)


def figure(
    events: float, base: float, of_rate: bool = False, whole: Whole = WHOLE, **said: Any
) -> Figure:
    """A unit's figure with its intervals and its word against the rest, as a release has it."""
    usual: dict[str, Any] = {field.name: "" for field in fields(Figure)}
    usual |= dict.fromkeys([*NUMBERS, "since", "signal_end"])
    usual |= {"type": PeriodType.QUARTER, "start": date(2025, 4, 1), "end": date(2025, 6, 30),
              "numerator": events, "denominator": base}  # fmt: skip
    scale = 1000.0 if of_rate else 100.0
    usual["judged"] = usual["value"] = scale * events / base
    usual["comparator"] = scale * (whole.events - events) / (whole.base - base)
    ends = {}
    for confidence, level in ((0.95, ""), (0.998, "_998")):
        low, high = (
            poisson_limits(events, confidence) if of_rate else wilson(events, base, confidence)
        )
        ends[level] = [float(limit) * (scale / base if of_rate else scale) for limit in (low, high)]
        usual[f"judged_lower{level}"], usual[f"judged_upper{level}"] = ends[level]
    apart = abs(benchmarks.level(tuple(ends[""]), tuple(ends["_998"]), usual["comparator"]))
    usual["comparison"] = "Worse" if apart else "Similar"
    usual["comparison_level"] = ["", "95%", "99.8%"][int(apart)]
    return Figure(**usual | said)


def funnel(*shown: Figure, spread: Spread = SPREAD, hidden: tuple = ()) -> Funnel:
    """A funnel of some units."""
    names = {"EAST": "East Unit", "WEST": "West Unit", "DOGS": "Dog Section"}
    tau = spread.tau_squared if spread.offer_wider else None
    largest = max(f.denominator or 0 for f in shown)
    lines = funnel_lines(Kind.PROPORTION, Scaled(WHOLE, 100), largest, tau)
    points = points_of(shown, Kind.PROPORTION, spread, 100, names)
    return Funnel(spread, "command unit", 25.0, points, hidden, lines)


def at(line: FunnelLine, base: float) -> float:
    """A line's height at a base."""
    order = np.argsort(line.base)
    return float(np.interp(base, np.array(line.base)[order], np.array(line.value)[order]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(400, 4000), st.booleans())
def test_a_unit_is_drawn_outside_a_line_just_where_its_place_says_so(
    events: int, base: int, of_rate: bool
) -> None:
    """Beyond the drawn 95% and 99.8% limits, but for the width of a pixel."""
    scaled = Scaled(Whole(1000, 10_000), 1000 if of_rate else 100)
    kind = Kind.RATE if of_rate else Kind.PROPORTION
    spread = replace(SPREAD, centre=0.1, offer_wider=False)
    mine = figure(events, base, of_rate, scaled.whole, unit="EAST")
    (point,) = points_of((mine,), kind, spread, scaled.scale, {"EAST": "East Unit"})
    place = 0
    for line in funnel_lines(kind, scaled, base * 2, None):
        height, value = at(line, base), mine.judged or 0.0
        if abs(value - height) < 0.005 * height:
            return
        place += (value > height) if line.upper else -(value < height)
    assert point.place == place


@pytest.mark.parametrize("kind", [Kind.PROPORTION, Kind.RATE, Kind.REPRESENTATION])
def test_limits_close_on_the_force_as_a_unit_grows_into_it(kind: Kind) -> None:
    """A unit that is nearly all of the force cannot lie far from it: usual limits are 0.9%."""
    last = {line.upper: line.value[-1]
            for line in funnel_lines(kind, Scaled(WHOLE, 100), 9000, None)
            if line.level == "95%"}  # fmt: skip
    assert last[False] < 25 < last[True]
    assert last[True] - last[False] < 0.3


def test_a_representation_has_its_funnel_in_people_per_one_expected() -> None:
    """A tenth of residents: the force has 480 of 10,000, and 8 of 100 in East are within it."""
    shares = {"breakdown": "ethnicity", "group": "Black", "comparator_numerator": 100,
              "comparator_denominator": 1000, "metric": "black_staff",
              "type": "snapshot"}  # fmt: skip
    counts = {"FORCE": (480, 10_000), "EAST": (8, 100), "WEST": (255, 4900), "DOGS": (200, 5000)}
    rows = [{**shares, "unit": unit, "numerator": x, "denominator": n}
            for unit, (x, n) in counts.items()]  # fmt: skip
    found = assess(released(*rows), small()).figures
    (spread,) = spread_of_units(found, small()).itertuples(index=False)
    found = found[found["status"] != ""].astype(object)
    figures = [as_figure(row) for row in found.where(found.notna(), None).to_dict("records")]
    reader: Any = SimpleNamespace(
        release=SimpleNamespace(configuration=small()), units=lambda *asked: figures,
        spread=lambda *asked: Spread(*spread[4:]),
    )  # fmt: skip
    metric = small().metrics["black_staff"]
    drawn = funnel_of(reader, metric, small().organisation.force, figures[0].period)
    assert drawn is not None
    assert drawn.centre == pytest.approx(0.48)
    assert {p.name: p.place for p in drawn.points} == {
        "East Unit": 0, "West Unit": 1, "Dog Section": -2,
    }  # fmt: skip
    upper = next(line for line in drawn.lines if line.upper and line.level == "95%")
    assert at(upper, 4900) < 255 / 490 < at(upper, 4900) * 1.05


def test_a_force_without_events_has_lines_all_the_same() -> None:
    """Nothing is divided by its events."""
    nobody = Scaled(Whole(0, 1000), 100)
    kinds = (Kind.PROPORTION, Kind.RATE)
    assert {len(funnel_lines(kind, nobody, 500, None)) for kind in kinds} == {4}


def test_lines_are_cut_off_where_no_figure_can_be() -> None:
    """At a base of one case the limits of a percentage are none and all."""
    lines = funnel_lines(Kind.PROPORTION, Scaled(WHOLE, 100), 1000, 0.01)
    assert len(lines) == 8
    assert all(0 <= value <= 100 for line in lines for value in line.value)
    near = {line.upper: line for line in lines if line.level == "95%" and not line.wide}
    assert near[False].value[0] == 0
    assert near[True].value[-1] < near[True].value[0]


def test_a_unit_outside_the_plain_limits_may_be_within_the_wider_ones() -> None:
    """What only differs as all units do does not stand out from the rest."""
    shown = (figure(350, 1000, unit="EAST"), figure(900, 1000, unit="WEST"))
    first, second = funnel(*shown).points
    assert (first.place, first.wide_place) == (2, 0)
    assert (second.place, second.wide_place) == (2, 2)
    assert funnel(*shown, spread=replace(SPREAD, offer_wider=False)).points[0].wide_place is None


def test_a_funnel_in_words() -> None:
    """How many lie outside, how many would by chance, and how far units spread."""
    drawn = funnel(figure(350, 1000, unit="EAST"), figure(250, 1000, unit="WEST"))
    assert funnels.funnel_sentence(drawn, SHARE) == (
        "Around the whole force's 25.0%, 1 of 2 command units lies outside the 95% limits, 1 of "
        "them outside those of 99.8% too. If only chance were at work, about 0.1 and 0.00 would."
    )
    assert funnels.spread_sentence(drawn).startswith(
        "The units spread more than chance would have them (phi 3.25; by chance, 1). They differ in"
    )
    assert funnels.funnel_alt(drawn, SHARE) == (
        "Funnel chart: Searches that end in arrest by command unit, April to June 2025. Force "
        "25.0%. Above the limits: East Unit; below: none. Table follows."
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"phi": 0.9, "offer_wider": False}, "no more than chance would have them (phi 0.90)"),
        ({"offer_wider": False}, "Wider limits need at least 10 units and are not drawn."),
        ({}, "(tau squared 0.01000)"),
    ],
)
def test_overdispersion_is_said_in_words(said: dict[str, Any], words: str) -> None:
    """Phi and tau squared, and whether the adjusted limits are offered."""
    drawn = funnel(figure(350, 1000, unit="EAST"), spread=replace(SPREAD, **said))
    assert words in funnels.spread_sentence(drawn)


def test_a_withheld_unit_is_absent_from_the_picture_and_named_beside_it() -> None:
    """Its name stands in the sentence and in the table; no number of it anywhere."""
    hidden = figure(777, 888, unit="DOGS", numerator=None, denominator=None, judged=None,
                    value=None, judged_lower=None, judged_upper=None, shorthand="c")  # fmt: skip
    drawn = funnel(figure(350, 1000, unit="EAST"), hidden=(("Dog Section", hidden),))
    marks = [t.to_plotly_json() for t in funnel_chart(drawn, SHARE, "EAST").data
             if t.mode == "markers"]  # fmt: skip
    picture = str(marks)
    assert "East Unit" in picture
    assert "Dog Section" not in picture
    said = funnels.hidden_sentence(drawn)
    assert said == "Not shown: Dog Section (withheld to protect people)."
    table = funnel_table("Funnel", drawn, SHARE).html
    assert "Dog Section" in table
    assert "[c] of [c]" in table
    assert "777" not in table + said


def test_a_unit_that_is_not_compared_is_named_with_the_reason() -> None:
    """Too few to judge: its value stands in the table and no place in the picture."""
    thin = figure(3, 40, unit="DOGS", comparison="Not compared", comparator=None,
                  comparison_reason="fewer than 10 events")  # fmt: skip
    drawn = funnel(figure(350, 1000, unit="EAST"), hidden=(("Dog Section", thin),))
    said = funnels.hidden_sentence(drawn)
    assert said == "Not shown: Dog Section (fewer than 10 events)."
    assert "7.5%" in funnel_table("Funnel", drawn, SHARE).html


def test_every_place_has_its_own_shape() -> None:
    """Within, outside 95% and outside 99.8% are told apart without colour."""
    shown = [figure(n, 1000, unit="EAST") for n in (250, 280, 400)]
    picture = funnel_chart(funnel(*shown), SHARE, "WEST")
    symbols = {trace.marker.symbol for trace in picture.data if trace.mode == "markers"}
    assert symbols == {"circle-open", "diamond", "square"}
