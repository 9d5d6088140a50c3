"""Log an encounter with a group, and what it led to, in one transaction; sending again is safe."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import lock_balances
from geoops.desk.calendar import lock_desks
from geoops.desk.encounter_document import encounter_document
from geoops.desk.encounter_report import EncounterReport, ReferralReport
from geoops.desk.registering import Booking, book_within
from geoops.desk.sheltering import HoldRequest, hold_places
from geoops.desk.waiting import (
    PATIENT,
    Patience,
    WaitingRequest,
    place_for,
    wait,
)
from geoops.errors import Conflict, Forbidden, Invalid
from geoops.records import (
    Encounter,
    Patrol,
    PlaceCategory,
    Referral,
    ReferralKind,
    Role,
)

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?")  # BCP 47, the parts we use
CLOCK_TOLERANCE = timedelta(minutes=10)  # phones' clocks are not ours
COUNTS = (
    "isolated_men",
    "isolated_women",
    "family_members",
    "unaccompanied_minors",
    "reduced_mobility",
    "accepted",
)


class EncounterDiffers(Conflict):
    """An encounter came again under its id with another content; the recorded one stays."""

    code = "encounter-differs"
    template = "Encounter {identifier} is already recorded with another content."


@dataclass(frozen=True)
class LoggedEncounter:
    """The recorded encounter as JSON, and whether this call recorded it."""

    encounter_id: UUID
    created: bool
    body: dict[str, Any]


@permitted(Role.COORDINATOR, Role.FIELD)
def log_encounter(
    actor: Actor,
    engine: Engine,
    report: EncounterReport,
    now: datetime,
    patience: Patience = PATIENT,
) -> LoggedEncounter:
    """Record an encounter and its referrals; one to a place keeps the places.

    Those for whom no place is left get in line in the same transaction.

    The same report again records nothing and answers as the first time. If places cannot be kept,
    nothing at all is recorded, so that the team may report again with another outcome.

    Raises
    ------
    Invalid
        The report contradicts itself, lies in the future, or names what does not exist.
    Forbidden
        A field account reports for another team.
    EncounterDiffers
        Another report is already recorded under this id.
    NoPlacesLeft
        A place was promised that is no longer there.
    SlotTaken, NoSlotFree
        Seats at the GUDA were promised that are no longer free; the next ones are offered.
    """
    _check(actor, report, now)
    with work(actor, engine) as session:
        _refuse_another_teams_patrol(session, actor, report)
        created = _insert(session, actor, report)
        if created:
            requests = _requests(report)
            free = [place_for(session, request) for request in requests]
            lock_balances(session, [*_places(report), *(place for place in free if place)])
            lock_desks(session, _desks(report))
            for number, referral in enumerate(report.referrals):
                _refer(session, actor, report, number, referral, now, patience.hold_for)
            for number, (request, place) in enumerate(zip(requests, free, strict=True)):
                request_id = uuid5(report.id, f"request {number}")
                wait(session, actor, request, now, patience, place, request_id)
        return LoggedEncounter(report.id, created, encounter_document(session, report.id))


def _check(actor: Actor, report: EncounterReport, now: datetime) -> None:
    """What only this moment and this actor can tell; the counts are the database's to judge."""
    if actor.role is Role.FIELD and report.team_id not in (None, actor.team_id):
        raise Forbidden(role=actor.role.value, action="report for another team")
    if report.met_at > now + CLOCK_TOLERANCE:
        raise Invalid(field="met_at", reason="this encounter lies in the future")
    if not all(LANGUAGE_TAG.fullmatch(tag) for tag in report.languages):
        raise Invalid(field="languages", reason="give BCP 47 language tags, such as fr, ar or ku")
    referred = sum(r.people for r in report.referrals if r.kind is ReferralKind.PLACE)
    if referred + sum(w.people for w in report.waiting) > report.accepted:
        raise Invalid(field="referrals", reason="more places than people who accepted")


def _refuse_another_teams_patrol(session: Session, actor: Actor, report: EncounterReport) -> None:
    """Raise `Forbidden` when a field account reports on a patrol that is not its team's."""
    if actor.role is not Role.FIELD or report.patrol_id is None:
        return
    patrol = session.get(Patrol, report.patrol_id)
    if patrol is not None and patrol.team_id != actor.team_id:
        raise Forbidden(role=actor.role.value, action="report for another team")


def _insert(session: Session, actor: Actor, report: EncounterReport) -> bool:
    """Insert the encounter unless its id is taken; whether it is new.

    Raises
    ------
    EncounterDiffers
        The id stands for another content (or for another territory's, which nobody is told).
    """
    digest = report.digest()
    statement = (
        insert(Encounter)
        .values(
            id=report.id,
            territory_id=actor.territory_id,
            team_id=report.team_id or actor.team_id,
            patrol_id=report.patrol_id,
            position=func.ST_SetSRID(func.ST_MakePoint(report.lon, report.lat), 4326),
            met_at=report.met_at,
            head_count=report.head_count,
            languages=list(report.languages),
            needs=list(report.needs),
            explained=list(report.explained),
            digest=digest,
            author_id=actor.account_id,
            **{count: getattr(report, count) for count in COUNTS},
        )
        .on_conflict_do_nothing(index_elements=[Encounter.id])
        .returning(Encounter.id)
    )
    if session.execute(statement).first() is not None:
        return True
    recorded = session.scalar(select(Encounter.digest).where(Encounter.id == report.id))
    if recorded != digest:
        raise EncounterDiffers(identifier=report.id)
    return False


def _places(report: EncounterReport) -> list[tuple[UUID, PlaceCategory]]:
    """The site and category of every place that the report promises."""
    return [
        (referral.site_id, referral.category)
        for referral in report.referrals
        if referral.kind is ReferralKind.PLACE and referral.site_id and referral.category
    ]


def _requests(report: EncounterReport) -> list[WaitingRequest]:
    """The places that part of the group waits for."""
    return [
        WaitingRequest(
            one.category,
            one.people,
            f"encounter:{report.id}:waiting:{number}",
            one.priority,
            encounter_id=report.id,
            team_id=report.team_id,
        )
        for number, one in enumerate(report.waiting)
    ]


def _desks(report: EncounterReport) -> list[UUID]:
    """The GUDAs at which the report books seats."""
    return [r.site_id for r in report.referrals if r.appointment_at and r.site_id]


def _refer(
    session: Session,
    actor: Actor,
    report: EncounterReport,
    number: int,
    referral: ReferralReport,
    now: datetime,
    duration: timedelta,
) -> None:
    """Record one referral of the report, with its hold when it is to a place."""
    hold_id = None
    if referral.kind is ReferralKind.PLACE:
        if referral.site_id is None or referral.category is None:
            raise Invalid(field="referrals", reason="a place needs its site and its category")
        request = HoldRequest(
            referral.category, referral.people, f"encounter:{report.id}:{number}", report.id
        )
        kept = hold_places(session, actor, referral.site_id, request, now, duration)
        hold_id = kept.hold.id
    row = Referral(
        id=uuid5(report.id, f"referral {number}"),
        territory_id=actor.territory_id,
        encounter_id=report.id,
        kind=referral.kind,
        people=referral.people,
        site_id=referral.site_id,
        hold_id=hold_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    if referral.appointment_at is not None:
        if referral.site_id is None:
            raise Invalid(field="referrals", reason="an appointment needs the site of its GUDA")
        booking = Booking(
            referral.site_id,
            f"encounter:{report.id}:{number}",
            referral.people,
            referral.appointment_at,
        )
        book_within(session, actor, row, booking, now)
