"""Loading the demonstration: complete, deterministic, and safe to repeat."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from geoops.db.cluster import Cluster
from geoops.db.engine import owner_engine
from geoops.demonstration.load import load
from geoops.demonstration.load_history import load_history
from tests.conftest import TEMPLATE

TODAY = date(2026, 11, 23)
TABLES = [
    "territory",
    "account",
    "membership",
    "base",
    "team",
    "site",
    "place_capacity",
    "place_entry",
    "zone",
    "zone_rhythm",
    "zone_version",
    "camp",
    "population_estimate",
    "patrol",
    "patrol_stop",
    "encounter",
    "referral",
    *("day_setup", "day_team", "day_break", "day_demand", "day_demand_team"),
    "live_event",
]


def counts(owner: Engine) -> dict[str, int]:
    with owner.connect() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in TABLES
        }


def contents(owner: Engine) -> list[object]:
    """A digest of every table that the seed decides, its own clocks left out."""
    digest = "SELECT md5(string_agg(row, ',' ORDER BY row)) FROM ({}) AS rows (row)"
    columns = {
        "site": "id, name, kind, position, opening_hours, verified_on",
        "place_capacity": "site_id, category, capacity, occupied, held",
        "zone": "id, name, area, access, revisit_interval, weight, languages, teams_at_once",
        "zone_rhythm": "id, zone_id, weekdays, starts, ends, revisit_interval",
        "patrol_stop": "id, patrol_id, sequence, kind, visited_at",
        "encounter": "id, position, met_at, head_count, languages, needs, zone_id",
    }
    with owner.connect() as connection:
        return [
            connection.execute(
                text(digest.format(f"SELECT ({row})::text FROM {table}"))
            ).scalar_one()
            for table, row in columns.items()
        ]


@pytest.fixture(scope="module")
def loaded(owner: Engine) -> Engine:
    load(owner, TODAY)
    load_history(owner, TODAY)
    return owner


def test_the_places_of_caes_and_sas_are_a_thousand(loaded: Engine) -> None:
    with loaded.connect() as connection:
        total = connection.execute(
            text(
                "SELECT sum(capacity) FROM place_capacity c JOIN site s ON s.id = c.site_id"
                " WHERE s.kind IN ('caes', 'sas')"
            )
        ).scalar_one()
    assert total == 1_000


def test_it_has_what_the_coast_has(loaded: Engine) -> None:
    there = counts(loaded)
    assert (there["zone"], there["camp"], there["team"], there["base"]) == (24, 18, 8, 3)
    assert there["site"] == 40
    assert there["patrol"] > 400
    assert there["encounter"] > 5_000
    assert there["live_event"] == 0


def test_a_usual_week_asks_for_all_that_a_day_can(loaded: Engine) -> None:
    there = counts(loaded)
    assert (there["day_setup"], there["day_team"], there["day_break"]) == (7, 7 * 8, 7 * 8 + 5)
    asked = (
        "SELECT count(*) FILTER (WHERE site_id IS NOT NULL AND at IS NOT NULL),"
        " count(*) FILTER (WHERE teams > 1), count(*) FILTER (WHERE visits > 1),"
        " count(*) FILTER (WHERE cardinality(skills) > 0) FROM day_demand"
    )
    with loaded.connect() as connection:
        assert all(connection.execute(text(asked)).one())
    assert there["day_demand_team"] == 5


def test_every_encounter_at_a_camp_lies_in_a_zone(loaded: Engine) -> None:
    with loaded.connect() as connection:
        astray = connection.execute(
            text(
                "SELECT count(*)::float / (SELECT count(*) FROM encounter) FROM encounter"
                " WHERE zone_id IS NULL"
            )
        ).scalar_one()
    assert astray < 0.02


def test_some_zones_ask_for_more_than_a_visit(loaded: Engine) -> None:
    asked = (
        "SELECT count(*) FILTER (WHERE languages <> '{}'),"
        " count(*) FILTER (WHERE teams_at_once > 1), count(service_per_person),"
        " (SELECT count(*) FROM zone_rhythm) FROM zone"
    )
    with loaded.connect() as connection:
        assert tuple(connection.execute(text(asked)).one()) == (5, 1, 4, 3)


def test_loading_again_changes_nothing(loaded: Engine) -> None:
    before = counts(loaded), contents(loaded)
    load(loaded, TODAY)
    assert load_history(loaded, TODAY) == 0
    assert (counts(loaded), contents(loaded)) == before


def test_the_same_seed_gives_the_same_rows(loaded: Engine, cluster: Cluster) -> None:
    cluster.create_database("demo_again", TEMPLATE)
    again = owner_engine(cluster.url("geoops_owner", "demo_again"))
    load(again, TODAY)
    load_history(again, TODAY)
    assert contents(again) == contents(loaded)
    again.dispose()
    cluster.drop_database("demo_again")


def test_opened_three_days_later_the_past_goes_on(loaded: Engine) -> None:
    before = counts(loaded)["patrol"]
    assert 1 <= load_history(loaded, TODAY + timedelta(days=3)) <= 3
    assert counts(loaded)["patrol"] > before
