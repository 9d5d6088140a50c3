"""Errors as their readers need them: RFC 9457 problem documents under /api, a page elsewhere."""

import logging
from http import HTTPStatus
from typing import Any

from apiflask import HTTPError
from flask import Flask, Response, json, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from geoops.errors import GeoOpsError, Invalid, NotSignedIn

PROBLEM = "application/problem+json"
log = logging.getLogger("geoops.web")

Headers = dict[str, str]


def problem(
    status: int, code: str, detail: str, headers: Headers | None = None, **more: Any
) -> Response:
    """A problem document: type, title, status, detail, code, and whatever else the error tells."""
    document = {
        "type": f"urn:geoops:problem:{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
    } | more
    body = json.dumps(document)
    return Response(body, status, headers, content_type=PROBLEM)


def sentence(error: GeoOpsError) -> str:
    """The error's sentence in the reader's language."""
    return translated(error.template, error.details)


def translated(template: str, details: dict[str, Any]) -> str:
    """A template in the reader's language, its places filled.

    A `reason` is translated, too, and a number with a fraction is written as the reader writes it.
    """
    if isinstance(details.get("reason"), str):
        details = details | {"reason": gettext(details["reason"])}
    written = {k: _Figure(v) if isinstance(v, float) else v for k, v in details.items()}
    return str(gettext(template)).format(**written)


class _Figure(float):
    """A number with a fraction, as the reader writes it; a template may say to how many places."""

    def __format__(self, places: str) -> str:
        if not places:
            return str(format_decimal(self))
        fraction = "0" * int(places.removesuffix("f").rpartition(".")[2])
        return str(format_decimal(self, f"#,##0.{fraction}" if fraction else "#,##0"))


def of_domain(error: GeoOpsError) -> AnyResponse:
    """An error that GeoOps raises on purpose; a page that needs a session leads to the sign-in."""
    if isinstance(error, NotSignedIn) and not under_api():
        own_path = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("security.login", next=own_path))
    if error.status >= 500:
        log.error("%s: %s", error.code, error)
    return answer(error.status, error.code, sentence(error), _headers(error), **_members(error))


def _headers(error: GeoOpsError) -> Headers:
    if error.status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="GeoOps"'}
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return {"Retry-After": str(error.details.get("seconds", 60))}
    return {}


def _members(error: GeoOpsError) -> dict[str, Any]:
    """The error's details as further members; the field of an invalid one under `errors`."""
    reserved = {"type", "title", "status", "detail", "code", "errors", "reason", "field"}
    members = {k: v for k, v in error.details.items() if k not in reserved}
    if "field" in error.details:
        members["errors"] = {error.details["field"]: [gettext(error.details.get("reason", ""))]}
    return members


def of_validation(error: HTTPError) -> AnyResponse:
    """Input that its schema refuses: what is wrong with each field, and if it is one, in detail."""
    fields: dict[str, list[str]] = {}
    for of_location in error.detail.values():
        fields |= of_location
    detail = gettext("The request has invalid fields.")
    if len(fields) == 1:
        ((field, reasons),) = fields.items()
        detail = gettext(Invalid.template).format(field=field, reason=" ".join(reasons))
    return answer(error.status_code, "invalid", detail, errors=fields)


def of_http(error: HTTPException) -> AnyResponse:
    """An error of HTTP itself, in Werkzeug's words."""
    status = error.code or 500
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    detail = gettext(error.description or HTTPStatus(status).phrase)
    kept = {k: v for k, v in error.get_headers() if k.lower() in ("allow", "retry-after")}
    return answer(status, code, detail, kept)


def of_csrf(error: CSRFError) -> AnyResponse:
    """A form or script that was not ours, or whose session has ended."""
    log.info("CSRF: %s", error.description)
    return answer(403, "csrf", gettext("The page has expired. Load it again and try once more."))


def of_database(error: OperationalError | InterfaceError | PoolTimeout) -> AnyResponse:
    """The database does not answer: say so, and that trying again makes sense."""
    log.error("database: %s", getattr(error, "orig", error))
    detail = gettext("The database does not answer. Nothing was changed; try again.")
    return answer(503, "database-unavailable", detail, {"Retry-After": "5"})


def of_anything(error: Exception) -> AnyResponse:
    """A mistake of ours: logged in full, told in one sentence."""
    log.exception("unexpected error", exc_info=error)
    return answer(500, "unexpected", gettext("Something went wrong on our side. It was logged."))


def answer(
    status: int, code: str, detail: str, headers: Headers | None = None, **more: Any
) -> Response:
    """A problem under /api, a page with the same sentence elsewhere."""
    if under_api():
        return problem(status, code, detail, headers, **more)
    page = render_template("error.html", status=status, code=code, detail=detail)
    return Response(page, status, headers, mimetype="text/html")


def under_api() -> bool:
    """Whether a program asks, rather than a person with a browser."""
    return request.path.startswith(("/api/", "/readyz"))


def init_problems(app: Flask) -> None:
    """Register how each kind of error is answered."""
    app.register_error_handler(GeoOpsError, of_domain)
    app.register_error_handler(HTTPError, of_validation)
    app.register_error_handler(CSRFError, of_csrf)
    app.register_error_handler(HTTPException, of_http)
    for unavailable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unavailable, of_database)
    app.register_error_handler(Exception, of_anything)
