"""Roads in French: "la rue Mollien", "l'avenue Foch", "l'A16", each with its article."""

import re

from geoops.routing.answers import Step
from geoops.web.directions.road import number_of

_SHE = """
allée autoroute avenue bretelle chaussée cité corniche côte cour descente digue drève esplanade
galerie grande impasse jetée levée montée passerelle piste place placette porte promenade rampe
résidence rocade route rue ruelle sente traverse venelle villa voie
"""
_HE = """
ancien boulevard carrefour chemin clos cours échangeur faubourg giratoire hameau lotissement mail
parc parvis passage pont port quai rond-point sentier square tunnel vallon viaduc vieux
"""
FEMININE, MASCULINE = frozenset(_SHE.split()), frozenset(_HE.split())
PLURAL = frozenset(("allées", "escaliers", "quais"))
GRAND = re.compile(r"grand['’ -]?(rue|place|route)\b", re.IGNORECASE)
VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœ]", re.IGNORECASE)
"""An h is taken as aspirated: no kind of road that begins with a mute one is in the lists."""


def the_road(step: Step) -> str:
    """The road that the step leads onto, with its article; "" where it has no name.

    A name of another kind ("Le Virval", "Kaivokatu") has none: French takes it as a place.
    """
    number = number_of(step.ref)
    if not step.name:
        return the_number(number)
    beside = f" ({number})" if number and number != number_of(step.name) else ""
    return the_name(step.name) + beside


def the_name(name: str) -> str:
    """A street's name with its article, its kind in small letters: "la rue Mollien"."""
    if numbered(name):
        return the_number(number_of(name))
    kind, *rest = name.split(" ", 1)
    article = _article(name, kind.lower())
    return f"{article}{' '.join([kind.lower(), *rest])}" if article else name


def the_number(number: str) -> str:
    """A road's number with its article: "l'A16", "la D940"; "" for none."""
    if not number:
        return ""
    return f"l'{number}" if number[0] in "AE" else f"la {number}"


def numbered(name: str) -> bool:
    """Whether a road's name is but its number: "D 940"."""
    return re.fullmatch(r"[A-Z]{1,2} ?\d+[A-Za-z]?\d*", name) is not None


def _article(name: str, kind: str) -> str:
    if GRAND.match(name):
        return "la "
    if kind in PLURAL:
        return "les "
    if kind not in FEMININE | MASCULINE:
        return ""
    if VOWEL.match(kind):
        return "l'"
    return "la " if kind in FEMININE else "le "


def at(place: str) -> str:
    """À with a place that has its article: "au rond-point Foch", "à l'échangeur", "sur la place".

    One stands on a square (place), and at what else there is.
    """
    if place.startswith("le "):
        return f"au {place[3:]}"
    return f"sur {place}" if place.startswith("la place") else f"à {place}"
