"""Roads that are closed: the coordinator's panel, and what the teams are told."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def closures() -> Words:
    """What everybody reads of a closure."""
    return {
        "roads.now": _("closed until {until}"),
        "roads.now_for_good": _("closed until further notice"),
        "roads.later": _("closed: {from} – {until}"),
        "roads.later_for_good": _("closed from {from} until further notice"),
        "roads.opened": _("opened: {at}"),
        "roads.ended": _("over since {at}"),
        "roads.moment": _("{day}, {time}"),
        "roads.closed.one": _("{n} road is closed during this patrol"),
        "roads.closed.other": _("{n} roads are closed during this patrol"),
        "roads.on_foot": _("also on foot"),
    }


def closing() -> Words:
    """The coordinator's panel of roads."""
    return (
        closures()
        | _drawing()
        | _taking()
        | {
            "roads.title.new": _("Close a road"),
            "roads.title.change": _("Change the closure"),
            "roads.save.new": _("Close it"),
            "roads.save.change": _("Save the change"),
            "roads.until": _("Until {time}"),
            "roads.all_day": _("All day"),
            "roads.for_good": _("Until further notice"),
            "roads.group.now": _("Closed now"),
            "roads.group.later": _("Closed later"),
            "roads.group.over": _("Open again"),
            "roads.show": _("Show"),
            "roads.show_of": _("Show on the map: {name}"),
            "roads.change": _("Change"),
            "roads.change_of": _("Change: {name}"),
            "roads.end": _("End now"),
            "roads.end_of": _("End now: {name}"),
            "roads.call_off": _("Call off"),
            "roads.call_off_of": _("Call off: {name}"),
            "roads.again": _("Close again"),
            "roads.again_of": _("Close again: {name}"),
            "roads.undo": _("Undo"),
            "roads.is_closed": _("Closed: {name}."),
            "roads.is_changed": _("Changed: {name}."),
            "roads.is_open": _("Open again: {name}."),
            "roads.pass.one": _("{n} patrol passes over a closed road: {teams}."),
            "roads.pass.other": _("{n} patrols pass over closed roads: {teams}."),
            "roads.plan_again": _("Plan again"),
            "roads.replan": _("Replan…"),
        }
    )


def _drawing() -> Words:
    """Saying where."""
    return {
        "roads.hint.along": _("Two points or more on the road: what lies between them is closed."),
        "roads.hint.across": _("A line across roads: each road that it crosses is closed."),
        "roads.hint.area": _("Every road in the area, or across its edge, is closed."),
        "roads.draw.along": _("Press on the points of the road, one after the other."),
        "roads.draw.across": _("Press on the points of the line."),
        "roads.draw.area": _("Press on the corners of the area."),
        "roads.draw.back": _("Undo point"),
        "roads.draw.done": _("Done"),
        "roads.draw.cancel": _("Cancel"),
        "roads.point": _("{n}: {lat}, {lon}"),
        "roads.remove_point": _("Remove point {n}"),
        "roads.closes": _("This closes {length} of road."),
        "roads.trying": _("Looking up which roads these are…"),
        "roads.more_points": _("One point more is needed."),
        "roads.no_place": _("The map shows no such road, and these are no coordinates."),
        "roads.no_shape": _("Say first which road: draw it, or name it."),
        "roads.no_name": _("Say which road it is, and why it is closed."),
        "roads.no_start": _("Say from when it is closed."),
        "roads.ends_early": _("It would end before it begins."),
    }


def _taking() -> Words:
    """How long recalculating takes."""
    return {
        "roads.recalculating": _("Recalculating the roads… {seconds} s"),
        "roads.took.closed": _("Plans go round it from now on."),
        "roads.took.opened": _("Plans use it again from now on."),
        "roads.took.network": _("Recalculated: the road network was ready after {network} s."),
        "roads.took.one": _(
            "Recalculated: the road network was ready after {network} s, the travel times of {n}"
            " place {table} s later."
        ),
        "roads.took.other": _(
            "Recalculated: the road network was ready after {network} s, the travel times among"
            " {n} places {table} s later."
        ),
    }
