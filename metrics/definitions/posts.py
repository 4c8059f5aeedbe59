"""Who holds the posts that own measures, from when to when. Read from `posts.yaml`.

A post outlives its holder. As with actions, the list is no part of the configuration that a release
is made under.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.checking import Fault
from metrics.definitions.configuration import Configuration
from metrics.definitions.promises import read_list
from metrics.definitions.values import CLOSED, Day, Name, Switch, Words
from metrics.errors import did_you_mean

FILE = "posts.yaml"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Held:
    """That somebody holds a post, from a day on, and until when if they have left or will."""

    since: Day
    until: Day | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Post:
    """One post by its role, and who held it, oldest first."""

    id: Name
    role: Words
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class PostList:
    """Every post that is followed; `examples` are shown with the sample alone."""

    examples: Switch = False
    posts: tuple[Post, ...] = Field(default=())


def load_posts(folder: Path, configuration: Configuration) -> PostList:
    """Read and check the posts of a folder, against the roles that own something.

    A folder without the file has none. Raises ScorecardError with every finding.
    """
    roles = owning_roles(configuration)
    return read_list(folder / FILE, "posts", PostList, lambda one: _faults(one, roles))


def owning_roles(configuration: Configuration) -> list[str]:
    """Every role that owns a metric or a key action, or leads a theme, each once."""
    scorecard = configuration.scorecard
    owners = [metric.owner.role for metric in scorecard.metrics]
    leads = [theme.lead.role for theme in scorecard.themes]
    actions = [action.owner for theme in scorecard.themes for action in theme.key_actions]
    return list(dict.fromkeys([*leads, *owners, *actions]))


def _faults(post: Post, roles: Sequence[str]) -> Iterator[Fault]:
    if post.role not in roles:
        cure = did_you_mean(post.role, roles, "Write the role as the scorecard does.")
        yield ("role",), f"'{post.role}' owns nothing", cure
    for place, one in enumerate(post.held):
        if one.until and one.until < one.since:
            yield ("held", place), "it ends before it begins", "Correct one of the two days."
    for place, (one, later) in enumerate(pairwise(post.held), start=1):
        if one.until is None or later.since <= one.until:
            cure = "Give the one before its 'until', a day before this 'since'."
            yield ("held", place), "somebody else holds it on that day", cure
