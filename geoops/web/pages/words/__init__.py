"""The words that the pages' scripts say, in the reader's language: one file for one subject.

`{name}` in them is filled in by the script. Whatever is not in a page's groups is not sent to it.
"""

from collections.abc import Callable

from geoops.web.pages.words.capacity import capacity
from geoops.web.pages.words.day import day, weekdays
from geoops.web.pages.words.group import Words
from geoops.web.pages.words.itinerary import guiding, on_foot
from geoops.web.pages.words.night import causes, counting, desk, journal, night
from geoops.web.pages.words.occupancy import forecast, occupancy
from geoops.web.pages.words.patrol import (
    encounter,
    finishing,
    overseeing,
    patrol,
    sharing,
    signs,
)
from geoops.web.pages.words.planning import planning
from geoops.web.pages.words.referrals import appointments, following
from geoops.web.pages.words.reserving import priorities, reserving
from geoops.web.pages.words.roads import closing, closures
from geoops.web.pages.words.shared import shared
from geoops.web.pages.words.sites import holding, kinds, places, sites
from geoops.web.pages.words.transfers import one_bus, planning_a_bus, transfers
from geoops.web.pages.words.week import week
from geoops.web.pages.words.zone_desk import zone_desk, zone_past
from geoops.web.pages.words.zones import coverage, legend, zones

__all__ = [
    "Words",
    "appointments",
    "capacity",
    "causes",
    "closing",
    "closures",
    "counting",
    "coverage",
    "day",
    "desk",
    "encounter",
    "finishing",
    "following",
    "forecast",
    "guiding",
    "holding",
    "journal",
    "kinds",
    "legend",
    "night",
    "occupancy",
    "on_foot",
    "one_bus",
    "overseeing",
    "patrol",
    "places",
    "planning",
    "planning_a_bus",
    "priorities",
    "reserving",
    "sharing",
    "signs",
    "sites",
    "transfers",
    "week",
    "weekdays",
    "words",
    "zone_desk",
    "zone_past",
    "zones",
]


def words(*groups: Callable[[], Words]) -> Words:
    """The words of the groups together."""
    return {key: text for group in (shared, *groups) for key, text in group().items()}
