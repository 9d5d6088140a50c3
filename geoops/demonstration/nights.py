"""Invents how full each site was: a week's rhythm, winter, a cold spell, works; then last night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sin
from random import Random

from geoops.demonstration.places import DemonstrationSite, demonstration_sites

NIGHTS = 112  # 16 weeks: enough for a forecast, its back-test and the turn to winter
EXTRA = 0.15  # share of the places that plan grand froid adds
COLD_FOR = 17  # nights since plan grand froid began
WORKS = (75, 52)  # nights ago: from when until when a site with works has fewer places
CLOSED = 0.2  # share of the places that the works take
WEEK = {"caes": (1, 2, 1, 0, -1, -2, -1), "sas": (2, 3, 1, 0, -3, -4, 1)}  # Monday first
CALM = (0, 1, 1, 0, 0, -1, -1)


@dataclass(frozen=True, slots=True)
class HistoricNight:
    """How many places one category of a site had on one evening, and how many were occupied.

    `cause` says why the number of places is another one than the evening before.
    """

    site: str
    category: str
    night: date
    capacity: int
    occupied: int
    cause: str | None


def nights(seed: int, until: date, ended: dict[tuple[str, str], int]) -> list[HistoricNight]:
    """The nights before the last one, by site and category and in order.

    Parameters
    ----------
    until
        The day on which the demonstration stands; the last night told of is two evenings before.
    ended
        How many are occupied on the evening before `until`, which the nights lead up to.
    """
    return [
        night
        for number, site in enumerate(demonstration_sites())
        for category in site.places
        for night in _nights(seed, number, site, category, until, ended[site.name, category])
    ]


def _nights(
    seed: int, number: int, site: DemonstrationSite, category: str, until: date, ended: int
) -> Iterator[HistoricNight]:
    own = Random(f"{seed}/nights {site.name} {category}")  # noqa: S311 - invented, no secret
    pressure = _pressure(seed, site, until)
    before = None
    offset = ended / site.places[category] - pressure[1]
    for ago in range(NIGHTS, 1, -1):
        capacity, cause = _places(site, number, category, ago)
        share = offset + pressure[ago] + own.gauss(0, 0.02)
        occupied = min(capacity, max(0, round(share * site.places[category])))
        if site.kind == "cao" and before == capacity and ago % 4:
            continue  # people stay there for weeks: who comes and goes does so on some evenings
        changed = cause if before not in (None, capacity) else None
        yield HistoricNight(
            site.name, category, until - timedelta(days=ago), capacity, occupied, changed
        )
        before = capacity


def _pressure(seed: int, site: DemonstrationSite, until: date) -> dict[int, float]:
    """What all of a site shares, as a share of its places, by how many nights ago."""
    rng = Random(f"{seed}/pressure {site.name}")  # noqa: S311
    week, swing = WEEK.get(site.kind, CALM), rng.uniform(0.008, 0.022)
    winter, cold, drift = rng.uniform(0.05, 0.25), rng.uniform(-0.05, 0.3), 0.0
    pressure = {}
    for ago in range(NIGHTS, 0, -1):
        drift = 0.9 * drift + rng.gauss(0, 0.015)
        weekday = (until - timedelta(days=ago)).weekday()
        spell = cold * exp(-(((ago - 13) / 6) ** 2)) * (1 + 0.1 * sin(ago))
        autumn = -winter / (1 + exp((70 - ago) / 20))
        pressure[ago] = autumn + swing * week[weekday] + spell + drift
    return pressure


def _places(
    site: DemonstrationSite, number: int, category: str, ago: int
) -> tuple[int, str | None]:
    """How many places there were, and what any change on that evening was for."""
    places = site.places[category]
    if category == "isolated_man" and number % 3 == 0:
        extra = round(places * EXTRA)
        return (places, "plan_grand_froid") if ago <= COLD_FOR else (places - extra, None)
    if category == "isolated_man" and number % 7 == 1:
        fewer = round(places * CLOSED)
        under_way = WORKS[0] >= ago > WORKS[1]
        return (places - fewer, "works") if under_way else (places, "reopening")
    return places, None
