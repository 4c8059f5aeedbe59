"""Reviews of investigations: what is due, found and learnt, as invented registers.

The points of a review are drawn from the reviews, whose verdict they make up.
"""

from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample import effects
from metrics.sample.columns import Drawing, Maker, after, days, one_of, references, where, yes
from metrics.sample.drawing import generator
from metrics.sample.internal_cases import HANDLED_BY, STANDARDS_REVIEWS
from metrics.sample.registers import Register
from metrics.sample.span import LAST_DAY
from metrics.sample.tables import write_table

REVIEW_POINTS = "review_points"
HEADER = ("Reviewed", "Point", "Met")
POINTS = ("What the complainant said", "Comparators and patterns", "Language and motive",
          "Reasons for the decision", "Contact with the complainant")  # fmt: skip


def _over(column: str) -> Maker:
    """The day in another column, blank where it lies after the last one."""

    def make(drawing: Drawing) -> list[str]:
        last = LAST_DAY.isoformat()
        return [day if day <= last else "" for day in drawing.columns[column]]

    return make


REVIEWS_DUE = Register("reviews_due", 1_050, {
    "Due": days(), "Handled by": HANDLED_BY, "Done": yes(0.93),
})  # fmt: skip

LEARNING_POINTS = Register("learning_points", 520, {
    "Found": days(), "Reference": references("LP"),
    "Theme": one_of({"Recording": 24, "Contact with people": 22, "Evidence": 26, "Decisions": 18,
                     "Supervision": 10}),
    "_closed": after("Found", 20, 260), "_in_time": _over("_closed"),
    "_done": yes(effects.LEARNING_CLOSED),
    "Closed": where("_done", ("Yes",), lambda drawing: drawing.columns["_in_time"]),
    "_by": one_of({"Whoever owes it": 30, "Somebody else": 70}),
    "Closed by": lambda drawing: [
        by if closed else "" for by, closed
        in zip(drawing.columns["_by"], drawing.columns["Closed"], strict=True)
    ],
})  # fmt: skip

ALL = (REVIEWS_DUE, LEARNING_POINTS)


def write_review_points(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: each point of each review, all met where the review meets them all."""
    reviews = STANDARDS_REVIEWS.drawn(organisation, seed).columns
    rng = generator(seed, REVIEW_POINTS)
    rows = []
    for day, meets in zip(reviews["Reviewed"], reviews["Meets the guidelines"], strict=True):
        chances = rng.random(len(POINTS)).tolist()
        # Who falls short does so at one point at least: at the one with the least chance.
        short = [c < effects.FALLS_SHORT or c == min(chances) for c in chances]
        rows += [(day, point, "No" if meets == "No" and falls else "Yes")
                 for point, falls in zip(POINTS, short, strict=True)]  # fmt: skip
    return (write_table(folder / REVIEW_POINTS / "review-points.csv", HEADER, rows),)
