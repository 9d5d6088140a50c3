"""The coordinator's page of the teams that are out (`/follow`), where their day is replanned."""

from flask import Blueprint

from geoops.desk.overseeing import teams_out
from geoops.web.pages import words
from geoops.web.pages.first_steps import first_steps
from geoops.web.pages.page import new_map, only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("overseeing", __name__)


@blueprint.get("/follow")
def show() -> str:
    """A day's teams, planned against done; today's unless `?date=` names another."""
    actor = current_actor()
    only_for(actor, teams_out)
    said = words.words(words.overseeing)
    return render("overseeing.html", actor, said, new_map(), {}, first_steps=first_steps(actor))
