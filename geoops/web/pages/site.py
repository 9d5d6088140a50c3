"""A site's page (`/sites/<id>`), made for a phone at its desk at night: who comes, who is there."""

from uuid import UUID

from flask import Blueprint
from flask_babel import format_date

from geoops.desk.arriving import arrive_unannounced
from geoops.desk.awaiting import site_by_night
from geoops.desk.clocks import night
from geoops.web.pages import words
from geoops.web.pages.page import may, render
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("site", __name__)


@blueprint.get("/sites/<uuid:site_id>")
def show(site_id: UUID) -> str:
    """One site tonight; a site manager's own."""
    actor = current_actor()
    found = site_by_night(actor, services().engine, site_id)
    tonight = night(services().now(), actor.time_zone)
    given = {
        "site": str(site_id),
        "account": str(actor.account_id),
        "night": tonight.isoformat(),
        "mayAct": may(actor, arrive_unannounced),
    }
    said = words.words(
        words.kinds, words.places, words.counting, words.night, words.desk, words.journal
    )
    return render(
        "site.html",
        actor,
        said,
        None,
        given,
        site=found,
        night=format_date(tonight, "d MMMM"),
        may_act=may(actor, arrive_unannounced),
    )
