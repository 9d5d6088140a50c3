"""The main roads of an extract are drawn under the patrols that are planned on it."""

from pathlib import Path

import pyrosm

from geoops.routing.main_roads import (
    CLASSES,
    MOST_POINTS,
    _within_reason,
    read_main_roads,
    write_main_roads,
)


def test_they_are_of_the_classes_that_are_drawn(tmp_path: Path) -> None:
    write_main_roads(Path(pyrosm.get_data("helsinki_pbf")), tmp_path)
    roads = read_main_roads(tmp_path)
    assert {road["class"] for road in roads} <= set(CLASSES)
    assert len(roads) > 100
    west, south, east, north = 24.8, 60.1, 25.1, 60.3
    assert all(
        west < lon < east and south < lat < north for road in roads for lon, lat in road["path"]
    )


def test_lesser_classes_are_left_out_when_there_are_too_many() -> None:
    many = {"class": "secondary", "ref": "", "path": [[0.0, 0.0]] * (MOST_POINTS + 1)}
    main = {"class": "motorway", "ref": "A 16", "path": [[0.0, 0.0], [1.0, 1.0]]}
    assert _within_reason({"secondary": [many], "motorway": [main]}) == [main]


def test_a_dataset_without_them_has_none(tmp_path: Path) -> None:
    assert read_main_roads(tmp_path) == []
