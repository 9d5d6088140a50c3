"""Row security keeps one territory's rows from another, even if the application forgets."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from geoops.db.engine import transaction
from geoops.records import Record, Territory
from tests.builders import add_site
from tests.conftest import new_territory

OF_TERRITORY = sorted(
    name for name, table in Record.metadata.tables.items() if "territory_id" in table.columns
)
PROTECTED = text("SELECT relrowsecurity FROM pg_class WHERE oid = CAST(:name AS regclass)")
POLICIES = text(
    "SELECT policyname, coalesce(qual, with_check) AS rule FROM pg_policies WHERE tablename = :name"
)
ROLE = text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
OWNS = text(
    "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles"
    " WHERE rolname = current_user)"
)


@pytest.mark.parametrize("name", OF_TERRITORY)
def test_every_table_with_a_territory_has_row_security(owner: Engine, name: str) -> None:
    with owner.connect() as connection:
        assert connection.execute(PROTECTED, {"name": name}).scalar_one()


@pytest.mark.parametrize("name", OF_TERRITORY)
def test_every_policy_of_a_table_is_about_the_territory(owner: Engine, name: str) -> None:
    with owner.connect() as connection:
        policies = connection.execute(POLICIES, {"name": name}).all()
    assert policies
    assert [one.policyname for one in policies if "geoops_territory()" not in one.rule] == []


def test_the_application_owns_nothing_and_is_bound(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(ROLE).one() == (False, False)
        assert connection.execute(OWNS).scalar_one() == 0


def test_without_a_territory_nothing_is_there(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    add_site(owner, territory)
    with transaction(engine, None) as session:
        assert session.execute(text("SELECT count(*) FROM site")).scalar_one() == 0


def test_another_territorys_rows_are_not_there(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    site_id = add_site(owner, territory)
    other = new_territory(owner)
    with transaction(engine, other.id) as session:
        changed = session.execute(
            text("UPDATE site SET name = 'taken' WHERE id = :id RETURNING id"), {"id": site_id}
        )
        assert changed.all() == []


def test_a_row_cannot_be_written_into_another_territory(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    other = new_territory(owner)
    insert = text(
        "INSERT INTO base (id, territory_id, name, position)"
        " VALUES (gen_random_uuid(), :territory, 'Base', ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326))"
    )
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(engine, other.id) as session,
    ):
        session.execute(insert, {"territory": territory.id})


def test_a_connection_given_back_forgets_its_territory(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    add_site(owner, territory)
    with transaction(engine, territory.id) as session:
        assert session.execute(text("SELECT count(*) FROM site")).scalar_one() == 1
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM site")).scalar_one() == 0
