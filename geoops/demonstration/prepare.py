"""Bring the demonstration up to date: its places, its past and its road network."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from geoops.demonstration.buses import load_buses
from geoops.demonstration.load import load
from geoops.demonstration.load_history import load_history
from geoops.demonstration.reservations import load_reservations
from geoops.demonstration.tonight import load_tonight
from geoops.routing.dataset import Manifest, current
from geoops.routing.errors import NetworkNotBuilt
from geoops.routing.segments import has_segments
from geoops.settings import Settings

log = logging.getLogger("geoops.demonstration")

NETWORK_SOURCE = "cote-opale-schematic.osm.pbf"


def prepare(settings: Settings, owner: Engine, today: date | None = None) -> None:
    """Load what is missing and build the road network if it is another one; safe to repeat.

    Raises
    ------
    NetworkError
        The road network cannot be built; the message says why.
    """
    today = today or datetime.now(ZoneInfo(settings.time_zone)).date()
    with _told("load the demonstration's sites, zones, camps, teams and accounts"):
        load(owner, today)
    with _told("load its past patrols and encounters"):
        load_history(owner, today)
        load_tonight(owner, datetime.now(UTC))
    with _told("load today's holds and who waits for places"):
        load_reservations(owner, datetime.now(UTC), settings.time_zone)
        load_buses(owner, datetime.now(UTC))
    if not _has_its_network(settings):
        with _told("build its road network"):
            _build_network(settings)


def _build_network(settings: Settings) -> None:
    from geoops.demonstration.roads import write_osm
    from geoops.routing.build import build

    with TemporaryDirectory(prefix="geoops-roads-") as folder:
        source = Path(folder) / NETWORK_SOURCE
        write_osm(source)
        build(settings, source, log.info)
    _stamp(settings).write_text(_version())


def _has_its_network(settings: Settings) -> bool:
    """Whether a network was built, of one's own extract or of this version of the schematic one."""
    try:
        dataset = current(settings.network_home)
        manifest = Manifest.read(dataset)
    except NetworkNotBuilt:
        return False
    stamp = _stamp(settings)
    ours = manifest.source == NETWORK_SOURCE
    if not ours:
        return True
    return has_segments(dataset) and stamp.exists() and stamp.read_text() == _version()


def _stamp(settings: Settings) -> Path:
    """Remembers from which version of the demonstration the network was made."""
    return settings.network_home / "demonstration"


def _version() -> str:
    """A digest of all that the schematic network is made from: this package, code and data."""
    here = Path(__file__).parent
    files = sorted([*here.glob("*.py"), *(here / "data").iterdir()])
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@contextmanager
def _told(step: str) -> Iterator[None]:
    """Say a step that took longer than a second, and how long it took."""
    began = monotonic()
    log.info("%s …", step)
    yield
    log.info("%s (%.1f s)", step, monotonic() - began)
