"""Accounts: who signs in, in which territories, in which role, and with which API tokens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geoops.db.columns import CreatedAt, Identifier, Instant, Record, words
from geoops.records.territory import Territory, belongs_to_territory, within_territory


class Role(StrEnum):
    """What an account may do in one territory (DOMAIN.md, the users)."""

    COORDINATOR = "coordinator"
    FIELD = "field"
    DIRECTOR = "director"
    SITE_MANAGER = "site_manager"
    ADMINISTRATOR = "administrator"


class Account(Record):
    """A person who signs in. `label` is a function ("Coordination Calais"), never a civil name."""

    __tablename__ = "account"
    __table_args__ = (
        Index("uq_account_email", "email", unique=True),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )

    id: Mapped[Identifier]
    email: Mapped[str]
    label: Mapped[str]
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    locale: Mapped[str] = mapped_column(default="fr", server_default="fr")
    created_at: Mapped[CreatedAt]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="account")


class Membership(Record):
    """One account's role in one territory; a field account has a team, a site manager a site."""

    __tablename__ = "membership"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("team_id", "team"),
        within_territory("site_id", "site"),
        CheckConstraint("role = 'site_manager' OR site_id IS NULL", name="site_is_its_managers"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    team_id: Mapped[UUID | None]
    site_id: Mapped[UUID | None]

    account: Mapped[Account] = relationship(back_populates="memberships")
    territory: Mapped[Territory] = relationship(
        primaryjoin="foreign(Membership.territory_id) == Territory.id", viewonly=True
    )


class ApiToken(Record):
    """A bearer token for one membership; only its SHA-256 digest is kept."""

    __tablename__ = "api_token"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "territory_id"], ["membership.account_id", "membership.territory_id"]
        ),
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
    )

    id: Mapped[Identifier]
    account_id: Mapped[UUID]
    territory_id: Mapped[UUID]
    label: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]

    def usable_at(self, now: datetime) -> bool:
        """Whether the token is neither revoked nor expired at `now` (UTC)."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)
