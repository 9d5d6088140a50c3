"""Calais in 2016: live the year, prove its ledger, write the report and the picture."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from geoops.records.ledger_proof import complaints
from geoops.replay.picture import draw
from geoops.replay.replay import Replay
from geoops.replay.report import report
from geoops.replay.tally import Count
from geoops.replay.year import CALAIS_2016, Year


def live_and_prove(
    owner: Engine,
    engine: Engine,
    seed: int,
    out: Path,
    say: Callable[[str], None],
    year: Year = CALAIS_2016,
) -> bool:
    """Write `report.md` and `picture.png` into `out`; whether the ledger proves sound.

    Parameters
    ----------
    owner, engine
        An empty, migrated database, as its tables' owner and as the application.
    say
        Hears one line at the end of each week, and the report.
    """
    replay = Replay(owner, engine, year, seed)

    def tell(day: date) -> None:
        if day.weekday() == 6 or day == year.last:
            night = replay.tally.nights[day]
            say(
                f"{day}  met {replay.tally.total(Count.MET):6,}"
                f"  registered {replay.tally.total(Count.REGISTERED):5,}"
                f"  occupied {night.occupied:5,} of {night.capacity:,}"
            )

    tally = replay.live(tell)
    with owner.connect() as connection:
        wrong = complaints(connection)
    differences = replay.differences()
    text = report(year, seed, tally, wrong, differences)
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.md").write_text(text, "utf-8")
    draw(tally, out / "picture.png")
    say("\n" + text)
    return not wrong and not differences
