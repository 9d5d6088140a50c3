"""A patrol's page (`/patrols/<id>`), made for a phone: the way, the next stop, encounters."""

from uuid import UUID

from flask import Blueprint
from flask_babel import get_locale
from flask_babel import gettext as _

from geoops.desk.actor import Actor
from geoops.desk.closing_roads import road_closures
from geoops.desk.encountering import log_encounter
from geoops.desk.patrolling import finish_patrol, patrol
from geoops.desk.sharing import share_position
from geoops.desk.slots import gudas
from geoops.layers.folium_map import RemoteLayer
from geoops.records import Explained, Need, Role
from geoops.web.directions import with_words
from geoops.web.pages import words
from geoops.web.pages.page import may, new_map, render
from geoops.web.pages.vocabulary import LANGUAGES, explained_words, need_words
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("patrol", __name__)


@blueprint.get("/patrols/<uuid:patrol_id>")
def show(patrol_id: UUID) -> str:
    """One patrol; its stops and legs come with the page, so that it is read without a network."""
    actor = current_actor()
    found = with_words(patrol(actor, services().engine, patrol_id), str(get_locale()))
    chart = new_map()
    RemoteLayer("patrols", found["team"]).add_to(chart)
    if may(actor, road_closures):
        RemoteLayer("closures", _("Closed roads")).add_to(chart)
    given = {"patrol": found, "account": str(actor.account_id), "gudas": _gudas(actor)}
    said = words.words(
        *(words.kinds, words.places, words.patrol, words.signs, words.finishing, words.encounter),
        *(words.on_foot, words.guiding, words.closures, words.sharing),
        *(words.reserving, words.priorities),
    )
    return render(
        "patrol.html",
        actor,
        said,
        chart,
        given,
        patrol=found,
        may_log=may(actor, log_encounter),
        own_holds=actor.role is Role.FIELD,
        may_finish=may(actor, finish_patrol),
        may_share=may(actor, share_position),
        languages=LANGUAGES,
        needs=[(need.value, need_words()[need]) for need in Need],
        explained=[(one.value, explained_words()[one]) for one in Explained],
    )


def _gudas(actor: Actor) -> list[dict[str, str]]:
    """The GUDAs at which the reader may book with a report."""
    if not may(actor, gudas):
        return []
    found = gudas(actor, services().engine)
    return [{"id": str(site_id), "name": name} for site_id, name in found]
