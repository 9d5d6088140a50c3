"""Who is awaited at a site tonight, for whom places are kept, and when they may be there.

A time of arrival is an estimate, rounded up to five minutes: a drive told to the second would tell
where from, and whoever opens the door need not know where a team is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isnan
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Engine, RowMapping, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.errors import NotFound
from geoops.records import PlaceCategory, Role, Site
from geoops.routing.answers import Profile, Table
from geoops.routing.errors import NetworkError

ROUNDED = timedelta(minutes=5)

AWAITED = text(
    """
    SELECT h.id AS hold_id, h.category, h.places, h.arrived, h.expires_at, t.name AS team,
        coalesce(bus.arrives_at, stop.arrives_at) AS planned,
        h.transfer_group_id IS NOT NULL AS by_bus,
        coalesce(p.status = 'under_way', false) AS under_way,
        last.lateness, last.departs_at, last.lon, last.lat,
        ST_X(s.position) AS site_lon, ST_Y(s.position) AS site_lat
    FROM hold h
    JOIN site s ON s.id = h.site_id
    LEFT JOIN encounter e ON e.id = h.encounter_id
    LEFT JOIN membership m
        ON m.account_id = h.author_id AND m.territory_id = h.territory_id AND e.id IS NULL
    LEFT JOIN LATERAL (
        SELECT * FROM patrol
        WHERE status <> 'cancelled' AND (id = e.patrol_id
            OR e.patrol_id IS NULL AND team_id = coalesce(e.team_id, m.team_id)
                AND service_date = (h.created_at AT TIME ZONE :time_zone)::date)
        LIMIT 1
    ) p ON true
    LEFT JOIN team t ON t.id = coalesce(p.team_id, e.team_id, m.team_id)
    LEFT JOIN LATERAL (
        SELECT visited_at - arrives_at AS lateness, departs_at,
            ST_X(position) AS lon, ST_Y(position) AS lat
        FROM patrol_stop WHERE patrol_id = p.id AND visited_at IS NOT NULL
        ORDER BY visited_at DESC, sequence DESC LIMIT 1
    ) last ON true
    LEFT JOIN LATERAL (
        SELECT arrives_at FROM patrol_stop
        WHERE patrol_id = p.id AND site_id = h.site_id AND visited_at IS NULL
            AND p.status IN ('published', 'under_way')
        ORDER BY sequence LIMIT 1
    ) stop ON true
    LEFT JOIN transfer_group g ON g.id = h.transfer_group_id
    LEFT JOIN transfer_destination bus
        ON bus.transfer_id = g.transfer_id AND bus.site_id = h.site_id AND bus.arrived_at IS NULL
    WHERE h.site_id = :site AND h.state = 'active'
    ORDER BY h.expires_at, h.created_at, h.id
    """
)


class Basis(StrEnum):
    """What an estimated time of arrival comes from."""

    BUS = "bus"
    PLAN = "plan"
    ROAD = "road"


class Roads(Protocol):
    """The part of `geoops.routing.network.Network` that is asked here."""

    def table(self, points: Sequence[tuple[float, float]], profile: Profile) -> Table:
        """The fastest ways among `points`, n × n."""


@dataclass(frozen=True)
class AwaitedGroup:
    """A group for which places are kept: `places` have still to come, `arrived` are there.

    `arrives_at` is the estimate and `basis` where it comes from, None when nothing is known.
    """

    hold_id: UUID
    category: PlaceCategory
    places: int
    arrived: int
    expires_at: datetime
    team: str | None
    arrives_at: datetime | None
    basis: Basis | None


@permitted(Role.COORDINATOR, Role.SITE_MANAGER, Role.DIRECTOR)
def awaited_groups(
    actor: Actor, engine: Engine, roads: Roads, site_id: UUID, now: datetime
) -> list[AwaitedGroup]:
    """The groups for whom the site keeps places, soonest to expire first.

    A bus is there when its trip says. A team that will stop at the site is there when its plan
    says, as late as it was at its last stop; one under way elsewhere needs the drive from there.
    Without the road engine the latter is not known, which is no error.

    Raises
    ------
    NotFound
        The site is not there, or not for this reader: a site manager sees their own.
    """
    with work(actor, engine) as session:
        readable_site(session, actor, site_id)
        asked = {"site": site_id, "time_zone": actor.time_zone}
        rows = session.execute(AWAITED, asked).mappings().all()
    drives = _drives([row for row in rows if _drives_from_elsewhere(row)], roads)
    return [_group(row, drives, now) for row in rows]


def readable_site(session: Session, actor: Actor, site_id: UUID) -> Site:
    """A site that the actor may look into: a site manager their own.

    Raises
    ------
    NotFound
        It is not there, or not for this reader.
    """
    own = actor.role is not Role.SITE_MANAGER or actor.site_id == site_id
    site = session.get(Site, site_id) if own else None
    if site is None:
        raise NotFound(kind="site", identifier=site_id)
    return site


@permitted(Role.COORDINATOR, Role.SITE_MANAGER, Role.DIRECTOR)
def site_by_night(actor: Actor, engine: Engine, site_id: UUID) -> Site:
    """The site whose night is looked at.

    Raises
    ------
    NotFound
        It is not there, or not for this reader: a site manager sees their own.
    """
    with work(actor, engine) as session:
        return readable_site(session, actor, site_id)


def _drives_from_elsewhere(row: RowMapping) -> bool:
    planned = row["by_bus"] or row["planned"] is not None
    return not planned and row["under_way"] and row["lon"] is not None


def _drives(rows: Sequence[RowMapping], roads: Roads) -> dict[UUID, timedelta]:
    """How long each team has to drive to the site, by hold; by one question to the road engine."""
    if not rows:
        return {}
    site = rows[0]["site_lon"], rows[0]["site_lat"]
    starts = list(dict.fromkeys((row["lon"], row["lat"]) for row in rows))
    try:
        seconds = roads.table([site, *starts], "car").durations[1:, 0]
    except NetworkError:
        return {}
    known = {
        start: timedelta(seconds=float(drive))
        for start, drive in zip(starts, seconds, strict=True)
        if not isnan(drive)
    }
    there = {row["hold_id"]: known.get((row["lon"], row["lat"])) for row in rows}
    return {hold: drive for hold, drive in there.items() if drive is not None}


def _group(row: RowMapping, drives: dict[UUID, timedelta], now: datetime) -> AwaitedGroup:
    arrives_at, basis = _estimate(row, drives.get(row["hold_id"]), now)
    return AwaitedGroup(
        hold_id=row["hold_id"],
        category=PlaceCategory(row["category"]),
        places=row["places"],
        arrived=row["arrived"],
        expires_at=row["expires_at"],
        team=None if row["by_bus"] else row["team"],
        arrives_at=arrives_at,
        basis=basis,
    )


def _estimate(
    row: RowMapping, drive: timedelta | None, now: datetime
) -> tuple[datetime | None, Basis | None]:
    """When the group may be there, never before now; and what that is known from."""
    late: Any = row["lateness"] or timedelta(0)
    if row["by_bus"] and row["planned"] is not None:
        return max(now, row["planned"]), Basis.BUS
    if row["planned"] is not None:
        return _rounded_up(max(now, row["planned"] + late)), Basis.PLAN
    if drive is not None:
        leaves = max(now, row["departs_at"] + late)  # the team may still be at its last stop
        return _rounded_up(leaves + drive), Basis.ROAD
    return None, None


def _rounded_up(instant: datetime) -> datetime:
    past = (instant - datetime.min.replace(tzinfo=UTC)) % ROUNDED
    return instant + (ROUNDED - past) % ROUNDED
