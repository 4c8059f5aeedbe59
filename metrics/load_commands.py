"""The commands that load an extract, and list what is loaded and what is due."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from metrics.commands import Context, findings, places, say, tell_warnings
from metrics.definitions.configuration import Configuration
from metrics.extracts.due import calendar_of
from metrics.extracts.loading import Ask, Loader, Receipt
from metrics.extracts.screening.checks import Acceptance
from metrics.extracts.screening.keeping import checks_of
from metrics.extracts.staging import SentFile
from metrics.originals import write_originals
from metrics.store import Load, Store
from metrics.store_commands import show_change
from metrics.wording.moves import WAITS_IF
from metrics.wording.numbers import plural

SAMPLE_LIST = "sample.json"


@click.command()
@click.argument("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--boundaries", type=click.Path(path_type=Path), help="A GeoJSON of the areas of units."
)
@click.option("--replace", is_flag=True, help="Put it in the place of the loads it covers.")
@click.option("--accept-by", metavar="NAME", help="Who accepts the rows set aside, by name.")
@click.option("--because", metavar="TEXT", help="Why they are accepted, for the register.")
@click.option(
    "--expect", type=float, metavar="TOTAL",
    help="How many the sender says there are: rows, or the sum of the column of weights.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@places
def load(
    extract: str, files: Sequence[Path], boundaries: Path | None, replace: bool, **options: Any
) -> None:
    """Load one EXTRACT from one or more FILES."""
    acceptance = _acceptance(options.pop("accept_by"), options.pop("because"))
    dry_run, expected = options.pop("dry_run"), options.pop("expect")
    context = Context(**options)
    with findings():
        configuration = context.configuration()
        path = boundaries or Path(configuration.organisation.boundaries.file)
        store = Store(context.store)
        ask = _asking(store, context, dry_run=dry_run)
        loader = Loader(store, configuration, path, say, _synthetic(files), ask, expected)
        sent = [SentFile(f.name, f) for f in files]
        receipt = loader.load(extract, sent, replace=replace, acceptance=acceptance)
    _tell(receipt)


def _acceptance(by: str | None, because: str | None) -> Acceptance | None:
    if by and because:
        return Acceptance(by, because)
    if by or because:
        raise click.UsageError("Give --accept-by and --because together.")
    return None


def _asking(store: Store, context: Context, *, dry_run: bool) -> Ask:
    def ask(new: Load, replaced: Sequence[Load]) -> bool:
        if replaced or dry_run:
            rest = [old for old in store.active_loads() if old not in replaced]
            show_change(store, context, replaced, [*rest, new])
            if replaced:
                click.echo(WAITS_IF)
        return not dry_run

    return ask


def _tell(receipt: Receipt) -> None:
    """Say what came of a load, what screening warns of, and which rows were left out."""
    made, extract = receipt.load, receipt.load.extract
    if receipt.was_there:
        click.echo(f"Nothing changed: these files are load {made.id} already.")
        return
    tell_warnings(checks_of(receipt.screening))
    rows = plural(made.rows, "row")
    if receipt.kept:
        click.echo(f"Load {made.id}: {rows} of '{extract}'.")
    else:
        click.echo(f"Nothing was changed. It has {rows} of '{extract}'.")
    for reason, count in made.left_out.items():
        click.echo(f"Left out: {plural(count, 'row')}, {reason}.")


@click.command()
@click.option("--due", is_flag=True, help="Say instead which extracts are expected, and when.")
@places
def loads(due: bool, **where: Any) -> None:
    """List every load, with its state."""
    context = Context(**where)
    with findings():
        held = Store(context.store).loads()
        if due:
            _say_due(context.configuration(), held)
            return
    for item in held:
        span = f"{min(item.periods)} to {max(item.periods)}"
        click.echo(
            f"{item.id:>4}  {item.state:<9}  {item.extract:<22}  {item.rows:>10,} rows  {span}  "
            f"{item.loaded_at}  {item.loaded_by}  {item.named}"
        )


def _say_due(configuration: Configuration, held: Sequence[Load]) -> None:
    today = datetime.now(UTC).date()
    for item in calendar_of(configuration.extracts.values(), held, today):
        last, due = (str(day) if day else "-" for day in (item.last, item.due))
        click.echo(
            f"{item.extract.id:<22}  {item.extract.frequency:<9}  held to {last:<10}  "
            f"next due {due:<10}  {item.words(today)}"
        )


@click.command()
@click.argument("load_id", metavar="LOAD", type=int)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@places
def original(load_id: int, out: Path, **where: Any) -> None:
    """Write the files of a LOAD as they were sent, each held against its recorded hash."""
    with findings():
        store = Store(Context(**where).store)
        held = store.load(load_id)
        paths = write_originals(store, held, out)
    for path, file in zip(paths, held.files, strict=True):
        click.echo(f"{path}: {file.bytes:,} bytes, SHA-256 {file.sha256}, as sent.")


def _synthetic(files: Sequence[Path]) -> frozenset[str]:
    """The digests of sample files, from the lists beside or above the files given."""
    lists = {folder / SAMPLE_LIST for file in files for folder in file.absolute().parents[:2]}
    return frozenset(
        digest for path in lists if path.is_file() for digest in json.loads(path.read_text())
    )


LOAD_COMMANDS = (load, loads, original)
