"""The command line: `scorecard`, with the words of the code."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import click

from metrics.access import scope_of_tier
from metrics.children import Ahead
from metrics.commands import AT_FAULT, Context, findings, places, say
from metrics.contract_files import write_contract
from metrics.definition_changes import differences
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.definitions.schema import write_schemas
from metrics.errors import ScorecardError
from metrics.export import write_figures
from metrics.extracts.loading import Loader
from metrics.extracts.screening.checks import Acceptance
from metrics.extracts.staging import SentFile
from metrics.figures import open_release
from metrics.load_commands import LOAD_COMMANDS, SAMPLE_LIST
from metrics.overlap import under_both, under_new
from metrics.promised import note_lists
from metrics.provenance import sparse_tables
from metrics.release import release_all
from metrics.release_file import read_table
from metrics.sample.writing import BOUNDARIES, write_sample
from metrics.store import Store
from metrics.store_commands import STORE_COMMANDS
from metrics.stored_files import file_digest
from metrics.waiting import waiting
from metrics.watching import answers, checked
from metrics.wording.disclosure import offers_told, told
from metrics.wording.numbers import plural
from metrics.wording.overlap import overlap_words, preview_words
from metrics.wording.provenance import waiting_sentence

# Its last days lie before today, if the clock of the machine is right.
OF_THE_SAMPLE = Acceptance("the sample", "its days are invented")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The equality scorecard: check definitions, load extracts, calculate and export figures."""


@main.command()
@click.option("--watch", is_flag=True, help="Check again after each change, until Ctrl+C.")
@places
def check(watch: bool, **where: Any) -> None:
    """Check the configuration, the lists beside it, and every worked example."""
    folder = Context(**where).config
    if not watch:
        with findings():
            click.echo(_without_faults(checked(folder)))
        return
    for answer in answers(folder):
        click.echo(time.strftime("%H:%M:%S"))
        faults = answer.findings if isinstance(answer, ScorecardError) else ()
        for fault in faults:
            click.echo(str(fault))
        if isinstance(answer, Configuration):
            click.echo(_without_faults(answer))


def _without_faults(configuration: Configuration) -> str:
    metrics, extracts = len(configuration.metrics), len(configuration.extracts)
    return f"No faults: {metrics} metrics over {extracts} extracts."


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--store", type=click.Path(path_type=Path, exists=True), default=None,
    help="Its loads are counted under both definitions of each broken series, and for what is new.",
)  # fmt: skip
def diff(old: Path, new: Path, store: Path | None) -> None:
    """Say how each metric of the configuration in NEW differs from that in OLD."""
    with findings():
        pair = load_configuration(old), load_configuration(new)
        found = list(differences(*pair))
        broken = [difference.broken for difference in found if difference.broken]
        both = under_both(Store(store), *pair, broken, say) if store and broken else {}
        added = [difference.added for difference in found if difference.added]
        first = under_new(Store(store), pair[1], added, say) if store and added else {}
    for difference in found:
        click.echo(difference.words, err=difference.at_fault)
        if difference.broken in both:
            before, after = (each.metrics[difference.broken] for each in pair)
            for words in overlap_words(before, after, both[difference.broken]):
                click.echo(f"  {words}")
        if difference.added in first:
            for words in preview_words(pair[1].metrics[difference.added], first[difference.added]):
                click.echo(f"  {words}")
    if not found:
        click.echo("No metric differs.")
    if any(difference.at_fault for difference in found):
        sys.exit(AT_FAULT)


@main.command()
@places
def calculate(**where: Any) -> None:
    """Make the release of every tier, and keep what days actions and recommendations promise."""
    context = Context(**where)
    with findings():
        store, configuration = Store(context.store), context.configuration()
        note_lists(store, context.config, configuration)  # a faulty list stops it at once
        releases = release_all(store, configuration, say)
        waits = waiting(store, configuration)
    for release in releases:
        click.echo(f"{release.tier}: {release.figures:,} figures, made {release.made_at}")
        for load in waits.get(release.tier, ()):
            said = waiting_sentence(load, configuration.extracts[load.extract].title)
            click.echo(f"  {said} 'scorecard take-in {load.id} --why …' takes it in.")


@main.command()
@click.option("--tier", required=True, help="Whose report: unit, board …")
@places
def disclosure(tier: str, **where: Any) -> None:
    """Say how much a tier is shown of each metric, and how safe the rest is."""
    context = Context(**where)
    with findings():
        configuration = context.configuration()
        scope, store = scope_of_tier(configuration, tier), Store(context.store)
        kept = {r.tier: r for r in release_all(store, configuration, say)}[tier]
        click.echo(told(read_table(kept.file, "disclosure"), tier))
        click.echo(offers_told(sparse_tables(open_release(store, kept), scope)))


@main.command()
@click.option("--tier", required=True, help="Whose figures: restricted, unit, board …")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@places
def export(tier: str, out: Path, **where: Any) -> None:
    """Write figures.csv for one tier, from the active loads."""
    context = Context(**where)
    with findings():
        configuration = context.configuration()
        scope = scope_of_tier(configuration, tier)
        store = Store(context.store)
        kept = {r.tier: r for r in release_all(store, configuration, say)}[tier]
        out.mkdir(parents=True, exist_ok=True)
        say("Writing figures.csv")
        rows = write_figures(open_release(store, kept), scope, out / "figures.csv")
    click.echo(f"{out / 'figures.csv'}: {rows:,} figures of the {tier} tier.")


@main.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("data/sample"), show_default=True
)
@click.option("--seed", type=int, default=2009, show_default=True, help="Another seed, other data.")
@click.option("--load", "and_load", is_flag=True, help="Load it, and calculate.")
@places
def sample(out: Path, seed: int, and_load: bool, **where: Any) -> None:
    """Make synthetic extracts for every extract of the configuration."""
    context = Context(**where)
    with findings():
        configuration = context.configuration()
        say("Making synthetic extracts")
        files = write_sample(out, configuration.organisation, seed)
        digests = [file_digest(path) for paths in files.values() for path in paths]
        (out / SAMPLE_LIST).write_text(json.dumps(digests), encoding="utf-8")
        click.echo(f"{sum(map(len, files.values()))} files for {len(files)} extracts in {out}")
        if and_load:
            store = Store(context.store)
            with Ahead() as ahead:
                loader = Loader(
                    store, configuration, out / BOUNDARIES, say, frozenset(digests),
                    starting=ahead.start,
                )  # fmt: skip
                for extract, paths in files.items():
                    sent = [SentFile(path.name, path) for path in paths]
                    receipt = loader.load(extract, sent, acceptance=OF_THE_SAMPLE)
                    rows = plural(receipt.load.rows, "row")
                    click.echo(f"Load {receipt.load.id}: {rows} of '{extract}'.")
            release_all(store, configuration, say)


@main.command()
@places
def schema(**where: Any) -> None:
    """Write the JSON Schema of each configuration file, from the types that read it."""
    for path in write_schemas(Context(**where).config):
        click.echo(str(path))


@main.command()
@click.argument("extract")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@places
def contract(extract: str, out: Path, **where: Any) -> None:
    """Write the contract of one EXTRACT for its sender, in two public forms."""
    with findings():
        for path in write_contract(Context(**where).configuration(), extract, out):
            click.echo(str(path))


for command in (*LOAD_COMMANDS, *STORE_COMMANDS):
    main.add_command(command)


if __name__ == "__main__":
    main()
