"""What both languages say of a road: its number as signs write it, and what a ramp's sign says."""

from geoops.routing.answers import Step

COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
"""The eight winds, clockwise from north; each language has them in this order."""


def wind(bearing: float) -> int:
    """The number of the wind in `COMPASS` that blows along a bearing (degrees from north)."""
    return round(bearing / 45) % 8


def number_of(ref: str) -> str:
    """The first of a road's numbers, without spaces: "A 16;E 402" is "A16"."""
    return "".join(ref.split(";", maxsplit=1)[0].split())


def towards(step: Step) -> str:
    """The first two places of a ramp's sign, without the road's number: "Dunkerque, Lille"."""
    places = step.destinations.rpartition(":")[2].split(",")
    return ", ".join(place.strip() for place in places[:2] if place.strip())


def exit_of(step: Step) -> str:
    """A motorway exit's number; a sign with several has the first."""
    return step.exits.split(";")[0].strip()
