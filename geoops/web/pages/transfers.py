"""The pages of buses: all of them (`/transfers`) and one (`/transfers/<id>`)."""

from uuid import UUID

from flask import Blueprint

from geoops.desk.actor import Actor
from geoops.desk.boarding import board
from geoops.desk.buses import bus, buses
from geoops.desk.transferring import plan_transfer
from geoops.web.pages import words
from geoops.web.pages.page import may, only_for, render
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("transfers_page", __name__)


@blueprint.get("/transfers")
def show_all() -> str:
    """The buses to come and those of the last days."""
    actor = current_actor()
    only_for(actor, buses)
    said = words.words(words.kinds, words.places, words.transfers, words.planning_a_bus)
    return render("transfers.html", actor, said, None, _given(actor), may_plan=_plans(actor))


@blueprint.get("/transfers/<uuid:transfer_id>")
def show(transfer_id: UUID) -> str:
    """One bus: who boards where, and what becomes of them."""
    actor = current_actor()
    bus(actor, services().engine, transfer_id)
    said = words.words(words.kinds, words.places, words.counting, words.transfers, words.one_bus)
    given = _given(actor) | {"transfer": str(transfer_id)}
    return render(
        "transfer.html",
        actor,
        said,
        None,
        given,
        may_plan=_plans(actor),
        transfer_id=transfer_id,
    )


def _plans(actor: Actor) -> bool:
    return may(actor, plan_transfer)


def _given(actor: Actor) -> dict[str, object]:
    return {
        "mayPlan": _plans(actor),
        "mayCount": may(actor, board),
        "site": str(actor.site_id) if actor.site_id else None,
    }
