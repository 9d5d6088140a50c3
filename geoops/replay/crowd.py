"""Whom the teams meet: groups, day by day, the same for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from geoops.demonstration.geography import Position
from geoops.desk.clocks import instant
from geoops.records import PlaceCategory
from geoops.replay.world import NAMESPACE
from geoops.replay.year import Year

MINOR = PlaceCategory.UNACCOMPANIED_MINOR  # whose way is a separate one, not the GUDA's
HOUR = 3_600
FROM, UNTIL = 8 * HOUR, 20 * HOUR  # of the day, when teams are out

CATEGORIES = {
    PlaceCategory.ISOLATED_MAN: 0.60,
    PlaceCategory.ISOLATED_WOMAN: 0.08,
    PlaceCategory.FAMILY: 0.20,
    PlaceCategory.UNACCOMPANIED_MINOR: 0.08,
    PlaceCategory.REDUCED_MOBILITY: 0.04,
}
SIZES = {
    PlaceCategory.ISOLATED_MAN: (1, 2, 3, 4, 6),
    PlaceCategory.ISOLATED_WOMAN: (1, 1, 2, 2, 3),
    PlaceCategory.FAMILY: (3, 3, 4, 5, 6),
    PlaceCategory.UNACCOMPANIED_MINOR: (1, 2, 2, 3, 3),
    PlaceCategory.REDUCED_MOBILITY: (1, 1, 1, 2, 2),
}
LANGUAGES = ("ar", "ps", "prs", "ti", "am", "om", "ckb", "en")


@dataclass(frozen=True, slots=True)
class Group:
    """People of one category who were met together, and what they ask for, if anything."""

    id: UUID
    category: PlaceCategory
    people: int
    met_at: datetime
    team: int
    position: Position
    language: str
    asylum: bool
    shelter: bool
    voluntary_return: bool
    care: bool


class Crowd:
    """The groups of a year; `camps` are the positions around which people are met."""

    def __init__(self, year: Year, seed: int, teams: int, camps: Sequence[Position]) -> None:
        self._year, self._seed, self._teams, self._camps = year, seed, teams, camps

    def met_before(self, time_zone: str) -> list[Group]:
        """Those who were met on the eve of the year, and want nothing but their appointment."""
        draw = Random(f"{self._seed}/crowd/before")  # noqa: S311 - invented, no secret
        eve = self._year.first - timedelta(days=1)
        wanted = self._year.waiting_before
        return [
            replace(
                group,
                asylum=group.category is not MINOR,
                shelter=False,
                voluntary_return=False,
                care=False,
            )
            for group in self._groups(draw, eve, wanted, time_zone)
        ]

    def met_on(self, number: int, time_zone: str) -> list[Group]:
        """The groups of the day of that number, in the order in which they are met."""
        draw = Random(f"{self._seed}/crowd/{number}")  # noqa: S311 - invented, no secret
        # A day's people are a normal draw around its mean: as many as a Poisson process would give.
        mean = self._year.met_on(number)
        wanted = max(0, round(draw.gauss(mean, mean**0.5)))
        groups = self._groups(draw, self._year.days[number], wanted, time_zone)
        return sorted(groups, key=lambda one: one.met_at)

    def _groups(self, draw: Random, day: date, wanted: int, time_zone: str) -> Iterator[Group]:
        year, left = self._year, wanted
        while left > 0:
            category = draw.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
            people = min(left, draw.choice(SIZES[category]))
            left -= people
            lon, lat = draw.choice(self._camps)
            yield Group(
                id=uuid5(NAMESPACE, f"{self._seed}/{day}/{left}"),
                category=category,
                people=people,
                met_at=instant(day, 0, time_zone) + timedelta(seconds=draw.randint(FROM, UNTIL)),
                team=draw.randrange(self._teams),
                position=(lon + draw.gauss(0, 0.0008), lat + draw.gauss(0, 0.0005)),
                language=draw.choice(LANGUAGES),
                asylum=draw.random() < year.seek_asylum and category is not MINOR,
                shelter=draw.random() < year.seek_shelter,
                voluntary_return=draw.random() < year.seek_return,
                care=draw.random() < year.need_care,
            )
