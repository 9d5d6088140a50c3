"""The coordinator's page of the teams that are out (`/follow`), where their day is replanned."""

from flask import Blueprint

from geoops.desk.overseeing import teams_out
from geoops.web.pages import words
from geoops.web.pages.page import new_map, only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("overseeing", __name__)


@blueprint.get("/follow")
def show() -> str:
    """A day's teams, planned against done; today's unless `?date=` names another."""
    actor = current_actor()
    only_for(actor, teams_out)
    chart = new_map()
    return render("overseeing.html", actor, words.words(words.overseeing), chart, {})
