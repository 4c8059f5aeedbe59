"""The words of the project: each glossary word is in use, and left-out words are left out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics.definitions.configuration import Configuration

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "data" / "README.md"])
SCREENS = sorted([*ROOT.glob("metrics/wording/*.py"), *ROOT.glob("dashboard/**/*.py")])
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
# Readers were asked: these words offend, judge, or say something else than what was measured.
LEFT_OUT = {
    r"\b(BAME|BME|non-White|people of colour)\b": "ethnic minorities, or the groups by name",
    r"\b(mixed[- ]race|Mixed people)\b": "people from the Mixed ethnic group",
    r"\b(Blacks|Asians|Indians)\b": "Black people; the Asian ethnic group",
    r"\brac(e|es|ial|ially)\b": "ethnicity, ethnic group",
    r"(?<!ethnic )\bminorities\b": "ethnic minorities, or the groups by name",
    r"\bdiscriminat\w*": "disparity, difference, gap",
    r"\b(un)?bias(ed)?\b": "disparity, difference, gap",
    r"\bcompared to\b": "compared with",
    r"\b(fe)?males\b": "women, men",
    r"\bacross all ethnic groups\b": "in every ethnic group",
}
# Names of bodies and of reports keep their words.
NAMES = ("Race and Faith Inquiry", "Race Disparity Unit", "Discrimination Investigation Unit")
# What is alleged or found in a case has the name that the law gives it. A disparity never has it:
# it does not say why.
ALLEGED = re.compile(
    r"\b(complaint|allegation|case|finding|grievance|claim|investigation)s? of discrimination\b",
    re.IGNORECASE,
)
# Words of the glossary that the code or the configuration writes in another way.
WRITTEN = {
    "theme lead": "lead",
    "command unit": "command_unit",
    "counting unit": "row:",
    "key action": "key_action",
    "rolling year": "rolling_year",
    "location not recorded": "location_not_recorded",
}


def faults(text: str) -> list[str]:
    """The left-out words that stand in a text, each with what to say for it."""
    for name in NAMES:
        text = text.replace(name, "")
    text = ALLEGED.sub("", " ".join(text.split()))
    return [
        f"{found[0]}: say {cure}"
        for pattern, cure in LEFT_OUT.items()
        for found in re.finditer(pattern, text, re.IGNORECASE)
    ]


def shown_texts(path: Path) -> Iterator[str]:
    """Every text of a module that may be shown: its strings but the docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_left_out_word_in_a_document(path: Path) -> None:
    """No document uses a word that offends or judges; names in code and labels are quoted."""
    assert faults(CODE.sub("", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_left_out_word_on_a_page(path: Path) -> None:
    """No text that the dashboard may show uses such a word."""
    assert [fault for text in shown_texts(path) for fault in faults(text)] == []


def test_no_left_out_word_in_the_configuration(configuration: Configuration) -> None:
    """No title, reason, limit or description of the configuration uses such a word."""
    scorecard, extracts = configuration.scorecard, configuration.extracts.values()
    texts = [t for theme in scorecard.themes for t in (theme.name, theme.aim, theme.outcome)]
    texts += [action.text for theme in scorecard.themes for action in theme.key_actions]
    texts += [t for m in scorecard.metrics for t in (m.title, m.why, m.limits, m.source)]
    texts += [t for m in scorecard.metrics for t in m.aliases]
    texts += [t for e in extracts for t in (e.title, e.row, e.source)]
    texts += [column.about for extract in extracts for column in extract.columns]
    codings = configuration.codings.values()
    texts += [t for c in codings for t in (c.title, c.other_holds, *c.values)]
    assert [fault for text in texts for fault in faults(text)] == []


@pytest.mark.parametrize(
    "sentence",
    ["BAME officers", "non-white people", "two races", "a racial bias", "20% of Asians",
     "higher compared to White people", "most females", "across all ethnic groups",
     "discrimination against a group"],
)  # fmt: skip
def test_a_left_out_word_is_found(sentence: str) -> None:
    """The scan finds such a word whatever its capitals."""
    assert faults(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "ethnic minorities",
        "trace",
        "the Race and Faith Inquiry",
        "compared with",
        "female officers",
        "an investigation of discrimination",
    ],
)
def test_a_right_word_is_left_alone(sentence: str) -> None:
    """The scan leaves alone what may be said."""
    assert faults(sentence) == []


def glossary() -> list[str]:
    """The words of the glossary that stand for a thing, without the marks."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    return [cell for cell in cells if cell != "Word" and not cell.startswith("`")]


@pytest.mark.parametrize("word", glossary())
def test_each_glossary_word_is_in_use(word: str) -> None:
    """Each word of the glossary stands in the code or in the configuration."""
    files = [*ROOT.glob("metrics/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    files += ROOT.glob("config/*.yaml")
    written = WRITTEN.get(word, word)
    assert any(written in path.read_text(encoding="utf-8").casefold() for path in files)


def test_no_glossary_word_stands_twice() -> None:
    """Each word has one meaning."""
    words = glossary()
    assert len(words) == len(set(words)) > 0
