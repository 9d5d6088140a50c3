"""Engines and sessions: who connects to PostgreSQL, as which role, on behalf of which territory.

The application always acts as the role `geoops_app`, which owns nothing and is bound by row
security. A session names the territory it works for in its first statement; rows of any other
territory do not exist for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

APP_ROLE = "geoops_app"


def app_engine(url: str | URL, *, pool_size: int = 10) -> Engine:
    """An engine whose every connection acts as `geoops_app`, in UTC, whoever logged in."""
    return create_engine(
        _with_driver(url),
        pool_size=pool_size,
        max_overflow=2 * pool_size,
        pool_pre_ping=True,
        hide_parameters=True,  # a failing statement in a log must not tell a position
        connect_args={"options": f"-c role={APP_ROLE} -c timezone=UTC"},
    )


def owner_engine(url: str | URL) -> Engine:
    """An engine for migrations and maintenance, which acts as the tables' owner."""
    return create_engine(
        _with_driver(url), pool_pre_ping=True, connect_args={"options": "-c timezone=UTC"}
    )


def _with_driver(url: str | URL) -> URL:
    """`url` with psycopg 3 as its driver, so that a plain postgresql:// address will do."""
    return make_url(url).set(drivername="postgresql+psycopg")


def act_for(
    connection: Connection | Session, territory: UUID | None, account: UUID | None = None
) -> None:
    """Bind the transaction under way to `territory` (None: to no territory) and `account`."""
    connection.execute(
        text(
            "SELECT set_config('geoops.territory', :territory, true),"
            " set_config('geoops.account', :account, true)"
        ),
        {"territory": str(territory or ""), "account": str(account or "")},
    )


@contextmanager
def transaction(
    engine: Engine, territory: UUID | None, account: UUID | None = None
) -> Iterator[Session]:
    """One session and transaction for one territory; commits at the end, rolls back on error."""
    with Session(engine, expire_on_commit=False) as session:

        @event.listens_for(session, "after_begin")
        def bind(_: Session, __: object, connection: Connection) -> None:
            if territory or account:  # a connection begins bound to nobody
                act_for(connection, territory, account)

        with session.begin():
            yield session
