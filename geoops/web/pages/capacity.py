"""The capacity page (`/capacity`): every site's places, and where they are too few."""

from flask import Blueprint

from geoops.desk.reckoning import set_capacity
from geoops.desk.showing import coverage_layer
from geoops.records import PlaceCategory
from geoops.web.pages import words
from geoops.web.pages.page import may, only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("capacity", __name__)


@blueprint.get("/capacity")
def show() -> str:
    """For those who answer for the whole territory: a coordinator states, a director reads."""
    actor = current_actor()
    only_for(actor, coverage_layer)
    states = may(actor, set_capacity)
    given = {
        "account": str(actor.account_id),
        "mayState": states,
        "categories": [category.value for category in PlaceCategory],
    }
    said = words.words(words.kinds, words.places, words.counting, words.causes, words.capacity)
    return render("capacity.html", actor, said, None, given, may_state=states)
