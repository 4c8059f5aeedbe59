"""What a page may not do: be long, compute, ask the release in SQL, or reach behind it."""

import ast
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[1] / "dashboard" / "pages").glob("*.py"))
MOST_LINES = 110
COMPUTES = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
BEHIND = (
    "duckdb",
    "pandas",
    "numpy",
    "metrics.counting",
    "metrics.disclosure",
    "metrics.judgement",
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_selects_and_shows(path: Path) -> None:
    """A page is short, does no arithmetic, has no SQL, and imports nothing behind a release."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    assert len(text.splitlines()) <= MOST_LINES
    assert [
        n.lineno for n in nodes if isinstance(n, ast.BinOp) and isinstance(n.op, COMPUTES)
    ] == []
    modules = [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)]
    modules += [name.name for n in nodes if isinstance(n, ast.Import) for name in n.names]
    assert [name for name in modules if name.startswith(BEHIND)] == []
    assert "SELECT " not in text
    assert ".rows(" not in text
