"""The commands that keep the store: withdraw, verify, rebuild, backup and restore."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from metrics.backup import back_up, restore
from metrics.commands import Context, findings, places, say
from metrics.definitions.configuration import Configuration
from metrics.errors import ScorecardError, single_fault
from metrics.previewing import Change, preview, told
from metrics.rebuilding import rebuild
from metrics.register import user_name
from metrics.store import Load, Store
from metrics.verifying import named_faults
from metrics.waiting import waiting
from metrics.wording import moves as words
from metrics.wording.numbers import plural

MOST_SHOWN = 10


def _of_a_load(command: Callable[..., None]) -> Callable[..., None]:
    """What a command takes that tells the register something of a load."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing."),
        click.option("--why", required=True, help="The reason, for the register."),
        click.argument("load_id", metavar="LOAD", type=int),
    ):
        command = option(command)
    return command


@click.command()
@_of_a_load
@places
def withdraw(load_id: int, why: str, dry_run: bool, **where: Any) -> None:
    """Withdraw a LOAD: it stays on the register, and figures are made without it."""
    context = Context(**where)
    with findings():
        store = Store(context.store)
        with store.writing():
            old = store.load(load_id)
            rest = [load for load in store.active_loads() if load.id != load_id]
            if old.state == "active":
                show_change(store, context, [old], rest)
            if dry_run:
                click.echo("Nothing was changed.")
                return
            gone = store.withdraw(load_id, user_name(), why)
    click.echo(f"Load {gone.id} of '{gone.extract}' is withdrawn. Run 'scorecard calculate'.")


@click.command("take-in")
@_of_a_load
@places
def take_in(load_id: int, why: str, dry_run: bool, **where: Any) -> None:
    """Take in a LOAD for which figures wait: what it changes by a few people is withheld then."""
    context = Context(**where)
    with findings():
        store = Store(context.store)
        with store.writing():
            _check_it_waits(store, context.configuration(), load_id)
            show_change(store, context, [], store.active_loads())
            if dry_run:
                click.echo("Nothing was changed.")
                return
            taken = store.take_in(load_id, user_name(), why)
    click.echo(f"Load {taken.id} of '{taken.extract}' is taken in. Run 'scorecard calculate'.")


def _check_it_waits(store: Store, configuration: Configuration, load_id: int) -> None:
    """Raise ScorecardError where no tier waits for a load."""
    waits = {load.id for loads in waiting(store, configuration).values() for load in loads}
    if load_id not in waits:
        cure = "Nothing was changed: 'scorecard calculate' says for which loads figures wait."
        raise single_fault(f"load {load_id}", "no figures wait for it", cure)


def show_change(store: Store, context: Context, gone: Sequence[Load], rest: Sequence[Load]) -> None:
    """Say which rows and periods go, and what each tier's released figures become.

    `rest` are the loads that figures are to be made from. To be called by the store's writer. What
    cannot be compared is said, and stops nothing: a load that fits no more must be withdrawn.
    """
    for load in gone:
        rows, periods = plural(load.rows, "row"), plural(len(load.periods), "period")
        span = f"{min(load.periods)} to {max(load.periods)}"
        click.echo(f"Goes: load {load.id} ({load.named}), {rows} in {periods}, {span}.")
    try:
        changes = list(preview(store, context.configuration(), rest, say))
    except ScorecardError as error:
        click.echo(f"What this changes cannot be shown. {error.findings[0]}")
        return
    for change in changes:
        counted = plural(len(change.figures), "figure")
        click.echo(
            f"{change.tier}: {counted} differ, {change.hidden:,} of them hidden from then on; "
            f"{change.new:,} new, {change.gone:,} gone; {words.moves_text(len(change.moves))}."
        )
        _say_moves(change)
        for id_, (now, then) in list(change.withheld.items())[:MOST_SHOWN]:
            click.echo(f"  {id_}: {now:,} figures withheld, {then:,} then")
        totals = change.totals
        for row in totals.head(MOST_SHOWN).to_dict("records"):
            click.echo(f"  {row['metric']}, {row['unit']}, {row['type']} to {row['end']:%Y-%m-%d}: "
                       f"{told(row, 'old')} becomes {told(row, 'new')}")  # fmt: skip
        if len(totals) > MOST_SHOWN:
            click.echo(f"  and {len(totals) - MOST_SHOWN:,} more totals.")


def _say_moves(change: Change) -> None:
    for move in change.moves[:MOST_SHOWN]:
        click.echo(f"  {move.metric}, {move.unit}, {move.type} to {move.end}: "
                   f"{words.move_text(move.old, move.new)}")  # fmt: skip
    if len(change.moves) > MOST_SHOWN:
        click.echo(f"  and {len(change.moves) - MOST_SHOWN:,} more statuses.")


@click.command()
@places
def verify(**where: Any) -> None:
    """Check every file of the store by its hash, and the chain of the audit."""
    context = Context(**where)
    with findings():
        faults = named_faults(Store(context.store))
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


STORE_COMMANDS = (withdraw, take_in, verify, rebuild_, backup, restore_)
