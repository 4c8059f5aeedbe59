"""Which posts nobody holds on a day, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.definitions.posts import Post


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that nobody holds, and the first day without anybody; None where nobody ever did."""

    role: str
    since: date | None


def vacancies(posts: Sequence[Post], today: date) -> dict[str, Vacancy]:
    """By role, the posts that nobody holds on a day; of one that is not listed nothing is said."""
    return {
        post.role: Vacancy(post.role, _left(post, today))
        for post in posts
        if not any(
            one.since <= today and (one.until is None or one.until >= today) for one in post.held
        )
    }


def _left(post: Post, today: date) -> date | None:
    """The day after the last holder left."""
    ends = [one.until for one in post.held if one.until and one.until < today]
    return max(ends) + timedelta(days=1) if ends else None
