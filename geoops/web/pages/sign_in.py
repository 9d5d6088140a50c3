"""What the sign-in page shows besides its form: the logins, if this is the demonstration."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from geoops.records import Role
from geoops.web.services import services

blueprint = Blueprint("sign_in", __name__)

LOGINS = {
    Role.COORDINATOR: "coordination@demo.geoops.example",
    Role.FIELD: "terrain@demo.geoops.example",
    Role.SITE_MANAGER: "gestion@demo.geoops.example",
    Role.DIRECTOR: "direction@demo.geoops.example",
}
PASSWORD = "maraude-demo-2026"  # noqa: S105 - everybody's, and of the demonstration only
"""As `geoops.demonstration.load` makes them, which the web may not know; a test compares."""


@blueprint.app_context_processor
def demonstration() -> dict[str, Any]:
    """The demonstration's logins for the templates; None outside the demonstration."""
    if not services().settings.demonstration:
        return {"demonstration": None}
    names = role_names()
    logins = [{"email": email, "label": names[role]} for role, email in LOGINS.items()]
    return {"demonstration": {"logins": logins, "password": PASSWORD}}


def role_names() -> dict[Role, str]:
    """The roles in the reader's language."""
    return {
        Role.COORDINATOR: _("Coordinator"),
        Role.FIELD: _("Field team"),
        Role.DIRECTOR: _("Director"),
        Role.SITE_MANAGER: _("Site manager"),
        Role.ADMINISTRATOR: _("Administrator"),
    }
