"""What the application's own role may not do, whoever is signed in: rewrite what was said."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM week_plan",
        "UPDATE week_plan SET request = '{}'",
        "UPDATE week_plan SET starts_on = '2026-11-23'",
        "UPDATE patrol_sign SET act = 'undo'",
        "DELETE FROM patrol_sign",
        "UPDATE patrol_position SET patrol_id = gen_random_uuid()",
    ],
)
def test_the_application_rewrites_nothing(engine: Engine, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        engine.begin() as connection,
    ):
        connection.execute(text(statement))
