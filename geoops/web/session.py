"""What a session can do besides signing in and out: work for another of its territories."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from geoops.web.security import choose_territory

blueprint = Blueprint("session", __name__)


@blueprint.post("/territory")
def switch_territory() -> Response:
    """Make the form's `territory` the active one and go to the map."""
    choose_territory(request.form.get("territory", ""))
    return redirect("/", 303)
