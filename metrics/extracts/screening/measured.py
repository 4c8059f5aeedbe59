"""The rows of a load that are measured, and the pieces of SQL that all questions to them share."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from metrics.connections import identifier
from metrics.definitions.contracts import ColumnType, Extract
from metrics.periods import PeriodType


@dataclass(frozen=True)
class Measured:
    """The rows to be measured: as they were staged, and as they were coded.

    `kept` is the condition of the staged rows that belong to the extract, `groups` say the group of
    each label by column, `nowhere` is the unit of a row whose location is not recorded.
    """

    extract: Extract
    staged: str
    coded: Path
    kept: str
    groups: Mapping[str, Mapping[str, str]]
    nowhere: str

    @property
    def rows(self) -> str:
        """The staged rows that belong to the extract, with the period of each."""
        day = identifier(self.extract.period.column)
        end = f"last_day({day})" if self.extract.period.type is PeriodType.MONTH else day
        ours = "true"
        if self.extract.unit.others == "leave_out":
            ours = f"{identifier(self.extract.unit.column)} IN (SELECT label FROM units)"
        return f"(SELECT *, {end} AS period_end FROM {self.staged} WHERE {self.kept} AND {ours})"

    @property
    def count(self) -> str:
        """The SQL of how many a group of rows stands for."""
        weight = self.extract.weight
        return f"sum({identifier(weight)})" if weight else "count(*)"

    @property
    def label_columns(self) -> list[str]:
        """The columns whose labels are looked up in a coding or in the organisation."""
        found = [c.name for c in self.extract.columns if c.type is ColumnType.CODED]
        return [*found, self.extract.unit.column] if self.extract.unit.column else found
