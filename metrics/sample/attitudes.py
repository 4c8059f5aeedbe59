"""The attitude survey, respondent by respondent, with weights."""

from datetime import timedelta
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation
from metrics.sample import effects
from metrics.sample.drawing import Integers, generator, named, pick, pick_by
from metrics.sample.span import DAYS, FIRST_DAY
from metrics.sample.tables import write_table

EXTRACT = "attitude_survey"
FILE = "attitude-survey-respondents.csv"
HEADER = ("Interview date", "Borough", "Ethnicity", "Sex", "Treat everyone fairly", "Weight")

# The survey asks 19,200 Londoners a year.
RESPONDENTS = 3 * 19_200
GROUPS = {"Asian": 20, "Black": 12, "Mixed": 5, "White": 54, "Other": 5, "Not stated": 4}
SEXES = {"Female": 53, "Male": 46, "Other": 1}
ANSWERS = (
    "Strongly agree", "Tend to agree", "Neither agree nor disagree", "Tend to disagree",
    "Strongly disagree", "Don't know", "Refused",
)  # fmt: skip
# Of those who agree, how many strongly; the rest divide what is left, and a few do not answer.
STRONGLY = 0.3
OTHERS = (0.4, 0.35, 0.25)
NO_ANSWER = (0.04, 0.01)
# Groups and sexes that answer less often weigh more, and interviewers find some homes twice.
WEIGHT_OF_GROUP = {"Asian": 1.1, "Black": 1.3, "Mixed": 1.2, "White": 0.9, "Other": 1.1}
LEAST_WEIGHT, MOST_WEIGHT = 0.6, 1.6


def write_attitudes(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file of all respondents in the order in which they were asked."""
    rng = generator(seed, EXTRACT)
    boroughs = [u for u in organisation.units if u.level == "borough" and u.residents]
    asked = np.sort((rng.random(RESPONDENTS) * DAYS).astype(np.int64))
    group = pick(rng, list(GROUPS.values()), RESPONDENTS)
    columns = (
        [(FIRST_DAY + timedelta(days=day)).isoformat() for day in asked.tolist()],
        named([unit.name for unit in boroughs], pick(rng, [1.0] * len(boroughs), RESPONDENTS)),
        named(list(GROUPS), group),
        named(list(SEXES), pick(rng, list(SEXES.values()), RESPONDENTS)),
        named(ANSWERS, pick_by(rng, [_answers(name) for name in GROUPS], group)),
        _weights(rng, group),
    )
    return (write_table(folder / EXTRACT / FILE, HEADER, list(zip(*columns, strict=True))),)


def _answers(group: str) -> list[float]:
    """The share of a group that gives each answer; who does not say a group is as the White one."""
    agree = effects.AGREE_FAIRLY.get(group, effects.AGREE_FAIRLY["White"])
    answered = 1 - sum(NO_ANSWER)
    shares = [agree * STRONGLY, agree * (1 - STRONGLY), *((1 - agree) * part for part in OTHERS)]
    return [*(share * answered for share in shares), *NO_ANSWER]


def _weights(rng: np.random.Generator, group: Integers) -> list[str]:
    of_group = np.asarray([WEIGHT_OF_GROUP.get(name, 1.0) for name in GROUPS])[group]
    spread = LEAST_WEIGHT + (MOST_WEIGHT - LEAST_WEIGHT) * rng.random(RESPONDENTS)
    hundredths = np.rint(of_group * spread * 100).astype(np.int64)
    return [f"{value / 100:.2f}" for value in hundredths.tolist()]
