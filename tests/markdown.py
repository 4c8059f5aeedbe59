"""Documents and their tables, as Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def text(lines: Iterable[str]) -> str:
    """The text of a document."""
    return "\n".join(lines) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, and a blank one."""
    yield _row(heads)
    yield _row(["---"] * len(heads))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def code(name: str) -> str:
    """A name as code."""
    return f"`{name}`"


def codes(names: Iterable[str]) -> str:
    """Names as code, in their order."""
    return ", ".join(map(code, names))


def link(name: str) -> str:
    """A name as code that leads to its heading in the same document."""
    return f"[`{name}`](#{name})"
