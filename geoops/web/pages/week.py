"""The coordinator's page of the week (`/week`): seven days planned together."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from geoops.desk.week_planning import ask_for_week
from geoops.layers.folium_map import RemoteLayer
from geoops.web.pages import words
from geoops.web.pages.first_steps import first_steps
from geoops.web.pages.page import new_map, only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("week_page", __name__)


@blueprint.get("/week")
def show() -> str:
    """Ask for a week, follow it, and read it: zones by days, and what is missing."""
    actor = current_actor()
    only_for(actor, ask_for_week)
    chart = new_map()
    RemoteLayer("zones", _("Zones"), url_for("zones.list_zones")).add_to(chart)
    RemoteLayer("visits", _("Visits of the day")).add_to(chart)
    said = words.words(words.week, words.zones)
    return render("week.html", actor, said, chart, {}, first_steps=first_steps(actor))
