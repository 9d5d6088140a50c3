"""What the database refuses, whoever asks."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from geoops.records import Territory
from tests.builders import add_site
from tests.conftest import new_territory

ZONE = text(
    "INSERT INTO zone (id, territory_id, name, area, access, revisit_interval, weight,"
    " service_time) VALUES (gen_random_uuid(), :territory, 'Zone',"
    " ST_GeomFromText(:area, :srid), ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326),"
    " CAST(:interval AS interval), :weight, interval '20 minutes')"
)
SQUARE = "POLYGON((1.8 50.9, 1.9 50.9, 1.9 51.0, 1.8 51.0, 1.8 50.9))"
BOW_TIE = "POLYGON((1.8 50.9, 1.9 51.0, 1.9 50.9, 1.8 51.0, 1.8 50.9))"
GARDEN = "POLYGON((1.8 50.9, 1.80001 50.9, 1.80001 50.90001, 1.8 50.9))"
PLAIN = {"area": SQUARE, "srid": 4326, "interval": "3 days", "weight": 1}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"area": BOW_TIE}, "area_is_valid"),
        ({"area": GARDEN}, "outline_is_of_a_zones_size"),
        ({"srid": 2154}, "SRID"),
        ({"area": "POINT(1.8 50.9)"}, "Geometry type"),
        ({"interval": "0 days"}, "interval_is_positive"),
        ({"weight": 0}, "weight_is_positive"),
    ],
)
def test_a_zone_that_cannot_be_is_refused(
    owner: Engine, territory: Territory, change: dict[str, object], word: str
) -> None:
    with pytest.raises(DatabaseError, match=word), owner.begin() as connection:
        connection.execute(ZONE, PLAIN | {"territory": territory.id} | change)


def test_a_plain_zone_is_accepted(owner: Engine, territory: Territory) -> None:
    with owner.begin() as connection:
        made = connection.execute(ZONE, PLAIN | {"territory": territory.id})
    assert made.rowcount == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("capacity = -1", "capacity_is_not_negative"),
        ("occupied = -1", "occupied_is_not_negative"),
        ("held = -1", "held_is_not_negative"),
        ("occupied = 11", "promises_fit_the_places"),
        ("occupied = 6, held = 5", "promises_fit_the_places"),
        ("overflow_allowed = 1, occupied = 12", "promises_fit_the_places"),
        ("out_of_service = 5, occupied = 6", "promises_fit_the_places"),
        ("overflow_allowed = 1", "overflow_is_no_reserve"),
        ("overflow_allowed = 3, occupied = 12", "overflow_is_no_reserve"),
        ("out_of_service = -1", "out_of_service_are_places_of_the_site"),
        ("out_of_service = 11", "out_of_service_are_places_of_the_site"),
    ],
)
def test_a_balance_that_cannot_be_is_refused(
    owner: Engine, territory: Territory, change: str, word: str
) -> None:
    site_id = add_site(owner, territory, places=10)
    with pytest.raises(IntegrityError, match=word), owner.begin() as connection:
        connection.execute(
            text(f"UPDATE place_capacity SET {change} WHERE site_id = :site"), {"site": site_id}
        )


def test_a_stated_overflow_is_allowed(owner: Engine, territory: Territory) -> None:
    site_id = add_site(owner, territory, places=10)
    with owner.begin() as connection:
        changed = connection.execute(
            text(
                "UPDATE place_capacity SET overflow_allowed = 2, occupied = 12"
                " WHERE site_id = :site"
            ),
            {"site": site_id},
        )
    assert changed.rowcount == 1


def test_a_row_cannot_point_into_another_territory(owner: Engine, territory: Territory) -> None:
    site_id = add_site(owner, territory)
    other = new_territory(owner)
    insert = text(
        "INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, at)"
        " VALUES (:territory, :site, 'family', 'opening', 1, now())"
    )
    with pytest.raises(IntegrityError, match="site_id"), owner.begin() as connection:
        connection.execute(insert, {"territory": other.id, "site": site_id})
