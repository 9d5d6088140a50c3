"""What a replay counts: people by day and by what became of them, and how long they waited."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median, quantiles


class Count(StrEnum):
    """What is counted, in people unless said otherwise."""

    MET = "met"
    ASKED_SHELTER = "asked_shelter"
    KEPT = "kept"
    TURNED_AWAY = "turned_away"
    REFUSALS = "refusals"  # answers "no places left", not people
    WAITED = "waited"
    ARRIVED = "arrived"
    NOT_COME = "not_come"
    LEFT = "left"
    BUSSED = "bussed"
    BUSES = "buses"  # departures, not people
    REFERRED_GUDA = "referred_guda"
    BOOKED = "booked"
    REGISTERED = "registered"
    MISSED = "missed"
    RETURN_INTERVIEWS = "return_interviews"
    CARE = "care"
    FOUND_BY_CENSUS = "found_by_census"  # people whom a census found to have come or gone


@dataclass(frozen=True)
class Night:
    """The places of the CAES and SAS at the end of a day: what the ledger says."""

    capacity: int
    occupied: int
    held: int
    overflow: int


@dataclass
class Tally:
    """The figures of a replay, as they are made.

    `slot_waits` are days from the encounter to the slot, `place_waits` hours on the waiting list:
    one for each person, by the day on which the wait ended.
    """

    counts: dict[date, Counter[Count]] = field(default_factory=lambda: defaultdict(Counter))
    nights: dict[date, Night] = field(default_factory=dict)
    slot_waits: dict[date, list[float]] = field(default_factory=lambda: defaultdict(list))
    place_waits: dict[date, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, day: date, what: Count, people: int = 1) -> None:
        """Count people on a day."""
        self.counts[day][what] += people

    def total(self, what: Count) -> int:
        """Over all days."""
        return sum(day[what] for day in self.counts.values())

    def running(self, what: Count) -> tuple[list[date], list[int]]:
        """The days that count it, and the sum up to each."""
        days = sorted(self.counts)
        sums, so_far = [], 0
        for day in days:
            so_far += self.counts[day][what]
            sums.append(so_far)
        return days, sums

    def by_month(self, what: Count) -> dict[str, int]:
        """Sums by month, `YYYY-MM`."""
        months: Counter[str] = Counter()
        for day, counts in self.counts.items():
            months[f"{day:%Y-%m}"] += counts[what]
        return dict(sorted(months.items()))


def spread(waits: list[float]) -> tuple[float, float, float] | None:
    """Median, 90th percentile and longest; None without any."""
    if not waits:
        return None
    ninth = quantiles(waits, n=10)[8] if len(waits) > 1 else waits[0]
    return median(waits), ninth, max(waits)
