"""The basemap's data. It says nothing about anyone, so it needs no session and may be cached."""

from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, request

from geoops.layers.basemap import basemap
from geoops.routing.dataset import Manifest, current
from geoops.routing.errors import NetworkError
from geoops.web.services import services

blueprint = Blueprint("basemap", __name__)

HOUR = 3600  # seconds


@blueprint.get("/basemap.json")
def show() -> Response:
    """Coastline, roads and names of the sheet."""
    document = basemap(with_roads=_roads_are_schematic())
    response = Response(document, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={HOUR}"
    response.set_etag(_digest(document))
    response.make_conditional(request)
    return response


@cache
def _digest(document: str) -> str:
    return sha256(document.encode()).hexdigest()


def _roads_are_schematic() -> bool:
    """Whether patrols are planned on the demonstration's own roads, or on none yet.

    On a real extract the schematic roads would contradict the routes that are drawn over them.
    """
    try:
        source = Manifest.read(current(services().settings.network_home)).source
    except NetworkError:
        return True
    return "schematic" in source
