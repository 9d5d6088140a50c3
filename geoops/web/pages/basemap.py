"""The basemap's data. It says nothing about anyone, so it needs no session and may be cached."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request

from geoops.layers.basemap import basemap
from geoops.routing.dataset import Manifest, current
from geoops.routing.errors import NetworkError
from geoops.routing.main_roads import read_main_roads
from geoops.web.services import services

blueprint = Blueprint("basemap", __name__)

HOUR = 3600  # seconds


@blueprint.get("/basemap.json")
def show() -> Response:
    """Coastline, roads and names of the sheet."""
    document, digest = _document(_dataset_on_the_map())
    response = Response(document, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={HOUR}"
    response.set_etag(digest)
    response.make_conditional(request)
    return response


def ground() -> dict[str, Any]:
    """The same as an object, for maps on paper; not to be changed."""
    return _ground(_dataset_on_the_map())


@lru_cache(maxsize=2)
def _ground(dataset: Path | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_document(dataset)[0])
    return found


@lru_cache(maxsize=2)
def _document(dataset: Path | None) -> tuple[str, str]:
    """The basemap with a dataset's roads, or with the schematic ones, and its digest."""
    document = basemap(read_main_roads(dataset) if dataset else None)
    return document, sha256(document.encode()).hexdigest()


def _dataset_on_the_map() -> Path | None:
    """The dataset that patrols are planned on; None for the demonstration's own, or before any.

    On a real extract the schematic roads would contradict the routes that are drawn over them.
    """
    try:
        dataset = current(services().settings.network_home)
        schematic = "schematic" in Manifest.read(dataset).source
    except NetworkError:
        return None
    return None if schematic else dataset
