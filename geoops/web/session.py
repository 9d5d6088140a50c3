"""What a session can do besides signing in and out: work for another of its territories."""

from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from geoops.errors import Invalid
from geoops.web.security import choose_territory

blueprint = Blueprint("session", __name__)


@blueprint.post("/territory")
def switch_territory() -> Response:
    """Make the form's `territory` the active one and go to the map."""
    try:
        chosen = UUID(request.form.get("territory", ""))
    except ValueError as error:
        raise Invalid(field="territory", reason="choose one of your territories") from error
    choose_territory(chosen)
    return redirect("/", 303)
