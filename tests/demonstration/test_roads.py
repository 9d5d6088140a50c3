"""The schematic road network: connected, dry, reachable, and about as slow as the real one."""

import json
import subprocess
from pathlib import Path

import numpy as np
import osmium
import osrm
import pytest
from shapely import STRtree, union_all
from shapely.geometry import LineString, Point

from geoops.demonstration.geography import land_metres, to_metres
from geoops.demonstration.junctions import largest_component, meet
from geoops.demonstration.places import (
    demonstration_bases,
    demonstration_camps,
    demonstration_sites,
    demonstration_zones,
)
from geoops.demonstration.road_plan import Road
from geoops.demonstration.roads import SCHEMATIC, road_network, roads_geojson, write_osm

CALAIS, DUNKERQUE, BOULOGNE = (1.8537, 50.9524), (2.3772, 51.0345), (1.6065, 50.7245)
SAINT_OMER = (2.253, 50.75)
ALONG_THE_D940 = [
    (1.756, 50.9438),  # Sangatte
    (1.714, 50.9165),  # Escalles
    (1.6655, 50.8855),  # Wissant
    (1.6105, 50.8515),  # Audinghen
    (1.608, 50.809),  # Ambleteuse
    (1.6125, 50.7695),  # Wimereux
]
CARRIAGEWAYS = {"motorway", "motorway_link", "trunk_link"}
NOT_ON_FOOT = CARRIAGEWAYS | {"trunk"}
OSRM = Path(osrm.__file__).parent


def routing_engine(folder: Path, profile: str) -> osrm.OSRM:
    dataset = folder / profile / "demonstration.osrm"
    dataset.parent.mkdir()
    extract = dataset.with_suffix(".osm.pbf")
    write_osm(extract)
    for step, *arguments in (
        ("extract", "-p", OSRM / "share" / "profiles" / f"{profile}.lua", extract),
        ("partition", dataset),
        ("customize", dataset),
    ):
        command = [str(word) for word in (OSRM / "bin" / f"osrm-{step}", "-t", "2", *arguments)]
        subprocess.run(command, check=True, capture_output=True)
    return osrm.OSRM(storage_config=str(dataset), algorithm="MLD", use_shared_memory=False)


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    folder = tmp_path_factory.mktemp("network")
    return {profile: routing_engine(folder, profile) for profile in ("car", "foot")}


@pytest.fixture(scope="module")
def lines():
    return [to_metres(LineString(road.points)) for road in road_network()]


def minutes(engine, *points):
    answer = engine.Route(osrm.RouteParameters(coordinates=list(points)))
    return float(answer["routes"][0]["duration"]) / 60


def driven_to():
    return [
        *(base.position for base in demonstration_bases()),
        *(site.position for site in demonstration_sites()),
        *(zone.access for zone in demonstration_zones()),
    ]


def walked_to():
    return [*driven_to(), *(camp.position for camp in demonstration_camps())]


@pytest.mark.parametrize(
    ("start", "end"), [(CALAIS, DUNKERQUE), (DUNKERQUE, CALAIS)], ids=["east", "west"]
)
def test_calais_to_dunkerque_takes_about_forty_minutes(engines, start, end):
    assert 38 <= minutes(engines["car"], start, end) <= 46


def test_calais_to_boulogne_takes_about_an_hour_by_the_coast(engines):
    journey = [CALAIS, *ALONG_THE_D940, BOULOGNE]
    assert 52 <= minutes(engines["car"], *journey) <= 68
    answer = engines["car"].Route(osrm.RouteParameters(coordinates=journey, steps=True))
    steps = [step for leg in answer["routes"][0]["legs"] for step in leg["steps"]]
    assert {str(step["ref"]) for step in steps if "ref" in step} == {"D 940"}


def test_calais_to_boulogne_takes_half_of_that_by_the_motorway(engines):
    assert 27 <= minutes(engines["car"], CALAIS, BOULOGNE) <= 40


def test_calais_to_saint_omer_takes_about_forty_minutes(engines):
    assert 32 <= minutes(engines["car"], CALAIS, SAINT_OMER) <= 48


def test_walking_along_the_shore_takes_five_kilometres_an_hour(engines):
    assert 80 <= minutes(engines["foot"], CALAIS, ALONG_THE_D940[0]) <= 110


@pytest.mark.parametrize(("profile", "places"), [("car", driven_to), ("foot", walked_to)])
def test_every_place_is_reached_from_every_other(engines, profile, places):
    answer = engines[profile].Table(osrm.TableParameters(coordinates=places()))
    durations = np.array([[float(cell) for cell in row] for row in answer["durations"]])
    assert np.isfinite(durations).all()
    assert durations.max() < (2.5 if profile == "car" else 25) * 3600
    assert max(float(source["distance"]) for source in answer["sources"]) < 60


@pytest.mark.parametrize(
    "allowed",
    [
        lambda road: road.highway != "path",
        lambda road: road.highway not in NOT_ON_FOOT,
    ],
    ids=["car", "foot"],
)
def test_the_network_is_one_piece(allowed):
    roads = [road for road in road_network() if allowed(road)]
    assert largest_component(roads) == {point for road in roads for point in road.points}


def test_no_road_crosses_the_sea(lines):
    near_shore = land_metres().buffer(40)
    wet = [
        (road.ref or road.name, road.points)
        for road, line in zip(road_network(), lines, strict=True)
        if not near_shore.covers(line)
    ]
    assert wet == []


def test_ways_to_places_cross_no_carriageway(lines):
    roads = list(zip(road_network(), lines, strict=True))
    carriageways = union_all([line for road, line in roads if "motorway" in road.highway])
    ways = [
        road for road, line in roads if road.highway == "service" and line.crosses(carriageways)
    ]
    assert ways == []


def test_every_camp_and_zone_is_near_a_path_or_road(lines):
    tree = STRtree(lines)
    for position in walked_to():
        here = to_metres(Point(position))
        assert lines[int(tree.nearest(here))].distance(here) < 60


def test_the_roads_of_the_coast_are_there_with_their_references():
    refs = {road.ref for road in road_network()}
    wanted = "A 16,A 26,N 216,D 940,D 601,D 600,D 603,D 119,D 943,D 231"
    assert set(wanted.split(",")) <= refs


def test_motorways_have_one_way_carriageways_and_no_others_have():
    for road in road_network():
        assert road.oneway == (road.highway in CARRIAGEWAYS or road.ref == "N 216"), road


def test_the_file_is_small_and_the_same_every_time(tmp_path):
    first, second = tmp_path / "first.osm.pbf", tmp_path / "second.osm.pbf"
    write_osm(first)
    write_osm(second)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size < 1_000_000


def test_the_xml_file_says_that_it_is_schematic_and_has_the_same_ways(tmp_path):
    xml, pbf = tmp_path / "roads.osm", tmp_path / "roads.osm.pbf"
    write_osm(xml)
    write_osm(pbf)
    assert "schematic" in xml.read_text(encoding="utf-8")[:300]
    assert [str(way) for way in osmium.FileProcessor(xml, osmium.osm.WAY)] == [
        str(way) for way in osmium.FileProcessor(pbf, osmium.osm.WAY)
    ]


def test_the_basemap_of_roads_is_light_and_labelled():
    roads = roads_geojson()
    assert roads["label"] == SCHEMATIC
    assert len(json.dumps(roads)) < 150_000
    assert {feature["properties"]["class"] for feature in roads["features"]} >= {
        "motorway",
        "trunk",
        "primary",
    }


def test_roads_that_cross_share_a_point_and_one_that_stops_short_is_lengthened():
    across = Road("residential", ((1.80, 50.90), (1.82, 50.90)))
    along = Road("residential", ((1.81, 50.89), (1.81, 50.91)))
    short = Road("path", ((1.815, 50.9101), (1.815, 50.9001)))  # ends 11 m before the first
    met = meet([across, along, short])
    assert set(met[0].points) & set(met[1].points)
    assert set(met[0].points) & set(met[2].points)
    assert len(largest_component(met)) == 8
