"""Every change of a zone is kept: who made it, and what the zone was from when to when."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.records import (
    Role,
    Territory,
    Zone,
    ZoneChange,
    ZoneChangeKind,
    ZoneRhythm,
    ZoneVersion,
)
from tests.conftest import ActorOf, new_territory
from tests.desk.days import Day, a_day

AS_OF = text("SELECT name FROM zone_as_of(:moment) WHERE zone_id = :zone")


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, zones=1)


@pytest.fixture
def change(engine: Engine, day: Day) -> Callable[..., None]:
    """Change the day's first zone in one transaction of the application."""

    def at_once(**to: object) -> None:
        with transaction(engine, day.territory.id) as session:
            zone = session.get_one(Zone, day.zones[0])
            for name, value in to.items():
                setattr(zone, name, value)
                session.flush()

    return at_once


def versions(engine: Engine, territory: UUID, zone: UUID) -> list[ZoneVersion]:
    ordered = select(ZoneVersion).where(ZoneVersion.zone_id == zone).order_by(ZoneVersion.revision)
    with transaction(engine, territory) as session:
        return list(session.scalars(ordered))


def name_at(engine: Engine, day: Day, moment: datetime | None) -> str | None:
    with transaction(engine, day.territory.id) as session:
        found = session.execute(AS_OF, {"moment": moment, "zone": day.zones[0]})
        return found.scalar_one_or_none()


def test_a_zone_is_what_it_was_at_each_moment(
    engine: Engine, day: Day, change: Callable[..., None]
) -> None:
    change(name="Dunes")
    change(active=False)
    _, second, third = versions(engine, day.territory.id, day.zones[0])
    renamed, retired = second.valid.lower, third.valid.lower
    assert renamed is not None
    assert retired is not None
    instant = timedelta(microseconds=1)
    assert name_at(engine, day, renamed) == name_at(engine, day, retired - instant) == "Dunes"
    assert name_at(engine, day, renamed - instant) not in (None, "Dunes")
    assert name_at(engine, day, retired) is None
    assert name_at(engine, day, None) is None


def test_one_transaction_makes_one_version(
    engine: Engine, day: Day, change: Callable[..., None]
) -> None:
    change(name="Dunes", weight=3.0, languages=["ar"])
    _, last = versions(engine, day.territory.id, day.zones[0])
    assert (last.name, last.weight, last.languages, last.revision) == ("Dunes", 3.0, ["ar"], 2)


def test_what_changes_nothing_makes_no_version(engine: Engine, day: Day) -> None:
    with transaction(engine, day.territory.id) as session:
        session.execute(text("UPDATE zone SET weight = weight"))
    assert len(versions(engine, day.territory.id, day.zones[0])) == 1


def test_the_rhythm_is_part_of_a_version(engine: Engine, day: Day) -> None:
    zone = day.zones[0]
    of = {"id": uuid4(), "territory_id": day.territory.id, "zone_id": zone}
    with transaction(engine, day.territory.id) as session:
        session.add(
            ZoneRhythm(
                **of,
                **{"weekdays": [5, 6], "starts": time(8), "ends": time(12)},
                revisit_interval=timedelta(days=1),
            )
        )
    with transaction(engine, day.territory.id) as session:
        session.execute(delete(ZoneRhythm).where(ZoneRhythm.zone_id == zone))
    rhythms = [version.rhythm for version in versions(engine, day.territory.id, zone)]
    stretch = {"weekdays": [5, 6], "starts": "08:00:00", "ends": "12:00:00"}
    assert rhythms == [[], [stretch | {"revisit_interval": 86400.0}], []]


def test_a_change_tells_its_author(engine: Engine, day: Day, actor: ActorOf) -> None:
    author = actor(Role.COORDINATOR)
    with transaction(engine, author.territory_id, author.account_id) as session:
        session.get_one(Zone, day.zones[0]).weight = 9.0
    with transaction(engine, author.territory_id) as session:
        changes = select(ZoneChange).order_by(ZoneChange.at.desc()).limit(1)
        last = session.scalars(changes).one()
    assert (last.author_id, last.kind) == (author.account_id, ZoneChangeKind.CHANGED)


@pytest.mark.parametrize(
    "rewriting",
    [
        "UPDATE zone_version SET name = 'Other'",
        "UPDATE zone_version SET valid = tstzrange(lower(valid) - interval '1 day', NULL)",
        "DELETE FROM zone_version",
        "TRUNCATE zone_version",
        "UPDATE zone_change SET at = at - interval '1 day'",
        "DELETE FROM zone_change",
    ],
)
@pytest.mark.parametrize("who", ["owner", "engine"])
def test_history_is_not_rewritten(
    request: pytest.FixtureRequest, day: Day, who: str, rewriting: str
) -> None:
    asked = request.getfixturevalue(who)
    refused = pytest.raises(DatabaseError, match=r"only ever appended to|permission denied")
    with refused, transaction(asked, day.territory.id) as session:
        session.execute(text(rewriting))


def test_the_application_retires_zones_and_deletes_none(engine: Engine, day: Day) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction(engine, day.territory.id) as session:
        session.execute(text("DELETE FROM zone"))


def test_a_name_is_taken_only_while_its_zone_is_visited(
    day: Day, change: Callable[..., None]
) -> None:
    with pytest.raises(IntegrityError, match="uq_zone_territory_id_name"):
        day.add_zone(0)
    change(active=False)
    day.add_zone(0)


def test_another_territorys_history_is_not_there(owner: Engine, engine: Engine, day: Day) -> None:
    assert versions(engine, new_territory(owner).id, day.zones[0]) == []


CHANGES = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["weight", "active", "name"]), st.integers(1, 3)),
    max_size=6,
)


@given(st.lists(CHANGES, max_size=4))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_versions_cover_time_without_gap_or_overlap(
    owner: Engine, transactions: list[list[tuple[int, str, int]]]
) -> None:
    day = a_day(owner, new_territory(owner), zones=2)
    values = {"weight": float, "active": lambda n: n > 1, "name": lambda n: f"Zone {n}"}
    for one in transactions:
        with Session(owner) as session, session.begin():
            for number, name, value in one:
                zone = session.get_one(Zone, day.zones[number])
                worth = f"{number} {values[name](value)}" if name == "name" else values[name](value)
                setattr(zone, name, worth)
                session.flush()
    for zone_id in day.zones:
        kept = versions(owner, day.territory.id, zone_id)
        assert [version.revision for version in kept] == list(range(1, len(kept) + 1))
        assert all(one.valid.upper == two.valid.lower for one, two in pairwise(kept))
        assert kept[-1].valid.upper is None
        with Session(owner) as session:
            zone = session.get_one(Zone, zone_id)
            last = (kept[-1].name, kept[-1].weight, kept[-1].active)
            assert last == (zone.name, zone.weight, zone.active)
