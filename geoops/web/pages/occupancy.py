"""How full it was and will be (`/occupancy`): nights, evenings ahead, and sites compared."""

from flask import Blueprint

from geoops.desk.occupancy import LONG_AGO, LONGEST, occupancy
from geoops.records import PlaceCategory, Role
from geoops.web.pages import words
from geoops.web.pages.page import only_for, render
from geoops.web.security import current_actor

blueprint = Blueprint("occupancy_page", __name__)


@blueprint.get("/occupancy")
def show() -> str:
    """Occupancy by night with its forecast; a site manager's page is of the own site."""
    actor = current_actor()
    only_for(actor, occupancy)
    given = {"earliest": LONG_AGO.isoformat(), "longest": LONGEST}
    said = words.words(words.kinds, words.places, words.occupancy, words.forecast)
    return render(
        "occupancy.html",
        actor,
        said,
        None,
        given,
        of_own_site=actor.role is Role.SITE_MANAGER,
        categories=[(one.value, said[f"category.{one.value}"]) for one in PlaceCategory],
    )
