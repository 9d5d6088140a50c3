"""A recorded encounter as JSON: what its report is answered with, the first time and ever after."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geoops.records import Appointment, Encounter, Hold, PlaceRequest, Referral

FROM_THE_LINE = exists().where(PlaceRequest.hold_id == Referral.hold_id)
"""Whether a referral came of a request later on, which the report's own answer knows nothing of."""


def encounter_document(session: Session, encounter_id: UUID) -> dict[str, Any]:
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
