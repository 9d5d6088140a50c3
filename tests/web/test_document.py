"""The OpenAPI document is valid, whole, and as strict as the code."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from jsonschema_rs import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31

from tests.web.test_roles import ROLES

METHODS = ("get", "post", "put", "patch", "delete")
Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture
def document(app: APIFlask) -> dict[str, Any]:
    """As anyone may read it."""
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    Draft202012Validator(OPENAPI_31).validate(document)
    for schema in document["components"]["schemas"].values():
        Draft202012Validator(schema | {"components": document["components"]})


def test_nothing_is_left_of_openapi_3_0(document: dict[str, Any]) -> None:
    assert "'nullable'" not in str(document)


def test_it_describes_every_address_of_the_api(document: dict[str, Any]) -> None:
    described = {f"{method} {path}" for method, path, _ in operations(document)}
    known = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)
        for address in ROLES
        if "/api/v1/" in address and "openapi.json" not in address
    }
    assert described == known | {"GET /healthz", "GET /readyz"}


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (method, path)


def test_what_is_sent_may_hold_no_unknown_field(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    sent = [name for name in schemas if "Asked" in name.rpartition(".")[2]]
    assert len(sent) >= 4
    assert all(schemas[name]["additionalProperties"] is False for name in sent)


def test_no_field_takes_free_text(document: dict[str, Any]) -> None:
    """Rule 1 of the domain: what is sent is a number, a word of a vocabulary, or an identifier."""
    schemas = document["components"]["schemas"]
    for name in (name for name in schemas if "Asked" in name.rpartition(".")[2]):
        for field, schema in schemas[name]["properties"].items():
            for text in strings(schema):
                assert {"format", "enum", "pattern", "const"} & text.keys(), f"{name}.{field}"


def strings(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The string types within a schema."""
    if schema.get("type") == "string":
        yield schema
    for part in (*schema.get("anyOf", ()), schema.get("items", {})):
        if part:
            yield from strings(part)
