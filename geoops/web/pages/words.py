"""The words that the pages' scripts say, in the reader's language; `{name}` is filled in there.

A key with `.one` and `.other` is chosen by a count `n`. Whatever is not in a page's groups is not
sent to it.
"""

from collections.abc import Callable

from flask_babel import gettext as _

from geoops.routing.plan import TEMPLATES

Words = dict[str, str]


def shared() -> Words:
    """Errors, the live light, the chart's controls."""
    return {
        "close": _("Close"),
        "error.unexpected": _("Something went wrong. Try again."),
        "error.unreachable": _("The server cannot be reached. Check the connection and try again."),
        "live.on": _("Live"),
        "live.waiting": _("Reconnecting…"),
        "zoom.in": _("Zoom in"),
        "zoom.out": _("Zoom out"),
        "chart.schematic": _("schematic network"),
    }


def sites() -> Words:
    """Sites, their places, and keeping some."""
    return kinds() | {
        "status.open": _("Open"),
        "status.closed": _("Closed"),
        "status.planned": _("Planned"),
        "site.closed_today": _("closed today"),
        "site.open_all_day": _("day and night"),
        "site.verified": _("Verified on {date}, source: {source}"),
        "site.desks.one": _("{n} desk for asylum applications"),
        "site.desks.other": _("{n} desks for asylum applications"),
        "sites.folded.one": _("{n} site; press to come closer"),
        "sites.folded.other": _("{n} sites; press to come closer"),
        "search.nothing": _("No site of that name"),
    }


def kinds() -> Words:
    """The kinds of site, in short and in full."""
    return {
        "kind.caes": _("CAES"),
        "kind.sas": _("SAS"),
        "kind.cao": _("CAO"),
        "kind.guda": _("GUDA"),
        "kind.spada": _("SPADA"),
        "kind.caes.long": _("CAES – reception and assessment"),
        "kind.sas.long": _("SAS – short-stay shelter"),
        "kind.cao.long": _("CAO – reception and orientation"),
        "kind.guda.long": _("GUDA – asylum desk"),
        "kind.spada.long": _("SPADA – first reception"),
    }


def places() -> Words:
    """Categories of place, and what is left of them."""
    return {
        "category.isolated_man": _("Isolated men"),
        "category.isolated_woman": _("Isolated women"),
        "category.family": _("Families"),
        "category.unaccompanied_minor": _("Unaccompanied minors"),
        "category.reduced_mobility": _("Reduced mobility"),
        "column.category": _("Category"),
        "column.available": _("Vacant"),
        "column.held": _("Held"),
        "column.occupied": _("Occupied"),
        "places.available.one": _("{n} vacant place"),
        "places.available.other": _("{n} vacant places"),
        "places.left_of.one": _("vacant place of {capacity}"),
        "places.left_of.other": _("vacant places of {capacity}"),
        "places.in_words": _("{occupied} occupied, {held} held, {available} vacant"),
        "places.none": _("No site has any places yet."),
    }


def holding() -> Words:
    """Keeping places and letting them go."""
    return {
        "hold.keep": _("Keep places"),
        "hold.none_left": _("No place left"),
        "hold.kept.one": _("{n} place kept at {site} until {until}"),
        "hold.kept.other": _("{n} places kept at {site} until {until}"),
        "hold.undo": _("Undo"),
        "hold.released": _("The places are vacant again."),
    }


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
        "legend.rim.available": _("vacant"),
        "legend.zones": _("Zones by last visit"),
    }


def planning() -> Words:
    """Planning a day and what comes of it."""
    return {
        "plan.choose_team": _("Choose at least one team."),
        "plan.queued": _("Waiting for the planner…"),
        "plan.running": _("Looking for the best routes…"),
        "plan.cancelled": _("Planning was stopped."),
        "plan.failed": _("No plan could be made."),
        "plan.none": _("No patrol is published for {date}."),
        "plan.published.one": _("{n} patrol is published for {date}."),
        "plan.published.other": _("{n} patrols are published for {date}."),
        "plan.ready.one": _("Draft: {n} patrol for {date}. Nobody sees it until you publish it."),
        "plan.ready.other": _("Draft: {n} patrols for {date}. Nobody sees them until you publish."),
        "plan.made": _("Made on {date} at {time}."),
        "plan.now_published": _("Published. The teams see their patrols now."),
        "plan.stops.one": _("{n} stop"),
        "plan.stops.other": _("{n} stops"),
        "plan.left_out.one": _("{n} stop left out"),
        "plan.left_out.other": _("{n} stops left out"),
        "patrol.open": _("Open this patrol"),
        "stop.label": _("stop {number}, {name}, {time}"),
    } | {f"left_out.{reason.value}": _(sentence) for reason, sentence in TEMPLATES.items()}


def patrol() -> Words:
    """A patrol's page."""
    return {
        "patrol.next": _("Next stop"),
        "patrol.here": _("We are here"),
        "patrol.over": _("All stops are behind you."),
        "patrol.arrive": _("arrive {time}"),
        "patrol.leave": _("leave {time}"),
        "patrol.wait": _("opens {time}"),
        "patrol.hidden": _("Stop not shown"),
        "stop.label": _("stop {number}, {name}, {time}"),
        "stop.kind.zone": _("zone"),
        "stop.kind.camp": _("camp"),
        "stop.kind.site": _("site"),
    }


def finishing() -> Words:
    """The end of a patrol."""
    return {
        "finish.end": _("End the patrol"),
        "finish.left.one": _("{n} stop is not checked in:"),
        "finish.left.other": _("{n} stops are not checked in:"),
        "finish.ended": _("The patrol has ended."),
        "finish.at": _("on {date} at {time}"),
        "finish.visited.one": _("{n} stop of {total} visited"),
        "finish.visited.other": _("{n} of {total} stops visited"),
        "finish.missed": _("not visited"),
    }


def encounter() -> Words:
    """The encounter form and the outbox."""
    return {
        "count.head_count": _("People met"),
        "count.isolated_men": _("Isolated men"),
        "count.isolated_women": _("Isolated women"),
        "count.family_members": _("Family members"),
        "count.unaccompanied_minors": _("Unaccompanied minors"),
        "count.reduced_mobility": _("With reduced mobility"),
        "count.accepted": _("Accept shelter"),
        "count.less": _("One less: {label}"),
        "count.more": _("One more: {label}"),
        "position.device": _("My position"),
        "position.stop": _("Stop"),
        "position.searching": _("Looking for the position…"),
        "position.accuracy": _("within {metres} m"),
        "position.refused": _("The phone gives no position: move the map instead."),
        "position.cross": _("Where the cross is, the group was met."),
        "referral.add": _("Add an orientation"),
        "referral.kind": _("Orientation"),
        "referral.people": _("People"),
        "referral.category": _("Category"),
        "referral.site": _("Site (vacant places)"),
        "referral.remove": _("Remove"),
        "referral.kind.place": _("A place for the night"),
        "referral.kind.guda": _("Asylum desk (GUDA)"),
        "referral.kind.voluntary_return": _("Voluntary-return interview"),
        "referral.kind.care": _("Care"),
        "referral.full": _("No site has vacant places of this category now."),
    } | outbox()


def outbox() -> Words:
    """What happens to a report that is on its way."""
    return {
        "outbox.sent": _("Encounter recorded."),
        "outbox.kept": _("No network: the encounter is kept on this phone and sent later."),
        "outbox.waiting.one": _("{n} encounter waits on this phone for the network"),
        "outbox.waiting.other": _("{n} encounters wait on this phone for the network"),
        "outbox.refused": _("An encounter could not be recorded: {reason}"),
        "outbox.correct": _("Correct it"),
        "outbox.send": _("Send now"),
    }


def coverage() -> Words:
    """The director's page."""
    return {
        "coverage.never": _("never"),
        "coverage.days.one": _("{n} day"),
        "coverage.days.other": _("{n} days"),
        "coverage.on_time": _("{n} of {total} zones seen in time"),
        "coverage.sites.one": _("{n} site"),
        "coverage.sites.other": _("{n} sites"),
    }


def words(*groups: Callable[[], Words]) -> Words:
    """The words of the groups together."""
    return {key: text for group in (shared, *groups) for key, text in group().items()}
