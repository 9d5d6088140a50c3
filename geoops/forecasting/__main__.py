"""`python -m geoops.forecasting`: forecasts for whoever writes to the standard input."""

import json
import os
import sys
from dataclasses import asdict
from datetime import date

from geoops.forecasting.forecast import forecast
from geoops.forecasting.series import HistoryTooShort, NoPlacesTonight, Series

NICENESS = 10
"""A forecast can wait a moment; a plan that shares the machine cannot."""


def serve() -> None:
    """Answer the lines of the standard input, one by one."""
    os.nice(NICENESS)
    for line in sys.stdin:
        asked = json.loads(line)
        series = Series(
            date.fromisoformat(asked["first"]), tuple(asked["occupied"]), tuple(asked["capacity"])
        )
        try:
            answer = asdict(forecast(series))
        except (HistoryTooShort, NoPlacesTonight) as refusal:
            answer = {"code": refusal.code, "details": refusal.details}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    serve()
