"""Assessments, objectives, returns of units and peer reviews: invented registers."""

from metrics.sample import effects
from metrics.sample.columns import (
    Drawing,
    Maker,
    after,
    by,
    days,
    one_of,
    quarter_ends,
    shared,
    units,
    where,
    whole,
    yes,
)
from metrics.sample.registers import Register

MADE = ("Before the decision", "After the decision")
LEVELS = one_of({"Not started": 8, "Developing": 40, "Achieving": 40, "Excelling": 12})


def _up_to(column: str, share: float) -> Maker:
    """A whole number, up to that in another column: each of it with a chance; blank where blank."""

    def make(drawing: Drawing) -> list[str]:
        return [
            str(sum(chance < share for chance in drawing.rng.random(int(text)))) if text else ""
            for text in drawing.columns[column]
        ]

    return make


IMPACT_ASSESSMENTS = Register("impact_assessments", 1_440, {
    "Decided": days(), "Business group": units("business_group"),
    "Assessment": one_of({"Before the decision": effects.ASSESSED_BEFORE,
                          "After the decision": 0.08,
                          "Not made": 0.92 - effects.ASSESSED_BEFORE}),
    "Complete": where("Assessment", MADE, yes(0.74)),
    "Changed the decision": where("Assessment", MADE[:1], yes(0.24), "No"),
    "Published": where("Assessment", MADE, yes(0.6)),
    "Actions": where("Assessment", MADE, whole(0, 5)), "Actions closed": _up_to("Actions", 0.72),
})  # fmt: skip

EQUALITY_OBJECTIVES = Register("equality_objectives", 240, {
    "As at": quarter_ends(), "Reference": shared("EO", 20),
    "State": one_of({"On track": 62, "Behind": 26, "Met": 12}),
    "_draft": yes(0.06), "_published": after("As at", -1_500, -10),
    "Published": where("_draft", ("No",), lambda drawing: drawing.columns["_published"]),
    "Data published": after("As at", -400, -10),
})  # fmt: skip

GOVERNANCE_RETURNS = Register("governance_returns", 1_656, {
    "Due": days(), "OCU": units("command_unit"), "In time": yes(effects.RETURNS_IN_TIME),
    "Owner in post": yes(0.95), "Challenged": yes(0.3),
    "Action closed in time": where("Challenged", ("Yes",), yes(0.72)),
})  # fmt: skip

STANDARD_REVIEWS = Register("standard_reviews", 420, {
    "Reviewed": days(), "OCU": units("command_unit"),
    "Area": one_of({"Operational delivery": 1, "People and culture": 1,
                    "Organisational processes": 1}),
    "Level claimed": LEVELS, "Claim confirmed": yes(effects.CLAIMS_CONFIRMED),
    "_found": by("Level claimed", {"Excelling": {"Achieving": 1}, "Achieving": {"Developing": 1}},
                 {"Not started": 1}),
    "Level verified": lambda drawing: [
        claimed if confirmed == "Yes" else found
        for claimed, confirmed, found in zip(
            drawing.columns["Level claimed"], drawing.columns["Claim confirmed"],
            drawing.columns["_found"], strict=True)
    ],
})  # fmt: skip

ALL = (IMPACT_ASSESSMENTS, EQUALITY_OBJECTIVES, GOVERNANCE_RETURNS, STANDARD_REVIEWS)
