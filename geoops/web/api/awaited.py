"""Who is awaited at a site tonight."""

from datetime import datetime
from uuid import UUID

from apiflask import APIBlueprint

from geoops.desk.awaiting import AwaitedGroup, Basis, awaited_groups
from geoops.records import PlaceCategory
from geoops.web.api.answers import Answer
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("awaited", __name__, url_prefix="/api/v1", tag="Sites")


class GroupAnswer(Answer):
    """A group for which places are kept, and when it may be there.

    `arrives_at` is an estimate to five minutes, from the `plan` of its team's patrol or the `road`
    from where the team was seen last, or what the trip of its `bus` says; both are null when
    nothing is known.
    """

    hold_id: UUID
    category: PlaceCategory
    places: int
    arrived: int
    expires_at: datetime
    team: str | None
    arrives_at: datetime | None
    basis: Basis | None


class GroupsAnswer(Answer):
    """The groups that a site awaits, soonest to expire first."""

    groups: list[GroupAnswer]


@blueprint.get("/sites/<uuid:site_id>/awaited")
@blueprint.output(GroupsAnswer)
def list_awaited(site_id: UUID) -> dict[str, list[AwaitedGroup]]:
    """The groups for which the site keeps places. A site manager sees their own site's."""
    at_work = services()
    now = at_work.now()
    return {"groups": awaited_groups(current_actor(), at_work.engine, at_work.roads, site_id, now)}
