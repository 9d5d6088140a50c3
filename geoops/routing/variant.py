"""Variants: a dataset's profile with some segments closed, made in a fraction of a second.

    variants/<dataset>/car-<digest>/     all files of the profile, as the engine loads them
    variants/.lock                       held by whoever builds one

Only OSRM's last step runs again. It rewrites four files, which are copied first; the others are
hard links to the dataset's own, so a variant takes little room and the dataset stays as it is.
A variant that an engine has loaded may be removed: its files live until they are let go.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from geoops.routing.answers import Profile
from geoops.routing.closures import Closed
from geoops.routing.dataset import current
from geoops.routing.errors import BuildFailed, NetworkNotBuilt
from geoops.routing.osrm_step import run_step

REWRITTEN = frozenset({"mldgr", "geometry", "cell_metrics", "datasource_names"})
"""The endings of the files that `osrm-customize` writes."""
STEP = 0.01
"""Seconds between two tries to take the lock."""
MOST = 32
"""Variants that are kept, those used last."""


def variant_folder(network_home: Path, dataset: str, profile: Profile, digest: str) -> Path:
    """Where a variant is, or would be."""
    return network_home / "variants" / dataset / f"{profile}-{digest}"


def build_variant(network_home: Path, dataset: Path, profile: Profile, closed: Closed) -> Path:
    """The variant's folder, built first if it is not there; one process builds at a time.

    Raises
    ------
    BuildFailed
        OSRM's last word.
    """
    folder = variant_folder(network_home, dataset.name, profile, closed.digest or "")
    if folder.exists():
        return folder
    with _alone(network_home):
        if not folder.exists():
            _build(dataset / profile, folder, closed)
            sweep_variants(network_home)
    return folder


def _build(base: Path, folder: Path, closed: Closed) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    passing = folder.parent / f".building-{folder.name}"
    shutil.rmtree(passing, ignore_errors=True)  # what a killed builder left
    passing.mkdir()
    try:
        for file in base.iterdir():
            put = shutil.copy2 if file.suffix[1:] in REWRITTEN else os.link
            put(file, passing / file.name)
        speeds = passing / "speeds.csv"
        pairs = closed.nodes.tolist()
        speeds.write_text("".join(f"{a},{b},0\n{b},{a},0\n" for a, b in pairs))
        options = ["--segment-speed-file", str(speeds), str(passing / "roads.osrm")]
        failure = run_step("customize", options, passing)
        if failure:
            raise BuildFailed(step="closing roads", reason=failure)
        passing.rename(folder)
    finally:
        shutil.rmtree(passing, ignore_errors=True)


def sweep_variants(network_home: Path) -> None:
    """Remove the variants of datasets that are not current, and those past the `MOST` used last."""
    with suppress(NetworkNotBuilt):
        here = current(network_home).name
        for folder in (network_home / "variants").glob("*/"):
            if folder.name != here:
                shutil.rmtree(folder, ignore_errors=True)
        kept = sorted((network_home / "variants" / here).glob("[!.]*"), key=_used, reverse=True)
        for folder in kept[MOST:]:
            shutil.rmtree(folder, ignore_errors=True)


def touch(variant: Path) -> None:
    """Say that a variant is in use."""
    with suppress(OSError):
        os.utime(variant)


def _used(variant: Path) -> float:
    with suppress(FileNotFoundError):
        return variant.stat().st_mtime
    return 0.0


@contextmanager
def _alone(network_home: Path) -> Iterator[None]:
    """Hold the lock of the variants; the kernel lets go of it, however the holder ends."""
    folder = network_home / "variants"
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("wb") as lock:
        _take(lock)
        yield


def _take(lock: IO[bytes]) -> None:
    """Wait for the lock in small steps: were one greenlet to wait inside the kernel, another of the
    same process that holds the lock could never go on."""
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(STEP)
