"""The audit log cannot be rewritten unnoticed."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from geoops.db.engine import transaction
from geoops.records import AuditEntry, Territory

FIRST_BROKEN = text("SELECT audit_first_broken(:territory)")


def append(engine: Engine, territory: Territory, subject: str) -> None:
    with transaction(engine, territory.id) as session:
        session.add(AuditEntry(territory_id=territory.id, action="read", subject=subject))


@pytest.mark.parametrize("act", ["UPDATE audit_entry SET subject = 'x'", "DELETE FROM audit_entry"])
def test_nobody_rewrites_or_deletes_an_entry(
    owner: Engine, engine: Engine, territory: Territory, act: str
) -> None:
    append(engine, territory, "camps")
    with pytest.raises(ProgrammingError, match="appended"), owner.begin() as connection:
        connection.execute(text(act))
    with pytest.raises(ProgrammingError, match="denied"), engine.begin() as connection:
        connection.execute(text(act))


def test_a_truncated_log_is_refused(owner: Engine) -> None:
    with pytest.raises(ProgrammingError, match="appended"), owner.begin() as connection:
        connection.execute(text("TRUNCATE audit_entry"))


def test_entries_made_side_by_side_form_one_whole_chain(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    start = Barrier(4)

    def write(number: int) -> None:
        start.wait()
        for turn in range(5):
            append(engine, territory, f"{number}.{turn}")

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with owner.connect() as connection:
        count = connection.execute(
            text("SELECT count(*) FROM audit_entry WHERE territory_id = :t"), {"t": territory.id}
        )
        assert count.scalar_one() == 20
        assert connection.execute(FIRST_BROKEN, {"territory": territory.id}).scalar_one() is None


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit_entry SET subject = 'nothing' WHERE id = :id",
        "DELETE FROM audit_entry WHERE id = :id",
    ],
)
def test_a_forgery_past_the_guard_shows(
    owner: Engine, engine: Engine, territory: Territory, forgery: str
) -> None:
    for subject in ("one", "two", "three"):
        append(engine, territory, subject)
    with owner.begin() as connection:
        ids = (
            connection.execute(
                text("SELECT id FROM audit_entry WHERE territory_id = :t ORDER BY id"),
                {"t": territory.id},
            )
            .scalars()
            .all()
        )
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER is_append_only"))
        connection.execute(text(forgery), {"id": ids[1]})
        connection.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER is_append_only"))
        broken = connection.execute(FIRST_BROKEN, {"territory": territory.id}).scalar_one()
    assert broken in ids[1:]
