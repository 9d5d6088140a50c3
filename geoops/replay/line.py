"""Groups in line for a place: served while the day lasts, or not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from geoops.db.engine import transaction
from geoops.desk.clocks import today
from geoops.desk.waiting import serve_waiting
from geoops.records import Hold, PlaceRequest, RequestState
from geoops.replay.crowd import Group
from geoops.replay.shelter import Shelter
from geoops.replay.tally import Count, Tally
from geoops.replay.world import World

ENDED = (
    select(PlaceRequest, Hold.site_id)
    .outerjoin(Hold, Hold.id == PlaceRequest.hold_id)
    .where(PlaceRequest.state != RequestState.WAITING)
    .order_by(PlaceRequest.created_at, PlaceRequest.idempotency_key)
)


class Line:
    """What becomes of those for whom no place was left when they were met."""

    def __init__(self, world: World, tally: Tally, shelter: Shelter) -> None:
        self._world, self._tally, self._shelter = world, tally, shelter
        self._waiting: dict[UUID, tuple[Group, datetime]] = {}

    def join(self, request: UUID, group: Group, now: datetime) -> None:
        """A group has asked to wait."""
        self._waiting[request] = (group, now)
        self._tally.add(today(now, self._world.time_zone), Count.WAITED, group.people)

    def look(self, now: datetime) -> None:
        """Let the sweep do its part, and hear who has a place now and who waited in vain."""
        if not self._waiting:
            return
        serve_waiting(self._world.engine, now)
        day = today(now, self._world.time_zone)
        for request, site in self._ended():
            group, since = self._waiting.pop(request.id)
            if request.hold_id is None or request.ended_at is None:
                self._tally.add(day, Count.TURNED_AWAY, group.people)
                continue
            waited = (request.ended_at - since).total_seconds() / 3_600
            self._tally.place_waits[day] += [waited] * group.people
            self._shelter.expect(
                request.hold_id, site, group.category, group.people, request.ended_at, now
            )

    def _ended(self) -> list[tuple[PlaceRequest, UUID]]:
        """Those of the line that wait no more, with the site of their hold if they have one."""
        with transaction(self._world.engine, self._world.territory) as session:
            rows = session.execute(ENDED.where(PlaceRequest.id.in_(self._waiting)))
            return [(request, site) for request, site in rows]
