"""A mobile team: when it works, where it starts and ends, what it can do, and its breaks."""

from dataclasses import dataclass
from functools import cached_property

from geoops.errors import Invalid
from geoops.routing.answers import Profile
from geoops.routing.points import Point
from geoops.routing.stop import Stop
from geoops.routing.window import Window


@dataclass(frozen=True)
class Break:
    """A meal or a rest of `length` seconds, all of it within `window`.

    It is taken where the team then is: at a base, at a stop before or after its visit, or on the
    way; see `geoops.routing.timing`.

    Raises
    ------
    Invalid
        When it takes no time.
    """

    window: Window
    length: int

    def __post_init__(self) -> None:
        """Refuse what is no break."""
        if self.length <= 0:
            raise Invalid(field="break", reason="the break takes no time.")


@dataclass(frozen=True)
class Team:
    """A mobile team: it leaves `start` and is back at `end` within `shift`, moving by `profile`.

    Parameters
    ----------
    seats
        How many people it can take along, from 0; None for no limit. Who is taken aboard stays
        aboard until the end, so all people of an outing are counted against the seats.
    longest
        The most seconds from leaving to being back, for a team that is free for longer than it
        works; None for the whole shift.
    skills
        What it can do that a stop may need (`Stop.skills`).
    breaks
        Its breaks, in their order.

    Raises
    ------
    Invalid
        For a negative number of seats or seconds.
    """

    id: str
    name: str
    start: Point
    end: Point
    shift: Window
    profile: Profile = "car"
    seats: int | None = None
    longest: int | None = None
    skills: frozenset[str] = frozenset()
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no team can have."""
        for limit, words in ((self.seats, "number of seats"), (self.longest, "longest outing")):
            if limit is not None and limit < 0:
                raise Invalid(field=f"team {self.id}", reason=f"the {words} is negative.")

    @cached_property
    def due(self) -> tuple[Break, ...]:
        """The breaks that the shift has room for, each with the part of its window in the shift.

        One that the shift, or the break before it, leaves no room for falls away, for a day is not
        to fail for it; the plan says so (`Plan.breaks_lost`).
        """
        return tuple(one for one in self._clipped if one)

    @property
    def lost(self) -> tuple[Break, ...]:
        """The breaks that fall away."""
        return tuple(o for o, part in zip(self.breaks, self._clipped, strict=True) if not part)

    @cached_property
    def _clipped(self) -> tuple[Break | None, ...]:
        """Each break within the shift; None for one that does not fit after those before it."""
        found: list[Break | None] = []
        now = self.shift.opens
        for one in self.breaks:
            end = max(now, one.window.opens) + one.length
            closes = min(one.window.closes, self.shift.closes)
            fits = end <= closes
            opens = max(one.window.opens, self.shift.opens)
            found.append(Break(Window(opens, closes), one.length) if fits else None)
            now = end if fits else now
        return tuple(found)

    def may_visit(self, stop: Stop) -> bool:
        """Whether this team is let in at `stop` and has the skills for it."""
        return stop.admits(self.id) and stop.skills <= self.skills
