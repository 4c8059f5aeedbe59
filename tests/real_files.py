"""Where the real public files are, and how a test loads them."""

import os
from functools import cache
from pathlib import Path

import pytest
from click.testing import Result
from extract_files import ROOT, scorecard

REAL = Path(os.environ.get("SCORECARD_REAL", ROOT.parent / "shared" / "real"))
BOUNDARIES = REAL / "geography" / "london-boroughs_1179.geojson"

# In CI their absence is a failure: the first test that asks for a file says so.
needs_real_files = pytest.mark.skipif(
    not REAL.is_dir() and os.environ.get("CI") != "true", reason="no real data on this machine"
)


@cache
def real_files(*patterns: str) -> list[Path]:
    """The real files of these patterns, in their order; each pattern must have one."""
    found = [sorted(REAL.glob(pattern)) for pattern in patterns]
    assert all(found), f"no file of {patterns} in {REAL}"
    return [path for paths in found for path in paths]


def load_real(store: Path, extract: str, *files: Path | str) -> Result:
    """Load real files of one extract, with the real boundaries; words are options."""
    return scorecard("load", extract, *files, "--boundaries", BOUNDARIES, "--store", store)
