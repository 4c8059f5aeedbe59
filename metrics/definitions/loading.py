"""Reads the configuration: four files in, one frozen whole out, or every fault at once."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from metrics.definitions import checking, coverage, guards
from metrics.definitions.audiences import Access
from metrics.definitions.checking import Known
from metrics.definitions.configuration import FILES, Configuration
from metrics.definitions.contracts import Extract, Extracts
from metrics.definitions.cut_checks import cut_faults
from metrics.definitions.guards_of_partners import partner_faults
from metrics.definitions.links import link_faults
from metrics.definitions.metric_checks import chart_faults, metric_faults
from metrics.definitions.models import Scorecard
from metrics.definitions.organisation import Organisation
from metrics.definitions.planning import Planner
from metrics.definitions.plans import Plan
from metrics.definitions.reading import Reading
from metrics.definitions.yaml_reading import Place
from metrics.errors import ScorecardError

KEPT_CONFIGURATIONS = 4


def load_configuration(folder: Path) -> Configuration:
    """Read and check the configuration in `folder`.

    Raises ScorecardError with every finding: file, line, fault and cure.
    """
    reading = Reading(folder)
    scorecard = reading.read("scorecard.yaml", Scorecard)
    extracts = reading.read("extracts.yaml", Extracts)
    organisation = reading.read("organisation.yaml", Organisation)
    access = reading.read("access.yaml", Access)
    if organisation:
        _check_organisation(reading, organisation)
    if access:
        _check_access(reading, access)
    sound = _check_extracts(reading, extracts) if extracts else {}
    plans = _check_metrics(reading, scorecard, extracts, sound) if scorecard and extracts else {}
    if reading.findings or not (scorecard and extracts and organisation and access):
        found = dict.fromkeys(reading.findings)
        raise ScorecardError(sorted(found, key=lambda f: (f.place, f.line or 0)))
    return _whole(folder, (scorecard, extracts, organisation, access), plans)


def configuration_of(texts: Mapping[str, str]) -> Configuration:
    """Read and check a configuration that is no folder: its texts by the names of its files.

    Those read last are kept: the releases of one day were all made under the same. Raises
    ScorecardError as `load_configuration` does.
    """
    return _configuration_of(tuple(sorted(texts.items())))


@lru_cache(KEPT_CONFIGURATIONS)
def _configuration_of(texts: tuple[tuple[str, str], ...]) -> Configuration:
    with TemporaryDirectory(prefix="scorecard-") as folder:
        for file, text in texts:
            (Path(folder) / file).write_text(text, encoding="utf-8")
        return load_configuration(Path(folder))


def _whole(
    folder: Path, parts: tuple[Scorecard, Extracts, Organisation, Access], plans: dict[str, Plan]
) -> Configuration:
    scorecard, extracts, organisation, access = parts
    texts = {file: (folder / file).read_text(encoding="utf-8-sig") for file in FILES}
    digest = hashlib.sha256("\x00".join(texts[file] for file in FILES).encode()).hexdigest()
    return Configuration(
        scorecard,
        {extract.id: _screened(extract, extracts) for extract in extracts.extracts},
        {coding.id: coding for coding in extracts.codings},
        organisation,
        access,
        plans,
        texts,
        digest,
        folder.as_posix(),
    )


def _screened(extract: Extract, extracts: Extracts) -> Extract:
    """The extract with a threshold for every check: its own, else that of all extracts."""
    common = asdict(extracts.screening)
    confirm = extract.confirm or common.pop("confirm")
    common.pop("confirm", None)
    return replace(extract, screening={**common, **extract.screening}, confirm=confirm)


def _check_organisation(reading: Reading, organisation: Organisation) -> None:
    file = "organisation.yaml"
    whole = reading.is_whole(file)
    reading.note_repeated(file, "levels")
    if not reading.note_repeated(file, "units", "code") and whole:
        reading.note_all(file, (), checking.organisation_faults(organisation))


def _check_access(reading: Reading, access: Access) -> None:
    file = "access.yaml"
    whole = reading.is_whole(file)
    reading.note_repeated(file, "tiers")
    reading.note_repeated(file, "roles")
    reading.note_repeated(file, "roles", "title")
    if whole:
        reading.note_all(file, (), checking.access_faults(access))
        known = {
            "levels": reading.names("organisation.yaml", "levels"),
            "extracts": reading.names("extracts.yaml", "extracts"),
            "metrics": reading.names("scorecard.yaml", "metrics"),
            "breakdowns": _breakdowns(reading),
        }
        for tier in access.tiers:
            place = reading.place_of(file, "tiers", tier.id)
            reading.note_all(file, place, cut_faults(tier, known))


def _breakdowns(reading: Reading) -> list[str]:
    """Every breakdown that a metric names, whether it is there or not."""
    items = [item for item in reading.items("scorecard.yaml", "metrics") if isinstance(item, dict)]
    named = [item.get("breakdowns") for item in items]
    return sorted({str(name) for names in named if isinstance(names, list) for name in names})


def _check_extracts(reading: Reading, extracts: Extracts) -> dict[str, Extract]:
    """Note the faults of extracts and codings; return the extracts that have none."""
    file = "extracts.yaml"
    unsound = reading.note_repeated(file, "codings") | reading.note_repeated(file, "extracts")
    reading.note_repeated(file, "extracts", "title")
    for coding in extracts.codings:
        place = reading.place_of(file, "codings", coding.id)
        if reading.note_all(file, place, checking.coding_faults(coding)):
            unsound.add(coding.id)
    codings = {coding.id: coding for coding in extracts.codings if coding.id not in unsound}
    units = reading.names("organisation.yaml", "units", "code")
    levels = reading.names("organisation.yaml", "levels")
    known = Known(tuple(reading.names(file, "codings")), tuple(units), tuple(levels))
    named = reading.names(file, "extracts")
    contracts = {extract.id: extract for extract in extracts.extracts}
    sound = {}
    for extract in extracts.extracts:
        place = reading.place_of(file, "extracts", extract.id)
        found = (
            *checking.extract_faults(extract, known), *link_faults(extract, contracts),
            *guards.contract_faults(extract, codings, named),
        )  # fmt: skip
        at_fault = reading.note_all(file, place, found)
        coded = {column.coding for column in extract.columns} - {""}
        if at_fault or extract.id in unsound or coded - set(codings):
            continue
        if not reading.note_all(file, place, guards.condition_faults(extract, codings)):
            sound[extract.id] = extract
    return sound


def _check_metrics(
    reading: Reading, scorecard: Scorecard, extracts: Extracts, sound: dict[str, Extract]
) -> dict[str, Plan]:
    file, plans = "scorecard.yaml", {}
    codings = {coding.id: coding for coding in extracts.codings}
    named = frozenset(reading.names("extracts.yaml", "extracts"))
    planner = Planner(sound, codings, named, reading.names(file, "metrics"))
    reading.note_repeated(file, "metrics")
    # A page's links and lists name a measure by its title.
    reading.note_repeated(file, "metrics", "title")
    actions = _check_actions(reading)
    reading.note_all(file, ("judging",), chart_faults(scorecard.judging.charts))
    _check_coverage(reading, scorecard)
    for metric in scorecard.metrics:
        place = reading.place_of(file, "metrics", metric.id)
        columns = sound[metric.extract].columns if metric.extract in sound else ()
        coding_of = {column.name: codings.get(column.coding) for column in columns}
        at_fault = reading.note_all(file, place, metric_faults(metric, actions, coding_of.get))
        plan, faults = planner.plan(metric)
        faults += coverage.unit_faults(metric, reading.names("organisation.yaml", "units", "code"))
        if plan:
            faults += guards.metric_faults(plan, sound, codings, planner.plans)
        # A metric without what its kind needs is planned only to find its other faults.
        if not reading.note_all(file, place, faults) and plan and not at_fault:
            plans[metric.id] = plan
    for id_, plan in plans.items():
        place = reading.place_of(file, "metrics", id_)
        contract = sound[plan.metric.extract]
        reading.note_all(file, place, partner_faults(plan, contract, planner.plans))
    return plans


def _check_coverage(reading: Reading, scorecard: Scorecard) -> None:
    """Note headlines and systems that name what is no metric."""
    file = "scorecard.yaml"
    names = reading.names(file, "metrics")
    reading.note_repeated(file, "systems")
    for theme in scorecard.themes:
        place = reading.place_of(file, "themes", str(theme.id))
        reading.note_all(file, place, coverage.headline_faults(theme, scorecard, names))
    for system in scorecard.systems:
        place = reading.place_of(file, "systems", system.id)
        reading.note_all(file, place, coverage.system_faults(system, names))


def _check_actions(reading: Reading) -> list[str]:
    """Note the key actions that are named twice; return the names of all, with their themes'."""
    file = "scorecard.yaml"
    reading.note_repeated(file, "themes")
    places: dict[str, Place] = {}
    for index, theme in enumerate(reading.items(file, "themes")):
        actions = theme.get("key_actions") if isinstance(theme, dict) else None
        for number, action in enumerate(actions if isinstance(actions, list) else []):
            name = str(action.get("id")) if isinstance(action, dict) else ""
            place = ("themes", index, "key_actions", number)
            if places.setdefault(name, place) != place:
                fault = f"the key action '{name}' stands there already"
                reading.note(file, place, fault, "Give each its own.")
    return list(places)
