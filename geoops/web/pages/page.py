"""What every page is given: who reads it, its words, and the map that folium has prepared."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_babel import get_locale

from geoops.desk.actor import Actor
from geoops.desk.listening import listen
from geoops.errors import Forbidden
from geoops.layers.folium_map import GeoOpsMap
from geoops.web.pages.navigation import navigation
from geoops.web.pages.sign_in import role_names
from geoops.web.pages.words import Words
from geoops.web.services import services


def may(actor: Actor, act: Callable[..., Any]) -> bool:
    """Whether the desk function `act` lets the actor's role call it."""
    return actor.role in act.__dict__["roles"]


def only_for(actor: Actor, act: Callable[..., Any]) -> None:
    """Refuse a page to those whose role may not call the desk function behind it.

    Raises
    ------
    Forbidden
        The role may not.
    """
    if not may(actor, act):
        raise Forbidden(role=actor.role.value, action=act.__name__.replace("_", " "))


def asset(path: str) -> str:
    """The address of a file below `static/`."""
    return url_for("static", filename=path)


def today_of(actor: Actor) -> date:
    """Today on the territory's calendar."""
    return services().now().astimezone(ZoneInfo(actor.time_zone)).date()


def new_map(*, clusters: bool = False, drawing: bool = False) -> GeoOpsMap:
    """An empty map with the basemap that the settings want."""
    settings = services().settings
    return GeoOpsMap(
        asset,
        tiles_url=settings.tiles_url,
        tiles_attribution=settings.tiles_attribution,
        clusters=clusters,
        drawing=drawing,
    )


def render(
    template: str,
    actor: Actor,
    words: Words,
    chart: GeoOpsMap | None,
    given: dict[str, Any],
    **more: Any,
) -> str:
    """Render a page, with a map if it has one.

    `given` goes to its script as JSON, `more` to its template.
    """
    shown = {
        "role": actor.role.value,
        "locale": str(get_locale()),
        "timeZone": actor.time_zone,
        "words": words,
        "given": given
        | {
            "today": today_of(actor).isoformat(),
            "basemap": url_for("basemap.show"),
            "live": may(actor, listen),
            "tiles": services().settings.tiles_url,
            "tilesCredit": services().settings.tiles_attribution,
        },
    }
    return render_template(
        template,
        actor=actor,
        role_name=role_names()[actor.role],
        page=shown,
        chart=chart.parts() if chart else None,
        navigation=navigation(actor),
        **more,
    )
