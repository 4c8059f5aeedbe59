"""Engagement, partners, contracts, and what communities say: invented registers."""

from metrics.sample import effects
from metrics.sample.columns import (
    by,
    days,
    homes,
    one_of,
    quarter_ends,
    references,
    survey_weights,
    where,
    whole,
    yes,
    yes_by,
)
from metrics.sample.public_service import PEOPLE
from metrics.sample.registers import Register
from metrics.sample.workforce_flows import answers

COMMUNITY_SURVEY = Register("community_survey", 7_200, {
    "Interview date": days(), "Ethnicity": PEOPLE,
    "Religion or belief": one_of({"Christian": 40, "Hindu": 5, "Jewish": 2, "Muslim": 15,
                                  "No religion": 27, "Buddhist": 1, "Sikh": 2,
                                  "Other religion": 1, "Prefer not to say": 7}),
    "Counter-terrorism": by("Religion or belief",
                            {"Muslim": answers(effects.COUNTER_TERROR_LOWER)},
                            answers(effects.COUNTER_TERROR)),
    "Would tell": one_of(answers(0.68)),
    "Asked": by("Ethnicity", {"Black": answers(effects.ASKED_LOWER)}, answers(effects.ASKED)),
    "Weight": survey_weights(0.6, 1.4),
})  # fmt: skip

ENGAGEMENT_EVENTS = Register("engagement_events", 3_600, {
    "Held": days(), "Borough": homes("borough"),
    "Kind": one_of({"Public meeting": 46, "Advisory group": 18, "With a partner": 28}),
    "For": one_of({"Everyone": 66, "Young people": 13, "Faith communities": 9,
                   "Disabled people": 4, "LGBT+ people": 4, "Newer communities": 4}),
    "Answered": yes_by("For", {"Newer communities": effects.ANSWERED_LOWER}, effects.ANSWERED),
    "Attended": whole(4, 90),
})  # fmt: skip

PREVENT_EVENTS = Register("prevent_events", 360, {
    "Held": days(), "With a partner": yes(0.7), "Attended": whole(4, 60),
})  # fmt: skip

ADVISORY_MEMBERS = Register("advisory_members", 4_800, {
    "As at": quarter_ends(),
    "Ethnicity": one_of({"Asian": 16, "Black": 20, "Mixed": 5, "White": 52, "Other": 3,
                         "Not stated": 4}),
    "Group met": yes(0.9),
}, alike="Members")  # fmt: skip

PARTNER_SURVEY = Register("partner_survey", 1_200, {
    "Wave": quarter_ends(), "Works well": one_of(answers(effects.PARTNERS)),
})  # fmt: skip

CONTRACTS = Register("contracts", 1_800, {
    "As at": quarter_ends(), "Reference": references("CT"), "Over the threshold": yes(0.45),
    "Equality clause": yes_by("Over the threshold", {"Yes": effects.CLAUSES}, 0.2),
    "Monitoring returned": where("Equality clause", ("Yes",), yes(0.6), "No"),
    "Diverse supplier": yes(0.07), "Value in pounds": whole(20_000, 900_000),
    "Breached": where("Equality clause", ("Yes",), yes(0.05), "No"),
})  # fmt: skip

ALL = (
    COMMUNITY_SURVEY, ENGAGEMENT_EVENTS, PREVENT_EVENTS, ADVISORY_MEMBERS, PARTNER_SURVEY,
    CONTRACTS,
)  # fmt: skip
