"""Referrals (orientations): what an encounter led to, followed by its steps and never by a name.

A referral stands where its last step left it (migration 0006): a place's follows its hold, a GUDA's
its appointments, both by triggers; the others are moved by people. Which step may follow which is
one table, `referral_transition`, and a foreign key of each step.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class ReferralKind(StrEnum):
    """To what a group, or part of it, was referred (DOMAIN.md, orientation)."""

    PLACE = "place"
    GUDA = "guda"
    SPADA = "spada"
    VOLUNTARY_RETURN = "voluntary_return"
    CARE = "care"


class ReferralState(StrEnum):
    """Where a referral stands. `interest` to `withdrawn` are of the voluntary return (ARV)."""

    OPEN = "open"
    BOOKED = "booked"
    HONOURED = "honoured"
    PARTLY_HONOURED = "partly_honoured"
    MISSED = "missed"
    CANCELLED = "cancelled"
    INTEREST = "interest"
    INTERVIEW_PLANNED = "interview_planned"
    INTERVIEW_HELD = "interview_held"
    APPLICATION_LODGED = "application_lodged"
    WITHDRAWN = "withdrawn"
    ACCOMPANIED = "accompanied"


class StepCause(StrEnum):
    """What took a step: the encounter, the migration, a hold, an appointment, a person."""

    MADE = "made"
    CARRIED = "carried"
    HOLD = "hold"
    APPOINTMENT = "appointment"
    PERSON = "person"
    CORRECTION = "correction"


class Venue(StrEnum):
    """Where a voluntary-return interview takes place: at the OFII's office or in the field."""

    OFFICE = "office"
    FIELD = "field"


class Referral(OfTerritory, Record):
    """One outcome of an encounter, for `people` of the group; a place has a hold behind it.

    `state` is the last step's, kept by a trigger; the application may not write it.
    """

    __tablename__ = "referral"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("referral"),
        within_territory("encounter_id", "encounter"),
        within_territory("site_id", "site"),
        within_territory("hold_id", "hold"),
        Index("ix_referral_encounter_id", "encounter_id"),
        Index("ix_referral_hold_id", "hold_id", postgresql_where="hold_id IS NOT NULL"),
        Index("ix_referral_created_at", "territory_id", "created_at", "id"),
        CheckConstraint("people > 0", name="people_are_counted"),
        CheckConstraint("kind <> 'place' OR site_id IS NOT NULL", name="a_place_is_at_a_site"),
    )

    encounter_id: Mapped[UUID]
    kind: Mapped[ReferralKind] = mapped_column(words(ReferralKind, "kind"))
    state: Mapped[ReferralState] = mapped_column(
        words(ReferralState, "state"), server_default="open"
    )
    people: Mapped[int]
    site_id: Mapped[UUID | None]
    hold_id: Mapped[UUID | None]
    created_at: Mapped[CreatedAt]


class ReferralTransition(Record):
    """One step that may be taken: from `before` to `state`, by `cause`. The same everywhere."""

    __tablename__ = "referral_transition"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    before: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(40), primary_key=True)
    cause: Mapped[str] = mapped_column(String(40), primary_key=True)


class ReferralStep(Record):
    """One step of a referral, appended and never changed; ids grow in the order of the steps.

    `at` is when it took effect, `recorded_at` when it was written. `due_at` and `venue` are those
    of a planned interview; `kind` and `before` are the trigger's.
    """

    __tablename__ = "referral_step"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("referral_id", "referral"),
        within_territory("appointment_id", "appointment"),
        ForeignKeyConstraint(
            ["kind", "before", "state", "cause"],
            [
                "referral_transition.kind",
                "referral_transition.before",
                "referral_transition.state",
                "referral_transition.cause",
            ],
        ),
        Index("ix_referral_step_referral_id", "referral_id", "id"),
        Index(
            "uq_referral_step_first",
            "referral_id",
            unique=True,
            postgresql_where="before IS NULL",
        ),
        Index(
            "uq_referral_step_idempotency_key",
            "territory_id",
            "idempotency_key",
            unique=True,
            postgresql_where="idempotency_key IS NOT NULL",
        ),
        CheckConstraint(
            "(before IS NULL) = (cause IN ('made', 'carried')) AND (cause <> 'made'"
            " OR state = CASE kind WHEN 'voluntary_return' THEN 'interest' ELSE 'open' END)",
            name="begins_at_the_beginning",
        ),
        CheckConstraint(
            "(state = 'interview_planned') = (due_at IS NOT NULL)"
            " AND (due_at IS NULL) = (venue IS NULL)",
            name="an_interview_has_its_date_and_venue",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    territory_id: Mapped[UUID]
    referral_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(40))
    cause: Mapped[StepCause] = mapped_column(words(StepCause, "cause"))
    due_at: Mapped[Instant | None]
    venue: Mapped[Venue | None] = mapped_column(words(Venue, "venue"))
    appointment_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Instant]
    recorded_at: Mapped[CreatedAt]
    idempotency_key: Mapped[str | None]
