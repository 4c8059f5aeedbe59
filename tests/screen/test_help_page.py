"""Help: with figures and without, everyday words find a measure, and nobody is left without."""

from pathlib import Path

import pytest
from test_pages import html_of, open_page


@pytest.mark.usefixtures("sample")
def test_everyday_words_find_a_measure() -> None:
    """An alias finds its measure, with a link that keeps the unit; a strange word is told so."""
    html = html_of(open_page("help", search="disproportionality", unit="Hackney"))
    assert "Measures found for disproportionality" in html
    assert "metric=Black+people+searched%2C+compared+with+White+people&amp;unit=Hackney" in html
    assert "Nothing was found" in html_of(open_page("help", search="zzz"))


def test_help_needs_no_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing loaded a first visitor still reads where to begin and whom to ask."""
    monkeypatch.setenv("SCORECARD_STORE", str(tmp_path / "store"))
    at = open_page("help")
    assert not at.exception
    html = html_of(at)
    assert "Where to begin" in html
    assert "Equality performance team" in html
