"""Strict reading of requests: every field known, every value of its type, every mistake named.

Flask and pydantic are each lenient in their own way: about media types, NaN, repeated keys, extra
fields, numbers as text. Here nothing is dropped or bent silently.
"""

import json
from typing import Any, NoReturn

from apiflask import HTTPError
from apiflask.schema_adapters import registry
from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from geoops.web.api.mistakes import by_field


class Asked(BaseModel):
    """What a client sends: no field beside the known ones, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class StrictAdapter(PydanticAdapter):
    """Reads a JSON body, or the query, into an `Asked`; APIFlask's `input` uses it."""

    def validate_input(self, request: Request, location: str, **_: Any) -> BaseModel:
        """The validated model.

        Raises
        ------
        UnsupportedMediaType, BadRequest
            The body is not JSON, by its media type or by its text.
        HTTPError
            422 with the mistakes by field.
        """
        try:
            if location == "json":
                return self._model().model_validate_json(json_body(request))
            return self._model().model_validate_strings(single_values(request))
        except ValidationError as error:
            raise HTTPError(422, detail={location: by_field(error)}) from error

    def _model(self) -> type[BaseModel]:
        model: type[BaseModel] = self.model_class
        return model


def json_body(request: Request) -> str:
    """The body's text, known to be JSON without NaN and without a key given twice."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        text = whole_body(request).decode()
        json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_refuse_repetition)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The body is not valid JSON: {error}") from error
    return text


def whole_body(request: Request) -> bytes:
    """The body's bytes. Werkzeug cuts one that comes in chunks off at the limit; that is an error.

    Raises
    ------
    RequestEntityTooLarge
        The body reaches the limit.
    """
    body = request.get_data()
    if request.max_content_length is not None and len(body) >= request.max_content_length:
        raise RequestEntityTooLarge
    return body


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a key is given twice")
    return fields


def single_values(request: Request) -> dict[str, str]:
    """The query's parameters but `lang`, which every address takes; none may be given twice."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        detail = {"query": {name: ["is given more than once"] for name in repeated}}
        raise HTTPError(422, detail=detail)
    return {name: value for name, value in request.args.items() if name != "lang"}


registry.register("pydantic", StrictAdapter)
