"""The judged figures of the whole sample are those of the back-test; each change is explained."""

from itertools import zip_longest
from pathlib import Path

from back_test import FILE, ROOT, back_test, digest, release_in

from metrics.definitions.loading import load_configuration


def test_the_sample_gives_the_figures_of_the_back_test(sampled: tuple[Path, Path]) -> None:
    """Whoever changes a figure of the sample finds out here, and writes the file anew.

    `python tests/back_test.py STORE` does it; CHANGELOG.md then says what has changed and why.
    """
    store, config = sampled
    force = load_configuration(config).organisation.force.code
    found = back_test(release_in(store), force).splitlines()
    kept = FILE.read_text(encoding="utf-8").splitlines()
    assert [pair for pair in zip_longest(kept, found) if pair[0] != pair[1]][:5] == []


def test_the_changelog_names_the_back_test_as_it_is() -> None:
    """A change of the file without a word in the changelog fails."""
    assert f"`{digest()}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
