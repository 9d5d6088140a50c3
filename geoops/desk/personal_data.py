"""Free text that says who somebody is: found by its form, and refused before it is kept.

The map says what is where and when, never who. A text box lets a name or a number slip in by habit,
so each has a warning beside it and this behind it. It knows forms, not people: an address for mail,
a number as long as a telephone's or a document's, a title before a name.
"""

import re
from collections.abc import Mapping

FORMS: Mapping[str, re.Pattern[str]] = {
    "mail": re.compile(r"\S@\S+\.\w"),
    "number": re.compile(
        r"\d(?:[ ._/\u00a0\u202f-]?\d){8}|(?<![^\W_])\d{2}[A-Z]{2}\d{5}(?![^\W_])"
    ),
    "name": re.compile(
        r"(?<![^\W_])(?:M\.|Mr\.?|Mrs\.?|Ms\.?|(?i:Mme|Mlle|Monsieur|Madame|Mademoiselle))"
        r"[\s_]+[^\W\d_a-zà-ÿ]\w"
    ),
}
"""What gives it away. A doctor or a general is left alone: half the streets of a town are named
after one."""

TEMPLATES: Mapping[str, str] = {
    "mail": "It looks like it holds an e-mail address. Write what and where, never who.",
    "number": (
        "It looks like it holds the number of a telephone or a document. "
        "Write what and where, never who."
    ),
    "name": "It looks like it holds a person's name. Write what and where, never who.",
}
"""What to tell the writer, to be translated."""


def sign_of_a_person(text: str) -> str | None:
    """Why `text` is refused: it looks like somebody's name, number or address; None if not."""
    found = (reason for kind, reason in TEMPLATES.items() if FORMS[kind].search(text))
    return next(found, None)
