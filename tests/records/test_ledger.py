"""What the database itself holds of the ledger, whoever writes; and that the proof sees a lie."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

from geoops.cli import main
from geoops.db.engine import transaction
from geoops.records import Territory
from geoops.records.ledger_proof import CLAIMS, complaints
from tests.builders import add_site
from tests.conftest import new_territory

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRY = (
    "INSERT INTO place_entry (territory_id, site_id, category, at, cause, {column},"
    " hold_id, night, idempotency_key) VALUES (:territory, :site, 'isolated_man', :now, :cause,"
    " :change, :hold, :night, :key)"
)
HOLD = text(
    "INSERT INTO hold (id, territory_id, site_id, category, places, expires_at, idempotency_key)"
    " VALUES (:hold, :territory, :site, 'isolated_man', 4, :now, :key)"
)


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory, places=10)


@pytest.fixture
def row(territory: Territory, site: UUID) -> dict[str, object]:
    """What every entry of these tests names."""
    return {
        "territory": territory.id,
        "site": site,
        "now": NOW,
        "hold": None,
        "night": None,
        "key": None,
    }


@pytest.fixture
def undone(owner: Engine) -> Iterator[Connection]:
    """A transaction of the owner's that comes to nothing."""
    with owner.connect() as connection, connection.begin() as begun:
        yield connection
        begun.rollback()


def enter(
    connection: Connection, row: dict[str, object], cause: str, column: str, change: int
) -> None:
    values = row | {"cause": cause, "change": change}
    connection.execute(text(ENTRY.format(column=column)), values)


@pytest.mark.parametrize(
    "rewriting",
    ["UPDATE place_entry SET occupied = 1", "DELETE FROM place_entry", "TRUNCATE place_entry"],
)
def test_not_even_the_owner_rewrites_an_entry(
    undone: Connection, site: UUID, rewriting: str
) -> None:
    with pytest.raises(ProgrammingError, match="only ever appended"):
        undone.execute(text(rewriting))


@pytest.mark.parametrize(
    "writing",
    [
        "UPDATE place_capacity SET capacity = 99",
        "UPDATE place_capacity SET overflow_allowed = 99",
        "INSERT INTO place_capacity (territory_id, site_id, category, capacity)"
        " SELECT territory_id, id, 'family', 9 FROM site",
        "DELETE FROM place_capacity",
        "UPDATE hold SET state = 'released'",
        "UPDATE hold SET places = 1",
        "INSERT INTO place_entry (territory_id, site_id, category, at, cause, overflow)"
        " SELECT territory_id, id, 'isolated_man', now(), 'correction', 9 FROM site",
    ],
)
def test_the_application_writes_no_balance_and_ends_no_hold_by_hand(
    engine: Engine, territory: Territory, site: UUID, writing: str
) -> None:
    with (
        pytest.raises(ProgrammingError, match="denied"),
        transaction(engine, territory.id) as session,
    ):
        session.execute(text(writing))


def test_nobody_locks_another_territorys_balance(
    owner: Engine, engine: Engine, territory: Territory, site: UUID
) -> None:
    lock = text("SELECT count(*) FROM lock_places(:site, 'isolated_man')")
    for asking, found in ((territory, 1), (new_territory(owner), 0)):
        with transaction(engine, asking.id) as session:
            assert session.execute(lock, {"site": site}).scalar_one() == found


def test_the_application_enters_nothing_into_another_territory(
    owner: Engine, engine: Engine, row: dict[str, object]
) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(engine, new_territory(owner).id) as session,
    ):
        enter(session.connection(), row, "census", "occupied", 1)


@pytest.mark.parametrize(
    ("cause", "column", "change", "word"),
    [
        ("works", "occupied", 1, "changes_fit_the_cause"),
        ("departure", "occupied", 1, "changes_fit_the_cause"),
        ("arrival", "occupied", -1, "changes_fit_the_cause"),
        ("release", "held", -1, "changes_fit_the_cause"),
        ("hold", "held", 1, "changes_fit_the_cause"),
        ("correction", "held", 1, "changes_fit_the_cause"),
        ("out_of_service", "out_of_service", -1, "changes_fit_the_cause"),
        ("census", "occupied", 1, "a_census_has_its_night"),
        ("works", "capacity", -11, "capacity_is_not_negative"),
        ("departure", "occupied", -1, "occupied_is_not_negative"),
        ("arrival", "occupied", 11, "promises_fit_the_places"),
        ("out_of_service", "out_of_service", 11, "out_of_service_are_places_of_the_site"),
        ("opening", "capacity", 1, "uq_place_entry_opening"),
        ("party", "occupied", 1, "ck_place_entry"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    undone: Connection, row: dict[str, object], cause: str, column: str, change: int, word: str
) -> None:
    with pytest.raises(IntegrityError, match=word):
        enter(undone, row, cause, column, change)


def test_an_entry_for_a_balance_that_is_not_there_is_refused(
    undone: Connection, row: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match="fk_place_entry_territory_id_site_id_category"):
        enter(undone, row | {"site": uuid4()}, "works", "capacity", 1)


def test_an_entry_that_on_conflict_skips_counts_nothing(
    undone: Connection, row: dict[str, object]
) -> None:
    statement = text(ENTRY.format(column="occupied") + " ON CONFLICT DO NOTHING")
    for _ in range(2):
        undone.execute(statement, row | {"key": "k", "cause": "arrival", "change": 3})
    occupied = text("SELECT occupied FROM place_capacity WHERE site_id = :site")
    assert undone.execute(occupied, row).scalar_one() == 3


def test_a_change_of_a_balance_is_told_once_and_with_everything(
    undone: Connection, row: dict[str, object]
) -> None:
    told = text("SELECT payload FROM live_event WHERE territory_id = :territory ORDER BY id")
    before = len(undone.execute(told, row).all())
    enter(undone, row, "arrival", "occupied", 3)
    enter(undone, row, "works", "capacity", 0)  # stated again: nothing to tell
    enter(undone, row, "works", "capacity", -8)
    payloads = [payload for (payload,) in undone.execute(told, row)][before:]
    assert payloads == [
        {
            "site_id": str(row["site"]),
            "category": "isolated_man",
            "capacity": capacity,
            "out_of_service": 0,
            "occupied": 3,
            "held": 0,
            "overflow": overflow,
            "available": available,
        }
        for capacity, overflow, available in ((10, 0, 7), (2, 1, 0))
    ]


@pytest.mark.parametrize(
    ("lie", "claim"),
    [
        ("UPDATE place_capacity SET capacity = 11 WHERE site_id = :site", "every balance"),
        ("UPDATE hold SET state = 'released', ended_at = now() WHERE id = :hold", "every hold"),
        ("UPDATE hold SET places = 3 WHERE id = :hold", "every hold"),
        ("UPDATE hold SET arrived = 1 WHERE id = :hold", "every hold"),
        (
            "ALTER TABLE place_entry DISABLE TRIGGER USER; UPDATE place_entry SET occupied = 7"
            " WHERE site_id = '{site}' AND cause = 'opening'",
            "no place was",
        ),
        (
            "ALTER TABLE place_entry DISABLE TRIGGER USER; UPDATE place_entry SET overflow = 1"
            " WHERE site_id = '{site}' AND cause = 'hold'",
            "no promise",
        ),
        (
            "ALTER TABLE place_entry DISABLE TRIGGER USER; UPDATE place_entry SET occupied = -1"
            " WHERE site_id = '{site}' AND cause = 'works'",
            "nothing was",
        ),
        (
            "ALTER TABLE place_entry DISABLE TRIGGER USER; DELETE FROM place_entry"
            " WHERE site_id = '{site}' AND cause = 'hold'",
            "every hold",
        ),
    ],
)
def test_the_proof_sees_a_lie(
    undone: Connection, row: dict[str, object], lie: str, claim: str
) -> None:
    undone.execute(HOLD, row | {"hold": (hold := uuid4()), "key": uuid4().hex})
    enter(undone, row, "works", "capacity", 0)
    assert complaints(undone) == []
    if lie.startswith("ALTER"):
        undone.execute(
            text("ALTER TABLE place_entry DROP CONSTRAINT ck_place_entry_changes_fit_the_cause")
        )
    for statement in lie.format(site=row["site"]).split("; "):
        undone.execute(text(statement), row | {"hold": hold})
    assert any(complaint.claim.startswith(claim) for complaint in complaints(undone))


def test_verify_says_what_is_proved_and_ends_with_1_when_it_is_not(
    owner: Engine, owner_url: str, site: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOOPS_DATABASE_URL", owner_url)
    monkeypatch.setenv("GEOOPS_DATABASE_OWNER_URL", owner_url)
    whole = CliRunner().invoke(main, ["places", "verify"])
    assert (whole.exit_code, whole.output.count("proved")) == (0, len(CLAIMS))
    with owner.begin() as connection:
        lie = text("UPDATE place_capacity SET capacity = capacity + :one WHERE site_id = :site")
        connection.execute(lie, {"one": 1, "site": site})
    broken = CliRunner().invoke(main, ["places", "verify"])
    assert broken.exit_code == 1
    assert str(site) in broken.output
    with owner.begin() as connection:
        connection.execute(lie, {"one": -1, "site": site})


def test_several_entries_of_one_statement_cannot_miscount_an_overflow(
    undone: Connection, row: dict[str, object]
) -> None:
    enter(undone, row, "arrival", "occupied", 4)
    enter(undone, row, "works", "capacity", -8)
    both = text(
        "INSERT INTO place_entry (territory_id, site_id, category, at, cause, occupied)"
        " SELECT :territory, :site, 'isolated_man', :now, 'departure', -1"
        " FROM generate_series(1, 3)"
    )
    with pytest.raises(DatabaseError, match=r"overflow|promises"):
        undone.execute(both, row)
