"""Stretches of the day, in whole seconds elapsed since the plan date's local midnight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geoops.errors import Invalid

DAY = 86_400


@dataclass(frozen=True, order=True)
class Window:
    """A stretch of the day from `opens` to `closes`, in seconds since local midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse a window that ends before it begins, or begins on the day before."""
        if not 0 <= self.opens <= self.closes:
            raise Invalid(field="window", reason=f"{self.opens} to {self.closes} is no time span.")

    @property
    def length(self) -> int:
        """Seconds."""
        return self.closes - self.opens


ANY_TIME = (Window(0, 2 * DAY),)
"""The windows of what never closes."""


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Windows in order, with those that touch or overlap made one."""
    result: list[Window] = []
    for window in sorted(windows):
        if result and window.opens <= result[-1].closes:
            result[-1] = Window(result[-1].opens, max(result[-1].closes, window.closes))
        else:
            result.append(window)
    return tuple(result)


def clipped(windows: Sequence[Window], since: int, until: int | None) -> tuple[Window, ...]:
    """What lies of `windows` between two moments; None for no end."""
    end = max((window.closes for window in windows), default=0) if until is None else until
    cut = ((max(window.opens, since), min(window.closes, end)) for window in windows)
    return tuple(Window(opens, closes) for opens, closes in cut if opens < closes)
