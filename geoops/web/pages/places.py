"""Held places (`/places`): what is kept and until when, who waits, and how holds have ended."""

from flask import Blueprint

from geoops.desk.arriving import mark_no_show
from geoops.desk.waiting import line
from geoops.records import PlaceCategory, RequestPriority
from geoops.web.pages import words
from geoops.web.pages.page import may, only_for, render
from geoops.web.pages.words.reserving import priorities
from geoops.web.pages.words.sites import places
from geoops.web.security import current_actor

blueprint = Blueprint("places", __name__)


@blueprint.get("/places")
def show() -> str:
    """Every hold and request for a coordinator; for a team its own."""
    actor = current_actor()
    only_for(actor, line)
    said = words.words(words.places, words.reserving, words.priorities)
    category, why = places(), priorities()
    return render(
        "places.html",
        actor,
        said,
        None,
        {"mayMarkNoShow": may(actor, mark_no_show)},
        categories=[(one.value, category[f"category.{one.value}"]) for one in PlaceCategory],
        priorities=[(one.value, why[f"priority.{one.value}"]) for one in RequestPriority],
    )
