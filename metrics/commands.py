"""What every command shares: where things are, how a fault is told, how progress is said."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.errors import ScorecardError
from metrics.extracts.screening.checks import NOT_REACHED, Check, Outcome, RefusedLoad

AT_FAULT = 1


@dataclass(frozen=True)
class Context:
    """Where the configuration and the store are."""

    config: Path
    store: Path

    def configuration(self) -> Configuration:
        """The configuration, read and checked."""
        return load_configuration(self.config)


@contextmanager
def findings() -> Iterator[None]:
    """Turn a fault of the input into a list on standard error and exit code 1, no traceback."""
    try:
        yield
    except ScorecardError as error:
        refused = error.report if isinstance(error, RefusedLoad) else None
        if refused:
            tell_warnings(refused.checks)
        for finding in error.findings:
            click.echo(str(finding), err=True)
        for check in refused.checks if refused else ():
            if check.name == NOT_REACHED:
                click.echo(f"{check.message} {check.how_to_fix}", err=True)
        if refused and refused.to_add:
            lines = f"The lines to add, if each is what it is like:\n{refused.to_add}"
            click.echo(lines, err=True)
        sys.exit(AT_FAULT)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}. Name another place.", err=True)
        sys.exit(AT_FAULT)


def say(words: str) -> None:
    """Say how far the work has come, on standard error."""
    click.echo(words, err=True)


def tell_warnings(checks: Sequence[Check]) -> None:
    """Say what screening warns of, each with how to put it right, on standard error."""
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
