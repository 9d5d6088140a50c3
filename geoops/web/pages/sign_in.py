"""What the sign-in page shows besides its form: the demonstration's logins, in demonstration mode."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from geoops.records import Role
from geoops.web.services import services

blueprint = Blueprint("sign_in", __name__)

SHOWN = (Role.COORDINATOR, Role.FIELD, Role.DIRECTOR)


@blueprint.app_context_processor
def demonstration() -> dict[str, Any]:
    """The demonstration's logins for the templates; None outside the demonstration."""
    if not services().settings.demonstration:
        return {"demonstration": None}
    from geoops.demonstration.load import LOGINS, PASSWORD

    names = role_names()
    logins = [
        {"email": email, "label": names[role]}
        for email, (role, _label) in LOGINS.items()
        if role in SHOWN
    ]
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
