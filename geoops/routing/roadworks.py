"""From closures to the variant that answers for them, on whichever dataset is current."""

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geoops.routing.answers import Profile
from geoops.routing.closures import Closed, Closure, closed_segments, same_closures
from geoops.routing.dataset import use_current
from geoops.routing.variant import build_variant
from geoops.routing.wire import Header

REMEMBERED = 256
"""Sets of closures whose segments are remembered: those of a day's planning, and each closure on
the list, which shows what it closes."""


@dataclass(frozen=True)
class Closing:
    """What closing took: metres of road closed, and seconds until questions could be answered."""

    metres: float
    seconds: float


class Roadworks:
    """The closures of one home; threads and greenlets may share it."""

    def __init__(self, network_home: Path) -> None:
        self._home = network_home
        self._found: OrderedDict[object, Closed] = OrderedDict()
        self._lock = threading.Lock()

    def named(self, closures: Sequence[Closure], profile: Profile) -> Header:
        """What a question says so that the engine takes the right variant, built or not.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld
        """
        dataset, lock = use_current(self._home)
        with lock:
            return {
                "dataset": dataset.name,
                "variant": self._closed(closures, profile, dataset).digest,
            }

    def metres(self, closures: Sequence[Closure], profile: Profile) -> float:
        """Metres of road that are closed; nothing is built.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld
        """
        dataset, lock = use_current(self._home)
        with lock:
            return self._closed(closures, profile, dataset).metres

    def lines(self, closures: Sequence[Closure], profile: Profile) -> NDArray[np.float64]:
        """Both ends of each segment that is closed, m × 4, EPSG:4326; nothing is built.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld
        """
        dataset, lock = use_current(self._home)
        with lock:
            return self._closed(closures, profile, dataset).lines

    def close(self, closures: Sequence[Closure], profile: Profile) -> Closing:
        """Find what is closed and build its variant, if it closes anything.

        Raises
        ------
        NetworkNotBuilt, NetworkTooOld, BuildFailed
        """
        started = time.perf_counter()
        dataset, lock = use_current(self._home)
        with lock:
            closed = self._closed(closures, profile, dataset)
            if closed.digest:
                build_variant(self._home, dataset, profile, closed)
        return Closing(closed.metres, time.perf_counter() - started)

    def _closed(self, closures: Sequence[Closure], profile: Profile, dataset: Path) -> Closed:
        key = dataset, profile, same_closures(closures)
        with self._lock:
            found = self._found.get(key)
        if found is None:
            found = closed_segments(closures, profile, dataset)
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            if len(self._found) > REMEMBERED:
                self._found.popitem(last=False)
        return found
