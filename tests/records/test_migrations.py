"""Every revision goes up, down and up again, and the models say what the migrations made."""

from collections.abc import Callable, Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from geoops.db.cluster import Cluster
from geoops.db.engine import owner_engine
from geoops.db.migrate import MIGRATIONS, downgrade, upgrade
from geoops.records import Record
from geoops.records.ledger_proof import complaints

REVISIONS = [s.revision for s in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
LEFT_BEHIND = text(
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname IN ('public', 'jobs') AND c.relkind IN ('r', 'v', 'S')"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    " AND c.relname <> 'alembic_version'"
    " UNION ALL SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE n.nspname IN ('public', 'jobs')"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)
CHECKS = text(
    "SELECT r.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
    " JOIN pg_class r ON r.oid = c.conrelid WHERE c.contype = 'c'"
    " AND r.relname = ANY (:tables) ORDER BY 1, 2"
)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[Engine]:
    """A database with PostGIS and nothing else."""
    cluster.create_database("empty")
    engine = owner_engine(cluster.url("geoops_owner", "empty"))
    yield engine
    engine.dispose()
    cluster.drop_database("empty")


def test_each_revision_goes_up_down_and_up(empty: Engine) -> None:
    before = "base"
    for revision in REVISIONS:
        upgrade(empty, revision)
        downgrade(empty, before)
        upgrade(empty, revision)
        before = revision
    downgrade(empty, "base")
    with empty.connect() as connection:
        assert connection.execute(LEFT_BEHIND).all() == []


def test_models_and_migrations_agree(owner: Engine) -> None:
    with owner.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_: kind != "table" or name in TABLES,
                "compare_type": True,
            },
        )
        assert compare_metadata(context, Record.metadata) == []


def test_models_and_migrations_agree_on_checks(
    empty: Engine, owner: Engine, copy_of: Callable[[str], str]
) -> None:
    Record.metadata.create_all(empty)
    with empty.connect() as made, owner.connect() as migrated:
        tables = {"tables": sorted(TABLES)}
        assert made.execute(CHECKS, tables).all() == migrated.execute(CHECKS, tables).all()


TABLES = set(Record.metadata.tables)


def test_what_0004_knew_is_carried_into_the_ledger_and_back(empty: Engine) -> None:
    upgrade(empty, "0004")
    with empty.begin() as connection:
        for statement in BEFORE_THE_LEDGER:
            connection.execute(text(statement))
        before = [connection.execute(text(asked)).all() for asked in KNOWN_TO_0004]
    upgrade(empty)
    with empty.begin() as connection:
        assert complaints(connection) == []
        causes = connection.execute(text("SELECT cause, overflow FROM place_entry ORDER BY id"))
        # 12 people have been where there are 10 places now; two of them left.
        assert [tuple(entry) for entry in causes] == [
            ("opening", 0),
            ("census", 2),
            ("departure", -2),
            ("hold", 0),
        ]
    downgrade(empty, "0004")
    with empty.begin() as connection:
        assert [connection.execute(text(asked)).all() for asked in KNOWN_TO_0004] == before
    upgrade(empty)
    with empty.begin() as connection:
        assert complaints(connection) == []


TERRITORY, SITE = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
PLACE = f"'{TERRITORY}', '{SITE}', 'family'"
BEFORE_THE_LEDGER = [
    f"INSERT INTO territory (id, code, name) VALUES ('{TERRITORY}', 'test', 'Test')",
    "INSERT INTO site (id, territory_id, name, kind, position, provenance, verified_on) VALUES"
    f" ('{SITE}', '{TERRITORY}', 'CAES', 'caes', ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326),"
    " 'test', now())",
    f"INSERT INTO place_capacity (territory_id, site_id, category, capacity) VALUES ({PLACE}, 12)",
    "INSERT INTO occupancy_entry (territory_id, site_id, category, change, cause)"
    f" VALUES ({PLACE}, 12, 'census')",
    "INSERT INTO occupancy_entry (territory_id, site_id, category, change, cause)"
    f" VALUES ({PLACE}, -5, 'departure')",
    "UPDATE place_capacity SET capacity = 10",
    *(
        "INSERT INTO hold (id, territory_id, site_id, category, places, expires_at,"
        f" idempotency_key) VALUES (gen_random_uuid(), {PLACE}, {places}, now(), '{places}')"
        for places in (1, 2)
    ),
    "UPDATE hold SET state = 'arrived', ended_at = now() WHERE places = 1",
]
KNOWN_TO_0004 = [
    "SELECT site_id, category, capacity, occupied, held, overflow_allowed FROM place_capacity",
    "SELECT id, site_id, category, change, cause, hold_id, at FROM occupancy_entry ORDER BY id",
    "SELECT id, places, state, expires_at, ended_at, idempotency_key FROM hold ORDER BY id",
]


def test_what_0005_knew_of_referrals_is_carried_over_and_back(empty: Engine) -> None:
    upgrade(empty, "0005")
    with empty.begin() as connection:
        for statement in BEFORE_THE_CHAIN:
            connection.execute(text(statement))
    upgrade(empty)
    with empty.begin() as connection:
        assert _referrals(connection) == CARRIED
        steps = connection.execute(text("SELECT before, cause, count(*) FROM referral_step"
                                        " GROUP BY 1, 2"))  # fmt: skip
        assert [tuple(row) for row in steps] == [(None, "carried", len(CARRIED))]
        desks = connection.execute(text("SELECT slot_times FROM site WHERE kind = 'guda'"))
        assert len(desks.scalar_one()) == 5
        connection.execute(text(AFTER_THE_CHAIN))
    downgrade(empty, "0005")
    with empty.begin() as connection:
        assert _referrals(connection) == CARRIED_BACK
    upgrade(empty)


def _referrals(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(text("SELECT kind, state FROM referral ORDER BY people, kind"))
    return [(kind, state) for kind, state in rows]


def _old_referral(people: int, kind: str, state: str, hold: str = "NULL") -> str:
    site = f"'{SITE}'" if kind == "place" else "NULL"
    return (
        "INSERT INTO referral (id, territory_id, encounter_id, kind, state, people, site_id,"
        f" hold_id) SELECT gen_random_uuid(), territory_id, id, '{kind}', '{state}', {people},"
        f" {site}, {hold} FROM encounter"
    )


HOLD_ID = "'00000000-0000-0000-0000-000000000003'"
BEFORE_THE_CHAIN = [
    *BEFORE_THE_LEDGER[:2],
    "INSERT INTO site (id, territory_id, name, kind, position, provenance, verified_on, desks)"
    f" VALUES (gen_random_uuid(), '{TERRITORY}', 'GUDA', 'guda',"
    " ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326), 'test', now(), 4)",
    "INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, at)"
    f" VALUES ({PLACE}, 'opening', 9, now())",
    "INSERT INTO encounter (id, territory_id, position, met_at, head_count, digest) VALUES"
    f" (gen_random_uuid(), '{TERRITORY}', ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326), now(), 4,"
    " sha256('test'))",
    "INSERT INTO hold (id, territory_id, site_id, category, places, expires_at, idempotency_key)"
    f" VALUES ({HOLD_ID}, {PLACE}, 3, now(), 'key')",
    "INSERT INTO place_entry (territory_id, site_id, category, cause, occupied, held, hold_id, at)"
    f" VALUES ({PLACE}, 'arrival', 2, -2, {HOLD_ID}, now())",
    _old_referral(1, "voluntary_return", "open"),
    _old_referral(2, "voluntary_return", "honoured"),
    _old_referral(3, "place", "open", HOLD_ID),
    _old_referral(4, "guda", "missed"),
    _old_referral(5, "care", "cancelled"),
]
CARRIED = [
    ("voluntary_return", "interest"),
    ("voluntary_return", "interview_held"),
    ("place", "partly_honoured"),
    ("guda", "missed"),
    ("care", "cancelled"),
]
AFTER_THE_CHAIN = (
    "INSERT INTO referral (id, territory_id, encounter_id, kind, people)"
    " SELECT gen_random_uuid(), territory_id, id, 'spada', 6 FROM encounter"
)
CARRIED_BACK = [
    ("voluntary_return", "open"),
    ("voluntary_return", "honoured"),
    ("place", "honoured"),
    ("guda", "missed"),
    ("care", "cancelled"),
    ("guda", "open"),
]
