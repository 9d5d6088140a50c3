"""What is wrong with a field of a request, in the reader's words instead of pydantic's."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from pydantic import ValidationError

TEMPLATES: Mapping[str, str] = {
    "missing": "this is missing",
    "extra_forbidden": "there is no such field",
    "string": "give a text",
    "string_too_short": "give at least {min_length} characters",
    "string_too_long": "give at most {max_length} characters",
    "string_pattern_mismatch": "this is not written as it has to be",
    "int": "give a whole number",
    "float": "give a number",
    "finite_number": "give a number",
    "bool": "say true or false",
    "greater_than": "give a number above {gt}",
    "greater_than_equal": "give a number from {ge} on",
    "less_than": "give a number below {lt}",
    "less_than_equal": "give a number up to {le}",
    "too_short": "give at least {min_length} of them",
    "too_long": "give at most {max_length} of them",
    "enum": "give one of these: {expected}",
    "literal_error": "give one of these: {expected}",
    "union_tag_invalid": "give one of these: {expected_tags}",
    "union_tag_not_found": "this is missing",
    "uuid": "give an identifier (UUID)",
    "date": "give a day, as 2026-11-24",
    "datetime": "give an instant with its offset, as 2026-11-24T08:00:00Z",
    "timezone_aware": "give an instant with its offset, as 2026-11-24T08:00:00Z",
    "list": "give a list",
    "tuple": "give a list",
    "model": "give an object",
    "value_error": "{error}",
}
"""By pydantic's type of the mistake, or by what it begins with (`int_type`, `int_parsing`)."""


class Unfit(ValueError):
    """What a validator of ours refuses, in words that are translated."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def by_field(error: ValidationError) -> dict[str, list[str]]:
    """What is wrong, by the field's path (`referrals.0.people`); never the value that was sent."""
    fields: dict[str, list[str]] = {}
    for mistake in error.errors(include_url=False, include_input=False):
        path = ".".join(map(str, mistake["loc"])) or "body"
        fields.setdefault(path, []).append(_words(mistake))
    return fields


def _words(mistake: Mapping[str, Any]) -> str:
    kind: str = mistake["type"]
    template = TEMPLATES.get(kind) or TEMPLATES.get(kind.partition("_")[0])
    if template is None:
        return str(mistake["msg"])
    told = {name: _told(value) for name, value in mistake.get("ctx", {}).items()}
    return str(gettext(template)).format(**told)


def _told(value: object) -> object:
    """What fills a sentence; a validator's own words are translated, too."""
    return gettext(str(value)) if isinstance(value, ValueError) else value
