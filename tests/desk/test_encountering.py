"""An encounter is recorded once, whole, with the places that it promised."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.desk.encounter_report import ReferralReport
from geoops.desk.encountering import EncounterDiffers, log_encounter
from geoops.errors import Forbidden, Invalid
from geoops.records import PlaceCategory, ReferralKind, Role, Territory
from geoops.records.violations import NoPlacesLeft
from tests.builders import CALAIS, a_report, add_site
from tests.conftest import ActorOf, new_actor, new_territory

COUNTS = ("isolated_men", "isolated_women", "family_members", "unaccompanied_minors")


def rows(engine: Engine, territory: Territory, table: str) -> int:
    with transaction(engine, territory.id) as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def a_place(site_id: object, people: int) -> tuple[ReferralReport, ...]:
    return (
        ReferralReport(
            ReferralKind.PLACE,
            people,
            site_id,
            PlaceCategory.ISOLATED_MAN,  # type: ignore[arg-type]
        ),
    )


def test_the_same_report_again_answers_as_the_first_time(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field = actor(Role.FIELD)
    report = a_report(accepted=3, referrals=a_place(add_site(owner, territory), 3))
    first = log_encounter(field, engine, report, now)
    again = log_encounter(field, engine, report, now + timedelta(minutes=5))
    assert (first.created, again.created) == (True, False)
    assert first.body == again.body
    assert rows(engine, territory, "encounter") == rows(engine, territory, "hold") == 1


def test_the_same_report_at_once_is_recorded_once(
    engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, report = actor(Role.FIELD), a_report()
    with ThreadPoolExecutor(8) as pool:
        logged = list(pool.map(lambda _: log_encounter(field, engine, report, now), range(8)))
    assert sum(one.created for one in logged) == 1
    assert rows(engine, territory, "encounter") == 1


@pytest.mark.parametrize("change", [{"head_count": 5}, {"lon": 1.86}, {"needs": ("water",)}])
def test_another_content_under_the_same_id_is_refused(
    engine: Engine, actor: ActorOf, now: datetime, change: dict[str, object]
) -> None:
    field, report = actor(Role.FIELD), a_report()
    log_encounter(field, engine, report, now)
    with pytest.raises(EncounterDiffers):
        log_encounter(field, engine, replace(report, **change), now)  # type: ignore[arg-type]


def test_an_id_of_another_territory_is_refused_and_tells_nothing(
    owner: Engine, engine: Engine, actor: ActorOf, now: datetime
) -> None:
    report = a_report()
    log_encounter(new_actor(owner, new_territory(owner), Role.FIELD), engine, report, now)
    with pytest.raises(EncounterDiffers):
        log_encounter(actor(Role.FIELD), engine, report, now)


def test_without_places_nothing_at_all_is_recorded(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory, places=2)
    report = a_report(accepted=3, referrals=a_place(site_id, 3))
    with pytest.raises(NoPlacesLeft):
        log_encounter(field, engine, report, now)
    assert rows(engine, territory, "encounter") == rows(engine, territory, "referral") == 0
    fewer = replace(report, accepted=2, referrals=a_place(site_id, 2))
    assert log_encounter(field, engine, fewer, now).created


def test_the_zone_is_found_by_the_database(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    with owner.begin() as connection:
        zone_id = connection.execute(
            text(
                "INSERT INTO zone (id, territory_id, name, area, access, revisit_interval, weight,"
                " service_time) SELECT gen_random_uuid(), :territory, 'Calais',"
                " ST_Buffer(p, 0.01), p, '3 days', 1, '20 minutes'"
                " FROM ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) p RETURNING id"
            ),
            {"territory": territory.id, "lon": CALAIS[0], "lat": CALAIS[1]},
        ).scalar_one()
    inside = log_encounter(actor(Role.FIELD), engine, a_report(), now)
    outside = log_encounter(actor(Role.FIELD), engine, a_report(lon=2.5), now)
    assert inside.body["zone_id"] == str(zone_id)
    assert outside.body["zone_id"] is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"head_count": 0}, "head_count"),
        ({"head_count": 501}, "head_count"),
        ({"isolated_men": 5}, "people"),
        ({"isolated_men": -1}, "people"),
        ({"accepted": 5}, "accepted"),
        ({"needs": ("money",)}, "needs"),
        ({"explained": ("hope",)}, "explained"),
        ({"languages": ("not a tag",)}, "languages"),
        ({"team_id": uuid4()}, "team_id"),
        ({"patrol_id": uuid4()}, "patrol_id"),
        ({"referrals": (ReferralReport(ReferralKind.PLACE, 1),)}, "referrals"),
        ({"referrals": (ReferralReport(ReferralKind.CARE, 1, uuid4()),)}, "site_id"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused_in_words(
    engine: Engine, actor: ActorOf, now: datetime, change: dict[str, object], word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        log_encounter(actor(Role.COORDINATOR), engine, a_report(**change), now)


def test_a_report_from_the_future_is_refused(engine: Engine, actor: ActorOf, now: datetime) -> None:
    late = a_report(met_at=now + timedelta(minutes=11))
    with pytest.raises(Invalid, match="met_at"):
        log_encounter(actor(Role.FIELD), engine, late, now)


def test_a_team_reports_only_for_itself(engine: Engine, actor: ActorOf, now: datetime) -> None:
    with pytest.raises(Forbidden):
        log_encounter(actor(Role.FIELD), engine, a_report(team_id=uuid4()), now)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    head_count=st.integers(-2, 12),
    counts=st.tuples(*(st.integers(-1, 6) for _ in COUNTS)),
    accepted=st.integers(-1, 12),
)
def test_an_encounter_is_recorded_exactly_when_its_counts_fit(
    engine: Engine,
    actor: ActorOf,
    now: datetime,
    head_count: int,
    counts: tuple[int, ...],
    accepted: int,
) -> None:
    report = a_report(
        head_count=head_count, accepted=accepted, **dict(zip(COUNTS, counts, strict=True))
    )
    fits = (
        head_count >= 1
        and min(counts) >= 0
        and sum(counts) <= head_count
        and 0 <= accepted <= head_count
    )
    field = actor(Role.FIELD)
    if fits:
        assert log_encounter(field, engine, report, now).created
    else:
        with pytest.raises(Invalid):
            log_encounter(field, engine, report, now)


def test_a_team_reports_only_on_its_own_patrol(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    ours, theirs, patrol_id = uuid4(), uuid4(), uuid4()
    rows_wanted = (
        "INSERT INTO base (id, territory_id, name, position) VALUES (:base, :territory, 'Base',"
        " ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326))",
        "INSERT INTO team (id, territory_id, name, base_id, vehicle, seats, shift_starts,"
        " shift_ends) SELECT id, :territory, id::text, :base, 'Van', 8, '08:00', '16:00'"
        " FROM unnest(CAST(:teams AS uuid[])) AS id",
        "INSERT INTO patrol (id, territory_id, team_id, service_date, starts_at, ends_at, distance)"
        " VALUES (:patrol, :territory, :team, '2026-11-23', now(), now(), 0)",
    )
    given = {
        "base": uuid4(),
        "territory": territory.id,
        "teams": [ours, theirs],
        "patrol": patrol_id,
        "team": ours,
    }
    with owner.begin() as connection:
        for statement in rows_wanted:
            connection.execute(text(statement), given)
    with pytest.raises(Forbidden):
        log_encounter(actor(Role.FIELD, team_id=theirs), engine, a_report(patrol_id=patrol_id), now)
    own = log_encounter(actor(Role.FIELD, team_id=ours), engine, a_report(patrol_id=patrol_id), now)
    assert own.created
