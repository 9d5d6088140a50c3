"""Planning a day and what comes of it."""

from flask_babel import gettext as _

from geoops.routing.plan import TEMPLATES
from geoops.web.pages.words.group import Words


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
