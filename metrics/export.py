"""Writes a release as one tidy CSV: one row a figure, the same figures as on the screen."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from metrics.access import Scope
from metrics.connections import identifier, text
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.figure import Figure, figure_of
from metrics.figures import OpenRelease, Reader
from metrics.frames import frame_of
from metrics.judgement.chance import benjamini_hochberg
from metrics.judgement.comparing import REFERENCE
from metrics.wording.spoken import DISPARITY_SENTENCE, SENTENCES, spoken, spoken_disparity

# Which figure a row is of, beside its end.
SPOT = ("metric", "unit", "type", "breakdown", "group")
# What a figure's row says, in order: the name in the file and the SQL that gives it.
WANTED = "SEMI JOIN metrics m ON m.metric = f.metric"
WHOLE = ("numerator", "denominator")
DISPARITY_Q = "disparity_q"
LIST = ["unit", "type", "end"]
MEASURED = ("value", "lower", "upper")
COMPARED = (
    "reference", "reference_numerator", "reference_denominator",
    "ratio", "ratio_lower", "ratio_upper", "gap", "gap_lower", "gap_upper", "disparity",
    "disparity_level", DISPARITY_Q, "judged", "judged_lower", "judged_upper",
    "judged_lower_998", "judged_upper_998", "status_reason", "comparison", "comparison_reason",
    "comparison_level", "comparator", "parent_comparison", "parent_comparison_reason",
    "parent_comparison_level", "parent_comparator", "similar_comparison",
    "similar_comparison_reason", "similar_comparison_level", "similar_comparator", "trend",
    "trend_reason", "signal", "signal_reason", "signal_type", "signal_end", "assurance",
    "gap_change", "gap_change_lower", "gap_change_upper", "gap_moved", "since", "since_reason",
    "periods_in_run",
)  # fmt: skip

# Bytes of the header, of a row, and of what a judged row says more: the sample's files are within a
# third of that, and what they mean is said to one digit.
HEADER, ROW, JUDGED = 2_000, 360, 600

# From when the figures of a metric are not comparable with those before: from the day of its
# definition, where earlier ones are there; else a contract or a coding changed, and all of them.
BROKEN = """
CREATE TEMP VIEW broken AS
WITH crossed AS (
  SELECT m.metric, m.since, '[b]' AS flag FROM metrics m
  JOIN (SELECT metric, min("end") AS first FROM release.figures GROUP BY metric) f
    ON f.metric = m.metric AND f.first < m.since
)
SELECT * FROM crossed
UNION ALL
SELECT DISTINCT b.metric, DATE '1800-01-01' AS since, '[b]' AS flag FROM {breaks} b
ANTI JOIN crossed c ON c.metric = b.metric"""


def write_figures(release: OpenRelease, scope: Scope, target: Path, only: str = "") -> int:
    """Write every figure that the scope allows to `target` as CSV and return how many there are.

    `only` names one metric; without it all are written. Dates are ISO, an absent figure has empty
    cells and a shorthand. Raises ScorecardError when the release is another tier's.
    """
    release.reader(scope)
    configuration = release.configuration
    metrics = [m for m in configuration.scorecard.metrics if only in {"", m.id}]
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {text(str(release.kept.file))} AS release (READ_ONLY)")
        connection.register("metrics", _metrics_table(configuration, metrics))
        _view_flags(connection)
        connection.register("sentences", _sentences_table(connection, configuration))
        connection.register("disparities", _disparities_table(connection, configuration))
        connection.register("shares", _false_shares(connection))
        connection.register("units", _units_table(configuration, scope))
        connection.register("groups", _groups_table(configuration))
        query = _query()
        connection.execute(f"COPY ({query}) TO {text(str(target))} (FORMAT csv, HEADER)")
        counted = f"SELECT count(*) FROM ({query})"
        return int(connection.execute(counted).fetchall()[0][0])


def expected_file(reader: Reader, metric: Metric) -> tuple[int, int]:
    """How many figures of a metric a person's file would hold, and in about how many bytes."""
    units = [u.code for u in reader.release.configuration.organisation.units]
    query = """SELECT count(*), count(*) FILTER (status <> '') FROM figures
        WHERE metric = ? AND list_contains(?, unit)"""
    asked = [metric.id, [code for code in units if reader.scope.allows(code)]]
    ((rows, judged),) = reader.rows(query, asked)
    return int(rows), int(HEADER + rows * ROW + judged * JUDGED)


def _query() -> str:
    whole = ", ".join(f"{_whole(name)} AS {name}" for name in WHOLE)
    measured = ", ".join(MEASURED)
    compared = ", ".join(
        f"{_whole(name)} AS {name}" if name in REFERENCE
        else f"{'q' if name == DISPARITY_Q else 'f'}.{name}"
        for name in COMPARED
    )  # fmt: skip
    said = ", ".join([*(f"s.{name}" for name in SENTENCES), f"d.{DISPARITY_SENTENCE}"])
    return f"""
SELECT f.metric, m.title, m.theme, f.unit, u.name AS unit_name, u.level AS unit_level,
  f.type AS period_type, f.start AS period_start, f."end" AS period_end, f.breakdown, f."group",
  {whole}, {measured}, f.shorthand,
  CASE WHEN r.flag IS NULL THEN b.flag WHEN b.flag IS NULL THEN r.flag ELSE r.flag || b.flag END
    AS flags, f.status,
  f.reason AS shorthand_reason, m.unit_of_value, m.since AS definition_since, {compared}, {said}
FROM release.figures f
JOIN metrics m ON m.metric = f.metric
JOIN units u ON u.unit = f.unit
LEFT JOIN revised r ON r.metric = f.metric AND r.unit = f.unit AND r.type = f.type
  AND r."end" = f."end" AND r.start IS NOT DISTINCT FROM f.start
  AND r.breakdown = f.breakdown AND r."group" = f."group"
LEFT JOIN sentences s ON {_same("s")}
LEFT JOIN disparities d ON {_same("d")}
LEFT JOIN shares q ON {_same("q")}
LEFT JOIN broken b ON b.metric = f.metric AND f."end" >= b.since
JOIN groups g ON g.metric = f.metric AND g.breakdown = f.breakdown AND g."group" = f."group"
ORDER BY m.place, u.place, f.type, f."end", g.place"""


def _same(other: str) -> str:
    """That a row of another table is of the same figure."""
    return " AND ".join(f'{other}."{name}" = f."{name}"' for name in (*SPOT, "end"))


def _view_flags(connection: duckdb.DuckDBPyConnection) -> None:
    """Which figures were revised, and which are not comparable with earlier ones.

    A release from before they were kept has no revisions, and no breaks of its own.
    """
    query = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'release'"
    kept = {row[0] for row in connection.execute(query).fetchall()}
    keys = 'metric, unit, type, CAST(start AS DATE) AS start, CAST("end" AS DATE) AS "end"'
    nothing = "(SELECT * FROM release.figures WHERE false)"
    revisions, breaks = (
        f"release.{table}" if table in kept else nothing for table in ("revisions", "breaks")
    )
    connection.execute(
        f"CREATE TEMP VIEW revised AS SELECT DISTINCT {keys}, breakdown, \"group\", '[r]' AS flag "
        f"FROM {revisions}"
    )
    connection.execute(BROKEN.format(breaks=breaks))


def _whole(name: str) -> str:
    """A count without a decimal point; a sum of a column with decimals keeps them."""
    column = f"f.{identifier(name)}"
    return (
        f"CASE WHEN {column} = floor({column}) THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) "
        f"ELSE CAST({column} AS VARCHAR) END"
    )


def _sentences_table(
    connection: duckdb.DuckDBPyConnection, configuration: Configuration
) -> pa.Table:
    """What each judged figure says of each of its judgements, in the words of the pages."""
    figures = _figures(connection, f"SELECT * FROM release.judged f {WANTED}")
    said = [spoken(figure, configuration) for figure in figures]
    columns = zip(*said, strict=True) if said else [()] * len(SENTENCES)
    return _by_figure(figures, dict(zip(SENTENCES, columns, strict=True)))


def _disparities_table(
    connection: duckdb.DuckDBPyConnection, configuration: Configuration
) -> pa.Table:
    """What each group that is compared with its reference group says of the disparity."""
    query = f"SELECT * FROM release.figures f {WANTED} WHERE disparity <> ''"
    figures = _figures(connection, query)
    said = [spoken_disparity(figure, configuration) for figure in figures]
    return _by_figure(figures, {DISPARITY_SENTENCE: said})


def _false_shares(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """For each tested disparity the share of false ones in the list that ends with it.

    One list is what a reader of a unit has before them: every group of every metric of a period.
    """
    columns = ", ".join(f'"{name}"' for name in (*SPOT, "end", "disparity_p"))
    query = f"SELECT {columns} FROM release.figures WHERE disparity_p IS NOT NULL"
    tested = frame_of(connection, query)
    lists = tested.groupby(LIST, sort=False).ngroup().to_numpy()
    tested[DISPARITY_Q] = benjamini_hochberg(tested.pop("disparity_p").to_numpy(), lists)
    return pa.Table.from_pandas(tested, preserve_index=False)


def _figures(connection: duckdb.DuckDBPyConnection, query: str) -> list[Figure]:
    return [figure_of(row) for row in connection.execute(query).fetchall()]


def _by_figure(figures: list[Figure], said: Mapping[str, Sequence[str]]) -> pa.Table:
    texts = {name: [str(getattr(f, name)) for f in figures] for name in SPOT}
    columns = {name: pa.array(values, pa.string()) for name, values in {**texts, **said}.items()}
    return pa.table(columns | {"end": pa.array([f.end for f in figures], pa.date32())})


def _metrics_table(configuration: Configuration, metrics: Sequence[Metric]) -> pa.Table:
    return pa.table({
        "metric": [metric.id for metric in metrics],
        "title": [metric.title for metric in metrics],
        "theme": [configuration.theme_of(metric).id for metric in metrics],
        "unit_of_value": [metric.unit_of_value for metric in metrics],
        "since": pa.array([metric.since for metric in metrics], pa.date32()),
        "place": range(len(metrics)),
    })  # fmt: skip


def _groups_table(configuration: Configuration) -> pa.Table:
    """Every group of every metric in the fixed order of its coding, the total first."""
    rows = [
        (metric.id, breakdown, group)
        for metric in configuration.scorecard.metrics
        for breakdown, group in [("", "All"), *configuration.groups(metric)]
    ]
    names, breakdowns, groups = zip(*rows, strict=True)
    columns = {"metric": names, "breakdown": breakdowns, "group": groups}
    return pa.table(columns | {"place": range(len(rows))})


def _units_table(configuration: Configuration, scope: Scope) -> pa.Table:
    units = [unit for unit in configuration.organisation.units if scope.allows(unit.code)]
    return pa.table({
        "unit": [unit.code for unit in units],
        "name": [unit.name for unit in units],
        "level": [unit.level for unit in units],
        "place": range(len(units)),
    })  # fmt: skip
