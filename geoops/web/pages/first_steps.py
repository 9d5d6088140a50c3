"""What to do first where nothing can be planned yet, said on every page that plans."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from geoops.desk.actor import Actor
from geoops.desk.first_steps import what_is_lacking
from geoops.desk.zone_reading import zone_records
from geoops.web.pages.page import may
from geoops.web.services import services


@dataclass(frozen=True)
class Step:
    """A sentence, and the link to where that is done, if it is done in the application."""

    words: str
    link: str | None = None
    address: str | None = None


def first_steps(actor: Actor) -> list[Step]:
    """None as soon as there are zones and teams, and for roles that do not plan."""
    if not may(actor, what_is_lacking):
        return []
    lacking = what_is_lacking(actor, services().engine)
    return [_zones(actor)] * lacking.zones + [_teams()] * lacking.teams


def _zones(actor: Actor) -> Step:
    if not may(actor, zone_records):
        return Step(_("No zone is drawn yet. The coordination draws them."))
    words = _("No zone is drawn yet, and patrols go from zone to zone.")
    return Step(words, _("Draw the first zone"), url_for("zones_page.show"))


def _teams() -> Step:
    words = _(
        "No team is entered yet. Whoever runs this installation enters bases and teams, with their"
        " shift and vehicle."
    )
    return Step(words)
