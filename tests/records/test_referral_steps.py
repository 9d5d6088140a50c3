"""What the database holds of a referral's history, whoever writes it."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from geoops.db.engine import transaction
from geoops.records import ReferralKind, ReferralState, StepCause, Territory
from geoops.records.violations import constraint_of

OF_A_STEP = [cause for cause in StepCause if cause not in ("made", "carried")]
ENCOUNTER = text(
    "INSERT INTO encounter (id, territory_id, position, met_at, head_count, digest) VALUES"
    " (:id, :territory, ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326), now(), 4,"
    " sha256('test'))"
)
REFERRAL = text(
    "INSERT INTO referral (id, territory_id, encounter_id, kind, people)"
    " VALUES (:id, :territory, :encounter, :kind, 4)"
)
STEP = text(
    "INSERT INTO referral_step (territory_id, referral_id, kind, state, cause, at, due_at, venue)"
    " VALUES (:territory, :id, 'x', :state, :cause, now(), :due_at, :venue)"
)
ALLOWED = text("SELECT kind, before, state, cause FROM referral_transition")


@pytest.fixture
def undone(owner: Engine) -> Iterator[Connection]:
    """A transaction of the owner's that comes to nothing."""
    with owner.connect() as connection, connection.begin() as begun:
        yield connection
        begun.rollback()


def add(connection: Connection, territory: Territory, kind: str) -> UUID:
    """Insert a referral with its encounter; its id."""
    row = {"id": uuid4(), "territory": territory.id, "encounter": uuid4(), "kind": kind}
    connection.execute(ENCOUNTER, row | {"id": row["encounter"]})
    connection.execute(REFERRAL, row)
    return row["id"]  # type: ignore[return-value]


def step(connection: Connection, territory: Territory, referral: UUID, to: str, why: str) -> bool:
    """Try a step, and take it back; whether the database allowed it."""
    planned = to == "interview_planned"
    row = {"territory": territory.id, "id": referral, "state": to, "cause": why}
    row |= {"due_at": "2026-12-01T09:00Z" if planned else None, "venue": "office"}
    row |= {} if planned else {"venue": None}
    begun = connection.begin_nested()
    try:
        connection.execute(STEP, row)
    except IntegrityError as refusal:
        if constraint_of(refusal) != "fk_referral_step_kind_before_state_cause":
            raise
        return False
    finally:
        begun.rollback()
    return True


@pytest.mark.parametrize("kind", [kind for kind in ReferralKind if kind != "place"])
def test_exactly_the_steps_of_the_table_are_possible(
    undone: Connection, territory: Territory, kind: ReferralKind
) -> None:
    referral = add(undone, territory, kind.value)
    allowed = {tuple(row) for row in undone.execute(ALLOWED) if row.kind == kind.value}
    stand = text("UPDATE referral SET state = :state WHERE id = :id")
    for before, after in product(ReferralState, ReferralState):
        undone.execute(stand, {"state": before.value, "id": referral})
        for cause in OF_A_STEP:
            asked = (kind.value, before.value, after.value, cause.value)
            assert step(undone, territory, referral, after, cause) == (asked in allowed), asked


def test_the_documentation_shows_the_table(owner: Engine, repository: Path) -> None:
    shown = (repository / "docs" / "referrals.md").read_text()
    rows = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \| ([\w, ]+) \|$", shown, re.MULTILINE)
    told = {
        (kind, before, state, cause)
        for kind, cause, before, states in rows
        for state in states.split(", ")
        if kind != "kind"
    }
    with owner.connect() as connection:
        assert told == {tuple(row) for row in connection.execute(ALLOWED)}


@pytest.mark.parametrize(
    ("kind", "state"),
    [("guda", "open"), ("spada", "open"), ("care", "open"), ("voluntary_return", "interest")],
)
def test_a_referral_begins_with_its_first_step(
    undone: Connection, territory: Territory, kind: str, state: str
) -> None:
    referral = add(undone, territory, kind)
    first = text("SELECT before, state, cause FROM referral_step WHERE referral_id = :id")
    assert [tuple(row) for row in undone.execute(first, {"id": referral})] == [
        (None, state, "made")
    ]


def test_not_even_the_owner_rewrites_a_step(undone: Connection, territory: Territory) -> None:
    add(undone, territory, "care")
    with pytest.raises(ProgrammingError, match="only ever appended"):
        undone.execute(text("UPDATE referral_step SET state = 'honoured'"))


@pytest.mark.parametrize(
    "writing",
    [
        "UPDATE referral_step SET state = 'honoured'",
        "DELETE FROM referral_step",
        "UPDATE referral SET state = 'honoured'",
        "DELETE FROM appointment",
        "UPDATE slot SET booked = 0",
        "UPDATE appointment SET people = 1",
        "UPDATE desk_day SET desks = 4",
        "UPDATE referral_transition SET state = before",
        "INSERT INTO referral_step (territory_id, referral_id, kind, state, cause, at)"
        " SELECT territory_id, id, kind, 'honoured', 'person', now() FROM referral",
        "INSERT INTO referral_step (territory_id, referral_id, state, cause, at)"
        " SELECT territory_id, id, 'honoured', 'hold', now() FROM referral",
    ],
)
def test_the_application_rewrites_nothing_and_speaks_for_no_hold(
    owner: Engine, engine: Engine, territory: Territory, writing: str
) -> None:
    with owner.begin() as connection:
        add(connection, territory, "care")
    with (
        pytest.raises(ProgrammingError, match=r"denied|row-level security|only ever appended"),
        transaction(engine, territory.id) as session,
    ):
        session.execute(text(writing))
