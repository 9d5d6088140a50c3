"""The year 2016 at Calais, in figures: what is known, and what the replay had to suppose.

Known, as published by the office (`docs/replay.md`): nearly 10,000 people lived in the camp, the
GUDA's 4 agents registered 4,200 asylum applications in 10 months (about 5 an agent and working
day), and the region's CAES and SAS have 1,000 places. Everything else here is supposed, so that
these come together: it makes a busy coast, and is no statement about anybody.
"""

from dataclasses import dataclass
from datetime import date, timedelta

REGISTERED_IN_2016 = 4_200
PLACES_OF_THE_REGION = 1_000


@dataclass(frozen=True)
class Year:
    """What a replay is made of.

    Parameters
    ----------
    people
        How many are met, each once.
    rising
        The last day's people over the first day's: the camp grows through the year.
    seek_asylum, seek_shelter, seek_return, need_care
        Shares of the people met who are referred to the GUDA (of the adults), accept a place, take
        an interest in a voluntary return, are accompanied to care.
    waiting_before
        People who were met in the weeks before the first day and wait for the GUDA on it.
    miss_appointment
        Share of booked groups that do not come to the GUDA; half of them book again.
    never_arrive, partly_arrive
        Shares of held groups of which nobody, or only some, come to the site.
    mean_stay
        Days at a CAES or SAS, exponential, for whom no bus takes on.
    mean_stay_elsewhere
        Days at a CAO.
    bus_seats, bus_weekdays
        A bus leaves on each of these weekdays (Monday 0), if a CAO has places.
    """

    first: date = date(2016, 1, 4)
    last: date = date(2016, 10, 31)
    people: int = 9_700
    rising: float = 2.2
    seek_asylum: float = 0.50
    seek_shelter: float = 0.60
    seek_return: float = 0.06
    need_care: float = 0.04
    waiting_before: int = 260
    miss_appointment: float = 0.02
    never_arrive: float = 0.05
    partly_arrive: float = 0.04
    mean_stay: float = 60.0
    mean_stay_elsewhere: float = 75.0
    bus_seats: int = 50
    bus_weekdays: tuple[int, ...] = (3,)

    @property
    def days(self) -> list[date]:
        """Every day from the first to the last."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def met_on(self, number: int) -> float:
        """The mean of people met on the day of that number, counted from 0."""
        days = len(self.days)
        slope = (self.rising - 1) / (days - 1)
        return self.people / (days * (1 + self.rising) / 2) * (1 + slope * number)


CALAIS_2016 = Year()
