"""OSRM's own objects: the base networks of one dataset, and the variants asked for last."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

import osrm

from geoops.routing.answers import PROFILES, Profile
from geoops.routing.variant import touch, variant_folder

KEPT = 4
"""Variants that a process keeps loaded: today's for car and foot, and those of another question."""


class Loaded:
    """The networks of one dataset folder, memory-mapped."""

    def __init__(self, dataset: Path) -> None:
        self._dataset = dataset
        self._bases = {profile: load(dataset / profile) for profile in PROFILES}
        self._variants: OrderedDict[tuple[Profile, str], Any] = OrderedDict()

    def base(self, profile: Profile) -> Any:
        """The network with every road open."""
        return self._bases[profile]

    def variant(self, profile: Profile, digest: str) -> Any | None:
        """The network with some roads closed; None when nobody has built it."""
        key = profile, digest
        home = self._dataset.parent.parent
        folder = variant_folder(home, self._dataset.name, profile, digest)
        if key not in self._variants:
            if not folder.exists():
                return None
            self._variants[key] = load(folder)
            if len(self._variants) > KEPT:
                self._variants.popitem(last=False)
        touch(folder)
        self._variants.move_to_end(key)
        return self._variants[key]


def load(folder: Path) -> Any:
    """OSRM over the files of one folder."""
    return osrm.OSRM(
        algorithm="MLD",
        storage_config=str(folder / "roads.osrm"),
        use_shared_memory=False,
        use_mmap=True,
        max_locations_distance_table=-1,
        max_locations_viaroute=-1,
    )
