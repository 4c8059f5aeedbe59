"""The command line: `scorecard`, with the words of the code."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from metrics.access import scope_of_tier
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.definitions.schema import write_schemas
from metrics.errors import ScorecardError
from metrics.examples import check_examples
from metrics.export import write_figures
from metrics.extracts.due import calendar_of
from metrics.extracts.loading import Loader, user_name
from metrics.extracts.screening.checks import NOT_REACHED, Acceptance, Check, Outcome, RefusedLoad
from metrics.extracts.screening.keeping import checks_of
from metrics.extracts.staging import SentFile
from metrics.figures import open_release
from metrics.release import release_all
from metrics.sample.writing import BOUNDARIES, write_sample
from metrics.store import Load, Store, file_digest
from metrics.wording.numbers import plural

AT_FAULT = 1
SAMPLE_LIST = "sample.json"


@dataclass(frozen=True)
class Context:
    """Where the configuration and the store are."""

    config: Path
    store: Path

    def configuration(self) -> Configuration:
        """The configuration, read and checked."""
        return load_configuration(self.config)


@contextmanager
def _findings() -> Iterator[None]:
    """Turn a fault of the input into a list on standard error and exit code 1, no traceback."""
    try:
        yield
    except ScorecardError as error:
        if isinstance(error, RefusedLoad):
            _tell(error.report.checks)
        for finding in error.findings:
            click.echo(str(finding), err=True)
        if isinstance(error, RefusedLoad) and error.report.to_add:
            click.echo(
                f"The lines to add, if each is what it is like:\n{error.report.to_add}", err=True
            )
        sys.exit(AT_FAULT)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}. Name another place.", err=True)
        sys.exit(AT_FAULT)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _tell(checks: Sequence[Check]) -> None:
    """Say what screening warns of, each with how to put it right."""
    for check in checks:
        if check.outcome is Outcome.WARNING and check.name != NOT_REACHED:
            click.echo(f"Warning, {check.name}: {check.message} {check.how_to_fix}", err=True)


def places(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the two options that every command has."""
    command = click.option(
        "--store", type=click.Path(path_type=Path), default=Path("data/store"), show_default=True,
        envvar="SCORECARD_STORE", help="The folder of the store.",
    )(command)  # fmt: skip
    return click.option(
        "--config", type=click.Path(path_type=Path), default=Path("config"), show_default=True,
        help="The folder of the configuration.",
    )(command)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The equality scorecard: check definitions, load extracts, calculate and export figures."""


@main.command()
@places
def check(**where: Any) -> None:
    """Check the configuration, and every metric's worked examples."""
    with _findings():
        configuration = Context(**where).configuration()
        faults = check_examples(configuration)
        if faults:
            raise ScorecardError(faults)
        metrics, extracts = len(configuration.metrics), len(configuration.extracts)
        click.echo(f"No faults: {metrics} metrics over {extracts} extracts.")


@main.command()
@click.argument("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--boundaries", type=click.Path(path_type=Path), help="A GeoJSON of the areas of units."
)
@click.option("--replace", is_flag=True, help="Put it in the place of the loads it covers.")
@click.option("--accept-by", metavar="NAME", help="Who accepts the rows set aside, by name.")
@click.option("--because", metavar="TEXT", help="Why they are accepted, for the register.")
@places
def load(
    extract: str, files: Sequence[Path], boundaries: Path | None, replace: bool, **options: Any
) -> None:
    """Load one EXTRACT from one or more FILES."""
    by, because = options.pop("accept_by"), options.pop("because")
    if bool(by) != bool(because):
        raise click.UsageError("Give --accept-by and --because together.")
    acceptance = Acceptance(by, because) if by else None
    context = Context(**options)
    with _findings():
        configuration = context.configuration()
        path = boundaries or Path(configuration.organisation.boundaries.file)
        loader = Loader(Store(context.store), configuration, path, _say, _synthetic(files))
        sent = [SentFile(f.name, f) for f in files]
        receipt = loader.load(extract, sent, replace=replace, acceptance=acceptance)
    load_, was_there = receipt.load, receipt.was_there
    if was_there:
        click.echo(f"Nothing changed: these files are load {load_.id} already.")
        return
    _tell(checks_of(receipt.screening))
    click.echo(f"Load {load_.id}: {plural(load_.rows, 'row')} of '{extract}'.")
    for reason, rows in load_.left_out.items():
        click.echo(f"Left out: {plural(rows, 'row')}, {reason}.")


@main.command()
@click.option("--due", is_flag=True, help="Say instead which extracts are expected, and when.")
@places
def loads(due: bool, **where: Any) -> None:
    """List every load, with its state."""
    context = Context(**where)
    with _findings():
        held = Store(context.store).loads()
        if due:
            _say_due(context.configuration(), held)
            return
    for item in held:
        names = ", ".join(file.name for file in item.files[:3])
        more = f" and {len(item.files) - 3} more" if len(item.files) > 3 else ""  # noqa: PLR2004
        span = f"{min(item.periods)} to {max(item.periods)}"
        click.echo(
            f"{item.id:>4}  {item.state:<9}  {item.extract:<22}  {item.rows:>10,} rows  {span}  "
            f"{item.loaded_at}  {item.loaded_by}  {names}{more}"
        )


@main.command()
@click.argument("load_id", metavar="LOAD", type=int)
@click.option("--why", required=True, help="The reason, for the register.")
@places
def withdraw(load_id: int, why: str, **where: Any) -> None:
    """Withdraw a LOAD: it stays on the register, and figures are made without it."""
    context = Context(**where)
    with _findings():
        store = Store(context.store)
        with store.writing():
            gone = store.withdraw(load_id, user_name(), why)
    click.echo(f"Load {gone.id} of '{gone.extract}' is withdrawn. Run 'scorecard calculate'.")


@main.command()
@places
def verify(**where: Any) -> None:
    """Check every file of the store by its hash, and the chain of the audit."""
    context = Context(**where)
    with _findings():
        faults = Store(context.store).faults()
        if faults:
            raise ScorecardError(faults)
    click.echo("No faults: every file is what was committed, and the audit is whole.")


@main.command()
@places
def calculate(**where: Any) -> None:
    """Make the release of every tier from the active loads."""
    context = Context(**where)
    with _findings():
        releases = release_all(Store(context.store), context.configuration(), _say)
    for release in releases:
        click.echo(f"{release.tier}: {release.figures:,} figures, made {release.made_at}")


@main.command()
@click.option("--tier", required=True, help="Whose figures: restricted, unit, board …")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@places
def export(tier: str, out: Path, **where: Any) -> None:
    """Write figures.csv for one tier, from the active loads."""
    context = Context(**where)
    with _findings():
        configuration = context.configuration()
        scope = scope_of_tier(configuration, tier)
        store = Store(context.store)
        kept = {r.tier: r for r in release_all(store, configuration, _say)}[tier]
        out.mkdir(parents=True, exist_ok=True)
        _say("Writing figures.csv")
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
    with _findings():
        configuration = context.configuration()
        _say("Making synthetic extracts")
        files = write_sample(out, configuration.organisation, seed)
        digests = [file_digest(path) for paths in files.values() for path in paths]
        (out / SAMPLE_LIST).write_text(json.dumps(digests), encoding="utf-8")
        click.echo(f"{sum(map(len, files.values()))} files for {len(files)} extracts in {out}")
        if and_load:
            store = Store(context.store)
            loader = Loader(store, configuration, out / BOUNDARIES, _say, frozenset(digests))
            for extract, paths in files.items():
                receipt = loader.load(extract, [SentFile(p.name, p) for p in paths])
                rows = plural(receipt.load.rows, "row")
                click.echo(f"Load {receipt.load.id}: {rows} of '{extract}'.")
            release_all(store, configuration, _say)


@main.command()
@places
def schema(**where: Any) -> None:
    """Write the JSON Schema of each configuration file, from the types that read it."""
    for path in write_schemas(Context(**where).config):
        click.echo(str(path))


def _say_due(configuration: Configuration, held: Sequence[Load]) -> None:
    today = datetime.now(UTC).date()
    for item in calendar_of(configuration.extracts.values(), held, today):
        last, due = (str(day) if day else "-" for day in (item.last, item.due))
        click.echo(
            f"{item.extract.id:<22}  {item.extract.frequency:<9}  held to {last:<10}  "
            f"next due {due:<10}  {item.words(today)}"
        )


def _synthetic(files: Sequence[Path]) -> frozenset[str]:
    """The digests of sample files, from the lists beside or above the files given."""
    lists = {folder / SAMPLE_LIST for file in files for folder in file.absolute().parents[:2]}
    return frozenset(
        digest for path in lists if path.is_file() for digest in json.loads(path.read_text())
    )


if __name__ == "__main__":
    main()
