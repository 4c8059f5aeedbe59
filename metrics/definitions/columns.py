"""What each column of an extract may be used for: in a condition, as a number, as a date."""

from collections.abc import Mapping, Sequence

from metrics.definitions.checking import DAYS, NUMBERS, Fault
from metrics.definitions.contracts import Coding, ColumnType, Extract
from metrics.definitions.expressions import ExpressionColumn, ExpressionFault
from metrics.definitions.models import Days
from metrics.definitions.plans import Number
from metrics.errors import did_you_mean

# What the gate may see of each column: a timestamp is kept as its London date.
GATE_TYPES = {
    ColumnType.TIMESTAMP: "date",
    ColumnType.UNIT: "text",
    ColumnType.LATITUDE: "",
    ColumnType.LONGITUDE: "",
}
# What can tell one person or case from another.
KEYS = (ColumnType.TEXT, ColumnType.INTEGER)
# A fault of the gate that starts with one of these lacks its subject.
VERBS = ("is ", "has ", "holds ", "gives ", "cannot ")


class Unmeasured(ValueError):
    """A column that cannot do what is asked of it: what is wrong, and how to put it right."""

    def __init__(self, fault: str, cure: str) -> None:
        """Hold the fault and the cure, a sentence."""
        super().__init__(fault, cure)
        self.fault, self.cure = fault, cure


def gate_columns(extract: Extract, codings: Mapping[str, Coding]) -> list[ExpressionColumn]:
    """The columns of an extract's files that a condition may read, with their types and values."""
    columns = []
    for column in extract.columns:
        type_ = GATE_TYPES.get(column.type, str(column.type))
        if type_:
            known = codings.get(column.coding)
            columns.append(ExpressionColumn(column.name, type_, known.values if known else ()))
    return columns


def kept_columns(extract: Extract, codings: Mapping[str, Coding]) -> list[ExpressionColumn]:
    """The columns that a metric's condition may read: a row's unit is found, its name not kept.

    What a link says of a row is read like a column.
    """
    units = {column.name for column in extract.columns if column.type is ColumnType.UNIT}
    linked = [ExpressionColumn(link.name, str(ColumnType.BOOLEAN)) for link in extract.links]
    kept = [column for column in gate_columns(extract, codings) if column.name not in units]
    return [*kept, *linked]


def condition_fault(key: str, error: ExpressionFault) -> Fault:
    """The fault of the condition under a key; where it tells what the condition does, with it."""
    fault = f"'{key}' {error.fault}" if error.fault.startswith(VERBS) else error.fault
    return (key,), fault, error.cure


def number_of(given: str | Days, contract: Extract) -> Number:
    """The number of a row: a column of numbers, or the days between two of its dates.

    Raises Unmeasured if the extract has no such column.
    """
    if isinstance(given, Days):
        for name in (given.since, given.until):
            _demand(name, contract, DAYS, ("a column of dates", "The extract has no other date."))
        return Number(given.until, given.since)
    none = "The extract has no column of numbers."
    _demand(given, contract, NUMBERS, ("a column of numbers", none))
    return Number(given)


def key_of(name: str, contract: Extract) -> Number:
    """The column whose different values are counted, such as a person's key.

    Raises Unmeasured if the extract has no such column, or if its rows stand for several.
    """
    if contract.weight:
        fault = f"a row of '{contract.id}' stands for several, who cannot be told apart"
        raise Unmeasured(fault, "Count its rows, or name an extract with a row for each.")
    none = "The extract has no column of texts."
    _demand(name, contract, KEYS, ("a column of keys", none))
    return Number(name)


def respondents_weight(name: str, contract: Extract) -> Number:
    """The column of weights of a survey's respondents.

    Raises Unmeasured if the extract has no such column, or if one may be missing from it.
    """
    number = number_of(name, contract)
    if contract.column(name).blank:
        cure = f"Write 'blank: false' beside '{name}' in extracts.yaml."
        raise Unmeasured(f"'{name}' may be blank, and a weight may not", cure)
    return number


def level_of(
    levels: Sequence[str], codings: Mapping[str, Coding], name: str, contract: Extract
) -> Number:
    """The coded column of that name, whose groups are these levels.

    Raises Unmeasured if it is none, or if a group is not a level or a level not a group.
    """
    _demand(name, contract, (ColumnType.CODED,), ("a coded column", "The extract has none."))
    coding = codings[contract.column(name).coding]
    if set(coding.groups) != set(levels):
        fault = f"'levels' are not the groups of the coding '{coding.id}'"
        raise Unmeasured(fault, f"Write 'levels' in order: {', '.join(coding.groups)}.")
    return Number(name)


def one_of(name: str, known: list[str], none: str) -> str:
    """The cure for a name that is not one of those known, or what to say if there is none."""
    return did_you_mean(name, known) if known else none


def _demand(
    name: str, contract: Extract, types: tuple[ColumnType, ...], said: tuple[str, str]
) -> None:
    what, none = said
    known = [column.name for column in contract.columns if column.type in types]
    if name not in known:
        raise Unmeasured(f"'{name}' is not {what} of '{contract.id}'", one_of(name, known, none))
