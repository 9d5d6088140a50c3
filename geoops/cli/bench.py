"""`geoops bench …`: how good the planner is, on problems whose best answer is published."""

import json
from pathlib import Path

import click


@click.group()
def bench() -> None:
    """Measure the planner against what is published."""


@bench.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=30.0)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0)
@click.option("--processes", type=click.IntRange(min=1), help="GEOOPS_PLAN_PROCESSES else.")
@click.option("--rounding", type=click.Choice(["dimacs", "exact", "round"]), help="By type else.")
@click.option("--bare", is_flag=True, help="PyVRP alone, one process, its own parameters.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def vrplib(
    file: Path,
    seconds: float,
    seed: int,
    processes: int | None,
    rounding: str | None,
    bare: bool,
    as_json: bool,
) -> None:
    """Plan the instance in FILE (VRPLIB) as a patrol day: cost, best known cost, gap, seconds.

    The best known cost is that of the .sol file beside it. The cost is reckoned anew from the
    routes, in the file's own units.
    """
    from geoops.routing.instance import read_instance
    from geoops.routing.trial import solved, solved_bare
    from geoops.settings import Settings

    instance = read_instance(file, rounding)
    processes = processes or Settings.load().plan_processes
    if bare:
        trial = solved_bare(instance, file, seconds, seed)
    else:
        from geoops.routing.annealing import warm_up

        warm_up()
        trial = solved(instance, seconds, seed, processes)
    if as_json:
        click.echo(json.dumps(trial.document()))
        return
    for name, value in trial.document().items():
        click.echo(f"{name:<12} {'unknown' if value is None else value}")
