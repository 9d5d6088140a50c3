"""`geoops network …`: build the road network, ask it, and fetch what it is built from."""

import json
from pathlib import Path
from typing import Any, cast

import click
import numpy as np
from numpy.typing import NDArray

from geoops.routing.answers import PROFILES, Leg, Profile, Route, Table
from geoops.settings import Settings

COORDINATES = {"ignore_unknown_options": True}
"""Lets `-1.55,49.21` be a point and no option."""


class LonLat(click.ParamType[tuple[float, float]]):
    """A point written as LON,LAT in degrees."""

    name = "lon,lat"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[float, float]:
        """The pair of numbers."""
        try:
            longitude, latitude = map(float, value.split(","))
        except ValueError:
            self.fail(f"{value!r} is not LON,LAT, such as 1.8587,50.9513", param, ctx)
        return longitude, latitude


def tell(line: str) -> None:
    """Say what happens, beside the answer."""
    click.echo(line, err=True)


points_argument = click.argument("points", nargs=-1, required=True, type=LonLat())
profile_option = click.option(
    "--profile", type=click.Choice(PROFILES), default="car", show_default=True
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


@click.group()
def network() -> None:
    """The road network: build it, ask it."""


@network.command()
@click.argument("file", type=click.Path(path_type=Path))
def build(file: Path) -> None:
    """Build the network from FILE (.osm.pbf or .osm) and switch to it, also under a server."""
    from geoops.routing.build import build

    manifest = build(Settings.load(), file, tell)
    tell("Now: geoops network info")
    click.echo(manifest.sha256)


@network.command()
@json_option
def info(as_json: bool) -> None:
    """What the current network was made from, and when."""
    from geoops.routing.network import Network

    manifest = Network(Settings.load()).manifest()
    if as_json:
        click.echo(manifest.model_dump_json(indent=2))
        return
    for name, value in manifest.model_dump(mode="json").items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        click.echo(f"{name:<10} {'unknown' if shown is None else shown}")


@network.command(context_settings=COORDINATES)
@points_argument
@profile_option
@json_option
@click.option("--steps", is_flag=True, help="With the instructions.")
def route(
    points: tuple[tuple[float, float], ...], profile: str, as_json: bool, steps: bool
) -> None:
    """The fastest way through POINTS (LON,LAT LON,LAT …), in their order."""
    from geoops.routing.network import Network

    found = Network(Settings.load()).route(points, cast("Profile", profile), steps)
    if as_json:
        click.echo(json.dumps(_feature(found, profile), ensure_ascii=False))
        return
    click.echo(f"{_clock(found.duration)}  {found.distance / 1000:.1f} km  {profile}")
    for number, leg in enumerate(found.legs, start=1):
        click.echo(f"  leg {number}  {_clock(leg.duration)}  {leg.distance / 1000:.1f} km")
        for step in leg.steps:
            words = f"{step.maneuver} {step.modifier}".strip()
            click.echo(f"    {words:<24} {step.distance:6.0f} m  {step.ref} {step.name}".rstrip())


@network.command(context_settings=COORDINATES)
@points_argument
@profile_option
@json_option
def table(points: tuple[tuple[float, float], ...], profile: str, as_json: bool) -> None:
    """Minutes and kilometres from each of POINTS (rows) to each (columns)."""
    from geoops.routing.network import Network

    found = Network(Settings.load()).table(points, cast("Profile", profile))
    if as_json:
        click.echo(json.dumps(_table_document(found, profile)))
        return
    for title, cells in (("min", found.durations / 60), ("km", found.distances / 1000)):
        click.echo(title)
        for row in cells:
            click.echo("".join(f"{'-' if np.isnan(cell) else f'{cell:.1f}':>9}" for cell in row))


@network.command()
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path), help="Folder; the home's own by default.")
def fetch(name: str, into: Path | None) -> None:
    """Download the extract NAME (nord-pas-de-calais); run again, it goes on where it stopped."""
    from geoops.routing.fetch import fetch, locate

    url = locate(name)
    tell(f"From {url}")
    path = fetch(url, into or Settings.load().network_home / "extracts", tell)
    tell(f"Now: geoops network build {path}")
    click.echo(path)


@network.command()
@click.option("--workers", type=click.IntRange(min=1), help="Processes; cores + 1 by default.")
def engine(workers: int | None) -> None:
    """Run the routing engine in the foreground, until Ctrl-C."""
    from geoops.routing.engine import run

    run(Settings.load(), workers, tell)


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02}"


def _feature(found: Route, profile: str) -> dict[str, Any]:
    """The route as a GeoJSON feature."""
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": found.geometry.tolist()},
        "properties": {
            "profile": profile,
            "duration": found.duration,
            "distance": found.distance,
            "legs": [_leg_document(leg) for leg in found.legs],
        },
    }


def _leg_document(leg: Leg) -> dict[str, Any]:
    """A leg's seconds, metres and instructions."""
    steps = [vars(step) for step in leg.steps]
    return {"duration": leg.duration, "distance": leg.distance, "steps": steps}


def _table_document(found: Table, profile: str) -> dict[str, Any]:
    """The table with null where there is no way."""
    return {
        "profile": profile,
        "durations": _cells(found.durations),
        "distances": _cells(found.distances),
    }


def _cells(array: NDArray[np.float64]) -> Any:
    return [[None if np.isnan(cell) else cell for cell in row] for row in array.tolist()]
