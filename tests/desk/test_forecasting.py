"""Forecasts: asked for once, made by a worker, written down with how good they have been."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from geoops.desk.forecasting import (
    ask_for_forecast,
    forecasts,
    make_all_forecasts,
    make_forecast,
)
from geoops.desk.occupancy import Scope
from geoops.errors import Forbidden, NotFound
from geoops.records import (
    EntryCause,
    ForecastMethod,
    ForecastState,
    LiveEvent,
    PlaceCategory,
    PlaceEntry,
    Role,
    SiteKind,
    Territory,
)
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.desk.workers import StartWorker
from tests.serving import wait_for

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TONIGHT = date(2026, 11, 23)


def fill(owner: Engine, territory: Territory, site: UUID, nights: int) -> None:
    """Let the number of people change on each of the last `nights` with the weekday."""
    rows = [
        PlaceEntry(
            territory_id=territory.id,
            site_id=site,
            category=PlaceCategory.ISOLATED_MAN,
            cause=EntryCause.CENSUS,
            night=TONIGHT - timedelta(days=back),
            occupied=(2 if back % 2 else -2) if back < nights else 4,
            at=NOW + timedelta(hours=8) - timedelta(days=back),
        )
        for back in range(nights, 0, -1)
    ]
    with Session(owner) as session, session.begin():
        for row in rows:
            session.add(row)
            session.flush()


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    """A CAES with ten places since 1 November."""
    return add_site(owner, territory)


def test_a_forecast_is_asked_for_once_however_many_ask(
    engine: Engine, owner: Engine, actor: ActorOf, site: UUID
) -> None:
    asked = ask_for_forecast(actor(Role.COORDINATOR), engine, Scope(site), NOW)
    again = ask_for_forecast(actor(Role.DIRECTOR), engine, Scope(site), NOW + timedelta(hours=1))
    assert (asked.id, asked.state, asked.first_night) == (again.id, ForecastState.QUEUED, TONIGHT)
    with owner.connect() as connection:
        jobs = text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE args->>'forecast_id' = :id")
        assert connection.scalar(jobs, {"id": str(asked.id)}) == 1


def test_too_few_nights_are_said_in_words_and_asking_again_tries_again(
    engine: Engine, territory: Territory, actor: ActorOf, site: UUID
) -> None:
    someone = actor(Role.COORDINATOR)
    asked = ask_for_forecast(someone, engine, Scope(site), NOW)
    make_forecast(engine, territory.id, asked.id, NOW)
    (failed,) = forecasts(someone, engine, Scope(site))
    assert failed.state is ForecastState.FAILED
    assert failed.problem is not None
    assert failed.problem["details"] == {"needed": 4, "nights": 22}
    assert ask_for_forecast(someone, engine, Scope(site), NOW).state is ForecastState.QUEUED


def test_a_forecast_is_made_told_live_and_kept_with_its_back_test(
    engine: Engine, owner: Engine, territory: Territory, actor: ActorOf
) -> None:
    someone, site = actor(Role.COORDINATOR), add_site(owner, territory)
    fill(owner, territory, site, 50)
    opened = text("UPDATE place_night SET night = :day WHERE site_id = :site AND capacity > 0")
    with owner.begin() as connection:  # as if it had opened long before
        connection.execute(opened, {"site": site, "day": TONIGHT - timedelta(days=90)})
    asked = ask_for_forecast(someone, engine, Scope(kind=SiteKind.CAES), NOW)
    make_forecast(engine, territory.id, asked.id, NOW)
    (made,) = forecasts(someone, engine, Scope(kind=SiteKind.CAES))
    assert (made.state, made.made_at) == (ForecastState.DONE, NOW)
    assert made.method in (ForecastMethod.SMOOTHING, ForecastMethod.NAIVE)
    assert made.points is not None
    assert made.points[0]["night"] == TONIGHT.isoformat()
    assert made.backtest is not None
    assert set(made.backtest["errors"]) == {"smoothing", "naive"}
    with Session(owner) as session:
        told = session.scalars(
            select(LiveEvent.payload)
            .where(LiveEvent.topic == "forecast", LiveEvent.territory_id == territory.id)
            .order_by(LiveEvent.id)
        )
        assert [payload["state"] for payload in told] == ["queued", "running", "done"]


def test_every_night_each_scope_with_places_gets_its_forecast(
    engine: Engine, owner: Engine, territory: Territory, actor: ActorOf, site: UUID
) -> None:
    make_all_forecasts(engine, NOW)
    director = actor(Role.DIRECTOR)
    men = PlaceCategory.ISOLATED_MAN
    for scope in (Scope(), Scope(site), Scope(kind=SiteKind.CAES), Scope(category=men)):
        assert [made.state for made in forecasts(director, engine, scope)] == ["failed"]


def test_a_manager_asks_for_the_own_site_only(
    engine: Engine, owner: Engine, territory: Territory, actor: ActorOf, site: UUID
) -> None:
    manager = actor(Role.SITE_MANAGER, site_id=site)
    assert ask_for_forecast(manager, engine, Scope(), NOW).site_id == site
    with pytest.raises(Forbidden):
        ask_for_forecast(manager, engine, Scope(add_site(owner, territory)), NOW)
    with pytest.raises(NotFound):
        ask_for_forecast(actor(Role.DIRECTOR), engine, Scope(uuid4()), NOW)


def test_a_worker_takes_up_what_was_asked_for_and_says_what_is_missing(
    engine: Engine, actor: ActorOf, site: UUID, start_worker: StartWorker
) -> None:
    someone = actor(Role.COORDINATOR)
    ask_for_forecast(someone, engine, Scope(site), NOW)
    start_worker()
    wait_for(lambda: forecasts(someone, engine, Scope(site))[0].state is ForecastState.FAILED, 40)
    problem = forecasts(someone, engine, Scope(site))[0].problem
    assert problem is not None
    assert problem["details"]["needed"] == 4, "too few weeks are known, and nothing else is wrong"
