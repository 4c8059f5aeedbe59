"""Groups of people as they stand in a sentence."""

from metrics.definitions.contracts import Coding

# What a person says of themselves, whose names are left as they are.
ANSWERED = ("religion or belief", "sexual orientation")
SPOKEN = {
    "Female": "women", "Male": "men", "Disabled": "disabled people",
    "Not disabled": "people who are not disabled",
}  # fmt: skip


def group_words(group: str, coding: Coding) -> str:
    """A group as it stands in a sentence: "the White ethnic group"; a faith keeps its capital."""
    if coding.characteristic == "ethnicity":
        return f"the {group} ethnic group"
    if coding.characteristic in ANSWERED:
        return f"those who said {group}"
    return SPOKEN.get(group, group.lower())
