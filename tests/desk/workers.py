"""Real workers for tests: ask one for a plan, and wait until it has come so far."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.desk.plan_request import PlanRequest
from geoops.desk.planning import ask_for_plan, plan
from geoops.records import PatrolPlan, PlanState
from tests.serving import wait_for

LONG, SHORT = 60.0, 1.0  # seconds of the solver

StartWorker = Callable[..., subprocess.Popen[bytes]]


def asked(engine: Engine, coordinator: Actor) -> UUID:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return ask_for_plan(coordinator, engine, PlanRequest(tomorrow)).id


def until(
    engine: Engine, coordinator: Actor, plan_id: UUID, state: PlanState, seconds: float = 30
) -> PatrolPlan:
    """The plan once it is in `state`."""
    wait_for(
        lambda: plan(coordinator, engine, plan_id).state is state,
        seconds,
        lambda: f"still {plan(coordinator, engine, plan_id).state}, not {state}",
    )
    return plan(coordinator, engine, plan_id)


def until_under_way(engine: Engine, coordinator: Actor, plan_id: UUID) -> None:
    """Until the worker has written a first plan down."""
    wait_for(lambda: plan(coordinator, engine, plan_id).best is not None, 30)
