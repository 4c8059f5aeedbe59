"""Our masks beside the reference implementations', and the traps that an attacker must find."""

from pathlib import Path

import pytest
from vector_rows import rows_of
from vectors_suppression import JUDGES


@pytest.mark.parametrize("name", JUDGES)
def test_every_row_of_a_file_is_judged_and_none_disagrees(vectors: Path, name: str) -> None:
    """Each row is held against the engine or has a reason, and where held the two agree."""
    rows = rows_of(vectors, name)
    verdicts = JUDGES[name](rows)
    assert [v.vector_id for v in verdicts] == [row["vector_id"] for row in rows]
    assert {v.disagreements for v in verdicts} == {()}
    assert all(v.compared or v.reason for v in verdicts)
