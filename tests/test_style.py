"""Words, symbols and colours: dark enough on their ground, and never a colour by itself."""

import re
from pathlib import Path

import pytest

from dashboard import charts, funnel_chart, spine_chart
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status
from metrics.wording.gaps import VERDICTS
from metrics.wording.judgements import STATUS
from metrics.wording.verdicts import COMPARISON, SIGNAL

ROOT = Path(__file__).parents[1]
CSS = (ROOT / "dashboard" / "style.css").read_text(encoding="utf-8")
NAMED = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", CSS))
WHITE = "#ffffff"
TEXT, MARK = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
MARKS = {
    charts.UNIT, charts.FORCE, charts.INK, charts.QUIET, spine_chart.SIMILAR,
    *(colour for _, colour, _ in charts.MARKS.values()),
    *(colour for _, colour, _ in funnel_chart.MARKS.values()),
}  # fmt: skip


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour: a weighted sum of its parts made linear."""
    full = colour if len(colour) > 4 else "#" + "".join(digit * 2 for digit in colour[1:])
    parts = [int(full[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grounds() -> dict[str, tuple[str, str]]:
    """For each rule that sets a text's colour: the colour, and its ground, white where none is."""
    found = {}
    for selector, body in re.findall(r"^\.sc ([^{]+)\{([^}]*)\}", CSS, re.MULTILINE):
        said = dict(re.findall(r"(?<![-\w])(background|color): (#[0-9a-f]+|var\(--\w+\))", body))
        if "color" in said:
            colours = [said["color"], said.get("background", WHITE)]
            named = [NAMED[c[6:-1]] if c.startswith("var") else c for c in colours]
            found[selector.strip()] = (named[0], named[1])
    return found


def test_black_on_white_is_as_far_apart_as_can_be() -> None:
    """The ratio agrees with the numbers that WCAG gives: 21 for black, 4.54 for grey 118."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(("selector", "pair"), grounds().items())
def test_text_stands_out_from_its_ground(selector: str, pair: tuple[str, str]) -> None:
    """Every text of ours has a contrast of 4.5 at least."""
    assert contrast(*pair) >= TEXT


@pytest.mark.parametrize("colour", sorted(MARKS))
def test_marks_of_charts_stand_out_from_white(colour: str) -> None:
    """Every mark of a chart has a contrast of 3 at least on the white that charts stand on."""
    assert contrast(colour, WHITE) >= MARK


@pytest.mark.parametrize("words", [STATUS, COMPARISON, VERDICTS])
def test_judgements_differ_without_their_colours(words: dict[str, object]) -> None:
    """In greyscale, and read aloud, no two judgements of a kind are alike."""
    symbols = [getattr(word, "symbol", "") for word in words.values()]
    said = [getattr(word, "word", "") for word in words.values()]
    assert all(symbols)
    assert len(set(symbols)) == len(symbols)
    assert len(set(said)) == len(said)


def test_every_judgement_has_its_colour_and_every_signal_its_shape() -> None:
    """A class for each status and comparison; marks for better and worse differ in shape."""
    classes = set(re.findall(r"\.(\w+)", " ".join(re.findall(r"^([^{]+)\{", CSS, re.MULTILINE))))
    assert {str(status) for status in Status} <= classes
    assert {word.lower() for word in COMPARISON if word != "Not compared"} <= classes
    telling = (Signal.IMPROVEMENT, Signal.CONCERN, Signal.HIGHER, Signal.COMMON)
    assert len({charts.MARKS[one][0] for one in telling}) == len(telling)
    assert len({SIGNAL[one] for one in telling}) == len(telling)
