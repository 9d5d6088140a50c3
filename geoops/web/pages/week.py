"""The coordinator's page of the week (`/week`): seven days planned together."""

from flask import Blueprint

from geoops.desk.week_planning import ask_for_week
from geoops.web.pages import words
from geoops.web.pages.first_steps import first_steps
from geoops.web.pages.page import only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("week_page", __name__)


@blueprint.get("/week")
def show() -> str:
    """Ask for a week, follow it, and read it: zones by days, and what is missing."""
    actor = current_actor()
    only_for(actor, ask_for_week)
    said = words.words(words.week)
    return render("week.html", actor, said, None, {}, first_steps=first_steps(actor))
