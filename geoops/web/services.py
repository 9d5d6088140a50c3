"""What a request needs from the process: settings, engine, clock, live hub, road network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from flask import current_app
from sqlalchemy import Engine

from geoops.live.notify import LiveHub
from geoops.routing.network import Network
from geoops.settings import Settings
from geoops.web.throttle import Throttle

ROADS_TIMEOUT = 2.0  # seconds; one row of a table takes some milliseconds
PLANNING_TIMEOUT = 20.0  # seconds; a whole table with roads closed takes one or two at most


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Services:
    """One for an application; `now` tells UTC, and tests hand in a clock of their own."""

    settings: Settings
    engine: Engine
    now: Callable[[], datetime] = field(default=_now)
    attempts: Throttle = field(default_factory=Throttle)

    @cached_property
    def roads(self) -> Network:
        """The way to the road engine beside the web; a person waits: it is soon given up."""
        return Network(self.settings, autostart=False, timeout=ROADS_TIMEOUT)

    @cached_property
    def planning_roads(self) -> Network:
        """The same for whoever closes a road: what the next plan will ask for is made and kept."""
        settings, patience = self.settings, PLANNING_TIMEOUT
        return Network(settings, autostart=False, timeout=patience, keep_tables=True)

    @cached_property
    def hub(self) -> LiveHub:
        """The process's one listener to PostgreSQL, which starts with the first open page."""
        return LiveHub(self.engine)


def services() -> Services:
    """The services of the application that handles the request under way."""
    found: Services = current_app.extensions["geoops"]
    return found
