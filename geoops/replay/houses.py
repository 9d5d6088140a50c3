"""What the sites do by themselves: count their people each week, open and close beds."""

from datetime import date, datetime
from uuid import uuid5

from geoops.desk.clocks import night, today
from geoops.desk.reckoning import CapacityStatement, Census, set_capacity, take_census
from geoops.records import EntryCause
from geoops.replay.shelter import Shelter
from geoops.replay.tally import Count, Tally
from geoops.replay.world import ReplaySite, World

COLD_FROM, COLD_UNTIL = date(2016, 1, 18), date(2016, 2, 29)
COLD_SHARE = 0.10  # of a CAES's places, opened on top while the plan grand froid lasts
WORKS_FROM, WORKS_UNTIL = date(2016, 5, 9), date(2016, 6, 3)


def count_people(world: World, tally: Tally, shelter: Shelter, now: datetime) -> None:
    """A census of the sites whose weekday it is; what differs was not noted when it happened."""
    there = shelter.stays.counted()
    tonight = night(now, world.time_zone)
    for number, site in enumerate(world.of_kind("caes", "sas", "cao")):
        if number % 7 != tonight.weekday():
            continue
        for category in site.places:
            key = str(uuid5(site.id, f"census {tonight} {category}"))
            census = Census(category, there[site.id, category], tonight, key)
            recorded = take_census(world.managers[site.id], world.engine, site.id, census, now)
            shelter.unnoted.pop((site.id, category), None)
            tally.add(
                today(now, world.time_zone), Count.FOUND_BY_CENSUS, abs(recorded.entry.occupied)
            )


def change_capacities(world: World, now: datetime) -> None:
    """The plan grand froid and the works of the year, on the days on which they begin and end."""
    day = today(now, world.time_zone)
    if day in (COLD_FROM, COLD_UNTIL):
        opened = day == COLD_FROM
        cause = EntryCause.PLAN_GRAND_FROID
        for site in world.of_kind("caes"):
            state(world, site, (1 + COLD_SHARE) if opened else 1, cause, now)
    if day in (WORKS_FROM, WORKS_UNTIL):
        began = day == WORKS_FROM
        cause = EntryCause.WORKS if began else EntryCause.REOPENING
        state(world, world.of_kind("caes")[0], 0.4 if began else 1, cause, now)


def state(world: World, site: ReplaySite, share: float, cause: EntryCause, now: datetime) -> None:
    """Restate a site's capacities as a share of its ordinary ones; too few is an overflow."""
    for category, places in site.places.items():
        key = str(uuid5(site.id, f"{cause} {now.isoformat()} {category}"))
        statement = CapacityStatement(category, round(places * share), cause, key)
        set_capacity(world.coordinator, world.engine, site.id, statement, now)
