"""At the GUDA: each referred group gets the first free seats; who does not come may book again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from geoops.desk.attending import honour, miss
from geoops.desk.calendar import NoSlotFree
from geoops.desk.clocks import today
from geoops.desk.registering import Booking, book
from geoops.records import Appointment
from geoops.replay.agenda import Agenda
from geoops.replay.tally import Count, Tally
from geoops.replay.world import World
from geoops.replay.year import Year

SEEN_WITHIN = timedelta(minutes=50)  # of the slot's beginning
ASK_AGAIN = timedelta(days=7)  # when every slot of the calendar is given away


class Registrations:
    """The way from a referral to a registered application."""

    def __init__(
        self, world: World, agenda: Agenda, tally: Tally, year: Year, draw: Random
    ) -> None:
        self._world, self._agenda, self._tally = world, agenda, tally
        self._year, self._draw = year, draw
        self._guda = world.of_kind("guda")[0].id

    def refer(self, referral: UUID, people: int, now: datetime) -> None:
        """Book the first free seats for a group that was referred now."""
        self._tally.add(self._day(now), Count.REFERRED_GUDA, people)
        self._book(referral, now, asked_at=now)

    def _book(self, referral: UUID, now: datetime, asked_at: datetime) -> None:
        booking = Booking(self._guda, str(uuid5(referral, f"booking {now.isoformat()}")))
        coordinator, engine = self._world.coordinator, self._world.engine
        try:
            booked = book(coordinator, engine, referral, booking, now)
        except NoSlotFree:
            self._agenda.note(now + ASK_AGAIN, lambda at: self._book(referral, at, asked_at))
            return
        for appointment in booked.appointments:
            self._tally.add(self._day(now), Count.BOOKED, appointment.people)
            self._agenda.note(
                appointment.starts_at + SEEN_WITHIN, self._turn(appointment, asked_at)
            )

    def _turn(self, appointment: Appointment, asked_at: datetime) -> Callable[[datetime], None]:
        manager, engine = self._world.managers[self._guda], self._world.engine

        def happen(now: datetime) -> None:
            day, people = self._day(now), appointment.people
            if self._draw.random() >= self._year.miss_appointment:
                honour(manager, engine, appointment.id, None, now)
                self._tally.add(day, Count.REGISTERED, people)
                waited = (appointment.starts_at - asked_at).total_seconds() / 86_400
                self._tally.slot_waits[day] += [waited] * people
                return
            miss(manager, engine, appointment.id, now)
            self._tally.add(day, Count.MISSED, people)
            if self._draw.random() < 0.5:
                self._book(appointment.referral_id, now, asked_at)

        return happen

    def _day(self, now: datetime) -> date:
        return today(now, self._world.time_zone)
