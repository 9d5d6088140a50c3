"""HiGHS says nothing on the standard output, and everyone else says what they have to say."""

import ctypes

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint

from geoops.routing.highs import solved

WHOLE, PARTS = 8, 4


def test_a_solution_that_highs_repairs_is_found_without_a_word(
    capfd: pytest.CaptureFixture[str],
) -> None:
    dice = np.random.default_rng(57)  # with this one, HiGHS 1.12 repairs and says so
    loads = dice.integers(0, 5000, (PARTS, WHOLE))
    rows = np.hstack([loads, -np.eye(PARTS) * dice.integers(1, 4000)])
    cost = np.concatenate([-dice.integers(1, 100, WHOLE), dice.random(PARTS) * 10])
    limits = dice.integers(1000, 20000, PARTS)
    found = solved(
        cost,
        integrality=np.repeat([1, 0], [WHOLE, PARTS]),
        bounds=Bounds(0, np.repeat([1, np.inf], [WHOLE, PARTS])),
        constraints=LinearConstraint(rows, -np.inf, limits),
    )
    assert found.success
    c = ctypes.CDLL(None)
    c.puts(b"another's word")
    c.fflush(None)
    assert capfd.readouterr().out == "another's word\n"
