"""Tables that were asked for before, kept on disk beside the network that they belong to.

    tables/.key              the secret that the names are made with
    tables/<name>.npy        2 × n × m: seconds and metres

A name is a keyed digest of all that the answer depends on: dataset, variant (which roads are
closed), profile, radius and points in their order. Where a camp is cannot be read from it, and no
position is kept. A table of an exchanged dataset or a lifted closure is simply never asked for
again; age and a bound on the bytes remove it.
"""

import hashlib
import hmac
import json
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geoops.routing.dataset import current
from geoops.routing.errors import NetworkNotBuilt
from geoops.routing.wire import Arrays, Header

OLDEST = 7 * 86_400
"""Seconds after its last use for which a table is kept."""
MOST_BYTES = 256 * 1024**2
"""About 64 tables of 500 × 500; the least used go first."""


class KeptTables:
    """The tables of one home; processes may share it, for each file appears whole or not at all."""

    def __init__(self, network_home: Path) -> None:
        self._home = network_home
        self._folder = network_home / "tables"

    def find(self, question: Header, where: NDArray[np.float64]) -> Arrays | None:
        """The table that this question was answered with on the current dataset, if it is kept."""
        if not _is_kept(question):
            return None
        with suppress(NetworkNotBuilt, OSError, ValueError):
            dataset = question.get("dataset") or current(self._home).name
            file = self._file(question, where, dataset)
            durations, distances = np.load(file, allow_pickle=False)
            os.utime(file)
            return {"durations": durations, "distances": distances}
        return None

    def keep(
        self, question: Header, where: NDArray[np.float64], answer: Header, arrays: Arrays
    ) -> None:
        """Keep what the engine answered, under the dataset that it says it answered from.

        A full disk costs time, not the answer: nothing is raised.
        """
        if not _is_kept(question):
            return
        with suppress(OSError):
            file = self._file(question, where, answer["dataset"])
            passing = file.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
            try:
                with open(passing, "xb", opener=_for_owner) as target:
                    np.save(target, np.stack([arrays["durations"], arrays["distances"]]))
                passing.replace(file)
            finally:
                passing.unlink(missing_ok=True)
            self._sweep()

    def _file(self, question: Header, where: NDArray[np.float64], dataset: str) -> Path:
        asked = [
            *(dataset, question.get("variant"), question["profile"], question["radius"]),
            *(question["sources"], question["destinations"]),
        ]
        name = hmac.new(self._key(), json.dumps(asked).encode(), hashlib.sha256)
        name.update(where.astype("<f8").tobytes())
        return self._folder / f"{name.hexdigest()}.npy"

    def _key(self) -> bytes:
        """The home's secret; made once, by a link that only the first of two processes gets."""
        file = self._folder / ".key"
        with suppress(FileNotFoundError):
            return file.read_bytes()
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._folder.chmod(0o700)
        passing = self._folder / f".key-{os.getpid()}-{secrets.token_hex(4)}"
        with open(passing, "xb", opener=_for_owner) as target:
            target.write(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(passing, file)
        passing.unlink()
        return file.read_bytes()

    def _sweep(self) -> None:
        """Remove what is old, and the least used past the bound on bytes."""
        found = []
        for file in self._folder.glob("[!.]*"):
            with suppress(FileNotFoundError):
                found.append((file.stat().st_mtime, file.stat().st_size, file))
        total, oldest = 0, time.time() - OLDEST
        for used, size, file in sorted(found, reverse=True):
            total += size
            if used < oldest or total > MOST_BYTES:
                file.unlink(missing_ok=True)


def _is_kept(question: Header) -> bool:
    """A table is; not the half of one that a variant answers alone."""
    return question["ask"] == "table" and not question.get("alone")


def _for_owner(path: str, flags: int) -> int:
    """Open a file that nobody else may read."""
    return os.open(path, flags, 0o600)
