"""Say how full it will be: ask for a forecast of the next seven evenings, read it, make it.

A worker makes them, each night and when asked: what it takes is too heavy for the web.
"""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.db.queue import put_in_queue
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.clocks import today
from geoops.desk.occupancy import Scope, own_scope, read_history
from geoops.errors import GeoOpsError, NotFound
from geoops.forecasting.process import Document, Forecaster, forecaster
from geoops.forecasting.series import TESTED_ON, TRAINED_ON, Series
from geoops.records import (
    ForecastState,
    OccupancyForecast,
    PlaceCapacity,
    PlaceCategory,
    Role,
    Site,
    Territory,
)

log = logging.getLogger("geoops.forecasts")

FORECAST = "forecast_occupancy"
"""The task's name in the queue; `geoops.jobs` registers it."""
ONE_AT_A_TIME = "forecasts"
"""The lock of what was asked for: a forecast fills a core, and plans need one, too."""
READ = TRAINED_ON + TESTED_ON
"""Nights that are read for a forecast."""
TOLD = 2
"""Forecasts of a scope that are told of: tonight's, which may be under way, and the one before."""


@permitted(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_MANAGER)
def ask_for_forecast(
    actor: Actor, engine: Engine, scope: Scope, now: datetime
) -> OccupancyForecast:
    """Queue the forecast of the evenings from tonight on; one that waits already is that one.

    One that has been made is made again, as the ledger now is.

    Raises
    ------
    Forbidden, NotFound, Invalid
        As for `occupancy`.
    """
    own = own_scope(actor, scope)
    with work(actor, engine) as session:
        if own.site_id is not None and session.get(Site, own.site_id) is None:
            raise NotFound(kind="site", identifier=own.site_id)
        tonight = today(now, actor.time_zone)
        if _begin(session, actor.territory_id, own, tonight, now, actor.account_id):
            asked = session.scalars(select(OccupancyForecast).where(*_of(own, tonight))).one()
            _queue(session, asked)
            return asked
        known = session.scalars(
            select(OccupancyForecast).where(*_of(own, tonight)).with_for_update()
        ).one()
        if known.state in (ForecastState.DONE, ForecastState.FAILED):
            _begin_again(known, now)
            session.flush()
            _queue(session, known)
        return known


@permitted(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_MANAGER)
def forecasts(actor: Actor, engine: Engine, scope: Scope) -> list[OccupancyForecast]:
    """The newest forecasts of the scope, the newest first; also one that is being made.

    Raises
    ------
    Forbidden, NotFound, Invalid
        As for `occupancy`.
    """
    own = own_scope(actor, scope)
    newest = OccupancyForecast.first_night.desc()
    with work(actor, engine) as session:
        found = select(OccupancyForecast).where(*_of(own)).order_by(newest).limit(TOLD)
        return list(session.scalars(found))


def make_forecast(engine: Engine, territory: UUID, forecast_id: UUID, now: datetime) -> None:
    """Make the forecast that was asked for, in a process of its own, and write it down.

    What keeps it from being made is written down in words; when the database goes away the
    forecast stays as it is, for the queue to try again.
    """
    with forecaster() as ask:
        _make(engine, territory, forecast_id, ask, now)


def make_all_forecasts(engine: Engine, now: datetime) -> int:
    """Make tonight's forecasts for every territory, its categories, kinds and sites; how many."""
    with transaction(engine, None) as session:
        territories = list(session.scalars(select(Territory)))
    made = 0
    with forecaster() as ask:
        for territory in territories:
            tonight = today(now, territory.time_zone)
            with transaction(engine, territory.id) as session:
                for scope in _scopes(session):
                    _begin(session, territory.id, scope, tonight, now)
                waiting = session.scalars(
                    select(OccupancyForecast.id).where(
                        OccupancyForecast.first_night == tonight,
                        OccupancyForecast.state == ForecastState.QUEUED,
                    )
                ).all()
            for forecast_id in waiting:
                _make(engine, territory.id, forecast_id, ask, now)
            made += len(waiting)
    return made


def _scopes(session: Session) -> list[Scope]:
    """The territory, its categories, kinds of site and sites, as far as they have places."""
    places = select(Site.id, Site.kind, PlaceCapacity.category).join(
        PlaceCapacity, PlaceCapacity.site_id == Site.id
    )
    rows = session.execute(places).all()
    categories: set[PlaceCategory] = {row.category for row in rows}
    return [
        Scope(),
        *(Scope(category=category) for category in sorted(categories)),
        *(Scope(kind=kind) for kind in sorted({row.kind for row in rows})),
        *(Scope(site) for site in sorted({row.id for row in rows})),
    ][: None if rows else 0]


def _of(scope: Scope, first_night: date | None = None) -> list[ColumnElement[bool]]:
    """What finds a scope's forecasts, or that of one first night."""
    row = OccupancyForecast
    found = [
        row.site_id.is_not_distinct_from(scope.site_id),
        row.kind.is_not_distinct_from(scope.kind),
        row.category.is_not_distinct_from(scope.category),
    ]
    return found + ([row.first_night == first_night] if first_night else [])


def _begin(
    session: Session,
    territory: UUID,
    scope: Scope,
    tonight: date,
    now: datetime,
    author: UUID | None = None,
) -> bool:
    """Insert the forecast unless it is there; whether it was not."""
    row = insert(OccupancyForecast).values(
        id=uuid4(),
        territory_id=territory,
        site_id=scope.site_id,
        kind=scope.kind,
        category=scope.category,
        first_night=tonight,
        author_id=author,
        asked_at=now,
    )
    inserted = row.on_conflict_do_nothing().returning(OccupancyForecast.id)
    return session.scalar(inserted) is not None


def _begin_again(known: OccupancyForecast, now: datetime) -> None:
    known.state, known.asked_at = ForecastState.QUEUED, now
    known.made_at = known.method = known.points = known.backtest = known.problem = None


def _queue(session: Session, asked: OccupancyForecast) -> None:
    arguments = {"forecast_id": str(asked.id), "territory_id": str(asked.territory_id)}
    put_in_queue(session, FORECAST, lock=ONE_AT_A_TIME, **arguments)


def _make(
    engine: Engine, territory: UUID, forecast_id: UUID, ask: Forecaster, now: datetime
) -> None:
    taken = _take_up(engine, territory, forecast_id)
    if taken is None:
        return
    try:
        _write(engine, territory, forecast_id, now, ask(taken))
    except DBAPIError:
        raise
    except GeoOpsError as why:
        _fail(engine, territory, forecast_id, why)
    except Exception:
        _fail(engine, territory, forecast_id, GeoOpsError())
        raise


def _take_up(engine: Engine, territory: UUID, forecast_id: UUID) -> Series | None:
    """Mark the forecast as under way and read its nights; None where it has been made."""
    with transaction(engine, territory) as session:
        asked = session.get(OccupancyForecast, forecast_id, with_for_update=True)
        if asked is None or asked.state not in (ForecastState.QUEUED, ForecastState.RUNNING):
            return None
        asked.state = ForecastState.RUNNING
        scope = Scope(asked.site_id, asked.kind, asked.category)
        first, last = (asked.first_night - timedelta(days=days) for days in (READ, 1))
        nights, _ = read_history(session, scope, first, last)
    return Series(
        first,
        tuple(night["occupied"] for night in nights),
        tuple(night["capacity"] for night in nights),
    )


def _write(
    engine: Engine, territory: UUID, forecast_id: UUID, now: datetime, made: Document
) -> None:
    with transaction(engine, territory) as session:
        asked = session.get_one(OccupancyForecast, forecast_id, with_for_update=True)
        asked.state, asked.made_at, asked.method = ForecastState.DONE, now, made["method"]
        asked.points, asked.backtest, asked.problem = made["evenings"], made["backtest"], None


def _fail(engine: Engine, territory: UUID, forecast_id: UUID, why: GeoOpsError) -> None:
    with transaction(engine, territory) as session:
        asked = session.get_one(OccupancyForecast, forecast_id, with_for_update=True)
        asked.state = ForecastState.FAILED
        asked.problem = {
            "code": why.code,
            "template": why.template,
            "sentence": str(why),
            "details": why.details,
        }
        log.info("forecast %s: %s", forecast_id, why)
