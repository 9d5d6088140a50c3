"""Forecasts made in a process of their own: slowly imported, politely run, gone afterwards.

One JSON line in, one out. The process ends with its input, so it outlives nobody who asked.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from geoops.errors import GeoOpsError
from geoops.forecasting.series import HistoryTooShort, NoPlacesTonight, Series

Document = dict[str, Any]
Forecaster = Callable[[Series], Document]
REFUSALS = {error.code: error for error in (HistoryTooShort, NoPlacesTonight)}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@contextmanager
def forecaster() -> Iterator[Forecaster]:
    """A process that answers one series after the other, until the block ends."""
    child = subprocess.Popen(
        [sys.executable, "-m", "geoops.forecasting"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | ONE_THREAD,
    )
    assert child.stdin is not None  # noqa: S101 - it was asked for
    assert child.stdout is not None  # noqa: S101
    with child.stdin as questions, child.stdout as answers:

        def ask(series: Series) -> Document:
            questions.write(json.dumps(asdict(series), default=str) + "\n")
            questions.flush()
            return _answer(answers.readline())

        try:
            yield ask
        finally:
            questions.close()
            child.wait()


def _answer(line: str) -> Document:
    """The forecast as JSON has it.

    Raises
    ------
    HistoryTooShort, NoPlacesTonight
        There can be none.
    GeoOpsError
        The process ended without an answer; its own words are in the log.
    """
    if not line:
        raise GeoOpsError
    answer: Document = json.loads(line)
    if "code" in answer:
        raise REFUSALS[answer["code"]](**answer["details"])
    return answer
