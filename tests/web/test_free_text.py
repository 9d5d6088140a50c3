"""No request takes a text that says who somebody is; a new field that would fails here."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin
from uuid import UUID

import pytest
from apiflask import APIFlask
from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError

from geoops.records import Role
from geoops.web.api.reading import Asked
from tests.conftest import ActorOf
from tests.web.conftest import Speak
from tests.web.test_day_setups import TUESDAY
from tests.web.test_roles import CLOSED, DRAWN

MAIL, PHONE, NAME = "someone@mail.example", "06 12 34 56 78", "Mme Martin"
PERSONAL = (MAIL, PHONE, NAME, "0612345678", "12AB34567", "Mme_Martin", "monsieur Martin")
NO_TEXT = (int, float, bool, UUID, date, datetime, AwareDatetime, NoneType)
VEHICLES_PHONE = "PhoneAsked.phone"
"""A telephone's number by its meaning: the institution's, which stays in the vehicle."""

Leaf = tuple[str, Any]
Sent = tuple[str, str, dict[str, Any]]


def inputs(app: APIFlask) -> set[type[BaseModel]]:
    """What the API's addresses take, in the body or the query."""
    taken: set[type[BaseModel]] = set()
    for view in app.view_functions.values():
        asked = getattr(view, "_spec", {})
        taken |= {asked["body"]} if asked.get("body") else set()
        taken |= {schema for schema, _ in asked.get("args", ())}
    return taken


def fields(model: type[BaseModel]) -> Iterator[Leaf]:
    for name, field in model.model_fields.items():
        for kind in kinds(Annotated[field.annotation, *field.metadata, ...]):
            yield f"{model.__name__}.{name}", kind


def kinds(annotation: Any) -> Iterator[Any]:
    """The kinds of value that an annotation lets in, each with what narrows it."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, TypeAliasType):
        yield from kinds(annotation.__value__)
    elif origin is Annotated and get_origin(inner[0]) is None:
        yield annotation
    elif origin in (Annotated, Union, UnionType, tuple, list, set, frozenset):
        for one in inner[:1] if origin is Annotated else inner:
            yield from kinds(one) if one is not ... else ()
    else:
        yield annotation


def is_open(kind: Any) -> bool:
    """Whether a person fits in; a kind of value that is not known here is taken for open."""
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(bare) is Literal:
        return False
    if isinstance(bare, type) and issubclass(bare, (*NO_TEXT, Enum, Asked)) and bare is not str:
        return False
    return bare is not str or any(passes(kind, words) for words in PERSONAL)


def passes(kind: Any, words: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(words)
    except ValidationError:
        return False
    return True


def nested(models: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """The models, and those that they are made of."""
    found = set(models)
    for model in models:
        for _, kind in fields(model):
            bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
            if isinstance(bare, type) and issubclass(bare, BaseModel):
                found |= {bare}
    return found if found == models else nested(found)


def test_no_request_has_room_for_a_person(app: APIFlask) -> None:
    models = nested(inputs(app))
    assert len(models) > 50
    assert all(issubclass(model, Asked) for model in models)
    with app.test_request_context():
        leaves = [leaf for model in models for leaf in fields(model)]
        assert {name for name, kind in leaves if is_open(kind)} == {VEHICLES_PHONE}


class Careless(Asked):
    """What the test is there to find."""

    note: Annotated[str, "in any words"] | None
    notes: tuple[str, ...]
    more: dict[str, Any]
    count: int


def test_a_text_without_the_detector_would_be_found(app: APIFlask) -> None:
    with app.test_request_context():
        found = {name for name, kind in fields(Careless) if is_open(kind)}
    assert found == {"Careless.note", "Careless.notes", "Careless.more"}


def of_zone(text: str) -> Sent:
    return "POST", "/api/v1/zones", DRAWN | {"name": text}


def of_closure(text: str) -> Sent:
    return "POST", "/api/v1/road-closures", CLOSED | {"id": str(UUID(int=1)), "name": text}


def of_skill(text: str) -> Sent:
    demand = {"kind": "zone", "place_id": str(UUID(int=1)), "skills": [text.replace(" ", "")]}
    return "PUT", TUESDAY, {"version": 0, "teams": [], "demands": [demand]}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (of_zone(NAME), "name"),
        (of_closure(PHONE), "name"),
        (of_skill(PHONE), "demands.0.skills.0"),
    ],
)
@pytest.mark.parametrize(("language", "words"), [("fr", "jamais qui"), ("en", "never who")])
def test_it_is_refused_in_the_readers_words(
    actor: ActorOf, bearer: Speak, sent: Sent, field: str, language: str, words: str
) -> None:
    method, address, body = sent
    client = bearer(actor(Role.COORDINATOR))
    refused = client.open(f"{address}?lang={language}", method=method, json=body)
    told: Any = refused.get_json()
    assert (refused.status_code, [*told["errors"]]) == (422, [field])
    assert words in told["detail"]
