"""What of the zones and their camps wants a visit on a day, for how long, by whom, and how much.

A zone is what it was on that day: of a day that is over at noon (`zone_as_of`), else of now. What a
visit is worth grows with the days since the last one, over the interval that the zone wants at the
hours of the day's teams. A camp that has not been visited for itself counts from the last visit of
its zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import elapsed, has_passed, instant
from geoops.desk.on_foot import CAMP_MINUTES
from geoops.layers.zones import LAST_VISIT
from geoops.routing.problem import Kind, Stop
from geoops.routing.weight import weight_of
from geoops.routing.window import Window

CAMP_INTERVAL_DAYS = 3
"""The revisit interval of a camp that lies in no zone."""
DAY_SECONDS = 86_400
NOON = 12 * 3600
MEETING = 60
"""Seconds that teams are at a place together at least, where several come at once."""

KNOWN = """(SELECT CAST(:as_of AS timestamptz)
        WHERE EXISTS (SELECT FROM zone_version WHERE lower(valid) <= :as_of))"""
"""The moment asked for; none (the present) if it is before anything was known of the zones."""

ZONES = text(f"""
    WITH visited AS ({LAST_VISIT}), peopled AS (
        SELECT c.zone_id, sum(e.population) AS people
        FROM camp c JOIN LATERAL (
            SELECT population FROM population_estimate p
            WHERE p.camp_id = c.id AND p.estimated_on <= :day
            ORDER BY p.estimated_on DESC, p.created_at DESC LIMIT 1
        ) e ON true
        WHERE c.active GROUP BY c.zone_id
    )
    SELECT z.zone_id AS id, z.name, ST_X(z.access) AS longitude, ST_Y(z.access) AS latitude,
        extract(epoch FROM least(z.service_limit, z.service_time + coalesce(
            z.service_per_person * coalesce(p.people, 0), interval '0')))::int AS service,
        z.weight, extract(epoch FROM z.revisit_interval)::float AS interval_seconds, z.rhythm,
        z.languages, z.teams_at_once, v.at AS visited_at, z.zone_id = ANY (:required) AS required,
        (ST_AsGeoJSON(z.other_accesses)::json -> 'coordinates') AS others
    FROM zone_as_of({KNOWN}) z JOIN visited v ON v.zone_id = z.zone_id
    LEFT JOIN peopled p ON p.zone_id = z.zone_id
    ORDER BY z.name, z.zone_id
""")  # noqa: S608 - put together from the constants above

CAMPS = text(f"""
    WITH visited AS ({LAST_VISIT})
    SELECT c.id, c.label AS name, ST_X(c.position) AS longitude, ST_Y(c.position) AS latitude,
        {CAMP_MINUTES} * 60 AS service, coalesce(z.weight, 1) AS weight,
        coalesce(extract(epoch FROM z.revisit_interval)::float,
            {CAMP_INTERVAL_DAYS * DAY_SECONDS}) AS interval_seconds,
        coalesce(z.rhythm, '[]') AS rhythm, coalesce(z.languages, '{{}}') AS languages,
        1 AS teams_at_once, false AS required, NULL::json AS others,
        coalesce((SELECT max(s.visited_at) FROM patrol_stop s
            WHERE s.camp_id = c.id AND s.visited_at <= :now), v.at) AS visited_at
    FROM camp c LEFT JOIN zone_as_of({KNOWN}) z ON z.zone_id = c.zone_id
    LEFT JOIN visited v ON v.zone_id = z.zone_id
    WHERE c.active AND (:all_camps OR c.id = ANY (:camps))
    ORDER BY c.label, c.id
""")  # noqa: S608


@dataclass(frozen=True)
class VisitDay:
    """The day that visits are wanted on: its date, its teams' hours, and the moment ages count to.

    Parameters
    ----------
    now
        When it is asked. Ages count up to the date's noon, or until `now` later on that day.
    shifts
        When teams are out, in seconds from local midnight; a stretch of a zone's rhythm counts
        if it meets one of them. Without any, every stretch of the weekday counts.
    """

    date: date
    time_zone: str
    now: datetime
    shifts: Sequence[Window] = ()

    @property
    def is_over(self) -> bool:
        """Whether the date has passed on the territory's calendar."""
        return has_passed(self.date, self.now, self.time_zone)

    @property
    def noon(self) -> datetime:
        """The date's noon by the clocks that were set at midnight."""
        return instant(self.date, NOON, self.time_zone)

    @property
    def moment(self) -> datetime:
        """What ages count to."""
        return self.noon if self.is_over else max(self.now, self.noon)

    def read(self) -> dict[str, Any]:
        """What the statements of this module are asked with.

        Of a day that is over, its own visits do not count: they are what is planned once more.
        """
        if not self.is_over:
            return {"day": self.date, "as_of": None, "now": self.moment}
        began = instant(self.date, 0, self.time_zone)
        return {"day": self.date, "as_of": self.noon, "now": began}

    def meets(self, stretch: dict[str, Any]) -> bool:
        """Whether a stretch of a zone's rhythm is on this day, while a team is out."""
        if self.date.weekday() not in stretch["weekdays"]:
            return False
        opens, closes = (
            elapsed(self.date, time.fromisoformat(stretch[end]), self.time_zone)
            for end in ("starts", "ends")
        )
        return not self.shifts or any(
            shift.opens < closes and opens < shift.closes for shift in self.shifts
        )


def zone_stops(session: Session, day: VisitDay, required: Sequence[object] = ()) -> list[Stop]:
    """The zones of the day, by name; those of `required` come before all others."""
    rows = session.execute(ZONES, day.read() | {"required": list(required)})
    return [_stop(row, Kind.ZONE, day) for row in rows]


def camp_stops(
    session: Session, day: VisitDay, wanted: Sequence[object] | None = None
) -> list[Stop]:
    """The active camps (those `wanted`, if given) as stops of their own, by label: exact points."""
    asked = {"all_camps": wanted is None, "camps": list(wanted or ())}
    return [_stop(row, Kind.CAMP, day) for row in session.execute(CAMPS, day.read() | asked)]


def _stop(row: Row[Any], kind: Kind, day: VisitDay) -> Stop:
    return Stop(
        id=str(row.id),
        name=row.name,
        kind=kind,
        position=(row.longitude, row.latitude),
        service=row.service if row.teams_at_once == 1 else max(row.service, MEETING),
        required=row.required,
        weight=_weight(row, day, row.weight),
        urgency=_weight(row, day),
        skills=frozenset(f"language:{tag}" for tag in row.languages),
        teams=row.teams_at_once,
        others=tuple((lon, lat) for lon, lat in row.others or ()),
    )


def _weight(row: Row[Any], day: VisitDay, weight: float = 1.0) -> float:
    """What the visit is worth after so many days without one: intervals passed, times a weight."""
    wanted = _interval(row, day) / DAY_SECONDS
    if row.visited_at is None:
        return weight_of(None, wanted, weight)
    age = day.moment - row.visited_at.astimezone(UTC)
    return weight_of(max(age.total_seconds(), 0) / DAY_SECONDS, wanted, weight)


def _interval(row: Row[Any], day: VisitDay) -> float:
    """Seconds: the shortest interval of the stretches that the day meets, else the zone's own."""
    met = [float(one["revisit_interval"]) for one in row.rhythm if day.meets(one)]
    return min(met, default=row.interval_seconds)
