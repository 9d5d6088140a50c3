"""A bus's departure sheet (`/transfers/<id>/sheet.pdf`): paper for whoever counts at the door."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template
from flask_babel import format_date, format_datetime, format_time, get_locale

from geoops.desk.buses import Bus, bus
from geoops.records import PlaceCategory
from geoops.web.pages.words.sites import places
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("departure_sheet", __name__)


@blueprint.get("/transfers/<uuid:transfer_id>/sheet.pdf")
def show(transfer_id: UUID) -> Response:
    """The sheet, in the reader's language: counts by category, and no names."""
    actor = current_actor()
    found = bus(actor, services().engine, transfer_id)
    zone = ZoneInfo(actor.time_zone)
    page = render_template(
        "departure_sheet.html",
        bus=found,
        locale=str(get_locale()),
        pickups=_pickups(found),
        totals=_totals(found),
        categories={one.value: places()[f"category.{one.value}"] for one in PlaceCategory},
        day=_day(found.departs_at, zone),
        clock=lambda instant: _clock(instant, found.departs_at, zone),
        printed=format_datetime(services().now().astimezone(zone), "d MMM y, HH:mm", rebase=False),
    )
    from geoops.web.pdf import as_pdf  # Pango, which no other page should wait for or need

    return as_pdf(page, f"bus-{found.departs_at.astimezone(zone):%Y-%m-%d-%H%M}")


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return str(format_date(instant.astimezone(zone), "EEEE d MMMM y", rebase=False))


def _clock(instant: datetime, departs_at: datetime, zone: ZoneInfo) -> str:
    """The time of day, with the date when it is another than the departure's."""
    local = instant.astimezone(zone)
    time = str(format_time(local, "HH:mm", rebase=False))
    if local.date() == departs_at.astimezone(zone).date():
        return time
    return f"{format_date(local, 'd MMM', rebase=False)} {time}"


def _pickups(found: Bus) -> list[dict[str, Any]]:
    """Each pick-up with its groups, and the destination that each goes to."""
    names = {to.site_id: to for to in found.destinations}
    return [
        {
            "stop": pickup,
            "groups": [
                {"group": group, "to": names[group.site_id]}
                for group in found.groups
                if group.pickup_id == pickup.id
            ],
        }
        for pickup in found.pickups
    ]


def _totals(found: Bus) -> dict[UUID, int]:
    """The people for each destination."""
    totals = {to.site_id: 0 for to in found.destinations}
    for group in found.groups:
        totals[group.site_id] += group.people
    return totals
