"""Refuse a client that takes none of what an endpoint answers, before anything is done for it."""

from flask import current_app, request
from werkzeug.exceptions import NotAcceptable

from geoops.web.api.answers import GEOJSON


def refuse_unacceptable() -> None:
    """Compare `Accept` with what the endpoint declares by `output`; GeoJSON passes as JSON."""
    view = current_app.view_functions.get(request.endpoint or "")
    declared = getattr(view, "_spec", {}).get("response")
    if not request.path.startswith("/api/") or declared is None:
        return
    offered = [declared["content_type"]]
    if offered == [GEOJSON]:
        offered.append("application/json")
    accepted = request.accept_mimetypes
    if accepted and not any(accepted.quality(kind) > 0 for kind in offered):
        raise NotAcceptable(f"This address answers {' or '.join(offered)}.")
