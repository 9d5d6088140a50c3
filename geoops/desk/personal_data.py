"""Free text that says who somebody is: found by its form, and refused before it is kept.

The map says what is where and when, never who. A text box lets a name or a number slip in by habit,
so each has a warning beside it and this behind it. It knows forms, not people: an address for mail,
a number as long as a telephone's or a document's, a title before a name.
"""

import re
from collections.abc import Mapping

from geoops.errors import Invalid

FORMS: Mapping[str, re.Pattern[str]] = {
    "mail": re.compile(r"\S@\S+\.\w"),
    "number": re.compile(r"\d(?:[ ./\u00a0\u202f-]?\d){8}|\b\d{2}[A-Z]{2}\d{5}\b"),
    "name": re.compile(
        r"\b(?:M\.|Mr\.?|Mrs\.?|Ms\.?|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+[^\W\d_a-zà-ÿ]\w"
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
"""What to tell the writer."""


def refuse_personal_data(field: str, text: str) -> None:
    """Let pass what says nothing of a person.

    Raises
    ------
    Invalid
        It looks like somebody's name, number or address.
    """
    for kind, form in FORMS.items():
        if form.search(text):
            raise Invalid(field=field, reason=TEMPLATES[kind])
