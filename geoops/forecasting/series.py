"""What a forecast is made from, and what keeps one from being made."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from geoops.errors import GeoOpsError

WEEK = 7
FEWEST_WEEKS = 4
"""Weeks of history below which a weekly rhythm cannot be told from chance."""
TRAINED_ON = 26 * WEEK
"""Nights that a method learns from: half a year, which last winter does not speak in."""
TESTED_ON = 8 * WEEK
"""Nights at the end on which the methods are compared."""


class HistoryTooShort(GeoOpsError):
    """There are too few nights to learn from."""

    code = "history-too-short"
    status = 422
    template = "At least {needed} weeks of nights are needed; there are {nights} nights so far."


class NoPlacesTonight(GeoOpsError):
    """The last night had no places, so there is nothing that could be full."""

    code = "no-places-to-forecast"
    status = 422
    template = "There are no places now, so there is nothing to forecast."


@dataclass(frozen=True)
class Series:
    """How many were there, and how many places there were, on each night from `first` on."""

    first: date
    occupied: tuple[int, ...]
    capacity: tuple[int, ...]

    def since_opening(self) -> Self:
        """Without the nights before there were places.

        Raises
        ------
        NoPlacesTonight
            There are none on the last night.
        HistoryTooShort
            Fewer than four weeks remain.
        """
        if not self.capacity or self.capacity[-1] == 0:
            raise NoPlacesTonight
        closed = next(n for n, places in enumerate(self.capacity) if places)
        nights = len(self.capacity) - closed
        if nights < FEWEST_WEEKS * WEEK:
            raise HistoryTooShort(needed=FEWEST_WEEKS, nights=nights)
        start = self.first + timedelta(days=closed)
        return type(self)(start, self.occupied[closed:], self.capacity[closed:])
