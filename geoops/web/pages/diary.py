"""A GUDA's own page (`/sites/<id>/appointments`): the day's slots, who came, and closures."""

from uuid import UUID

from flask import Blueprint

from geoops.desk.bookkeeping import at_own_site
from geoops.desk.slots import gudas
from geoops.desk.tracing import site_appointments
from geoops.errors import NotFound
from geoops.records import DayCause
from geoops.web.pages import words
from geoops.web.pages.page import only_for, render
from geoops.web.pages.words.referrals import causes
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("diary", __name__)


@blueprint.get("/sites/<uuid:site_id>/appointments")
def show(site_id: UUID) -> str:
    """The timetable of one GUDA, for its manager and for coordinators."""
    actor = current_actor()
    only_for(actor, site_appointments)
    at_own_site(actor, site_id)
    named = dict(gudas(actor, services().engine))
    if site_id not in named:
        raise NotFound(kind="site", identifier=site_id)
    given = {"site": {"id": str(site_id), "name": named[site_id]}}
    said = causes()
    return render(
        "appointments.html",
        actor,
        words.words(words.appointments),
        None,
        given | {"gudas": [given["site"]]},
        site=named[site_id],
        causes=[(cause.value, said[f"cause.{cause.value}"]) for cause in DayCause],
    )
