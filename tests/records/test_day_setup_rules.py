"""What the database refuses of a day's setup, where the desk cannot ask for it."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from geoops.records import Territory
from tests.conftest import new_territory
from tests.desk.days import Day, a_day

SETUP = text(
    "INSERT INTO day_setup (id, territory_id, service_date, weekday, version, from_weekday,"
    " copied_from) VALUES (:id, :territory, :service_date, :weekday, :version, :from_weekday,"
    " :copied_from)"
)
PLAIN = {
    "service_date": "2026-11-24",
    "weekday": None,
    "version": 1,
    "from_weekday": None,
    "copied_from": None,
}
DEMAND = text(
    "INSERT INTO day_demand (id, territory_id, setup_id, rank, zone_id, site_id, presence)"
    " VALUES (gen_random_uuid(), :territory, :setup, 0, :zone, :site, :presence)"
)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"weekday": 0}, "is_of_a_day_or_a_weekday"),
        ({"service_date": None}, "is_of_a_day_or_a_weekday"),
        ({"service_date": None, "weekday": 7}, "weekday_is_one"),
        ({"version": 0}, "version_is_counted"),
        ({"from_weekday": 1, "copied_from": "2026-11-23"}, "has_one_origin"),
    ],
)
def test_a_setup_that_cannot_be_is_refused(
    owner: Engine, territory: Territory, change: dict[str, object], word: str
) -> None:
    row = PLAIN | {"id": uuid4(), "territory": territory.id}
    with pytest.raises(IntegrityError, match=word), owner.begin() as connection:
        connection.execute(SETUP, row | change)


@pytest.mark.parametrize(
    ("zone", "site", "presence", "word"),
    [
        (True, True, "required", "is_of_one_place"),
        (False, False, "required", "is_of_one_place"),
        (True, False, "perhaps", "ck_day_demand_presence"),
    ],
)
def test_a_demand_is_of_one_place(
    owner: Engine, territory: Territory, zone: bool, site: bool, presence: str, word: str
) -> None:
    day, setup = a_day(owner, territory), _setup(owner, territory)
    row = {"zone": day.zones[0] if zone else None, "site": uuid4() if site else None}
    row |= {"territory": territory.id, "setup": setup, "presence": presence}
    with pytest.raises(IntegrityError, match=word), owner.begin() as connection:
        connection.execute(DEMAND, row)


def test_a_setup_keeps_to_its_territory(owner: Engine, territory: Territory) -> None:
    setup = _setup(owner, territory)
    day: Day = a_day(owner, new_territory(owner))
    row = {"zone": day.zones[0], "site": None, "presence": "required", "setup": setup}
    for its in (territory.id, day.territory.id):
        with pytest.raises(IntegrityError, match="fk_day_demand"), owner.begin() as connection:
            connection.execute(DEMAND, row | {"territory": its})


def test_a_teams_usual_meal_is_whole_and_fits(owner: Engine, territory: Territory) -> None:
    (team,) = a_day(owner, territory).teams
    for change, word in (
        ("meal_minutes = 45", "meal_is_whole"),
        ("meal_minutes = 45, meal_from = '12:00', meal_until = '12:30'", "meal_fits_its_window"),
    ):
        with pytest.raises(IntegrityError, match=word), owner.begin() as connection:
            connection.execute(text(f"UPDATE team SET {change} WHERE id = :team"), {"team": team})


def _setup(owner: Engine, territory: Territory) -> object:
    row = PLAIN | {"id": uuid4(), "territory": territory.id}
    with owner.begin() as connection:
        connection.execute(SETUP, row)
    return row["id"]
