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
    def hub(self) -> LiveHub:
        """The process's one listener to PostgreSQL, which starts with the first open page."""
        return LiveHub(self.engine)

    @cached_property
    def roads(self) -> Network:
        """The way to the road engine that the supervisor runs beside the web."""
        return Network(self.settings, autostart=False)


def services() -> Services:
    """The services of the application that handles the request under way."""
    found: Services = current_app.extensions["geoops"]
    return found
