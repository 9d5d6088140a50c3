"""The teams meet people, log what came of it, and keep places while there are any."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoops.desk.clocks import today
from geoops.desk.encounter_report import EncounterReport, ReferralReport, WaitingReport
from geoops.desk.encountering import LoggedEncounter, log_encounter
from geoops.records import PlaceCategory, ReferralKind, RequestPriority
from geoops.records.violations import NoPlacesLeft
from geoops.replay.crowd import Group
from geoops.replay.line import Line
from geoops.replay.registrations import Registrations
from geoops.replay.shelter import Shelter
from geoops.replay.tally import Count, Tally
from geoops.replay.vacancies import Vacancies
from geoops.replay.world import ReplaySite, World

TRIES = 3  # sites that a team asks before it puts the group on the waiting list
COUNTED_ONLY = {
    ReferralKind.VOLUNTARY_RETURN.value: Count.RETURN_INTERVIEWS,
    ReferralKind.CARE.value: Count.CARE,
}
PRIORITIES = {
    PlaceCategory.UNACCOMPANIED_MINOR: RequestPriority.UNACCOMPANIED_MINOR,
    PlaceCategory.FAMILY: RequestPriority.SMALL_CHILDREN,
    PlaceCategory.REDUCED_MOBILITY: RequestPriority.HEALTH,
}
COUNTED_AS = {
    PlaceCategory.ISOLATED_MAN: "isolated_men",
    PlaceCategory.ISOLATED_WOMAN: "isolated_women",
    PlaceCategory.FAMILY: "family_members",
    PlaceCategory.UNACCOMPANIED_MINOR: "unaccompanied_minors",
    PlaceCategory.REDUCED_MOBILITY: "reduced_mobility",
}


class Outings:
    """What happens when a team meets a group."""

    def __init__(
        self,
        world: World,
        tally: Tally,
        shelter: Shelter,
        line: Line,
        registrations: Registrations,
    ) -> None:
        self._world, self._tally = world, tally
        self._shelter, self._line, self._registrations = shelter, line, registrations
        self._vacancies = Vacancies(world, "caes", "sas")

    def remember(self, group: Group, now: datetime) -> None:
        """Log an encounter of before the year: it counts nobody but who waits for the GUDA."""
        for referral in self._log(group, None, now).body["referrals"]:
            self._follow(referral, now)

    def meet(self, group: Group, now: datetime) -> None:
        """Log the encounter, with the nearest site that still has places if they want one."""
        day = today(now, self._world.time_zone)
        self._tally.add(day, Count.MET, group.people)
        if group.shelter:
            self._tally.add(day, Count.ASKED_SHELTER, group.people)
        logged = self._sheltered(group, now) if group.shelter else None
        if logged is None:
            logged = self._log(group, None, now)
        for request in logged.body["place_requests"]:
            self._line.join(UUID(request), group, now)
        for referral in logged.body["referrals"]:
            self._follow(referral, now)

    def _follow(self, referral: dict[str, Any], now: datetime) -> None:
        if referral["kind"] == ReferralKind.GUDA:
            self._registrations.refer(UUID(referral["id"]), referral["people"], now)
        elif referral["kind"] in COUNTED_ONLY:
            day = today(now, self._world.time_zone)
            self._tally.add(day, COUNTED_ONLY[referral["kind"]], referral["people"])

    def _sheltered(self, group: Group, now: datetime) -> LoggedEncounter | None:
        """The encounter, if a site kept places: what the phone showed may be gone by now."""
        near = self._vacancies.near(group.position, group.category, group.people, now)
        for site in near[:TRIES]:
            try:
                logged = self._log(group, site, now)
            except NoPlacesLeft:
                self._tally.add(today(now, self._world.time_zone), Count.REFUSALS)
                self._vacancies.read(now)
                continue
            hold = next(UUID(r["hold_id"]) for r in logged.body["referrals"] if r["hold_id"])
            self._shelter.expect(hold, site.id, group.category, group.people, now, now)
            return logged
        return None

    def _log(self, group: Group, site: ReplaySite | None, now: datetime) -> LoggedEncounter:
        team = self._world.teams[group.team]
        return log_encounter(team, self._world.engine, self._report(group, site), now)

    def _report(self, group: Group, site: ReplaySite | None) -> EncounterReport:
        counts: dict[str, Any] = {COUNTED_AS[group.category]: group.people}
        return EncounterReport(
            id=group.id,
            lon=group.position[0],
            lat=group.position[1],
            met_at=group.met_at,
            head_count=group.people,
            accepted=group.people if group.shelter else 0,
            languages=(group.language,),
            referrals=tuple(self._referrals(group, site)),
            waiting=_waiting(group) if group.shelter and site is None else (),
            **counts,
        )

    def _referrals(self, group: Group, site: ReplaySite | None) -> list[ReferralReport]:
        kinds = {
            ReferralKind.GUDA: group.asylum,
            ReferralKind.VOLUNTARY_RETURN: group.voluntary_return,
            ReferralKind.CARE: group.care,
        }
        referrals = [ReferralReport(kind, group.people) for kind, wanted in kinds.items() if wanted]
        if site is not None:
            place = ReferralReport(ReferralKind.PLACE, group.people, site.id, group.category)
            referrals.append(place)
        return referrals


def _waiting(group: Group) -> tuple[WaitingReport, ...]:
    priority = PRIORITIES.get(group.category, RequestPriority.ORDINARY)
    return (WaitingReport(group.category, group.people, priority),)
