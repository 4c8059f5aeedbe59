"""The documents say everything that there is to say of the project, and nothing that is not so."""

import dataclasses
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import make_data_dictionary
import pytest
import yaml
from builders import DELIVERED

from dashboard.addresses import PAGES
from metrics import export
from metrics.cli import main
from metrics.definitions import chart_settings, contracts, models
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.definitions.models import Kind
from metrics.disclosure.defence import ROUNDS
from metrics.errors import ScorecardError
from metrics.examples import check_examples
from metrics.judgement.status import Status
from metrics.periods import PeriodType
from metrics.wording.judgements import SHORTHAND, STATUS

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "data" / "README.md"])
FIRST_SCREEN = 60  # lines
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
# One slip in the documented metric for each message that the document quotes.
SLIPS = [
    ("age_band <> 'Not recorded'", "age_bnd <> 'Not recorded'"),
    ("'10 to 17')", "'10-17')"),
    ("age_band IN ('Under 10', '10 to 17')", r"age_band = \"10 to 17\""),
    ("kind: proportion", "kind: rate"),
    ("denominator: 3", "denominator: 4"),
]


def text_of(name: str) -> str:
    """The text of one document."""
    return (ROOT / name).read_text(encoding="utf-8")


def first_cells(name: str) -> set[str]:
    """The names in code that stand in the first cell, or the second, of a document's tables."""
    rows = (line.split("|")[1:3] for line in text_of(name).splitlines() if line.startswith("| "))
    return {code for cells in rows for code in re.findall(r"`([^`]+)`", " ".join(cells))}


def fields_of(*types: Any) -> list[str]:
    """The keys of some types of the configuration."""
    return [field.name for type_ in types for field in dataclasses.fields(type_)]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    """The README's table of commands has each command and each of its options."""
    readme = text_of("README.md")
    assert f"| `scorecard {name}" in readme
    options = [p for p in main.commands[name].params if isinstance(p, click.Option)]
    assert [o for option in options for o in option.opts if o not in readme] == []


def test_every_make_target_is_in_the_readme() -> None:
    """The README says what each target of the Makefile does."""
    phony = re.search(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)
    assert phony
    assert [
        name for name in phony[1].split() if f"| `make {name}`" not in text_of("README.md")
    ] == []


def test_every_variable_is_in_the_readme() -> None:
    """Each variable of the environment that the code reads stands in the README."""
    files = [p for part in ("metrics", "dashboard", "tests") for p in (ROOT / part).rglob("*.*")]
    code = "".join(p.read_text("utf-8") for p in files if p.suffix in {".py", ".sh"})
    found = set(re.findall(r"SCORECARD_[A-Z]+", code))
    assert {name for name in found if f"`{name}`" not in text_of("README.md")} == set()


@pytest.mark.parametrize("key", fields_of(models.Metric, models.Tally, models.PublishedValue,
                                          models.Headline, models.Target, models.Step,
                                          models.Holder, models.Example, chart_settings.Charts,
                                          chart_settings.Rebase))  # fmt: skip
def test_every_key_of_a_metric_is_explained(key: str) -> None:
    """The tables of 'Adding a metric' explain each key that a metric may have."""
    assert key in first_cells("docs/adding-a-metric.md")


@pytest.mark.parametrize("kind", [str(kind) for kind in Kind])
def test_every_kind_is_explained(kind: str) -> None:
    """Each kind of metric is in 'Adding a metric' and, with its interval, in 'Method'."""
    assert kind in first_cells("docs/adding-a-metric.md")
    assert kind in first_cells("docs/method.md")


@pytest.mark.parametrize("key", fields_of(contracts.Extract, contracts.Column, contracts.Coding,
                                          contracts.Layout, contracts.Wide, contracts.PeriodOf,
                                          contracts.UnitOf, contracts.Screening,
                                          contracts.Link))  # fmt: skip
def test_every_key_of_a_contract_is_explained(key: str) -> None:
    """The tables of 'Loading an extract' explain each key that a contract may have."""
    rows = [line for line in text_of("docs/loading-an-extract.md").splitlines() if line[:1] == "|"]
    assert any(f"`{key}`" in row for row in rows)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_explained(status: Status) -> None:
    """'Method' has each status with the symbol and the word that the pages show."""
    assert f"| `{status}` | {STATUS[status]} |" in text_of("docs/method.md")


@pytest.mark.parametrize("mark", sorted(SHORTHAND))
def test_every_shorthand_is_explained(mark: str) -> None:
    """'Method' and the glossary have each shorthand in the words of the pages."""
    for name in ("docs/method.md", "docs/glossary.md"):
        assert f"| `[{mark}]` | {SHORTHAND[mark]} |" in text_of(name)


def test_every_column_of_the_export_is_explained() -> None:
    """'Method' names each column of figures.csv."""
    selected = export._query().partition("\nFROM")[0].split(",")
    names = {re.findall(r"\w+", item)[-1] for item in selected}
    assert {*export.WHOLE, *export.MEASURED, *export.COMPARED} < names
    assert names - first_cells("docs/method.md") == set()


def test_every_tier_is_explained(configuration: Configuration) -> None:
    """'Disclosure' has each tier with its threshold, and whether it shows single months."""
    for tier in configuration.access.tiers:
        least = str(tier.threshold) if tier.threshold else "1: nothing is withheld"
        months = "yes" if any(PeriodType.MONTH in cut.periods for cut in tier.cuts) else "no"
        row = rf"^\| `{tier.id}` \| [^|]+ \| {least} \| {months} \|$"
        assert re.search(row, text_of("docs/disclosure.md"), re.MULTILINE), tier.id


def test_the_rounds_of_the_attack_are_those_of_the_code() -> None:
    """The document says after how many rounds a release is refused."""
    assert f"after {ROUNDS} rounds, the release is refused" in text_of("docs/disclosure.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_every_page_is_in_the_document_of_pages(page: tuple[str, str, str]) -> None:
    """'The pages' has each page by its title, with its address and what it answers."""
    _, title, path = page
    assert f"| {title} | `/{path}` |" in text_of("docs/pages.md")


def test_the_changelog_has_the_version() -> None:
    """The version of the package has its date and its changes in the changelog."""
    version = re.search(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert version
    assert re.search(rf"^## {re.escape(version[1])} - \d{{4}}-\d\d-\d\d$",
                     text_of("CHANGELOG.md"), re.MULTILINE)  # fmt: skip
    assert "\n## Changes to published values\n" in text_of("CHANGELOG.md")


@pytest.mark.parametrize("path", ["data/README.md", "docs/scorecard.md"])
def test_a_generated_document_is_not_stale(path: str, configuration: Configuration) -> None:
    """What `make docs` writes is what stands there: every extract, key action and metric."""
    assert text_of(path) == make_data_dictionary.documents(configuration)[ROOT / path]


def test_nothing_is_missing_from_the_generated_documents(configuration: Configuration) -> None:
    """Each extract, coding, theme, key action and metric has its line or its section."""
    dictionary, coverage = text_of("data/README.md"), text_of("docs/scorecard.md")
    themes = configuration.scorecard.themes
    actions = [f"| {a.id} {a.text} |" for theme in themes for a in theme.key_actions]
    metrics = [f"### {name}\n" for name in configuration.metrics]
    known = [*configuration.extracts, *configuration.codings]
    systems = [f"| {system.title} | {system.guard} |" for system in configuration.scorecard.systems]
    assert [part for part in (*actions, *metrics, *systems) if part not in coverage] == []
    assert [name for name in known if f"### {name}\n" not in dictionary] == []


def _anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    """Each relative link or picture of a document is a file, and each anchor a heading of it."""
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), target
        assert not anchor or anchor in _anchors(linked), target


def test_the_first_screen_has_the_two_commands() -> None:
    """The README begins with a sentence, a picture and the two commands, then Windows."""
    screen = text_of("README.md").splitlines()[:FIRST_SCREEN]
    wanted = ["make run ", "make test ", "scorecard load ", "scorecard check ", "py -m venv .venv"]
    starts = [line.strip().removeprefix(".venv/bin/") for line in screen]
    places = [next(i for i, line in enumerate(starts) if line.startswith(w)) for w in wanted]
    assert places == sorted(places)
    assert next(i for i, line in enumerate(starts) if line.startswith("![")) < places[0]


def _messages(folder: Path, metric: str) -> Iterator[str]:
    """What `check` says of the delivered scorecard with one metric more, without line numbers."""
    shutil.copytree(DELIVERED, folder / "config")
    with (folder / "config" / "scorecard.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{metric}")
    here = Path.cwd()
    os.chdir(folder)
    try:
        findings = check_examples(load_configuration(Path("config")))
    except ScorecardError as error:
        findings = list(error.findings)
    finally:
        os.chdir(here)
    yield from (re.sub(r":\d+:", ":", str(finding), count=1) for finding in findings)


def _documented() -> tuple[str, list[list[str]]]:
    """The metric of 'Adding a metric', and the messages that it quotes, block by block."""
    blocks = BLOCK.findall(text_of("docs/adding-a-metric.md"))
    metric, charts = [body for language, body in blocks if language == "yaml"]
    settings = yaml.safe_load(charts)
    for written in (settings["judging"], settings["metrics"][0]):
        assert set(written["charts"]) <= set(fields_of(chart_settings.Charts))
    quoted = [body.strip().splitlines() for language, body in blocks if language == "text"]
    return metric, [[re.sub(r":\d+:", ":", line, count=1) for line in body] for body in quoted]


def test_the_documented_metric_has_no_fault(tmp_path: Path) -> None:
    """The metric of 'Adding a metric', put at the end of the scorecard, passes `check`."""
    metric, _ = _documented()
    assert list(_messages(tmp_path, metric)) == []


def test_each_quoted_message_has_its_slip() -> None:
    """There are as many slips here as messages there."""
    assert len(_documented()[1]) == len(SLIPS)


@pytest.mark.parametrize("number", range(len(SLIPS)))
def test_the_quoted_messages_are_the_real_ones(number: int, tmp_path: Path) -> None:
    """Each message that the document quotes is what `check` says of that slip."""
    (metric, quoted), (right, wrong) = _documented(), SLIPS[number]
    assert right in metric
    assert list(_messages(tmp_path, metric.replace(right, wrong))) == quoted[number]
