"""The director's page (`/coverage`): which zones were seen when, and which places are left."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from geoops.desk.showing import coverage_layer
from geoops.layers.folium_map import RemoteLayer
from geoops.web.pages import words
from geoops.web.pages.first_steps import first_steps
from geoops.web.pages.page import new_map, only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/coverage")
def show() -> str:
    """Each zone by the days since its last visit over its interval; capacity by kind of site."""
    actor = current_actor()
    only_for(actor, coverage_layer)
    chart = new_map()
    RemoteLayer("zones", _("Zones"), url_for("zones.read_coverage")).add_to(chart)
    said = words.words(words.kinds, words.places, words.zones, words.legend, words.coverage)
    return render("coverage.html", actor, said, chart, {}, first_steps=first_steps(actor))
