"""The way itself: loops on foot, and the directions along the way."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


def on_foot() -> Words:
    """The loop on foot of a stop, on the map and in lists."""
    return {
        "loop.van_stop": _("van at place P{number} of {count}"),
        "loop.line.one": _("van stops {stops} · walk {time}, {far}, {n} camp · back {back}"),
        "loop.line.other": _("van stops {stops} · walk {time}, {far}, {n} camps · back {back}"),
        "take.sheet": _("Patrol sheet (PDF)"),
        "take.gpx": _("Route (GPX)"),
        "loop.camp": _("{name}, on foot, {time}"),
    }


def guiding() -> Words:
    """Directions on the phone."""
    return {
        "guide.drive": _("Directions to {name}"),
        "guide.base": _("Directions back to {name}"),
        "guide.walk.one": _("On foot: {n} camp"),
        "guide.walk.other": _("On foot: {n} camps"),
        "guide.to": _("To {name}"),
        "guide.to_van": _("Back to the van"),
        "guide.hidden": _("the next stop"),
        "guide.open": _("Open in the phone's navigation"),
        "guide.told": _("The app that you choose learns where this is, and nothing else."),
        "guide.camp": _("A camp's position is not handed to another app: follow the map here."),
    }
