"""The jobs: what workers do for the desk, now or by the clock. Durable on PostgreSQL.

Tasks run in threads of the worker, beside its event loop: with 60 stops PyVRP keeps Python's lock
from it for 9 ms at worst, with 1,000 for 84 ms, far from what a heartbeat allows. Two plans in one
worker share one core, though; a second worker gives each its own.

Each task can be run again from the start without harm: a job whose worker has died is found by its
missing heartbeat and given to another.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate import JobContext
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Status
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError

from geoops.db.queue import connected, queue
from geoops.desk.answering import QuestionErrand, answer_question
from geoops.desk.errands import Errand, Outcome
from geoops.desk.forecasting import FORECAST, make_all_forecasts, make_forecast
from geoops.desk.plan_questions import ANSWER_QUESTION
from geoops.desk.planning import SOLVE_PLAN
from geoops.desk.replan_making import ReplanErrand, make_replan
from geoops.desk.replanning import SOLVE_REPLAN
from geoops.desk.retention import forget_live_events
from geoops.desk.sharing import forget_positions
from geoops.desk.sheltering import expire_holds
from geoops.desk.solving import PlanErrand, Workshop, make_plan
from geoops.desk.waiting import serve_waiting
from geoops.desk.week_planning import SOLVE_WEEK
from geoops.desk.week_solving import WeekErrand, make_week

log = logging.getLogger("geoops.jobs")

HEARTBEAT = 1.0
"""Seconds between two signs of life of a worker."""
STALLED_AFTER = 6.0
"""Seconds without one after which its jobs are given to others."""
POLL = 1.0
"""Seconds between two looks for jobs put off to a time; new ones are notified at once."""
ATTEMPTS = 5
"""Workers that one job may take down before it is given up."""
AT_ONCE = 4
"""Jobs that one worker runs at the same time: two plans still leave room for what is due."""
OFTEN = "* * * * * */3"  # croniter's sixth field is the seconds
EVERY_MINUTE = "* * * * *"
EVERY_HOUR = "7 * * * *"
EVERY_NIGHT = "20 3 * * *"

INTERRUPTED = procrastinate.RetryStrategy(
    max_attempts=100, wait=1, retry_exceptions=[JobAborted, OperationalError]
)


async def run_worker(url: str | URL, workshop: Workshop) -> None:
    """Work until SIGINT or SIGTERM; what was under way then goes back into the queue.

    What fell due while no worker ran is caught up with first.
    """
    await asyncio.to_thread(expire_holds, workshop.engine, datetime.now(UTC))
    async with connected(url) as app:
        await app.run_worker_async(
            concurrency=AT_ONCE,
            fetch_job_polling_interval=POLL,
            additional_context={"workshop": workshop},
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
            shutdown_graceful_timeout=1.0,
            delete_jobs="successful",
        )


@queue.task(name=SOLVE_PLAN, pass_context=True, retry=INTERRUPTED)
def solve_plan(context: JobContext, *, plan_id: str, territory_id: str) -> None:
    """Make the plan that was asked for."""
    _carry_out(context, make_plan, PlanErrand, territory_id, plan_id)


@queue.task(name=ANSWER_QUESTION, pass_context=True, retry=INTERRUPTED)
def answer_plan_question(context: JobContext, *, question_id: str, territory_id: str) -> None:
    """Answer a question of a plan."""
    _carry_out(context, answer_question, QuestionErrand, territory_id, question_id)


@queue.task(name=SOLVE_REPLAN, pass_context=True, retry=INTERRUPTED)
def solve_replan(context: JobContext, *, plan_id: str, territory_id: str) -> None:
    """Plan the rest of a day anew."""
    _carry_out(context, make_replan, ReplanErrand, territory_id, plan_id)


@queue.task(name=SOLVE_WEEK, pass_context=True, retry=INTERRUPTED)
def solve_week(context: JobContext, *, plan_id: str, territory_id: str) -> None:
    """Plan the week that was asked for."""
    _carry_out(context, make_week, WeekErrand, territory_id, plan_id)


@queue.task(name=FORECAST, pass_context=True, retry=INTERRUPTED)
def forecast_occupancy(context: JobContext, *, forecast_id: str, territory_id: str) -> None:
    """Make the forecast that was asked for."""
    engine = _workshop(context).engine
    make_forecast(engine, UUID(territory_id), UUID(forecast_id), datetime.now(UTC))


@queue.periodic(cron=EVERY_NIGHT)
@queue.task(name="forecast_all", queueing_lock="forecast_all", pass_context=True)
def forecast_every_occupancy(context: JobContext, timestamp: int) -> None:
    """Make tonight's forecasts of every territory."""
    made = make_all_forecasts(_workshop(context).engine, datetime.now(UTC))
    log.info("%d forecasts made", made)


@queue.periodic(cron=EVERY_MINUTE)
@queue.task(name="expire_holds", queueing_lock="expire_holds", pass_context=True)
def free_expired_holds(context: JobContext, timestamp: int) -> None:
    """Free the holds that are due."""
    freed = expire_holds(_workshop(context).engine, datetime.now(UTC))
    if freed:
        log.info("%d holds have run out", freed)


@queue.periodic(cron=EVERY_MINUTE)
@queue.task(name="serve_waiting", queueing_lock="serve_waiting", pass_context=True)
def serve_who_waits(context: JobContext, timestamp: int) -> None:
    """Serve what passed the waiting list by, and close it at the end of the night."""
    served = serve_waiting(_workshop(context).engine, datetime.now(UTC))
    if served:
        log.info("%d requests served by the sweep", served)


@queue.periodic(cron=EVERY_MINUTE)
@queue.task(name="forget_positions", queueing_lock="forget_positions", pass_context=True)
def forget_silent_positions(context: JobContext, timestamp: int) -> None:
    """Delete the positions of phones that have fallen silent, and of patrols long over."""
    workshop = _workshop(context)
    forget_positions(workshop.engine, workshop.position_lasts)


@queue.periodic(cron=EVERY_HOUR)
@queue.task(name="forget_live_events", queueing_lock="forget_live_events", pass_context=True)
def forget_old_live_events(context: JobContext, timestamp: int) -> None:
    """Delete live events that no page will ask for again."""
    forget_live_events(_workshop(context).engine, datetime.now(UTC))


@queue.periodic(cron=OFTEN)
@queue.task(name="rescue_jobs", queueing_lock="rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue.

    What the clock calls for is dropped instead, this task's own jobs among it: the clock will call
    again. No lock keeps two rescues apart, for a dead worker would hold it forever; a job that is
    put back twice is run twice, which does no harm.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        log.warning("taking %s over from a worker that is gone", job.call_string)
        with suppress(ConnectorException):
            if job.queueing_lock:
                await manager.finish_job(job, Status.FAILED, delete_job=True)
            else:
                await manager.retry_job(job)


def _carry_out(
    context: JobContext,
    do: Callable[[Workshop, UUID, UUID, Callable[[], bool]], Outcome],
    kind: type[Errand[Any, Any]],
    territory_id: str,
    errand_id: str,
) -> None:
    """Do an errand; one that has taken down five workers is given up."""
    workshop, territory, errand = _workshop(context), UUID(territory_id), UUID(errand_id)
    if context.job.attempts >= ATTEMPTS:
        kind(workshop.engine, territory, errand).give_up(context.job.attempts)
        return
    outcome = do(workshop, territory, errand, context.should_abort)
    log.info("%s %s: %s", context.job.task_name, errand, outcome.value)
    if outcome is Outcome.INTERRUPTED:
        raise JobAborted


def _workshop(context: JobContext) -> Workshop:
    workshop: Workshop = context.additional_context["workshop"]
    return workshop
