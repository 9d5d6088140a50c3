"""Know who asks: accounts by address or session, their territories, the actors behind tokens."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import ColumnElement, Engine, func, select, update
from sqlalchemy.orm import Session

from geoops.db.engine import act_for, transaction
from geoops.desk.actor import Actor
from geoops.errors import NotFound
from geoops.records import Account, ApiToken, Membership, Territory

TOKEN_PREFIX = "geoops_"  # noqa: S105 - it lets a scanner of leaked files know what it found


@dataclass(frozen=True)
class Standing:
    """An account's place in one territory: the actor that it is there, and the territory's name."""

    actor: Actor
    territory: str


def hash_password(password: str) -> str:
    """Argon2id of the password, NFKD-normalised as Flask-Security does before it verifies one."""
    return PasswordHasher().hash(unicodedata.normalize("NFKD", password))


def account_by_email(engine: Engine, email: str) -> Account | None:
    """The account that signs in with `email`, whatever its case."""
    return _account(engine, Account.email == email.lower())


def account_by_session(engine: Engine, uniquifier: str) -> Account | None:
    """The account whose sessions carry `uniquifier`; changing it ends them all."""
    return _account(engine, Account.fs_uniquifier == uniquifier)


def _account(engine: Engine, condition: ColumnElement[bool]) -> Account | None:
    with transaction(engine, None) as session:
        return session.scalars(select(Account).where(condition)).one_or_none()


def keep_password(engine: Engine, account_id: UUID, hashed: str) -> None:
    """Replace an account's password hash, for instance when the hashing parameters grew."""
    with transaction(engine, None, account_id) as session:
        session.execute(update(Account).where(Account.id == account_id).values(password=hashed))


def standings(engine: Engine, account_id: UUID) -> list[Standing]:
    """The account in each of its territories, by the territory's name."""
    with transaction(engine, None, account_id) as session:
        return _standings(session, account_id)


def _standings(session: Session, account_id: UUID) -> list[Standing]:
    statement = (
        select(Membership, Account.label, Territory)
        .join(Account, Account.id == Membership.account_id)
        .join(Territory, Territory.id == Membership.territory_id)
        .where(Membership.account_id == account_id)
        .order_by(Territory.name)
    )
    return [
        Standing(_actor(membership, label, territory), territory.name)
        for membership, label, territory in session.execute(statement)
    ]


def _actor(membership: Membership, label: str, territory: Territory) -> Actor:
    return Actor(
        account_id=membership.account_id,
        territory_id=territory.id,
        role=membership.role,
        label=label,
        time_zone=territory.time_zone,
        team_id=membership.team_id,
        site_id=membership.site_id,
    )


def actor_by_token(engine: Engine, token: str) -> Actor | None:
    """The actor that a usable API token stands for; None if it is unknown, expired or revoked."""
    with transaction(engine, None) as session:
        bearer = session.execute(
            select(func.geoops_bearer(digest(token)).table_valued("account_id", "territory_id"))
        ).one_or_none()
        if bearer is None:
            return None
        act_for(session, None, bearer.account_id)
        of_account = _standings(session, bearer.account_id)
    return next((s.actor for s in of_account if s.actor.territory_id == bearer.territory_id), None)


def issue_token(
    engine: Engine, email: str, territory_code: str, label: str, expires_at: datetime | None
) -> str:
    """A new API token for an account in one territory. It is shown here once; its digest is kept.

    Raises
    ------
    NotFound
        There is no such account in such a territory.
    """
    token = TOKEN_PREFIX + token_urlsafe(32)
    account_id, territory_id = _membership(engine, email, territory_code)
    with transaction(engine, territory_id, account_id) as session:
        session.add(
            ApiToken(
                account_id=account_id,
                territory_id=territory_id,
                label=label,
                digest=digest(token),
                expires_at=expires_at,
            )
        )
    return token


def revoke_tokens(
    engine: Engine, email: str, territory_code: str, label: str, now: datetime
) -> int:
    """Revoke an account's tokens of this label; how many there were.

    Raises
    ------
    NotFound
        There is no such account in such a territory.
    """
    account_id, territory_id = _membership(engine, email, territory_code)
    with transaction(engine, territory_id, account_id) as session:
        revoked = session.scalars(
            update(ApiToken)
            .where(
                ApiToken.account_id == account_id,
                ApiToken.territory_id == territory_id,
                ApiToken.label == label,
                ApiToken.revoked_at.is_(None),
            )
            .values(revoked_at=now)
            .returning(ApiToken.id)
        )
        return len(revoked.all())


def _membership(engine: Engine, email: str, territory_code: str) -> tuple[UUID, UUID]:
    account = account_by_email(engine, email)
    if account is None:
        raise NotFound(kind="account", identifier=email)
    with transaction(engine, None, account.id) as session:
        statement = (
            select(Territory.id)
            .join(Membership, Membership.territory_id == Territory.id)
            .where(Membership.account_id == account.id, Territory.code == territory_code)
        )
        territory_id = session.scalars(statement).one_or_none()
    if territory_id is None:
        raise NotFound(kind="account of territory", identifier=territory_code)
    return account.id, territory_id


def digest(token: str) -> bytes:
    """What is kept of a token. It is 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return sha256(token.encode()).digest()
