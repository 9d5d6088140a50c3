"""Load the invented nights into the ledger of places, as the entries that would have made them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from random import Random
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from geoops.demonstration.nights import HistoricNight, nights
from geoops.demonstration.places import demonstration_sites
from geoops.records import EntryCause, PlaceEntry

BATCH = 1_000  # rows an INSERT
LEAVING, WORKING, COMING, COUNTING = (time(hour, tzinfo=UTC) for hour in (9, 11, 18, 21))

Entry = dict[str, object]


def load_nights(
    session: Session, territory: UUID, site_id: Callable[[str], UUID], seed: int, until: date
) -> None:
    """Open the sites, tell their nights, and end with last night's census.

    Where the territory's ledger has begun already, it is left as it is.

    Parameters
    ----------
    site_id
        Gives the id of the demonstration's site of a name.
    until
        The day on which the demonstration stands.
    """
    known = select(PlaceEntry.id).where(PlaceEntry.territory_id == territory).limit(1)
    if session.scalar(known) is not None:
        return
    plain: Entry = {"territory_id": territory, "night": None, "idempotency_key": None}
    rows = [
        plain | {"site_id": site_id(site), "category": category} | change
        for (site, category), entries in _ledgers(seed, until).items()
        for change in entries
    ]
    for start in range(0, len(rows), BATCH):
        session.execute(insert(PlaceEntry), rows[start : start + BATCH])


def _ledgers(seed: int, until: date) -> dict[tuple[str, str], list[Entry]]:
    """Every balance's entries in their order, by the names of site and category."""
    ended = _last_night(seed)
    ledgers = {}
    for of, told in groupby(nights(seed, until, ended), lambda night: (night.site, night.category)):
        evenings = list(told)
        count = ended[of] - evenings[-1].occupied
        ledgers[of] = [*_entries(evenings), _census(*of, until - timedelta(days=1), count)]
    return ledgers


def _entries(evenings: list[HistoricNight]) -> Iterator[Entry]:
    """The opening, and for each later evening who left, what was built, and who came."""
    first = evenings[0]
    yield _entry(EntryCause.OPENING, first.night, LEAVING, first.capacity, first.occupied)
    for before, evening in pairwise(evenings):
        moved = evening.occupied - before.occupied
        if moved < 0:
            yield _entry(EntryCause.DEPARTURE, evening.night, LEAVING, 0, moved)
        if evening.cause:
            built = evening.capacity - before.capacity
            yield _entry(EntryCause(evening.cause), evening.night, WORKING, built, 0)
        if moved > 0:
            yield _entry(EntryCause.ARRIVAL, evening.night, COMING, 0, moved)


def _entry(cause: EntryCause, day: date, hour: time, capacity: int, occupied: int) -> Entry:
    at = datetime.combine(day, hour)
    return {"cause": cause, "at": at, "capacity": capacity, "occupied": occupied}


def _census(site: str, category: str, night: date, difference: int) -> Entry:
    key = f"demonstration:census:{site}:{category}"
    counted = _entry(EntryCause.CENSUS, night, COUNTING, 0, difference)
    return counted | {"night": night, "idempotency_key": key}


def _last_night(seed: int) -> dict[tuple[str, str], int]:
    """How many were there last night: between 55 and 95 % of each category's places."""
    draw = Random(seed)  # noqa: S311 - a demonstration, not a secret
    return {
        (site.name, category): int(places * draw.uniform(0.55, 0.95))
        for site in demonstration_sites()
        for category, places in site.places.items()
    }
