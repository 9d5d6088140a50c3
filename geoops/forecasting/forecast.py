"""The next seven evenings, by the method that has come nearest, with bands that say how sure."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from geoops.forecasting.methods import Floats, Method, naive, smoothing
from geoops.forecasting.series import FEWEST_WEEKS, TESTED_ON, TRAINED_ON, WEEK, Series

LEVELS = (50, 80, 95)
METHODS: dict[str, Method] = {"smoothing": smoothing, "naive": naive}
FLAT = "flat"
NORMAL = NormalDist()
LEAST_DEVIATION = 0.5
"""People: below it a surprise is measured against rounding, not against a fit without error."""


@dataclass(frozen=True)
class Evening:
    """One evening ahead: how many are expected, and for each level the band they should be in.

    `chance_over_95` is how likely (0 to 1) more than 95 % of the places will be occupied.
    """

    night: date
    capacity: int
    expected: int
    bands: dict[int, tuple[int, int]]
    chance_over_95: float


@dataclass(frozen=True)
class BackTest:
    """How the methods would have done, each week asked anew for the seven evenings after it.

    The bands of each week are widened as the weeks before it have shown to be needed, just as the
    forecast's own are.

    `errors` are mean absolute errors in people by method; `inside` is the share of evenings that
    fell within each of the chosen method's bands.
    """

    weeks: int
    evenings: int
    errors: dict[str, float]
    inside: dict[int, float]


@dataclass(frozen=True)
class Forecast:
    """Seven evenings and the method; the back-test is None where nothing could be tested."""

    method: str
    evenings: tuple[Evening, ...]
    backtest: BackTest | None


def forecast(series: Series) -> Forecast:
    """The seven evenings after the series, by whichever method did better in the back-test.

    Capacity is taken to stay as it is on the last night. Nights that never changed are continued
    as they are; with less than five weeks nothing can be tested, and the naive method is used.

    Raises
    ------
    HistoryTooShort, NoPlacesTonight
        There is nothing to learn from, or nothing to fill.
    """
    series = series.since_opening()
    occupied, capacity = np.asarray(series.occupied, float), np.asarray(series.capacity)
    learnt = occupied[-TRAINED_ON:]
    after = series.first + timedelta(days=len(occupied))
    if np.ptp(learnt) == 0:
        return Forecast(FLAT, _evenings(after, naive(learnt), int(capacity[-1])), None)
    tried = _try(occupied, capacity)
    chosen = min(tried, key=lambda name: tried[name].error) if tried else "naive"
    mean, deviation = METHODS[chosen](learnt)
    wide = deviation * (tried[chosen].stretch if tried else 1.0)
    return Forecast(
        chosen,
        _evenings(after, (mean, wide), int(capacity[-1])),
        _backtest(tried, chosen) if tried else None,
    )


def _evenings(first: date, ahead: tuple[Floats, Floats], capacity: int) -> tuple[Evening, ...]:
    mean, deviation = ahead
    bands = {level: _band(level, mean, deviation, capacity) for level in LEVELS}
    expected = _people(mean, capacity)
    return tuple(
        Evening(
            first + timedelta(days=day),
            capacity,
            int(expected[day]),
            {level: (int(low[day]), int(high[day])) for level, (low, high) in bands.items()},
            _chance_over(0.95 * capacity, float(mean[day]), float(deviation[day])),
        )
        for day in range(WEEK)
    )


def _band(level: int, mean: Floats, deviation: Floats, capacity: int) -> tuple[Floats, Floats]:
    """The central band that holds `level` % of a normal distribution, in people, in bounds."""
    reach = NORMAL.inv_cdf(0.5 + level / 200) * deviation
    return _people(mean - reach, capacity), _people(mean + reach, capacity)


def _people(number: Floats, capacity: int) -> Floats:
    """Whole people, from none to as many as there are places."""
    return np.clip(np.rint(number), 0, capacity)


def _chance_over(limit: float, mean: float, deviation: float) -> float:
    if deviation == 0:
        return float(mean > limit)
    return round(1 - NORMAL.cdf((limit - mean) / deviation), 3)


@dataclass(frozen=True)
class Trial:
    """How one method did: mean absolute error, evenings, and the share of them within each band.

    `stretch` is how many times wider than it said its bands must be.
    """

    error: float
    evenings: int
    inside: dict[int, float]
    stretch: float


def _try(occupied: Floats, capacity: NDArray[np.int_]) -> dict[str, Trial]:
    """Each method's trial on the last weeks; smoothing comes first, and wins a draw."""
    first = max(FEWEST_WEEKS * WEEK, len(occupied) - TESTED_ON)
    origins = range(first + (len(occupied) - first) % WEEK, len(occupied), WEEK)
    return {name: _trial(m, occupied, capacity, origins) for name, m in METHODS.items() if origins}


def _trial(method: Method, occupied: Floats, capacity: NDArray[np.int_], origins: range) -> Trial:
    """Ask the method each week anew, its bands stretched by what the weeks before have taught."""
    errors: list[float] = []
    inside: dict[int, list[bool]] = {level: [] for level in LEVELS}
    surprises: list[float] = []
    for origin in origins:
        mean, deviation = method(occupied[max(0, origin - TRAINED_ON) : origin])
        then, places = occupied[origin : origin + WEEK], int(capacity[origin - 1])
        errors += list(np.abs(_people(mean, places) - then))
        for level, within in inside.items():
            low, high = _band(level, mean, deviation * _stretch(surprises), places)
            within += list((low <= then) & (then <= high))
        surprises += list((then - mean) / np.maximum(deviation, LEAST_DEVIATION))
    shares = {level: round(float(np.mean(within)), 3) for level, within in inside.items()}
    return Trial(round(float(np.mean(errors)), 2), len(errors), shares, _stretch(surprises))


def _stretch(surprises: list[float]) -> float:
    """By how much to widen bands that surprises, in deviations, have shown to be too narrow."""
    return max(1.0, float(np.sqrt(np.mean(np.square(surprises))))) if surprises else 1.0


def _backtest(tried: dict[str, Trial], chosen: str) -> BackTest:
    trial = tried[chosen]
    errors = {name: one.error for name, one in tried.items()}
    return BackTest(trial.evenings // WEEK, trial.evenings, errors, trial.inside)
