"""The follow-up of referrals (`/follow-up`): what was proposed, booked, honoured, and missed."""

from flask import Blueprint, url_for

from geoops.desk.showing import teams
from geoops.desk.slots import gudas
from geoops.desk.tracing import Need, referral_counts, referrals
from geoops.records import ReferralKind, ReferralState
from geoops.web.pages import words
from geoops.web.pages.page import may, only_for, render
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("follow_up", __name__)


@blueprint.get("/follow-up")
def show() -> str:
    """The counts of the funnel for all who may see them; each referral for coordinators."""
    actor = current_actor()
    only_for(actor, referral_counts)
    engine = services().engine
    sees_each = may(actor, referrals)
    given = {
        "seesEach": sees_each,
        "kinds": [kind.value for kind in ReferralKind],
        "states": [state.value for state in ReferralState],
        "needs": [need.value for need in Need],
        "teams": [[str(t.id), t.name] for t, _ in teams(actor, engine)] if sees_each else [],
        "gudas": _gudas(sees_each),
    }
    return render(
        "follow_up.html",
        actor,
        words.words(words.following),
        None,
        given,
        sees_each=sees_each,
        gudas=given["gudas"],
    )


def _gudas(sees_each: bool) -> list[dict[str, str]]:
    """The GUDAs to book at, each with the address of its own page."""
    if not sees_each:
        return []
    return [
        {
            "id": str(site_id),
            "name": name,
            "address": url_for("diary.show", site_id=site_id),
        }
        for site_id, name in gudas(current_actor(), services().engine)
    ]
