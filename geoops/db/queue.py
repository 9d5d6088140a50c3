"""The job queue on our own database: procrastinate in the schema `jobs`.

A job is put in the queue on the session's connection (procrastinate's `connection` option), so it
is committed with the rows that it is about: after a crash there are both or neither.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import procrastinate
from sqlalchemy import URL, make_url, text
from sqlalchemy.orm import Session

from geoops.db.engine import APP_ROLE

SCHEMA = "jobs"
PATIENCE = 3.0
"""Seconds to wait for a connection. When the database is gone the worker ends soon, and whoever
supervises it starts another."""
OPTIONS = f"-c search_path={SCHEMA},public -c role={APP_ROLE} -c timezone=UTC"

queue = procrastinate.App(connector=procrastinate.PsycopgConnector())
"""The queue without a database of its own: enough to name tasks and to defer on a session."""


@asynccontextmanager
async def connected(url: str | URL) -> AsyncIterator[procrastinate.App]:
    """The queue connected to the database at `url`, for a worker's whole process."""
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo, kwargs={"options": OPTIONS}, timeout=PATIENCE, min_size=1, max_size=4
    )
    with queue.replace_connector(connector):
        async with queue.open_async():
            yield queue


def put_in_queue(session: Session, task: str, lock: str, **arguments: Any) -> int:
    """Defer `task` in the session's transaction; the job's number.

    Parameters
    ----------
    task
        The task's name, as `geoops.jobs` registers it.
    lock
        Jobs with the same lock never run at the same time.
    arguments
        What the task is called with; JSON values.
    """
    before = session.scalar(text("SELECT current_setting('search_path')"))
    _look_in(session, f"{SCHEMA}, public")
    connection = session.connection().connection.driver_connection
    deferrer = queue.configure_task(task, lock=lock, connection=connection)
    job: int = deferrer.defer(**arguments)
    _look_in(session, before or "public")
    return job


def _look_in(session: Session, schemas: str) -> None:
    """Set the search path until the transaction ends: procrastinate's SQL names no schema."""
    session.execute(text("SELECT set_config('search_path', :schemas, true)"), {"schemas": schemas})
