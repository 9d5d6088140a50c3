"""Errors, the live light, the controls of a map: the words of every page."""

from flask_babel import gettext as _

from geoops.web.pages.words.group import Words


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
        "chart.beyond": _(
            "This installation has no roads and no ground there: load the extract of the region"
            " (geoops network build)."
        ),
        "chart.schematic": _("schematic network"),
    }
