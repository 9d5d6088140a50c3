"""Free text in a request: what a person writes in words of their own says nothing of anybody."""

from flask_babel import gettext
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from geoops.desk.personal_data import sign_of_a_person


def _impersonal(words: str) -> str:
    reason = sign_of_a_person(words)
    if reason is None:
        return words
    raise PydanticCustomError("personal_data", "{reason}", {"reason": gettext(reason)})


IMPERSONAL = AfterValidator(_impersonal)
"""Beside a text's length and pattern: refuses what looks like a name, a number or an address.

Every text of a request has it, but those whose pattern leaves no room for a person. No other way
leads from a page or a program to the database, so this is the one place
(`tests/web/test_free_text.py` walks all requests).
"""
