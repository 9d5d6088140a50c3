"""A patrol for a navigation device (`/patrols/<id>/route.gpx`)."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response
from flask_babel import gettext as _

from geoops.desk.taking_along import Form, take_along
from geoops.web.pages.closure_words import closed_when
from geoops.web.pages.patrol_times import clock
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("patrol_gpx", __name__)


@blueprint.get("/patrols/<uuid:patrol_id>/route.gpx")
def show(patrol_id: UUID) -> Response:
    """Stops as waypoints, in the reader's language; ways by car and on foot as tracks."""
    from geoops.interchange.gpx import MIMETYPE, Track, Waypoint, gpx  # GDAL: not for every page

    actor = current_actor()
    found = take_along(actor, services().engine, patrol_id, Form.GPX)
    zone = ZoneInfo(actor.time_zone)
    ways = [leg["geometry"]["coordinates"] for leg in found["legs"]["features"]]
    tracks = [Track(found["team"], ways)] if ways else []
    tracks += [
        Track(_("%(name)s, on foot", name=stop["name"]), _pieces(stop["loop"]))
        for stop in found["stops"]
        if stop["loop"]
    ]
    points = [Waypoint(name, said, where) for name, said, where in _points(found, zone)]
    response = Response(gpx(points, tracks), mimetype=MIMETYPE)
    name = f"patrol-{found['service_date']}.gpx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _pieces(loop: dict[str, Any]) -> list[list[tuple[float, float]]]:
    return [leg["geometry"]["coordinates"] for leg in loop["legs"]]


def _points(found: dict[str, Any], zone: ZoneInfo) -> list[tuple[str, str, tuple[float, float]]]:
    """Bases, stops and camps in the order of the day, then what is closed: name, times, place."""
    base = found["base"]
    points = [(base["name"], clock(found["starts_at"], zone), tuple(base["position"]))]
    for number, stop in enumerate(found["stops"], 1):
        if stop["position"]:
            times = f"{clock(stop['arrives_at'], zone)}–{clock(stop['departs_at'], zone)}"
            points.append((f"{number}. {stop['name']}", times, tuple(stop["position"])))
        for camp in (stop["loop"] or {}).get("camps", ()):
            times = f"{clock(camp['arrives_at'], zone)}–{clock(camp['departs_at'], zone)}"
            points.append((camp["name"], times, tuple(camp["position"])))
    end = found["end_base"]
    if end != base:
        points.append((end["name"], clock(found["ends_at"], zone), tuple(end["position"])))
    for one in found["closures"]:
        points.append((f"✕ {one['name']}", closed_when(one, found, zone), one["position"]))
    return points
