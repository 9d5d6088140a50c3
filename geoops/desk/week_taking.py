"""Take a day of a planned week into that day's setup, with as much of it as a day can be asked.

A visit becomes a demand of the day, several visits of a zone as many, apart as the week has them;
that the teams make them whom the week chose is a pin of the day's plan, which a hand can lift. What
the day already asks stays. What cannot be taken along is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.day_demands import AGAIN
from geoops.desk.plan_request import Pin, PlanRequest
from geoops.desk.planning import refuse_past
from geoops.desk.setup_of_day import Demand, SetupOfDay
from geoops.desk.setup_reading import setup_of_day
from geoops.desk.setup_writing import write_setup
from geoops.desk.week_planning import DayNotPlanned, plan_of
from geoops.desk.week_request import WeekRequest
from geoops.records import Presence, Role, StopKind, WeekState, Zone

MOST_VISITS = 3
"""How many visits of a place a day can be asked for."""
LONGEST_APART = 1440
STEP = 5
"""Minutes between two visits are rounded down to a multiple of it, so that they can be kept."""

TEMPLATES: Mapping[str, str] = {
    "order": "Order and times of the visits are planned anew.",
    "gone": "{zone} is not visited any more.",
    "excluded": "{zone} is left out on purpose that day.",
    "fewer": "{zone}: a day can be asked for {most} visits; {n} of the week are not taken along.",
    "once": "{zone} has an appointment that day, and so only one visit.",
    "meeting": "{zone}: several teams meet there; which ones is not taken along.",
    "kept-away": "{zone}: the day's setup keeps {team} away from there.",
    "absent": "{zone}: {team} is not there that day.",
}
"""A sentence for what could not be taken along: English source strings that the edge translates."""


@dataclass(frozen=True)
class Note:
    """What could not be taken along; `details` fill the places of its sentence."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DayTaken:
    """The day's setup before and after, the plan to ask for, and what it leaves out of the week."""

    before: SetupOfDay
    after: SetupOfDay
    request: PlanRequest
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Call:
    """A visit of the week at a zone, by one team or by several."""

    starts_at: datetime
    ends_at: datetime
    teams: tuple[tuple[UUID, str], ...]


@permitted(Role.COORDINATOR)
def take_day(actor: Actor, engine: Engine, plan_id: UUID, day: date, now: datetime) -> DayTaken:
    """Ask of `day` what the week has planned for it.

    Raises
    ------
    NotFound
        There is no such week plan in the territory.
    DayNotPlanned
        The week has not ended with a plan, or has none for that day.
    SetupChanged
        Somebody is saving the day's setup at this moment.
    Invalid
        The day has passed.
    """
    refuse_past(day, actor, now)
    with work(actor, engine) as session:
        plan = plan_of(session, plan_id)
        planned = [one for one in (plan.best or {}).get("days", ()) if one["date"] == str(day)]
        if plan.state is not WeekState.DONE or not planned or not planned[0]["patrols"]:
            raise DayNotPlanned
        before = setup_of_day(session, day)
        taking = _Taking(before, _active(session), WeekRequest.of(plan))
        demands = taking.demands(planned[0])
        if demands != before.demands:
            write_setup(session, actor, day, replace(before, demands=demands), now)
        request = taking.request(day, planned[0])
        return DayTaken(before, setup_of_day(session, day), request, tuple(taking.notes))


def _active(session: Session) -> frozenset[UUID]:
    """The zones that are visited."""
    return frozenset(session.scalars(select(Zone.id).where(Zone.active)))


@dataclass
class _Taking:
    setup: SetupOfDay
    zones: frozenset[UUID]
    asked: WeekRequest
    notes: list[Note] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)

    def demands(self, planned: Mapping[str, Any]) -> tuple[Demand, ...]:
        """The day's demands with those of the week; along the way, what is pinned and noted."""
        self.notes.append(Note("order"))
        known = {one.place_id: one for one in self.setup.demands if one.kind is StopKind.ZONE}
        for (zone, name), calls in _calls(planned).items():
            demand = known.get(zone) or Demand(StopKind.ZONE, zone)
            if zone not in self.zones:
                self.notes.append(Note("gone", {"zone": name}))
            elif demand.presence is Presence.EXCLUDED:
                self.notes.append(Note("excluded", {"zone": name}))
            else:
                known[zone] = self._asked(demand, name, calls)
                self._pin(known[zone], name, calls)
        others = (one for one in self.setup.demands if one.kind is not StopKind.ZONE)
        return (*known.values(), *others)

    def _asked(self, demand: Demand, name: str, calls: Sequence[_Call]) -> Demand:
        """A zone required, as often as the week visits it, as far as a day can be asked."""
        wanted = len(calls)
        if wanted > 1 and demand.at is not None:
            self.notes.append(Note("once", {"zone": name}))
            wanted = 1
        if wanted > MOST_VISITS:
            details = {"zone": name, "most": str(MOST_VISITS), "n": str(wanted - MOST_VISITS)}
            self.notes.append(Note("fewer", details))
        demand = replace(demand, presence=Presence.REQUIRED)
        visits = min(wanted, MOST_VISITS)
        if visits <= demand.visits:
            return demand
        return replace(demand, visits=visits, apart_minutes=_apart(calls[:visits]))

    def _pin(self, demand: Demand, name: str, calls: Sequence[_Call]) -> None:
        """Hold each visit to its team, where the day lets that team come."""
        present = {team.team_id for team in self.setup.teams if team.present}
        for number, call in enumerate(calls[: demand.visits], start=1):
            if len(call.teams) > 1 or demand.teams > 1:
                self._note_once("meeting", {"zone": name})
                continue
            team, called = call.teams[0]
            only = demand.only_team_ids
            if team not in present:
                self._note_once("absent", {"zone": name, "team": called})
            elif team in demand.not_team_ids or (only and team not in only):
                self._note_once("kept-away", {"zone": name, "team": called})
            else:
                stop = str(demand.place_id) + (f"{AGAIN}{number}" if number > 1 else "")
                self.pins.append(Pin(stop, team))

    def _note_once(self, code: str, details: Mapping[str, str]) -> None:
        note = Note(code, details)
        if note not in self.notes:
            self.notes.append(note)

    def request(self, day: date, planned: Mapping[str, Any]) -> PlanRequest:
        """The plan to ask for: who the week sent, what it visits, by whom."""
        present = {team.team_id for team in self.setup.teams if team.present}
        teams = tuple(UUID(one["team_id"]) for one in planned["teams"])
        zones = {zone for zone, _ in _calls(planned) if zone in self.zones}
        excluded = {d.place_id for d in self.setup.demands if d.presence is Presence.EXCLUDED}
        return PlanRequest(
            service_date=day,
            team_ids=tuple(team for team in teams if team in present) or None,
            required_zone_ids=tuple(sorted(zones - excluded)),
            seed=self.asked.seed,
            pins=tuple(self.pins),
            on_foot=self.asked.on_foot,
        )


def _calls(planned: Mapping[str, Any]) -> dict[tuple[UUID, str], list[_Call]]:
    """The visits of each zone in the order of time; one at which teams meet is one."""
    found: dict[tuple[UUID, str], dict[datetime, _Call]] = {}
    for team, visit in _visits(planned):
        here = found.setdefault((UUID(visit["place_id"]), visit["name"]), {})
        starts, ends = (datetime.fromisoformat(visit[end]) for end in ("starts_at", "ends_at"))
        teams = (*(here[starts].teams if starts in here else ()), team)
        here[starts] = _Call(starts, ends, teams)
    return {zone: [calls[at] for at in sorted(calls)] for zone, calls in found.items()}


def _visits(planned: Mapping[str, Any]) -> Iterator[tuple[tuple[UUID, str], Mapping[str, Any]]]:
    for patrol in planned["patrols"]:
        for visit in patrol["visits"]:
            if visit["kind"] == StopKind.ZONE:
                yield (UUID(patrol["team_id"]), patrol["team"]), visit


def _apart(calls: Sequence[_Call]) -> int:
    """Minutes from the end of one visit to the start of the next, at least, as the week has it."""
    gaps = (later.starts_at - one.ends_at for one, later in pairwise(calls))
    least = min(gap.total_seconds() / 60 for gap in gaps)
    return max(0, min(LONGEST_APART, int(least // STEP) * STEP))
