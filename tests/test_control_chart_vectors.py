"""Control charts against the reference implementation's own results, row by row."""

from pathlib import Path

import pytest
from vector_rows import rows_of
from vectors_control_charts import JUDGES


@pytest.mark.parametrize("name", JUDGES)
def test_every_row_agrees_or_has_a_reason(vectors: Path, name: str) -> None:
    """Each row of the file has a verdict: it agrees, or no result of it can be held, and why."""
    rows = rows_of(vectors, name)
    verdicts = JUDGES[name](rows, vectors)
    assert sorted(v.vector_id for v in verdicts) == sorted(row["vector_id"] for row in rows)
    assert [verdict for verdict in verdicts if verdict.disagreements] == []
    assert [verdict for verdict in verdicts if not verdict.compared and not verdict.reason] == []
