"""The page where zones are drawn, reshaped, cut and merged (`/zones`). Coordinators only."""

from flask import Blueprint
from flask_babel import gettext as _

from geoops.desk.showing import camps_layer
from geoops.desk.zone_reading import zone_records
from geoops.layers.folium_map import GeoOpsMap, RemoteLayer
from geoops.web.pages import words
from geoops.web.pages.page import may, new_map, only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("zones_page", __name__)


@blueprint.get("/zones")
def show() -> str:
    """The territory's zones, and what is said of each."""
    actor = current_actor()
    only_for(actor, zone_records)
    said = words.words(words.zone_desk, words.zone_past, words.zones, words.weekdays)
    given = {"account": str(actor.account_id)}
    return render("zones.html", actor, said, _map(camps=may(actor, camps_layer)), given)


def _map(*, camps: bool) -> GeoOpsMap:
    """The zones and what is being drawn; the camps only for who switches them on, on record."""
    chart = new_map(drawing=True)
    RemoteLayer("zones", _("Zones")).add_to(chart)
    if camps:
        RemoteLayer("camps", _("Camps"), show=False).add_to(chart)
    return chart.add_layer_switch(position="topright", collapsed=True)
