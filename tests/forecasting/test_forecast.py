"""Forecasts: what must hold for any history, and what must be said where there can be none."""

from dataclasses import replace
from datetime import date, timedelta
from math import pi, sin
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.forecasting.forecast import LEVELS, forecast
from geoops.forecasting.process import forecaster
from geoops.forecasting.series import HistoryTooShort, NoPlacesTonight, Series

MONDAY = date(2026, 6, 1)


def nights(seed: int, number: int, places: int, swing: float = 6.0, drift: float = 0.0) -> Series:
    """A week's rhythm with noise and a drift, in bounds."""
    rng = Random(seed)
    there = (
        0.7 * places + drift * n + swing * sin(2 * pi * n / 7) + rng.gauss(0, 0.03 * places)
        for n in range(number)
    )
    occupied = tuple(min(places, max(0, round(people))) for people in there)
    return Series(MONDAY, occupied, (places,) * number)


HISTORIES = st.builds(
    nights,
    seed=st.integers(0, 1_000),
    number=st.integers(28, 49),
    places=st.integers(1, 200),
    swing=st.floats(0, 20),
    drift=st.floats(-1, 1),
)


@settings(max_examples=8, deadline=None)
@given(series=HISTORIES)
def test_bands_are_nested_in_bounds_and_around_what_is_expected(series: Series) -> None:
    for evening in forecast(series).evenings:
        narrow = (evening.expected, evening.expected)
        for level in LEVELS:
            low, high = evening.bands[level]
            assert 0 <= low <= narrow[0] <= narrow[1] <= high <= evening.capacity
            narrow = (low, high)
        assert 0 <= evening.chance_over_95 <= 1


@settings(max_examples=3, deadline=None)
@given(series=HISTORIES, weeks=st.integers(-200, 200))
def test_a_calendar_shifted_by_whole_weeks_shifts_the_evenings_and_nothing_else(
    series: Series, weeks: int
) -> None:
    shift = timedelta(weeks=weeks)
    there, shifted = forecast(series), forecast(replace(series, first=series.first + shift))
    moved = tuple(replace(evening, night=evening.night + shift) for evening in there.evenings)
    assert shifted == replace(there, evenings=moved)


def test_nights_before_there_were_places_change_nothing() -> None:
    series = nights(1, 50, 40)
    longer = Series(
        series.first - timedelta(weeks=3), (0,) * 21 + series.occupied, (0,) * 21 + series.capacity
    )
    assert forecast(longer) == forecast(series)


def test_the_evenings_follow_the_last_night() -> None:
    series = nights(1, 35, 40)
    assert [evening.night for evening in forecast(series).evenings] == [
        MONDAY + timedelta(days=35 + n) for n in range(7)
    ]


def test_smoothing_beats_the_naive_guess_where_weeks_repeat_with_noise() -> None:
    made = forecast(nights(3, 120, 100))
    assert made.method == "smoothing"
    assert made.backtest is not None
    assert (made.backtest.weeks, made.backtest.evenings) == (8, 56)
    assert made.backtest.errors["smoothing"] < made.backtest.errors["naive"]
    assert made.backtest.inside[50] <= made.backtest.inside[80] <= made.backtest.inside[95]
    assert made.backtest.inside[95] > 0.8


def test_the_naive_guess_is_used_where_it_did_better() -> None:
    weeks = ([0] * 5 + [40, 0]) * 9 + ([0, 0, 40] + [0] * 4) * 9
    made = forecast(Series(MONDAY, tuple(weeks), (50,) * len(weeks)))
    assert made.backtest is not None
    better = min(made.backtest.errors, key=lambda name: made.backtest.errors[name])
    assert made.method == better
    assert made.backtest.errors["naive"] <= made.backtest.errors["smoothing"]


def test_four_weeks_are_enough_for_the_naive_guess_and_too_few_for_a_test() -> None:
    made = forecast(nights(1, 28, 40))
    assert (made.method, made.backtest) == ("naive", None)


def test_less_than_four_weeks_are_too_few_and_it_says_so() -> None:
    with pytest.raises(HistoryTooShort, match="At least 4 weeks of nights are needed"):
        forecast(nights(1, 27, 40))


def test_where_there_are_no_places_there_is_nothing_to_forecast() -> None:
    series = nights(1, 40, 40)
    with pytest.raises(NoPlacesTonight):
        forecast(replace(series, capacity=(*series.capacity[:-1], 0)))


def test_what_never_changed_goes_on() -> None:
    made = forecast(Series(MONDAY, (12,) * 40, (20,) * 40))
    assert (made.method, made.backtest) == ("flat", None)
    assert {evening.expected for evening in made.evenings} == {12}


def test_a_house_that_is_full_is_expected_over_95_percent() -> None:
    made = forecast(Series(MONDAY, (20,) * 40, (20,) * 40))
    assert {evening.chance_over_95 for evening in made.evenings} == {1.0}


def test_a_process_of_its_own_gives_the_same_answers_and_the_same_refusals() -> None:
    series = nights(3, 60, 100)
    there = forecast(series)
    with forecaster() as ask:
        answer = ask(series)
        with pytest.raises(HistoryTooShort, match="there are 20 nights"):
            ask(nights(1, 20, 100))
        assert ask(series) == answer
    assert answer["method"] == there.method
    assert [evening["expected"] for evening in answer["evenings"]] == [
        evening.expected for evening in there.evenings
    ]
    assert answer["evenings"][0]["bands"]["80"] == list(there.evenings[0].bands[80])
