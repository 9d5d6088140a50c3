"""The picture of a replay: registrations, places, waiting times and people, week by week."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator
from matplotlib.figure import Figure

from geoops.replay.tally import Count, Tally
from geoops.replay.year import REGISTERED_IN_2016

INK, SOFT, ACCENT, GREEN, AMBER = "#12303f", "#7f9bab", "#b23f1d", "#2f7d5b", "#e39a1c"
PAPER = "#fffdf8"


def draw(tally: Tally, path: Path) -> None:
    """Write the picture as a PNG of 1,600 × 1,100 pixels."""
    figure = Figure(figsize=(16, 11), dpi=100, facecolor=PAPER, layout="constrained")
    panels = figure.subplots(2, 2)
    _registrations(panels[0][0], tally)
    _occupancy(panels[0][1], tally)
    _waits(panels[1][0], tally)
    _people(panels[1][1], tally)
    for panel in panels.flat:
        _dress(panel)
    figure.savefig(path, metadata={"Software": "GeoOps"})


def _registrations(panel: Axes, tally: Tally) -> None:
    panel.set_title("Asylum applications registered at the GUDA")
    days, registered = tally.running(Count.REGISTERED)
    _, asked = tally.running(Count.REFERRED_GUDA)
    panel.plot(_axis(days), asked, color=SOFT, linewidth=2, label="people referred")
    panel.plot(_axis(days), registered, color=INK, linewidth=3, label="registered")
    panel.axhline(REGISTERED_IN_2016, color=ACCENT, linestyle="--", linewidth=2)
    panel.annotate(
        f"{REGISTERED_IN_2016:,} in 10 months, 2016",
        (_axis(days)[0], REGISTERED_IN_2016),
        xytext=(6, 6),
        textcoords="offset points",
        color=ACCENT,
    )
    panel.legend(frameon=False, loc="lower right")


def _occupancy(panel: Axes, tally: Tally) -> None:
    panel.set_title("Places of the CAES and SAS at the end of each day")
    days = sorted(tally.nights)
    nights = [tally.nights[day] for day in days]
    panel.stackplot(
        _axis(days),
        [night.occupied for night in nights],
        [night.held for night in nights],
        colors=[INK, AMBER],
        labels=["occupied", "held"],
    )
    capacity = [night.capacity for night in nights]
    panel.step(_axis(days), capacity, color=ACCENT, linewidth=2, label="capacity", where="post")
    panel.set_ylim(0, max(capacity) * 1.25)
    panel.legend(frameon=False, loc="upper left", ncols=3)


def _waits(panel: Axes, tally: Tally) -> None:
    panel.set_title("Waited, median of those whose wait ended in the week")
    for waits, colour, words in (
        (tally.slot_waits, INK, "days from the encounter to the slot at the GUDA"),
        (tally.place_waits, AMBER, "hours on the waiting list for a place"),
    ):
        weeks: dict[date, list[float]] = {}
        for day, found in waits.items():
            weeks.setdefault(_monday(day), []).extend(found)
        known = sorted(week for week, found in weeks.items() if found)
        panel.plot(
            _axis(known),
            [median(weeks[week]) for week in known],
            color=colour,
            linewidth=3,
            label=words,
        )
    panel.set_ylim(bottom=0)
    panel.legend(frameon=False, loc="upper left")


def _people(panel: Axes, tally: Tally) -> None:
    panel.set_title("People a week")
    shown = (
        (Count.MET, SOFT, "met"),
        (Count.ASKED_SHELTER, INK, "accept a place"),
        (Count.ARRIVED, GREEN, "arrived at a site"),
        (Count.BUSSED, ACCENT, "taken on by bus"),
    )
    for what, colour, words in shown:
        weeks, people = _weekly(tally, what)
        panel.plot(_axis(weeks), people, color=colour, linewidth=2.5, label=words)
    panel.set_ylim(bottom=0)
    panel.legend(frameon=False, loc="upper left")


def _weekly(tally: Tally, what: Count) -> tuple[Sequence[date], Sequence[int]]:
    """Mondays and sums, without the last week if it is cut short."""
    weeks: dict[date, int] = {}
    for day, counts in tally.counts.items():
        weeks[_monday(day)] = weeks.get(_monday(day), 0) + counts[what]
    last = max(tally.counts)
    whole = [week for week in sorted(weeks) if week + timedelta(days=6) <= last]
    return whole, [weeks[week] for week in whole]


def _axis(days: Sequence[date]) -> "np.ndarray[tuple[int], np.dtype[np.datetime64]]":
    """Days as the axis takes them."""
    return np.array(days, dtype="datetime64[D]")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _dress(panel: Axes) -> None:
    panel.set_facecolor(PAPER)
    panel.title.set(color=INK, weight="bold", size=14)
    panel.grid(axis="y", color="#d9d2c3", linewidth=0.8)
    panel.spines[["top", "right", "left"]].set_visible(False)
    panel.tick_params(colors=INK, length=0)
    panel.xaxis.set_major_locator(MonthLocator())  # type: ignore[no-untyped-call]
    panel.xaxis.set_major_formatter(DateFormatter("%b"))  # type: ignore[no-untyped-call]
    panel.margins(x=0.01)
