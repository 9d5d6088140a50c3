"""The language switch: kept in the session, for the pages to come."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from geoops.errors import Invalid
from geoops.web.locale import LOCALES

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
def choose() -> Response:
    """Speak the form's `language` from now on, and go back to its `back`, a path of this server."""
    language = request.form.get("language", "")
    if language not in LOCALES:
        raise Invalid(field="language", reason="choose one of the languages")
    session["locale"] = language
    return redirect(own_path(request.form.get("back", "/")), 303)


def own_path(address: str) -> str:
    """The address if it is a path of this server, `/` for anything that leads elsewhere."""
    parts = urlsplit(address)
    safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if safe and not (parts.scheme or parts.netloc) else "/"
