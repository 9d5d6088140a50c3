"""Turn by turn in words: the sentence for each instruction of a route, in the reader's language.

A sentence is put together from a table of beginnings and the name of the road. French inflects the
road ("sur l'A16", "sur la rue Mollien"), so each language has a module with its own grammar rather
than lines in the catalogue of translations.
"""

from collections.abc import Callable, Iterator
from typing import Any

from geoops.routing.answers import Step
from geoops.web.directions import english, french

type Document = dict[str, Any]

SAY: dict[str, Callable[[Step], str]] = {"fr": french.say, "en": english.say}
"""What turns a step into a sentence, by language."""

PLAIN: Document = {"modifier": "", "name": "", "ref": "", "duration": 0, "distance": 0}
"""What a kept step leaves out where it is empty; see `geoops.desk.walk_document`."""


def with_words(patrol: Document, locale: str) -> Document:
    """The patrol's document; each of its steps, by car and on foot, has got its `words`."""
    say = SAY[locale]
    for step in _steps(patrol):
        step["words"] = say(Step(**(PLAIN | step)))
    return patrol


def _steps(patrol: Document) -> Iterator[Document]:
    for leg in patrol["legs"]["features"]:
        yield from leg["properties"]["steps"]
    for stop in patrol["stops"]:
        for leg in (stop["loop"] or {}).get("legs", ()):
            yield from leg.get("steps", ())
