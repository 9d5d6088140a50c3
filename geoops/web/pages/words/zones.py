"""Zones, camps, the legend, and how long ago somebody was there."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def zones() -> Words:
    """Zones, camps, and how long ago somebody was there."""
    return {
        "zone.never": _("never visited"),
        "zone.today": _("visited today"),
        "zone.days_ago.one": _("visited {n} day ago"),
        "zone.days_ago.other": _("visited {n} days ago"),
        "zone.wants.one": _("to be seen every day"),
        "zone.wants.other": _("to be seen every {n} days"),
        "zone.last": _("last on {date}"),
        "zone.weight": _("weight {weight}"),
        "urgency.fresh": _("Seen lately"),
        "urgency.soon": _("Due soon"),
        "urgency.due": _("Overdue"),
        "urgency.overdue": _("Long overdue"),
        "urgency.never": _("Never seen"),
        "urgency.fresh.long": _("seen lately (under half the interval)"),
        "urgency.soon.long": _("due soon (under the interval)"),
        "urgency.due.long": _("overdue (up to twice the interval)"),
        "urgency.overdue.long": _("long overdue (over twice)"),
        "urgency.never.long": _("never seen"),
        "camp.population.one": _("about {n} person"),
        "camp.population.other": _("about {n} people"),
        "camp.unknown": _("No estimate of how many people live here."),
        "camp.source": _("estimated on {date}, source: {source}"),
    }


def legend() -> Words:
    """The legend of the map."""
    return {
        "legend.title": _("Legend"),
        "legend.sites": _("Sites (number: vacant places)"),
        "legend.rim": _("Rim of a site"),
        "legend.rim.occupied": _("occupied"),
        "legend.rim.held": _("held"),
        "legend.rim.out_of_service": _("out of service"),
        "legend.rim.available": _("vacant"),
        "legend.overflow": _("people over capacity"),
        "legend.zones": _("Zones by last visit"),
    }


def coverage() -> Words:
    """The director's page."""
    return {
        "coverage.none": _("No zone yet."),
        "coverage.never": _("never"),
        "coverage.days.one": _("{n} day"),
        "coverage.days.other": _("{n} days"),
        "coverage.on_time": _("{n} of {total} zones seen in time"),
        "coverage.sites.one": _("{n} site"),
        "coverage.sites.other": _("{n} sites"),
    }
