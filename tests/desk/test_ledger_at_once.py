"""Sixteen people at three sites at once: nobody waits forever, no place is promised twice."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from geoops.desk.actor import Actor
from geoops.desk.arriving import (
    Arrival,
    Departure,
    Rest,
    WalkIn,
    arrive,
    arrive_unannounced,
    depart,
    mark_no_show,
)
from geoops.desk.clocks import night
from geoops.desk.encounter_report import ReferralReport
from geoops.desk.encountering import log_encounter
from geoops.desk.reckoning import (
    BedsBack,
    BedsOut,
    CapacityStatement,
    Census,
    return_to_service,
    set_capacity,
    take_census,
    take_out_of_service,
)
from geoops.desk.sheltering import (
    HoldRequest,
    expire_holds,
    extend_hold,
    keep_places,
    release_places,
)
from geoops.errors import Conflict, Invalid
from geoops.records import EntryCause, EntryReason, PlaceCategory, ReferralKind, Role, Territory
from geoops.records.ledger_proof import complaints
from tests.builders import a_report, add_site
from tests.conftest import ActorOf

MEN = PlaceCategory.ISOLATED_MAN
THREADS, OPERATIONS = 16, 40


class AtWork:
    """One person who does whatever comes up, by a seed."""

    def __init__(self, actor: Actor, engine: Engine, sites: list[UUID], now: datetime, seed: int):
        self.actor, self.engine, self.sites, self.now = actor, engine, sites, now
        self.draw = random.Random(seed)
        self.holds: list[UUID] = []
        self.done = 0

    def run(self) -> int:
        """Do all operations; how many were granted. Anything but a refusal in words is raised."""
        for _ in range(OPERATIONS):
            try:
                self.draw.choice(self.possible())()
                self.done += 1
            except (Conflict, Invalid):
                pass
            self.now += timedelta(minutes=self.draw.randint(0, 20))
        return self.done

    def possible(self) -> list[Callable[[], object]]:
        plain = [self.keep, self.keep, self.meet, self.walk_in, self.depart, self.census]
        plain += [self.capacity, self.beds_out, self.beds_back, self.sweep]
        with_hold = [self.arrive, self.release, self.no_show, self.extend]
        return plain + (with_hold * 2 if self.holds else [])

    @property
    def site(self) -> UUID:
        return self.draw.choice(self.sites)

    @property
    def few(self) -> int:
        return self.draw.randint(1, 4)

    def keep(self) -> None:
        request = HoldRequest(MEN, self.few, uuid4().hex)
        self.holds.append(
            keep_places(self.actor, self.engine, self.site, request, self.now).hold.id
        )

    def meet(self) -> None:
        sites = self.draw.sample(self.sites, 3)
        referrals = tuple(ReferralReport(ReferralKind.PLACE, 1, site, MEN) for site in sites)
        report = a_report(accepted=3, met_at=self.now, referrals=referrals)
        logged = log_encounter(self.actor, self.engine, report, self.now)
        self.holds += [UUID(referral["hold_id"]) for referral in logged.body["referrals"]]

    def arrive(self) -> None:
        rest = self.draw.choice(list(Rest))
        arrival = Arrival(self.draw.choice(self.holds), self.few, uuid4().hex, rest)
        arrive(self.actor, self.engine, arrival, self.now)

    def release(self) -> None:
        release_places(self.actor, self.engine, self.draw.choice(self.holds), self.now)

    def no_show(self) -> None:
        mark_no_show(self.actor, self.engine, self.draw.choice(self.holds), self.now)

    def extend(self) -> None:
        until = self.now + timedelta(hours=4)
        extend_hold(self.actor, self.engine, self.draw.choice(self.holds), until, self.now)

    def walk_in(self) -> None:
        walk_in = WalkIn(MEN, self.few, uuid4().hex)
        arrive_unannounced(self.actor, self.engine, self.site, walk_in, self.now)

    def depart(self) -> None:
        departure = Departure(MEN, self.few, uuid4().hex)
        depart(self.actor, self.engine, self.site, departure, self.now)

    def census(self) -> None:
        tonight = night(self.now, self.actor.time_zone)
        census = Census(MEN, self.draw.randint(0, 12), tonight, uuid4().hex)
        take_census(self.actor, self.engine, self.site, census, self.now)

    def capacity(self) -> None:
        places = self.draw.randint(5, 15)
        statement = CapacityStatement(MEN, places, EntryCause.WORKS, uuid4().hex)
        set_capacity(self.actor, self.engine, self.site, statement, self.now)

    def beds_out(self) -> None:
        out = BedsOut(MEN, self.few, EntryReason.HYGIENE, uuid4().hex)
        take_out_of_service(self.actor, self.engine, self.site, out, self.now)

    def beds_back(self) -> None:
        back = BedsBack(MEN, self.few, uuid4().hex)
        return_to_service(self.actor, self.engine, self.site, back, self.now)

    def sweep(self) -> None:
        expire_holds(self.engine, self.now)


def test_sixteen_at_work_on_three_sites(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    coordinator = actor(Role.COORDINATOR)
    sites = [add_site(owner, territory, places=10) for _ in range(3)]
    people = [AtWork(coordinator, engine, sites, now, seed) for seed in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(AtWork.run, people))
    assert done > THREADS * OPERATIONS / 4
    with owner.connect() as connection:
        assert complaints(connection) == []
        entries = text("SELECT count(DISTINCT cause) FROM place_entry")
        assert connection.execute(entries).scalar_one() >= 9


def test_groups_sent_to_the_same_sites_in_any_order_wait_for_nobody_forever(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field = actor(Role.FIELD)
    sites = [add_site(owner, territory, places=500) for _ in range(2)]

    def meet(number: int) -> bool:
        order = sites if number % 2 else sites[::-1]
        referrals = tuple(ReferralReport(ReferralKind.PLACE, 1, site, MEN) for site in order)
        report = a_report(accepted=2, referrals=referrals)
        return log_encounter(field, engine, report, now).created

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(meet, range(200)))
