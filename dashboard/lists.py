"""The lists beside the scorecard as they stand today: actions, recommendations, duties, posts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from dashboard import session
from dashboard.session import Listed
from dashboard.view import View
from metrics.actions import Followed, followed, of_unit
from metrics.definitions.actions import FILE, ActionList, load_actions
from metrics.definitions.duties import FILE as DUTIES
from metrics.definitions.duties import DutyList, load_duties
from metrics.definitions.organisation import Unit
from metrics.definitions.posts import FILE as POSTS
from metrics.definitions.posts import PostList, load_posts
from metrics.definitions.recommendations import FILE as RECOMMENDATIONS
from metrics.definitions.recommendations import RecommendationList, load_recommendations
from metrics.duties import Standing, standing_of
from metrics.figure import Figure
from metrics.posts import Vacancy
from metrics.posts import vacancies as vacancies_on
from metrics.promised import Record, gone, records_of
from metrics.recommendations import Tracked, tracked


def _shown(view: View, found: Listed) -> Listed:
    """A list, or an empty one in its place: examples are shown with the sample alone."""
    return type(found)() if found.examples and not view.reader.release.synthetic else found


def actions(view: View, unit: Unit, figures: Mapping[str, Figure]) -> dict[str, list[Followed]]:
    """By metric, what is being done in a unit, as it stands today; examples with the sample alone.

    Raises ScorecardError when `actions.yaml` is at fault.
    """
    found = _shown(view, action_list())
    mine = of_unit(found.actions, unit.code, view.scope)
    return followed(mine, figures, datetime.now(UTC).date(), promised(found))


def action_list() -> ActionList:
    """The actions as they are on disk now."""
    return session.listed(FILE, load_actions)


def recommendations(view: View) -> list[Tracked]:
    """The force's recommendations as they stand today; examples with the sample alone.

    Raises ScorecardError when `recommendations.yaml` is at fault.
    """
    found = _shown(view, recommendation_list())
    metrics, force = view.configuration.metrics, view.force.code
    asked = {id_ for one in found.recommendations for id_ in one.metrics if id_ in metrics}
    series = {id_: view.reader.series(metrics[id_], force, view.as_at) for id_ in sorted(asked)}
    return tracked(found.recommendations, series, datetime.now(UTC).date(), promised(found))


def recommendation_list() -> RecommendationList:
    """The recommendations as they are on disk now."""
    return session.listed(RECOMMENDATIONS, load_recommendations)


def duties(view: View, today: date) -> list[Standing]:
    """The duties to publish as they stand on a day; examples with the sample alone.

    Raises ScorecardError when `duties.yaml` is at fault.
    """
    found = _shown(view, duty_list())
    return [standing_of(duty, today) for duty in found.duties]


def duty_list() -> DutyList:
    """The duties to publish as they are on disk now."""
    return session.listed(DUTIES, load_duties)


def vacancies(view: View) -> dict[str, Vacancy]:
    """By role, the posts that nobody holds today; examples with the sample alone.

    Raises ScorecardError when `posts.yaml` is at fault.
    """
    found = _shown(view, post_list())
    return vacancies_on(found.posts, datetime.now(UTC).date())


def post_list() -> PostList:
    """The posts as they are on disk now."""
    return session.listed(POSTS, load_posts)


def promised(found: ActionList | RecommendationList) -> Mapping[str, Record]:
    """What the register knows of the promises of a list, by id."""
    return records_of(session.store(), found)


def promised_once(found: ActionList | RecommendationList, unit: str = "") -> Mapping[str, Record]:
    """What was promised once, for a unit where it is of one, and stands in the list no more."""
    return {id_: r for id_, r in gone(found, promised(found)).items() if r.unit == unit}
