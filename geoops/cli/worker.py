"""`geoops worker`: make plans and do what is due, until told to stop. Run as many as you like."""

import asyncio

import click

from geoops.db.address import database
from geoops.db.engine import app_engine
from geoops.settings import Settings


@click.command()
@click.option("--seconds", type=float, help="Solver time for a plan; GEOOPS_PLAN_SECONDS else.")
def worker(seconds: float | None) -> None:
    """Work on the job queue: plans, holds that run out, old live events."""
    from geoops.desk.solving import Workshop
    from geoops.jobs import run_worker
    from geoops.routing.network import Network

    settings = Settings.load()
    with database(settings) as addresses:
        workshop = Workshop(
            engine=app_engine(addresses.app),
            roads=Network(settings, keep_tables=True),
            seconds=seconds or settings.plan_seconds,
            processes=settings.plan_processes,
            position_lasts=settings.position_lasts,
        )
        asyncio.run(run_worker(addresses.app, workshop))
