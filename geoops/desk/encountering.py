"""Log an encounter with a group, and what it led to, in one transaction; sending again is safe."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import lock_balances
from geoops.desk.calendar import lock_desks
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
    Appointment,
    Encounter,
    Hold,
    Patrol,
    PlaceCategory,
    PlaceRequest,
    Referral,
    ReferralKind,
    RequestPriority,
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

FROM_THE_LINE = exists().where(PlaceRequest.hold_id == Referral.hold_id)
"""Whether a referral came of a request later on, which the report's own answer knows nothing of."""


class EncounterDiffers(Conflict):
    """An encounter came again under its id with another content; the recorded one stays."""

    code = "encounter-differs"
    template = "Encounter {identifier} is already recorded with another content."


@dataclass(frozen=True)
class ReferralReport:
    """What part of the group was referred to; a place names its site and category.

    To the GUDA, `appointment_at` books seats at its site in the same transaction.
    """

    kind: ReferralKind
    people: int
    site_id: UUID | None = None
    category: PlaceCategory | None = None
    appointment_at: datetime | None = None


@dataclass(frozen=True)
class WaitingReport:
    """Part of the group for whom no place was left, and who wait for some."""

    category: PlaceCategory
    people: int
    priority: RequestPriority = RequestPriority.ORDINARY


@dataclass(frozen=True)
class EncounterReport:
    """One encounter as a team reports it: position in EPSG:4326, an aware instant, counts."""

    id: UUID
    lon: float
    lat: float
    met_at: datetime
    head_count: int
    isolated_men: int = 0
    isolated_women: int = 0
    family_members: int = 0
    unaccompanied_minors: int = 0
    reduced_mobility: int = 0
    accepted: int = 0
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    team_id: UUID | None = None
    patrol_id: UUID | None = None
    referrals: tuple[ReferralReport, ...] = ()
    waiting: tuple[WaitingReport, ...] = ()

    def digest(self) -> bytes:
        """SHA-256 of the content in one canonical form, to tell the same report from another.

        A field that came later is part of it only where it is used: a report that a phone kept
        through an upgrade is still the same.
        """
        content = asdict(self) | {"met_at": self.met_at.astimezone(UTC).isoformat()}
        if not self.waiting:
            del content["waiting"]  # as it was before there was a waiting list
        for referral in content["referrals"]:
            if referral["appointment_at"] is None:
                del referral["appointment_at"]
            else:
                referral["appointment_at"] = referral["appointment_at"].astimezone(UTC).isoformat()
        return sha256(json.dumps(content, sort_keys=True, default=str).encode()).digest()


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
        return LoggedEncounter(report.id, created, _body(session, report.id))


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


def _body(session: Session, encounter_id: UUID) -> dict[str, Any]:
    """The recorded encounter as JSON: only what never changes, so that it reads the same again."""
    encounter = session.get_one(Encounter, encounter_id)
    booked = (
        select(func.array_agg(aggregate_order_by(Appointment.starts_at, Appointment.part)))
        .where(
            Appointment.referral_id == Referral.id,
            Appointment.idempotency_key.startswith(f"encounter:{encounter_id}:"),
        )
        .scalar_subquery()
    )
    referrals = session.execute(
        select(Referral, Hold, booked)
        .outerjoin(Hold, Hold.id == Referral.hold_id)
        .where(Referral.encounter_id == encounter_id, ~FROM_THE_LINE)
        .order_by(Referral.kind, Referral.id)
    )
    requests = session.scalars(
        select(PlaceRequest.id)
        .where(PlaceRequest.idempotency_key.startswith(f"encounter:{encounter_id}:waiting:"))
        .order_by(PlaceRequest.idempotency_key)
    )
    return {
        "id": str(encounter.id),
        "zone_id": str(encounter.zone_id) if encounter.zone_id else None,
        "team_id": str(encounter.team_id) if encounter.team_id else None,
        "patrol_id": str(encounter.patrol_id) if encounter.patrol_id else None,
        "met_at": encounter.met_at.astimezone(UTC).isoformat(),
        "recorded_at": encounter.recorded_at.astimezone(UTC).isoformat(),
        "head_count": encounter.head_count,
        "accepted": encounter.accepted,
        "referrals": [_referral_body(*row) for row in referrals],
        "place_requests": [str(request) for request in requests],
    }


def _referral_body(
    referral: Referral, hold: Hold | None, booked: list[datetime] | None
) -> dict[str, Any]:
    return {
        "id": str(referral.id),
        "kind": referral.kind.value,
        "people": referral.people,
        "site_id": str(referral.site_id) if referral.site_id else None,
        "hold_id": str(hold.id) if hold else None,
        "kept_until": hold.expires_at.astimezone(UTC).isoformat() if hold else None,
        "appointments_at": [at.astimezone(UTC).isoformat() for at in booked or ()],
    }
