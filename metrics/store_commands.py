"""The commands that keep the store: withdraw, verify, rebuild, backup and restore."""

from pathlib import Path
from typing import Any

import click

from metrics.backup import back_up, restore
from metrics.commands import Context, findings, places, say
from metrics.errors import ScorecardError
from metrics.extracts.loading import user_name
from metrics.rebuilding import rebuild
from metrics.store import Store
from metrics.wording.numbers import plural


@click.command()
@click.argument("load_id", metavar="LOAD", type=int)
@click.option("--why", required=True, help="The reason, for the register.")
@places
def withdraw(load_id: int, why: str, **where: Any) -> None:
    """Withdraw a LOAD: it stays on the register, and figures are made without it."""
    context = Context(**where)
    with findings():
        store = Store(context.store)
        with store.writing():
            gone = store.withdraw(load_id, user_name(), why)
    click.echo(f"Load {gone.id} of '{gone.extract}' is withdrawn. Run 'scorecard calculate'.")


@click.command()
@places
def verify(**where: Any) -> None:
    """Check every file of the store by its hash, and the chain of the audit."""
    context = Context(**where)
    with findings():
        faults = Store(context.store).faults()
        if faults:
            raise ScorecardError(faults)
    click.echo("No faults: every file is what was committed, and the audit is whole.")


@click.command("rebuild")
@click.option(
    "--boundaries", type=click.Path(path_type=Path), help="A GeoJSON of the areas of units."
)
@places
def rebuild_(boundaries: Path | None, **where: Any) -> None:
    """Make loads and releases again from the uploads, where their files are gone or damaged."""
    context = Context(**where)
    with findings():
        configuration = context.configuration()
        path = boundaries or Path(configuration.organisation.boundaries.file)
        made = rebuild(Store(context.store), configuration, path, say)
    click.echo(f"Made again: {plural(made.loads, 'load')}, {plural(made.releases, 'release')}.")
    if made.lost:
        click.echo(f"Lost: {plural(made.lost, 'release')}; the register notes it.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@places
def backup(file: Path, **where: Any) -> None:
    """Copy the whole store to one FILE, as it is at one moment."""
    with findings():
        files = back_up(Store(Context(**where).store), file, say)
    click.echo(f"{file}: {plural(files, 'file')} of the store.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@places
def restore_(file: Path, **where: Any) -> None:
    """Make the store again from a backup FILE; a store that is there is never overwritten."""
    context = Context(**where)
    with findings():
        store = restore(file, context.store, say)
    click.echo(f"{context.store}: {plural(len(store.loads()), 'load')}, every file checked.")


STORE_COMMANDS = (withdraw, verify, rebuild_, backup, restore_)
