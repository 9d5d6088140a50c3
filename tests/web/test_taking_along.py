"""The sheet and the GPX file: what is in them, what is not, and that both are on record."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import geopandas as gpd
import pytest
from flask.testing import FlaskClient
from geoalchemy2.shape import from_shape
from pypdf import PdfReader
from shapely import LineString
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.demonstration.roads import write_osm
from geoops.desk.actor import Actor
from geoops.desk.patrolling import patrol
from geoops.records import AuditEntry, RoadClosure, Role, Territory
from geoops.routing.build import build
from geoops.routing.network import Network
from geoops.settings import Settings
from tests.conftest import ActorOf
from tests.desk.walking import Walking, a_walking_day
from tests.web.conftest import Speak


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    folder = tmp_path_factory.mktemp("coast")
    write_osm(folder / "coast.osm.pbf")
    build(Settings(home=folder), folder / "coast.osm.pbf")
    yield Network(Settings(home=folder))
    from geoops.routing.private_engine import stop_private_engines

    stop_private_engines()


@pytest.fixture
def walking(owner: Engine, territory: Territory, roads: Network) -> Walking:
    return a_walking_day(owner, territory, roads)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def published(walking: Walking, engine: Engine, coordinator: Actor, now: datetime) -> UUID:
    rest = {"starts_at": "2026-11-24T11:00:00+00:00", "ends_at": "2026-11-24T11:30:00+00:00"}
    return walking.publish(engine, coordinator, now, rests=[rest])


def sheet(browser: FlaskClient, patrol_id: UUID, language: str = "en") -> str:
    answer = browser.get(f"/patrols/{patrol_id}/sheet.pdf?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def layers(browser: FlaskClient, patrol_id: UUID, folder: Path) -> tuple[Any, Any, str]:
    answer = browser.get(f"/patrols/{patrol_id}/route.gpx?lang=en")
    assert (answer.status_code, answer.mimetype) == (200, "application/gpx+xml")
    assert answer.headers["Cache-Control"] == "private, no-store"
    file = folder / "route.gpx"
    file.write_bytes(answer.data)
    return (
        gpd.read_file(file, layer="waypoints"),
        gpd.read_file(file, layer="tracks"),
        answer.get_data(as_text=True),
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Arrival", "On foot", "back at the van", "Breaks", "12:00–12:30", "1 / "]),
        ("fr", ["Arrivée", "À pied", "retour au véhicule", "Pauses", "12:00–12:30"]),
    ],
)
def test_the_sheet_has_the_day_in_the_readers_language(
    walking: Walking, published: UUID, coordinator: Actor, signed_in: Speak,
    language: str, said: list[str],
) -> None:  # fmt: skip
    text = sheet(signed_in(coordinator), published, language)
    stops = [stop.name for stop in walking.problem.stops]
    for expected in (*said, *stops, *(camp.name for camp in walking.camps), "Team 1", "van"):
        assert expected in text


def test_the_sheet_has_every_time(
    engine: Engine, published: UUID, coordinator: Actor, signed_in: Speak
) -> None:
    text = sheet(signed_in(coordinator), published)
    found = patrol(coordinator, engine, published)
    times = [found["starts_at"], found["ends_at"]]
    for stop in found["stops"]:
        times += [stop["arrives_at"], stop["departs_at"]]
        times += [camp["arrives_at"] for camp in (stop["loop"] or {}).get("camps", ())]
    for instant in times:
        hour, minute = datetime.fromisoformat(instant).hour + 1, instant[14:16]  # CET
        assert f"{hour:02d}:{minute}" in text


def test_no_sheet_says_a_position_and_a_directors_no_camp(
    walking: Walking, published: UUID, coordinator: Actor, actor: ActorOf, signed_in: Speak
) -> None:
    assert not re.search(r"\d{1,2}\.\d{4}", sheet(signed_in(coordinator), published))
    text = sheet(signed_in(actor(Role.DIRECTOR)), published)
    assert "On foot" not in text
    for camp in walking.camps:
        assert camp.name not in text


def test_a_gpx_file_is_read_back_with_the_same_coordinates(
    engine: Engine, published: UUID, coordinator: Actor, signed_in: Speak, tmp_path: Path
) -> None:
    points, tracks, _ = layers(signed_in(coordinator), published, tmp_path)
    found = patrol(coordinator, engine, published)
    placed = {(round(p.x, 6), round(p.y, 6)) for p in points.geometry}
    expected = [found["base"], *found["stops"]]
    for stop in found["stops"]:
        expected += (stop["loop"] or {}).get("camps", ())
    assert placed == {tuple(round(c, 6) for c in one["position"]) for one in expected}
    driven, walked = tracks.geometry
    ways = [leg["geometry"]["coordinates"] for leg in found["legs"]["features"]]
    assert [list(map(list, piece.coords)) for piece in driven.geoms] == ways
    (loop,) = [stop["loop"] for stop in found["stops"] if stop["loop"]]
    assert len(walked.geoms) == len(loop["legs"])


def test_a_directors_gpx_file_knows_no_camp(
    walking: Walking, published: UUID, actor: ActorOf, signed_in: Speak, tmp_path: Path
) -> None:
    _, tracks, text = layers(signed_in(actor(Role.DIRECTOR)), published, tmp_path)
    assert len(tracks) == 1
    for camp in walking.camps:
        assert camp.name not in text
        assert f"{camp.position[0]}" not in text


def test_both_are_on_record(
    engine: Engine, published: UUID, actor: ActorOf, walking: Walking, signed_in: Speak
) -> None:
    field = actor(Role.FIELD, team_id=walking.day.teams[0])
    browser = signed_in(field)
    browser.get(f"/patrols/{published}/sheet.pdf")
    browser.get(f"/patrols/{published}/route.gpx")
    with transaction(engine, field.territory_id) as session:
        mine = select(AuditEntry.action, AuditEntry.subject).where(
            AuditEntry.account_id == field.account_id
        )
        written = [tuple(row) for row in session.execute(mine.order_by(AuditEntry.id))]
    assert written == [
        ("read exact positions", f"camps in patrol {published}"),
        ("export", f"sheet of patrol {published}"),
        ("read exact positions", f"camps in patrol {published}"),
        ("export", f"GPX file of patrol {published}"),
    ]


def test_both_name_the_closures_near_the_way_and_a_directors_none(
    owner: Engine, published: UUID, walking: Walking, coordinator: Actor, actor: ActorOf,
    signed_in: Speak, tmp_path: Path,
) -> None:  # fmt: skip
    x, y = walking.problem.stops[0].position
    closed_from(owner, walking, "Quai: works", (x, y), "09:30", "16:00")
    closed_from(owner, walking, "Rocade: flood", (x, y), "07:00", None)
    closed_from(owner, walking, "Far away", (x - 0.5, y), "07:00", None)
    closed_from(owner, walking, "Tonight", (x, y), "19:00", None)
    text = sheet(signed_in(coordinator), published)
    assert "Quai: works · closed from 09:30 to 16:00" in text
    assert "Rocade: flood · closed until further notice" in text
    assert "Far away" not in text
    assert "Tonight" not in text
    points, _, _ = layers(signed_in(coordinator), published, tmp_path)
    assert list(points.name)[-2:] == ["✕ Rocade: flood", "✕ Quai: works"]
    assert "Quai" not in sheet(signed_in(actor(Role.DIRECTOR)), published)


def closed_from(
    owner: Engine, walking: Walking, name: str, at: tuple[float, float], start: str, end: str | None
) -> None:
    """Close a short line by hand, from and until a time of day in the territory (CET)."""
    x, y = at
    instants = [
        datetime.fromisoformat(f"2026-11-24T{time}:00+01:00") if time else None
        for time in (start, end)
    ]
    with Session(owner) as session, session.begin():
        session.add(
            RoadClosure(
                territory_id=walking.day.territory.id,
                name=name,
                shape=from_shape(LineString([(x, y), (x + 0.002, y)]), srid=4326),
                profiles=["car"],
                starts_at=instants[0],
                ends_at=instants[1],
            )
        )


def test_another_teams_patrol_is_not_to_be_taken_along(
    published: UUID, walking: Walking, actor: ActorOf, signed_in: Speak
) -> None:
    stranger = signed_in(actor(Role.FIELD, team_id=walking.day.add_team("Other")))
    for name in ("sheet.pdf", "route.gpx"):
        assert stranger.get(f"/patrols/{published}/{name}").status_code == 404


def test_the_api_says_the_way_in_the_readers_language(
    published: UUID, coordinator: Actor, bearer: Speak
) -> None:
    client = bearer(coordinator)
    for language, said in (("fr", "Partez vers"), ("en", "Head ")):
        answer = client.get(f"/api/v1/patrols/{published}?lang={language}").get_json()
        steps = answer["legs"]["features"][0]["properties"]["steps"]
        assert steps[0]["words"].startswith(said)
        (loop,) = [stop["loop"] for stop in answer["stops"] if stop["loop"]]
        assert loop["legs"][0]["steps"][0]["words"].startswith(said)
    assert "words" in json.dumps(answer)
