"""The OpenAPI 3.1 document: APIFlask writes it from the code; here is what all share."""

from http import HTTPStatus
from typing import Any

from apiflask import APIFlask
from pydantic import BaseModel

from geoops.web.problems import PROBLEM

Operation = dict[str, Any]
Document = dict[str, Any]

ALWAYS = (401, 403, 406, 500, 503)
OF_A_BODY = (400, 413, 415, 422)
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "`geoops token create`"},
    "session": {"type": "apiKey", "in": "cookie", "name": "geoops"},
}
CONFIGURATION = {
    "OPENAPI_VERSION": "3.1.0",
    "SECURITY_SCHEMES": SECURITY,
    "AUTO_OPERATION_ID": True,
    "AUTO_404_RESPONSE": False,
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "AUTO_SERVERS": False,
    "SERVERS": [{"url": "/"}],
    "DESCRIPTION": (
        "Unsafe requests with a session cookie need its CSRF token in `X-CSRFToken`; requests with"
        " a bearer token do not. Coordinates are longitude, latitude in EPSG:4326; instants UTC."
    ),
}


class Problem(BaseModel):
    """An error (RFC 9457). `errors` says what is wrong with each field, by its path."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: dict[str, list[str]] | None = None


def complete(document: Any) -> Any:
    """Add to every operation the problems that it can give, and what APIFlask leaves out."""
    document["security"] = [{"token": []}, {"session": []}]
    schemas = document["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    schemas.pop("HTTPError", None)  # APIFlask's own shape of an error, which nothing answers here
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete_operation(operation, is_open=not path.startswith("/api/"))
    return document


def _complete_operation(operation: Operation, *, is_open: bool) -> None:
    responses = operation["responses"]
    if is_open:
        operation["security"] = []
    for status in () if is_open else _problems(operation):
        responses.setdefault(str(status), {"description": HTTPStatus(status).phrase})
    for parameter in operation["parameters"]:
        if parameter["in"] == "path" and parameter["name"].endswith("_id"):
            parameter["schema"]["format"] = "uuid"
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    _describe_contents(responses)


def _problems(operation: Operation) -> list[int]:
    statuses = list(ALWAYS)
    if "requestBody" in operation:
        statuses += OF_A_BODY
    for parameter in operation["parameters"]:
        statuses.append(404 if parameter["in"] == "path" else 422)
    return statuses


def _describe_contents(responses: dict[str, Any]) -> None:
    """Problems for every error; the same content for every success; none where HTTP allows none."""
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    success = next((r["content"] for s, r in responses.items() if s in ("201", "202")), None)
    for status, response in responses.items():
        if status >= "400":
            response["content"] = problem
        elif status in ("204", "304"):
            response.pop("content", None)
        elif status == "200" and success:
            response["content"] = success


def init_document(app: APIFlask) -> None:
    """Let the document be completed when it is first asked for."""
    app.config.update(CONFIGURATION)
    app.spec_processor(complete)
