"""Writes an invented register: its columns drawn in turn, the rows as a table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample.columns import Drawing, Maker
from metrics.sample.drawing import generator
from metrics.sample.tables import write_table


@dataclass(frozen=True)
class Register:
    """One extract: how many rows are drawn, and its columns by their headers.

    With `alike`, rows that are alike are written once, with how many there are under that header.
    A header that starts with `_` is drawn and not written.
    """

    extract: str
    rows: int
    columns: Mapping[str, Maker]
    alike: str = ""

    def drawn(self, organisation: Organisation, seed: int) -> Drawing:
        """Every column, those that are not written included."""
        drawing = Drawing(generator(seed, self.extract), organisation, self.rows)
        for header, make in self.columns.items():
            drawing.columns[header] = make(drawing)
        return drawing

    def write(self, folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
        """Write one CSV file."""
        drawing = self.drawn(organisation, seed)
        shown = [name for name in self.columns if not name.startswith("_")]
        rows = list(zip(*(drawing.columns[name] for name in shown), strict=True))
        path = folder / self.extract / f"{self.extract.replace('_', '-')}.csv"
        if not self.alike:
            return (write_table(path, shown, rows),)
        counted = [(*row, str(number)) for row, number in Counter(rows).items()]
        return (write_table(path, [*shown, self.alike], counted),)
