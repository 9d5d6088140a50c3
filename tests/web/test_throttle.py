"""How often one may guess."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoops.web.throttle import Throttle, TooManyAttempts
from tests.web.conftest import NOW

KEY = ("someone", "127.0.0.1")


@given(st.lists(st.integers(0, 3_600), max_size=60).map(sorted))
def test_no_window_ever_sees_more_attempts_than_the_limit(seconds: list[int]) -> None:
    throttle, passed = Throttle(limit=5, window=timedelta(minutes=5)), []
    for second in seconds:
        now = NOW + timedelta(seconds=second)
        with suppress(TooManyAttempts):
            throttle.check(KEY, now)
            throttle.count(KEY, now)
            passed.append(second)
    assert all(b - a >= 300 for a, b in zip(passed, passed[5:], strict=False))


def test_one_key_does_not_hold_up_another() -> None:
    throttle = Throttle(limit=1)
    throttle.count(KEY, NOW)
    throttle.check(("someone", "127.0.0.2"), NOW)
    with pytest.raises(TooManyAttempts):
        throttle.check(KEY, NOW)
    throttle.forget(KEY)
    throttle.check(KEY, NOW)


def test_the_memory_is_bounded() -> None:
    throttle = Throttle(limit=1, remembered=3)
    for number in range(10):
        throttle.count(number, NOW)
    assert len(throttle._failures) == 3
