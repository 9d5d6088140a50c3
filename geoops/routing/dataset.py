"""The datasets under `network_home`, and the switch from one to the next.

    datasets/<name>/           one build: manifest.json, car/, foot/, in-use
    datasets/.building-…/      a build under way
    current                    symlink to the dataset that answers

Whoever uses a dataset, or builds one, holds a shared lock on its file `in-use`; the kernel lets
go of it even after `kill -9`. So what nobody holds, and is not current, can be removed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from geoops.routing.errors import NetworkError, NetworkNotBuilt

LOCK = "in-use"


class Manifest(BaseModel):
    """What a dataset was made from.

    `bounds` is west, south, east, north in degrees, EPSG:4326; `built_at` and `data_date` (when
    OpenStreetMap looked like this, if the extract says so) are UTC.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    sha256: str
    bytes: int
    bounds: tuple[float, float, float, float]
    built_at: datetime
    data_date: datetime | None = None
    osrm: str
    profiles: tuple[str, ...]

    @classmethod
    def read(cls, dataset: Path) -> "Manifest":
        """The manifest of a dataset folder.

        Raises
        ------
        NetworkNotBuilt
            When there is none.
        """
        try:
            return cls.model_validate_json((dataset / "manifest.json").read_bytes())
        except FileNotFoundError as error:
            raise NetworkNotBuilt from error
        except (OSError, ValidationError) as error:
            raise NetworkError(reason=f"The manifest in {dataset} is not readable.") from error

    def write(self, dataset: Path) -> None:
        """Write it into a dataset folder."""
        (dataset / "manifest.json").write_text(self.model_dump_json(indent=2) + "\n")


def current(network_home: Path) -> Path:
    """The folder of the dataset that answers now.

    Raises
    ------
    NetworkNotBuilt
        When none was ever switched to.
    """
    try:
        return network_home / (network_home / "current").readlink()
    except OSError as error:
        raise NetworkNotBuilt from error


def switch(network_home: Path, dataset: Path) -> None:
    """Make `dataset` the current one: one rename, so every reader sees the old or the new."""
    link = network_home / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(dataset.relative_to(network_home))
    link.replace(network_home / "current")
    _sync(network_home)


def use_current(network_home: Path) -> tuple[Path, IO[bytes]]:
    """The current dataset, and the open lock that keeps it from being removed.

    Raises
    ------
    NetworkNotBuilt
        When there is none.
    """
    while True:
        dataset = current(network_home)
        try:
            lock = hold(dataset)
        except FileNotFoundError:
            if current(network_home) == dataset:
                raise NetworkNotBuilt from None
            continue
        if current(network_home) == dataset:
            return dataset, lock
        lock.close()


def hold(dataset: Path) -> IO[bytes]:
    """Hold `dataset` until the file that this returns is closed."""
    lock = (dataset / LOCK).open("rb")
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


@contextmanager
def workshop(network_home: Path) -> Iterator[Path]:
    """A folder to build in, held while the block runs and removed after it, however it ends."""
    datasets = network_home / "datasets"
    datasets.mkdir(parents=True, exist_ok=True)
    folder = datasets / f".building-{os.getpid()}-{os.urandom(4).hex()}"
    folder.mkdir()
    try:
        # Locked before it has its name, or a sweep could take the folder in between.
        with (folder / f".{LOCK}").open("xb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            (folder / f".{LOCK}").rename(folder / LOCK)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def install(network_home: Path, folder: Path, name: str) -> Path:
    """Put a finished build on disk for good, give it its name and switch to it."""
    for file in folder.rglob("*"):
        _sync(file)
    dataset = folder.rename(folder.parent / name)
    _sync(folder.parent)
    switch(network_home, dataset)
    return dataset


def sweep(network_home: Path) -> list[str]:
    """Remove the datasets, and the remains of dead builds, that nobody uses; their names."""
    return [
        dataset.name
        for dataset in sorted((network_home / "datasets").glob("*"))
        if _remove_unused(network_home, dataset)
    ]


def _remove_unused(network_home: Path, dataset: Path) -> bool:
    with suppress(OSError), (dataset / LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_current(network_home, dataset):
            _remove(dataset)
            return True
    return False


def _remove(dataset: Path) -> None:
    """Remove a dataset, its lock file last: without it, no later sweep would finish the work."""
    for content in dataset.iterdir():
        if content.is_dir():
            shutil.rmtree(content, ignore_errors=True)
        elif content.name != LOCK:
            content.unlink(missing_ok=True)
    shutil.rmtree(dataset, ignore_errors=True)


def _is_current(network_home: Path, dataset: Path) -> bool:
    try:
        return current(network_home) == dataset
    except NetworkNotBuilt:
        return False


def _sync(path: Path) -> None:
    """Have the kernel write `path` to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
