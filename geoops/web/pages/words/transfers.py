"""Buses: planning, boarding, leaving and arriving."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def transfers() -> Words:
    """What every page about buses says."""
    return {
        "bus.state.planned": _("Planned"),
        "bus.state.boarding": _("Boarding"),
        "bus.state.departed": _("On its way"),
        "bus.state.arrived": _("Arrived"),
        "bus.state.cancelled": _("Cancelled"),
        "bus.seats": _("{booked} of {seats} seats taken"),
        "bus.to": _("To {destinations}"),
        "bus.none_coming": _("No bus is planned."),
        "bus.none_past": _("No bus has left in the last seven days."),
    }


def planning_a_bus() -> Words:
    """The dialog that plans one."""
    return {
        "bus.pickup": _("Pick-up {n}"),
        "bus.destination": _("Destination {n}"),
        "bus.where": _("Where"),
        "bus.when": _("When"),
        "bus.take_off": _("Remove"),
        "bus.sites": _("Sites"),
        "bus.zones": _("Zones"),
    }


def one_bus() -> Words:
    """One bus, its groups, and what is done with it."""
    return {
        "bus.due": _("Due: {time}"),
        "bus.left": _("Left: {time}"),
        "bus.expected": _("Expected: {time}"),
        "bus.came": _("Arrived: {time}"),
        "bus.no_groups": _("No group boards here yet."),
        "bus.count": _("Aboard"),
        "bus.aboard": _("{aboard} of {people} aboard"),
        "bus.left_behind.one": _("{n} stayed"),
        "bus.left_behind.other": _("{n} stayed"),
        "bus.arrived.one": _("{n} has arrived"),
        "bus.arrived.other": _("{n} have arrived"),
        "bus.add": _("Add a group"),
        "bus.remove": _("Remove"),
        "bus.removed": _("The group is off the bus; its places are vacant again."),
        "bus.undo": _("Undo"),
        "bus.leave": _("Leave this pick-up"),
        "bus.arrive": _("The bus is here"),
        "bus.left_there.one": _("{n} vacant place: {category}"),
        "bus.left_there.other": _("{n} vacant places: {category}"),
        "bus.full_there": _("No vacant place there"),
        "bus.limits": _("{seats} seats left, {places} vacant places there"),
        "bus.leaves.aboard.one": _("{n} person leaves with the bus."),
        "bus.leaves.aboard.other": _("{n} people leave with the bus."),
        "bus.leaves.stay.one": _(
            "{n} person has not boarded and stays: their bed is kept here, their place at the"
            " destination is vacant again."
        ),
        "bus.leaves.stay.other": _(
            "{n} people have not boarded and stay: their beds are kept here, their places at the"
            " destination are vacant again."
        ),
        "bus.leaves.stay_zone.one": _(
            "{n} person has not boarded and stays; their place at the destination is vacant again."
        ),
        "bus.leaves.stay_zone.other": _(
            "{n} people have not boarded and stay; their places at the destination are vacant"
            " again."
        ),
        "bus.arrives.expected.one": _("{n} person was aboard for this destination."),
        "bus.arrives.expected.other": _("{n} people were aboard for this destination."),
        "bus.cancel.groups.one": _("{n} kept place is vacant again."),
        "bus.cancel.groups.other": _("{n} kept places are vacant again."),
        "bus.again": _("Send again"),
    }
