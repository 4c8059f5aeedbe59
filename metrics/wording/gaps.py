"""Gaps between groups, in words: how many are flagged, what a row says, what is not collected."""

from collections.abc import Sequence

from metrics.definitions.audiences import Tier
from metrics.definitions.contracts import Coding
from metrics.figure import Disparity, Figure
from metrics.gaps import Gaps
from metrics.judgement.chance import by_chance
from metrics.judgement.comparing import FLAG, NO_FLAG, TOO_FEW
from metrics.judgement.measuring import NEAR
from metrics.wording.judgements import Word, ratio_plain
from metrics.wording.numbers import number, plural

VERDICTS = {
    FLAG: Word("⚑", "Flag"), NO_FLAG: Word("=", "No flag"), TOO_FEW: Word("~", "Too few to judge"),
}  # fmt: skip
RULE = (
    "Flag: the ratio lies outside 0.80 to 1.25, its 95% interval leaves out 1, and both sides have "
    "enough cases. It is a prompt to look, not a finding, and it says nothing of why."
)
MOST_DRAWN = 10


def gaps_sentence(unit: str, gaps: Gaps, coding: Coding) -> str:
    """How many gaps of a unit are flagged, of how many that could be judged."""
    flagged, clear, few = (gaps.count(verdict) for verdict in (FLAG, NO_FLAG, TOO_FEW))
    looked = plural(flagged + clear, "gap")
    verb = "is" if flagged == 1 else "are"
    said = f"{unit}: {flagged} of {looked} by {coding.title} {verb} flagged. "
    return said + f"{few} {'has' if few == 1 else 'have'} too few cases to judge."


def chance_sentence(pairs: Sequence[Disparity]) -> str:
    """How many gaps of a list were looked at and flagged, and how many chance alone would flag."""
    verdicts = [pair.group.disparity for pair in pairs if pair.group.disparity != TOO_FEW]
    if not verdicts:
        return "No gap here has enough cases to be looked at."
    flagged = verdicts.count(FLAG)
    few = number(float(by_chance(len(verdicts), NEAR)), 1)
    return (
        f"{flagged} of {plural(len(verdicts), 'gap')} looked at {'is' if flagged == 1 else 'are'} "
        f"flagged. If no group differed, about {few} of so many would be by chance."
    )


def flags(figures: Sequence[Figure]) -> int:
    """How many of the groups are flagged."""
    return sum(figure.disparity == FLAG for figure in figures)


def breakdown_title(coding: Coding, figures: Sequence[Figure]) -> str:
    """What a measure is broken down by, and whether a gap is flagged in it."""
    if not any(figure.breakdown for figure in figures):
        return f"By {coding.title}: not shown here"
    if not coding.reference:
        return f"By {coding.title}"
    flagged = flags(figures)
    return f"By {coding.title}: {plural(flagged, 'gap') if flagged else 'no gap'} flagged"


def no_groups_sentence(tier: Tier) -> str:
    """Why a tier has no groups of a unit and a period."""
    if not tier.threshold:
        return "[x] There is no figure of a group for this period."
    return (
        "[c] Your view has no groups here, to protect people: most would be withheld. Choose the "
        "force, or 12 months."
    )


def verdict_text(figure: Figure) -> str:
    """The verdict with its symbol, and whether the wider interval says so too."""
    word = str(VERDICTS[figure.disparity])
    return f"{word} (99.8% too)" if figure.disparity_level == "99.8%" else word


def not_collected_sentence(names: Sequence[str]) -> str:
    """Which protected characteristics no measure is broken down by; silence is not equality."""
    if not names:
        return "Each protected characteristic is in some measure."
    return f"[x] Not collected in any extract: {', '.join(names)}. Nothing is known of gaps there."


def gaps_alt(pairs: Sequence[Disparity], unit: str, coding: Coding) -> str:
    """Alternative text of a chart of ratios."""
    start = f"Dot plot: ratio of each group to {coding.reference}, {coding.title}, {unit}."
    told = [pair.group for pair in pairs if pair.group.ratio is not None]
    if not told:
        return f"{start} No ratio can be shown. Table follows."
    top = max(told, key=lambda f: f.ratio or 0.0)
    low = min(told, key=lambda f: f.ratio or 0.0)
    return (
        f"{start} Highest {ratio_plain(top.ratio or 0.0)} ({top.group}), lowest "
        f"{ratio_plain(low.ratio or 0.0)} ({low.group}). Table follows."
    )
