"""The pages that a reader can go to, in the order of a day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from geoops.desk.actor import Actor
from geoops.desk.buses import buses
from geoops.desk.occupancy import occupancy
from geoops.desk.overseeing import teams_out
from geoops.desk.showing import coverage_layer
from geoops.desk.slots import gudas
from geoops.desk.tracing import referral_counts
from geoops.desk.waiting import line
from geoops.desk.week_planning import ask_for_week
from geoops.desk.zone_reading import zone_records
from geoops.records import Role
from geoops.web.services import services


@dataclass(frozen=True)
class Link:
    """A page: its name in the reader's language, its address, and whether it is the one shown."""

    name: str
    address: str
    current: bool


def navigation(actor: Actor) -> list[Link]:
    """The links of the bar, for the actor's role."""
    links = []
    if actor.role is Role.FIELD:
        links.append(Link(_("My patrol"), "/", request.endpoint == "patrol.show"))
        links.append(Link(_("Map"), "/?map", request.endpoint == "chart.show"))
    elif actor.site_id is not None:
        links.append(Link(_("My site"), "/", request.endpoint == "site.show"))
        links.append(Link(_("Map"), "/?map", request.endpoint == "chart.show"))
        links.append(Link(_("Held places"), "/places", request.endpoint == "places.show"))
    else:
        links.append(Link(_("Map"), "/", request.endpoint == "chart.show"))
    for name, endpoint, act in _pages():
        if actor.role in act.__dict__["roles"] and (actor.role is not Role.FIELD or act is buses):
            links.append(Link(name, url_for(endpoint), request.endpoint == endpoint))
    if actor.role is Role.SITE_MANAGER:
        links += _desk(actor)
    return links


def _desk(actor: Actor) -> list[Link]:
    """The appointments of the manager's own GUDA, if the site is one."""
    here = request.endpoint == "diary.show"
    return [
        Link(_("Appointments"), url_for("diary.show", site_id=site_id), here)
        for site_id, _name in gudas(actor, services().engine)
    ]


def _pages() -> list[tuple[str, str, Callable[..., Any]]]:
    """Name, endpoint, and the desk function that says who may, of every page beside the map."""
    return [
        (_("On the road"), "overseeing.show", teams_out),
        (_("Zones"), "zones_page.show", zone_records),
        (_("Week"), "week_page.show", ask_for_week),
        (_("Capacity"), "capacity.show", coverage_layer),
        (_("Held places"), "places.show", line),
        (_("Follow-up"), "follow_up.show", referral_counts),
        (_("Buses"), "transfers_page.show_all", buses),
        (_("Coverage"), "coverage.show", coverage_layer),
        (_("Occupancy"), "occupancy_page.show", occupancy),
    ]
