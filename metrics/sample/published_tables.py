"""Published tables of force and of hate crime, in the layouts of their publishers: invented."""

from collections.abc import Iterator
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample.drawing import between, generator
from metrics.sample.span import MONTH_ENDS
from metrics.sample.tables import write_table

FORCE, HATE = "published_force", "published_hate_crime"
FORCE_HEADER = (
    "Year", "Police Force", "Type of force", "Tactic", "White", "Black (or Black British)",
    "Asian (or Asian British)", "Mixed", "Other", "Not reported", "Number of times tactic reported",
)  # fmt: skip
YEARS = ("2023/24", "2024/25", "2025/26")
# How often each tactic is used in a year on people of each group, in the order of the header.
GROUPS = (0.42, 0.37, 0.12, 0.03, 0.05, 0.01)
TACTICS = {
    "Compliant handcuffing": 86_000, "Non-compliant handcuffing": 34_000,
    "Limb / Body restraints": 8_500, "Ground restraint": 17_000, "Baton drawn": 1_500,
    "Baton used": 600, "Spit and bite guard": 1_500, "CED non-discharge": 9_000,
    "CED discharge": 950, "Dog deployed": 330, "Dog bite": 120, "Other / improvised": 5_900,
}  # fmt: skip
# Rows that add up others, as the publisher stacks them.
SUMS = {
    "*Total Restraint": ("Compliant handcuffing", "Non-compliant handcuffing",
                         "Limb / Body restraints", "Ground restraint"),
    "Handcuffing, of which": ("Compliant handcuffing", "Non-compliant handcuffing"),
    "Baton, of which": ("Baton drawn", "Baton used"),
    "CED of which": ("CED non-discharge", "CED discharge"),
    "Dog use, of which": ("Dog deployed", "Dog bite"),
    "*Total Tactics": tuple(TACTICS),
}  # fmt: skip
# Kinds of hate crime: how many in a month of a borough, the least and the most.
KINDS = {
    "Anti-Semitic": (0, 6), "Disability Hate Crime": (0, 4), "Domestic Abuse": (180, 320),
    "Faith Hate Crime": (6, 16), "Homophobic Hate Crime": (4, 14), "Islamophobic": (1, 8),
    "Racist and Religious Hate Crime": (35, 80), "Transgender Hate": (0, 2),
}  # fmt: skip


def write_force(folder: Path, _organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: each tactic and each sum of tactics, by group and year."""
    rows = [row for year in YEARS for row in _force_rows(seed, year)]
    return (write_table(folder / FORCE / "use-of-force-by-ethnicity.csv", FORCE_HEADER, rows),)


def _force_rows(seed: int, year: str) -> Iterator[tuple[object, ...]]:
    rng = generator(seed, f"{FORCE} {year}")
    used = {
        tactic: [int(often * share * c) for share, c in zip(
            GROUPS, between(rng, 0.95, 1.05, len(GROUPS)).tolist(), strict=True)]
        for tactic, often in TACTICS.items()
    }  # fmt: skip
    used |= {
        name: [sum(used[part][place] for part in parts) for place in range(len(GROUPS))]
        for name, parts in SUMS.items()
    }
    for tactic, numbers in used.items():
        yield (year, "Metropolitan", "Force", tactic, *numbers, sum(numbers))


def write_hate(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: one row a borough and kind, one column a month."""
    header = ("Borough", "MajorText", "MinorText", *(f"{m:%Y%m}" for m in MONTH_ENDS))
    boroughs = [u.name for u in organisation.units if u.level == "borough" and u.residents]
    rng = generator(seed, HATE)
    rows = [
        (borough, "Hate", kind, *(int(n) for n in between(rng, least, most + 1, len(MONTH_ENDS))))
        for borough in boroughs
        for kind, (least, most) in KINDS.items()
    ]
    return (write_table(folder / HATE / "hate-crime-by-borough.csv", header, rows),)
