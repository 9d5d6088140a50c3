"""Whether the process lives, and whether it can do its work; open to anyone, and telling little."""

from typing import Any

from apiflask import APIBlueprint
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from geoops.db.engine import transaction
from geoops.db.migrate import is_migrated
from geoops.errors import GeoOpsError
from geoops.routing.dataset import current
from geoops.routing.errors import NetworkError
from geoops.settings import Settings
from geoops.web.services import services

blueprint = APIBlueprint("health", __name__, tag="Health")


class NotReady(GeoOpsError):
    """Something that GeoOps needs is not there yet; `missing` names it."""

    code = "not-ready"
    status = 503
    template = "GeoOps is not ready. Missing: {missing}."


class Health(BaseModel):
    """How it is."""

    status: str


@blueprint.get("/healthz")
@blueprint.output(Health)
def healthz() -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@blueprint.output(Health)
@blueprint.doc(responses={503: "What is `missing`"})
def readyz() -> dict[str, Any]:
    """The database is there and migrated, and a road network is built."""
    at_work = services()
    missing = [*missing_of_database(at_work.engine), *missing_network(at_work.settings)]
    if missing:
        raise NotReady(missing=", ".join(missing))
    return {"status": "ready"}


def missing_of_database(engine: Engine) -> list[str]:
    """The database if it does not answer, its migrations if it is at another revision."""
    try:
        with transaction(engine, None) as session:
            return [] if is_migrated(session) else ["migrations"]
    except OperationalError:
        return ["database"]
    except ProgrammingError:  # no table of revisions, or no right to read it
        return ["migrations"]


def missing_network(settings: Settings) -> list[str]:
    """The road network, when none was ever built."""
    try:
        current(settings.network_home)
    except NetworkError:
        return ["road network"]
    return []
