"""The demonstration's past nights: months of them, in the ledger, up to last night's census."""

from datetime import date

import pytest
from sqlalchemy import Engine, text

from geoops.demonstration.load import load
from geoops.demonstration.nights import NIGHTS
from geoops.layers.occupancy import HISTORY
from geoops.records.ledger_proof import complaints

TODAY = date(2026, 11, 23)
WHOLE = {"site": None, "kind": None, "category": None, "first": date(2026, 8, 10), "last": TODAY}


@pytest.fixture(scope="module")
def loaded(owner: Engine) -> Engine:
    load(owner, TODAY)
    return owner


def test_each_site_has_its_nights_and_the_ledger_is_whole(loaded: Engine) -> None:
    with loaded.connect() as connection:
        assert complaints(connection) == []
        past = connection.execute(text(HISTORY), WHOLE).one()
    assert {site["nights"] for site in past.sites} == {(TODAY - WHOLE["first"]).days + 1}
    assert (TODAY - WHOLE["first"]).days < NIGHTS


def test_the_past_has_a_winter_a_weekly_rhythm_a_cold_spell_and_full_nights(
    loaded: Engine,
) -> None:
    with loaded.connect() as connection:
        past = connection.execute(text(HISTORY), WHOLE).one()
        causes = set(connection.scalars(text("SELECT DISTINCT cause FROM place_entry")))
    occupied = {date.fromisoformat(n["night"]): n["occupied"] for n in past.nights}
    assert occupied[date(2026, 11, 20)] > 1.1 * occupied[date(2026, 8, 20)]
    by_weekday = [
        sum(people for night, people in occupied.items() if night.weekday() == day)
        for day in range(7)
    ]
    assert by_weekday[1] > by_weekday[5]  # buses leave before the weekend
    assert {"plan_grand_froid", "works", "reopening", "arrival", "departure"} <= causes
    assert sum(site["over_95"] > 0 for site in past.sites) >= 3
