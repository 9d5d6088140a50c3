"""A patrol's sheet (`/patrols/<id>/sheet.pdf`): the day on paper, for when no phone works."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import segno
from flask import Blueprint, Response, render_template, url_for
from flask_babel import format_datetime, get_locale
from markupsafe import Markup

from geoops.desk.taking_along import Form, take_along
from geoops.web.pages.basemap import ground
from geoops.web.pages.closure_words import closed_when
from geoops.web.pages.patrol_times import clock, duration, length, whole_day
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = Blueprint("patrol_sheet", __name__)


@blueprint.get("/patrols/<uuid:patrol_id>/sheet.pdf")
def show(patrol_id: UUID) -> Response:
    """The sheet, in the reader's language; its code leads to the page, which asks to sign in."""
    actor = current_actor()
    found = take_along(actor, services().engine, patrol_id, Form.SHEET)
    zone = ZoneInfo(actor.time_zone)
    from geoops.web.pdf import as_pdf  # Pango, which no other page should wait for or need
    from geoops.web.printed_map import STYLE, closures, letters, overview, walk_maps

    address = url_for("patrol.show", patrol_id=patrol_id, _external=True)
    page = render_template(
        "patrol_sheet.html",
        patrol=found,
        legs={leg["properties"]["sequence"]: leg["properties"] for leg in _legs(found)},
        locale=str(get_locale()),
        day=whole_day(found["service_date"]),
        clock=lambda instant: clock(instant, zone),
        length=length,
        duration=duration,
        walked=lambda loop: sum(leg["duration"] for leg in loop["legs"]),
        letters=letters,
        closed=closures(found),
        closed_when=lambda closure: closed_when(closure, found, zone),
        map=overview(ground(), found),
        walks=walk_maps(ground(), found),
        map_style=Markup(STYLE),  # noqa: S704 - our own style sheet
        attribution=ground()["attribution"],
        schematic=ground()["schematic"],
        code=Markup(segno.make(address, error="m").svg_inline(border=2)),  # noqa: S704 - segno's
        phone=services().settings.coordination_phone,
        printed=format_datetime(services().now().astimezone(zone), "d MMM y, HH:mm", rebase=False),
    )
    return as_pdf(page, f"patrol-{found['service_date']}")


def _legs(found: dict[str, Any]) -> list[dict[str, Any]]:
    legs: list[dict[str, Any]] = found["legs"]["features"]
    return legs
