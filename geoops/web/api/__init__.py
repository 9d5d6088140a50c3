"""The JSON API under /api/v1: one blueprint for one resource."""

from apiflask import APIFlask

from geoops.web.api import (
    appointments,
    arrivals,
    awaited,
    beds,
    boarding,
    camps,
    capacities,
    censuses,
    day_setups,
    departures,
    encounters,
    entries,
    holds,
    live,
    occupancy,
    offers,
    overflows,
    patrol_plans,
    patrols,
    place_requests,
    plan_questions,
    positions,
    progress,
    referrals,
    replans,
    road_closures,
    sites,
    slots,
    teams,
    transfers,
    undoing,
    week_plans,
    zone_changes,
    zone_editing,
    zone_records,
    zones,
)
from geoops.web.api.document import init_document
from geoops.web.api.negotiation import refuse_unacceptable

RESOURCES = (
    sites,
    zone_changes,
    zone_editing,
    zone_records,
    zones,
    camps,
    teams,
    patrols,
    patrol_plans,
    day_setups,
    week_plans,
    plan_questions,
    replans,
    positions,
    progress,
    encounters,
    holds,
    referrals,
    appointments,
    slots,
    occupancy,
    arrivals,
    departures,
    censuses,
    capacities,
    beds,
    entries,
    overflows,
    awaited,
    undoing,
    offers,
    place_requests,
    road_closures,
    transfers,
    boarding,
    live,
)


def init_api(app: APIFlask) -> None:
    """Register the resources, and the document that describes them."""
    init_document(app)
    app.before_request(refuse_unacceptable)
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint)
