"""The map (`/`): sites, zones, camps and patrols, and for coordinators the planning panel."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, json, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geoops.desk.actor import Actor
from geoops.desk.awaiting import site_by_night
from geoops.desk.closing_roads import close_road, road_closures
from geoops.desk.patrolling import patrols_of_day
from geoops.desk.planning import ask_for_plan
from geoops.desk.sheltering import keep_places
from geoops.desk.showing import camps_layer, zones_layer
from geoops.layers.folium_map import GeoOpsMap, RemoteLayer, SiteClusters
from geoops.records import Role
from geoops.web.pages import words
from geoops.web.pages.first_steps import first_steps
from geoops.web.pages.page import may, new_map, render, today_of
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("chart", __name__)


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """The map; a field team is led to its patrol of today, a site manager to the site.

    Unless they ask for the map.
    """
    actor = current_actor()
    if actor.site_id is not None and "map" not in request.args:
        return redirect(url_for("site.show", site_id=actor.site_id))
    in_the_field = actor.role is Role.FIELD and "map" not in request.args
    patrol = _patrol_of_today(actor) if in_the_field else None
    if patrol is not None:
        return redirect(url_for("patrol.show", patrol_id=patrol))
    plans = may(actor, ask_for_plan)
    given = {
        "tomorrow": (today_of(actor) + timedelta(days=1)).isoformat(),
        "mayKeep": may(actor, keep_places),
        "mayPlan": plans,
        "nights": _nights(actor),
    }
    said = words.words(
        *(words.sites, words.places, words.holding, words.zones, words.legend, words.planning),
        *(words.on_foot, words.day, words.closing),
    )
    no_patrol = in_the_field and patrol is None
    return render(
        "map.html",
        actor,
        said,
        _map(actor),
        given,
        plans=plans,
        no_patrol=no_patrol,
        first_steps=first_steps(actor) if plans else [],
    )


def _nights(actor: Actor) -> str | None:
    """Whose nights the reader may look into: those of all sites, of their own, of none."""
    if not may(actor, site_by_night):
        return None
    return str(actor.site_id) if actor.role is Role.SITE_MANAGER else "all"


def _patrol_of_today(actor: Actor) -> UUID | None:
    """The patrol of the actor's team today, if one is published."""
    document = json.loads(patrols_of_day(actor, services().engine, today_of(actor)))
    return next((UUID(feature["id"]) for feature in document["features"]), None)


def _map(actor: Actor) -> GeoOpsMap:
    chart = new_map(clusters=True, drawing=may(actor, close_road))
    if may(actor, zones_layer):
        RemoteLayer("zones", _("Zones"), url_for("zones.list_zones")).add_to(chart)
    if may(actor, ask_for_plan):
        RemoteLayer("patrols", _("Patrols of the day")).add_to(chart)
    if may(actor, road_closures):
        RemoteLayer("closures", _("Closed roads")).add_to(chart)
    if may(actor, camps_layer):
        RemoteLayer("camps", _("Camps"), url_for("camps.list_camps"), show=False).add_to(chart)
    SiteClusters("sites", _("Sites"), url_for("sites.list_sites")).add_to(chart)
    return chart.add_layer_switch(position="topright", collapsed=True)
