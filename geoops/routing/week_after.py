"""The week after the one that is planned, roughly: so that nothing is put off to where it does not
fit. Its days have the same teams, its zones the same wishes, and its visits may be made in part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geoops.routing.integer_program import IntegerProgram, Terms
from geoops.routing.week import Slot, WeekProblem, WeekZone
from geoops.routing.week_estimate import DayEstimate


@dataclass(frozen=True)
class WeekAfter:
    """What is missed in it, with the zones' weights, and the work of its days."""

    missed: Terms
    work: list[Terms]

    @classmethod
    def of(
        cls,
        week: WeekProblem,
        days: Sequence[DayEstimate],
        program: IntegerProgram,
        visit: Mapping[Slot, int],
    ) -> "WeekAfter":
        """Add its variables and rows to the program that has the week's visits."""
        works = [_works(one) for one in days]
        after = {
            (zone.id, day): program.variable(1.0 if _seconds(zone, day, works[day]) else 0.0)
            for zone in week.zones
            for day in range(len(days))
        }
        work = [
            [(after[zone.id, day], _seconds(zone, day, works[day])) for zone in week.zones]
            for day in range(len(days))
        ]
        for terms, one in zip(work, days, strict=True):
            program.row(terms, most=one.hours)
        missed = []
        for zone in week.zones:
            for covers in _needs(zone, len(days), visit, after):
                late = program.variable()
                program.row([*covers, (late, 1.0)], least=1)
                missed.append((late, zone.weight))
        return cls(missed, work)


def _works(one: DayEstimate) -> dict[str, float]:
    """Seconds that each visit of a day takes at least."""
    return {
        stop.id: stop.teams * (stop.service + one.nearest(number))
        for number, stop in enumerate(one.stops)
    }


def _seconds(zone: WeekZone, day: int, works: Mapping[str, float]) -> float:
    """Of all the visits that a zone wants on a day; 0 where there can be none."""
    return sum(works.get(name, 0.0) for name in zone.stops[day])


def _needs(
    zone: WeekZone, length: int, visit: Mapping[Slot, int], after: Mapping[tuple[str, int], int]
) -> Iterator[Terms]:
    """For each evening of the week after, the visits that keep the zone in time."""
    for day in range(length):
        first = length + day - zone.every[day] + 1
        if zone.since is not None and -zone.since >= first:
            continue
        before = (
            (visit[d, name], 1.0)
            for d in range(max(0, first), length)
            for name in zone.stops[d]
            if (d, name) in visit
        )
        then = ((after[zone.id, d], 1.0) for d in range(max(0, first - length), day + 1))
        yield [*before, *then]
