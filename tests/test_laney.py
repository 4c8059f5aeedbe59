"""Laney's p' and u' charts: a published series, and what they do at their edges."""

import numpy as np
import pytest

from metrics.judgement.control_chart_lines import ChartSettings
from metrics.judgement.laney import laney_lines

# Attendances at major accident and emergency departments of the NHS seen within four hours, and all
# of them, in twenty weeks: Mohammed and others 2013, Quality and Safety in Health Care 22, 362-368.
SEEN = """
    266501 264225 276532 281461 269071 261215 270409 279778 270483 270320
    267923 271478 255353 256820 261835 259144 255910 260863 264465 260989
"""
ATTENDED = """
    280443 276823 291681 296155 282343 275888 283867 295251 284468 282529
    279618 283932 266629 268091 276803 271578 266005 273520 278574 273772
"""


def weeks() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Events, bases and segment of the published series."""
    seen, attended = (np.array(text.split(), dtype="float64") for text in (SEEN, ATTENDED))
    return seen, attended, np.zeros(20, dtype="int64")


def test_p_prime_finds_nothing_where_p_finds_nearly_everything() -> None:
    """Sigma is multiplied by 10.6, so of 16 weeks outside a p chart's limits none is outside p'."""
    seen, attended, segment = weeks()
    lines = laney_lines(seen, attended, segment)
    share = seen.sum() / attended.sum()
    sigma = np.sqrt(share * (1 - share) / attended)
    assert lines.mean == pytest.approx(np.full(20, share))
    assert ((lines.upper - lines.mean) / (3 * sigma)).round(1).tolist() == [10.6] * 20
    distance = np.abs(seen / attended - share)
    assert np.count_nonzero(distance > 3 * sigma) == 16
    assert np.count_nonzero(distance > lines.upper - lines.mean) == 0


def test_u_prime_is_the_same_formula() -> None:
    """With sigma of a rate, the root of the rate over its base, the limits are the same."""
    seen, attended, segment = weeks()
    rate = seen.sum() / attended.sum()
    sigma = np.sqrt(rate / attended)
    more = np.abs(np.diff((seen / attended - rate) / sigma)).mean() / 1.128
    assert laney_lines(seen, attended, segment).lower == pytest.approx(rate - 3 * sigma * more)


@pytest.mark.parametrize("share", [0, 16 / 65])
def test_a_share_that_never_varies_has_no_limits(share: float) -> None:
    """No events at all, or one share of every base, have a mean and no limits."""
    # Of these, the pooled share differs from 16/65 in its last binary digit.
    bases = 65 * np.array([6115.0, 704.0, 5665.0, 2596.0, 1859.0, 660.0])
    lines = laney_lines(bases * share, bases, np.zeros(6, dtype="int64"))
    assert lines.mean == pytest.approx(np.full(6, share))
    assert np.isnan(lines.upper).all()


def test_a_gap_leaves_the_others_their_limits() -> None:
    """A week without a figure has no limits, and its neighbours are not compared across it."""
    seen, attended, segment = weeks()
    seen[9] = attended[9] = np.nan
    lines = laney_lines(seen, attended, segment)
    share = np.nansum(seen) / np.nansum(attended)
    sigma = np.sqrt(share * (1 - share) / attended)
    more = np.nanmean(np.abs(np.diff((seen / attended - share) / sigma))) / 1.128
    assert lines.mean == pytest.approx(np.full(20, share))
    assert lines.upper == pytest.approx(share + 3 * sigma * more, nan_ok=True)
    assert np.flatnonzero(np.isnan(lines.upper)).tolist() == [9]


def test_limits_can_come_from_the_first_points_and_start_again() -> None:
    """The mean is that of the first twelve of a segment, and of each segment by itself."""
    seen, attended, segment = weeks()
    fixed = laney_lines(seen, attended, segment, ChartSettings(fix_after=12))
    assert fixed.mean[-1] == pytest.approx(seen[:12].sum() / attended[:12].sum())
    halves = np.repeat([0, 1], 10)
    apart = laney_lines(seen, attended, halves)
    assert apart.mean[-1] == pytest.approx(seen[10:].sum() / attended[10:].sum())
