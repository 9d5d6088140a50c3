"""Clock times of a setup in seconds since the day's midnight, through the night that follows it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from geoops.desk.clocks import elapsed, midnight
from geoops.routing.window import Window


@dataclass(frozen=True)
class DayClocks:
    """The clocks of one day and of the next morning, also where they change in between."""

    day: date
    time_zone: str

    def at(self, clock: time) -> int:
        """When the day's clocks show `clock`."""
        return elapsed(self.day, clock, self.time_zone)

    def next_morning(self, clock: time) -> int:
        """When the next day's clocks do."""
        tomorrow = self.day + timedelta(days=1)
        length = midnight(tomorrow, self.time_zone) - midnight(self.day, self.time_zone)
        return round(length.total_seconds()) + elapsed(tomorrow, clock, self.time_zone)

    def span(self, starts: time, ends: time) -> Window:
        """From one clock to the other; an end that is not after its start is of the next morning.

        One that the change of the clocks turns round is empty.
        """
        opens = self.at(starts)
        closes = self.at(ends) if ends > starts else self.next_morning(ends)
        return Window(opens, max(opens, closes))

    def within(self, starts: time, ends: time, shift: Window) -> Window:
        """The span of a break; of the next morning when the shift begins after it."""
        span = self.span(starts, ends)
        if span.closes > shift.opens:
            return span
        opens = self.next_morning(starts)
        return Window(opens, max(opens, self.next_morning(ends)))

    def in_hours(self, clock: time, hours: Window) -> int:
        """When the clocks show `clock` while teams work; outside of `hours`, on the day itself."""
        today, next_morning = self.at(clock), self.next_morning(clock)
        return next_morning if today < hours.opens and next_morning < hours.closes else today
