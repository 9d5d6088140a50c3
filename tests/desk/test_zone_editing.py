"""Zones are drawn, changed, cut, merged and undone; nothing overwrites what somebody else did."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import from_shape
from shapely.geometry import LineString, Point, Polygon, box, shape
from shapely.ops import unary_union
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.zone_changes import NotUndoable, undo_zone_change, zone_changes
from geoops.desk.zone_editing import (
    Stretch,
    ZoneChanged,
    ZoneDraft,
    ZoneOverlaps,
    ZoneRetired,
    change_zone,
    create_zone,
    restore_zone,
    retire_zone,
)
from geoops.desk.zone_reading import zone_records, zone_versions, zones_of_day
from geoops.desk.zone_shaping import (
    NothingCut,
    NotNeighbours,
    TooManyPieces,
    merge_zones,
    split_zone,
)
from geoops.desk.zone_stops import VisitDay, zone_stops
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import Camp, Role, Territory
from geoops.records import Zone as ZoneRecord
from tests.conftest import ActorOf, new_territory
from tests.desk.days import Day

WEST, EAST, SOUTH, NORTH = 1.80, 1.82, 50.90, 50.92
MIDDLE = 1.81
Zone = dict[str, Any]


def a_draft(name: str = "Dunes", west: float = WEST, **changes: Any) -> ZoneDraft:
    """A square, 1.4 km wide, whose van stops near its western edge."""
    area = box(west, SOUTH, west + 0.02, NORTH)
    days, minutes = timedelta(days=3), timedelta(minutes=20)
    plain = ZoneDraft(name, area, (west + 0.001, SOUTH + 0.01), days, 2.0, minutes)
    return replace(plain, **changes)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def draw(engine: Engine, coordinator: Actor) -> Callable[..., Zone]:
    def drawn(*args: Any, **changes: Any) -> Zone:
        return create_zone(coordinator, engine, a_draft(*args, **changes))

    return drawn


@contextmanager
def without_the_rule(owner: Engine) -> Iterator[None]:
    """As it was before zones had to lie apart."""
    for act in ("DISABLE", "ENABLE"):
        with owner.begin() as connection:
            connection.execute(text(f"ALTER TABLE zone {act} TRIGGER covers_no_other"))
        if act == "DISABLE":
            yield


def visited(engine: Engine, actor: Actor) -> dict[str, Zone]:
    return {zone["name"]: zone for zone in zone_records(actor, engine) if zone["active"]}


def without_revision(zone: Zone) -> Zone:
    return {name: value for name, value in zone.items() if name != "revision"}


class TestDrawing:
    def test_a_zone_is_as_it_was_drawn(self, draw: Callable[..., Zone]) -> None:
        weekend = Stretch((5, 6), time(8), time(12), timedelta(days=1))
        zone = draw(languages=("ar",), teams_at_once=2, rhythm=(weekend,))
        assert shape(zone["area"]).equals(a_draft().area)
        assert (zone["revision"], zone["active"], zone["teams_at_once"]) == (1, True, 2)
        stretch = {"weekdays": [5, 6], "starts": "08:00", "ends": "12:00"}
        assert zone["rhythm"] == [stretch | {"revisit_interval_days": 1}]

    def test_the_camps_inside_become_its_own(
        self, owner: Engine, territory: Territory, draw: Callable[..., Zone]
    ) -> None:
        first = draw()
        camp = Day(owner, territory).add_camp("C", first["id"], (WEST + 0.025, SOUTH + 0.01))
        second = draw("Wood", west=EAST)
        assert zone_of(owner, territory, camp) == second["id"]

    def test_a_zone_covers_no_other(self, draw: Callable[..., Zone]) -> None:
        draw()
        with pytest.raises(ZoneOverlaps, match="Dunes"):
            draw("Wood", west=MIDDLE)
        draw("Beside", west=EAST)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"area": box(WEST, SOUTH, WEST + 1e-5, SOUTH + 1e-5)}, "100 m²"),
            ({"service_per_person": timedelta(minutes=1)}, "limit"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(
        self, draw: Callable[..., Zone], changes: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(Invalid, match=words):
            draw(**changes)

    def test_a_name_is_taken_until_its_zone_retires(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        with pytest.raises(Conflict, match="this name"):
            draw(west=EAST)
        retire_zone(coordinator, engine, zone["id"], 1)
        draw(west=EAST)

    @pytest.mark.parametrize("role", set(Role) - {Role.COORDINATOR, Role.SITE_MANAGER})
    def test_only_coordinators_draw(self, engine: Engine, actor: ActorOf, role: Role) -> None:
        with pytest.raises(Forbidden):
            create_zone(actor(role), engine, a_draft())


class TestChanging:
    def test_a_change_makes_the_next_revision(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        changed = change_zone(coordinator, engine, zone["id"], 1, a_draft(weight=5.0))
        assert (changed["weight"], changed["revision"]) == (5.0, 2)
        (last, first) = zone_changes(coordinator, engine, zone["id"])
        assert (last["kind"], first["kind"]) == ("changed", "created")
        assert last["author"] == "Test coordinator"

    def test_a_new_outline_is_a_reshaping_and_settles_the_camps(
        self, owner: Engine, engine: Engine, territory: Territory, coordinator: Actor,
        draw: Callable[..., Zone],
    ) -> None:  # fmt: skip
        first, second = draw(), draw("Wood", west=EAST)
        camp = Day(owner, territory).add_camp("C", first["id"], (EAST - 0.001, SOUTH + 0.01))
        smaller = a_draft(area=box(WEST, SOUTH, MIDDLE, NORTH))
        change_zone(coordinator, engine, first["id"], 1, smaller)
        larger = a_draft("Wood", west=EAST, area=box(MIDDLE, SOUTH, EAST + 0.02, NORTH))
        change_zone(coordinator, engine, second["id"], 1, larger)
        assert zone_changes(coordinator, engine)[0]["kind"] == "reshaped"
        assert zone_of(owner, territory, camp) == second["id"]

    def test_what_somebody_else_changed_is_not_overwritten(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        change_zone(coordinator, engine, zone["id"], 1, a_draft(weight=5.0))
        with pytest.raises(ZoneChanged):
            change_zone(coordinator, engine, zone["id"], 1, a_draft(weight=6.0))
        assert visited(engine, coordinator)["Dunes"]["weight"] == 5.0

    def test_another_territorys_zone_is_not_there(
        self, owner: Engine, engine: Engine, actor: ActorOf, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        stranger = replace(actor(Role.COORDINATOR), territory_id=new_territory(owner).id)
        with pytest.raises(NotFound):
            retire_zone(stranger, engine, zone["id"], 1)


class TestCutting:
    def test_the_piece_where_the_van_stops_stays_the_zone(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        rhythm = (Stretch((0,), time(8), time(9), timedelta(days=1)),)
        zone = draw(languages=("ku",), rhythm=rhythm)
        line = LineString([(MIDDLE, SOUTH - 0.01), (MIDDLE, NORTH + 0.01)])
        old, new = split_zone(coordinator, engine, zone["id"], 1, line)
        assert (old["id"], old["name"], new["name"]) == (zone["id"], "Dunes", "Dunes 2")
        assert shape(old["area"]).equals(box(WEST, SOUTH, MIDDLE, NORTH))
        assert shape(new["area"]).contains(Point(new["access"]))
        assert (new["languages"], new["rhythm"]) == (zone["languages"], zone["rhythm"])

    def test_the_vans_places_go_with_the_piece_they_lie_in_and_come_back(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        west, east = (1.805, 50.91), (1.815, 50.91)
        zone = draw(other_accesses=(west, east))
        assert zone["other_accesses"] == [list(west), list(east)]
        line = LineString([(MIDDLE, SOUTH - 0.01), (MIDDLE, NORTH + 0.01)])
        old, new = split_zone(coordinator, engine, zone["id"], 1, line)
        assert (old["other_accesses"], new["access"]) == ([list(west)], list(east))
        assert new["other_accesses"] == []
        merged = merge_zones(coordinator, engine, {old["id"]: 2, new["id"]: 1})
        assert merged["other_accesses"] == [list(west), list(east)]
        for change in zone_changes(coordinator, engine, zone["id"])[:2]:
            undo_zone_change(coordinator, engine, change["id"])
        assert visited(engine, coordinator)["Dunes"]["other_accesses"] == zone["other_accesses"]
        with pytest.raises(Invalid, match="each another"):
            draw("Wood", west=EAST + 0.01, other_accesses=((1.9, 50.9), (1.9, 50.9)))

    @pytest.mark.parametrize(
        "line",
        [
            [(WEST - 0.01, NORTH), (EAST + 0.01, NORTH)],
            [(WEST, NORTH), (EAST, NORTH)],
            [(WEST, NORTH), (EAST, NORTH + 0.00001)],
            [(MIDDLE, SOUTH - 0.01), (MIDDLE, SOUTH + 0.01)],
            [(WEST - 1, SOUTH), (WEST - 1, NORTH)],
            [(MIDDLE, NORTH), (MIDDLE, NORTH)],
        ],
    )
    def test_a_line_along_the_edge_or_not_through_cuts_nothing(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone],
        line: list[tuple[float, float]],
    ) -> None:  # fmt: skip
        zone = draw()
        with pytest.raises(NothingCut):
            split_zone(coordinator, engine, zone["id"], 1, LineString(line))
        assert visited(engine, coordinator)["Dunes"] == zone

    def test_a_line_that_runs_along_an_edge_and_then_through_cuts(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        line = LineString([(WEST, NORTH), (MIDDLE, NORTH), (MIDDLE, SOUTH), (EAST, SOUTH)])
        pieces = split_zone(coordinator, engine, zone["id"], 1, line)
        areas = [shape(piece["area"]) for piece in pieces]
        assert len(areas) == 2
        assert unary_union(areas).equals(a_draft().area)

    def test_confetti_is_refused(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        steps = [WEST + 0.02 * n / 60 for n in range(60)]
        zigzag = [(x, (SOUTH - 0.01, NORTH + 0.01)[n % 2]) for n, x in enumerate(steps)]
        with pytest.raises(TooManyPieces):
            split_zone(coordinator, engine, zone["id"], 1, LineString(zigzag))

    def test_a_piece_counts_the_visits_from_before_the_cut(
        self, engine: Engine, owner: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        with transaction(owner, coordinator.territory_id) as session:
            session.execute(VISIT, {"zone": zone["id"]})
            now = session.execute(text("SELECT now()")).scalar_one()
        line = LineString([(MIDDLE, SOUTH - 0.01), (MIDDLE, NORTH + 0.01)])
        split_zone(coordinator, engine, zone["id"], 1, line)
        tomorrow = VisitDay((now + timedelta(days=1)).date(), "Europe/Paris", now)
        with transaction(engine, coordinator.territory_id) as session:
            old, new = (stop.weight for stop in zone_stops(session, tomorrow))
        assert old == new < 2.0


class TestMerging:
    def test_the_first_takes_the_area_and_the_camps_of_all(
        self, engine: Engine, owner: Engine, territory: Territory, coordinator: Actor,
        draw: Callable[..., Zone],
    ) -> None:  # fmt: skip
        first, second = draw(), draw("Wood", west=EAST)
        camps = [
            Day(owner, territory).add_camp(name, second["id"], at)
            for name, at in (("C1", (EAST + 0.01, SOUTH + 0.01)), ("C2", (EAST + 0.01, 51.2)))
        ]
        merged = merge_zones(coordinator, engine, {first["id"]: 1, second["id"]: 1})
        assert merged["id"] == first["id"]
        assert shape(merged["area"]).equals(box(WEST, SOUTH, EAST + 0.02, NORTH))
        assert list(visited(engine, coordinator)) == ["Dunes"]
        assert {zone_of(owner, territory, camp) for camp in camps} == {first["id"]}

    def test_borders_that_miss_each_other_by_a_hand_are_joined(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zones = [draw(), draw("Wood", west=EAST + 0.00001)]
        merged = merge_zones(coordinator, engine, {zone["id"]: 1 for zone in zones})
        assert shape(merged["area"]).area == pytest.approx(0.04 * 0.02, rel=1e-3)

    @pytest.mark.parametrize("east", [EAST + 0.01, EAST + 1])
    def test_zones_that_do_not_touch_stay_two(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone], east: float
    ) -> None:
        zones = [draw(), draw("Wood", west=east)]
        with pytest.raises(NotNeighbours):
            merge_zones(coordinator, engine, {zone["id"]: 1 for zone in zones})
        assert list(visited(engine, coordinator)) == ["Dunes", "Wood"]

    def test_a_corner_is_no_border(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zones = [draw(), draw("Wood", area=box(EAST, NORTH, EAST + 0.02, NORTH + 0.02))]
        with pytest.raises(NotNeighbours):
            merge_zones(coordinator, engine, {zone["id"]: 1 for zone in zones})

    def test_what_rounding_left_between_neighbours_is_no_hole(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        bent = box(WEST, SOUTH, EAST, NORTH).union(box(EAST, SOUTH, EAST + 1e-9, SOUTH + 0.01))
        hollow = Polygon([*bent.exterior.coords[:-1]]).difference(
            Polygon([(EAST + 1e-9, 50.905), (EAST - 1e-9, 50.9051), (EAST + 1e-9, 50.9052)])
        )
        zones = [draw(area=hollow), draw("Wood", west=EAST)]
        merged = merge_zones(coordinator, engine, {zone["id"]: 1 for zone in zones})
        assert list(shape(merged["area"]).interiors) == []


class TestOverlaps:
    def test_the_refusal_says_which_zone_and_where(self, draw: Callable[..., Zone]) -> None:
        first = draw()
        with pytest.raises(ZoneOverlaps, match="Dunes") as refusal:
            draw("Wood", west=MIDDLE)
        details = refusal.value.details
        assert details["zone_id"] == first["id"]
        assert shape(details["overlap"]).equals(box(MIDDLE, SOUTH, EAST, NORTH))

    def test_a_strip_wider_than_a_hand_leaves_is_refused(self, draw: Callable[..., Zone]) -> None:
        draw()
        with pytest.raises(ZoneOverlaps, match="Dunes"):
            draw("Wood", west=EAST - 1e-5)  # 0.7 m, which make 1,560 m² along the border

    def test_a_zone_that_comes_back_over_another_is_refused_past_the_desk_too(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        retire_zone(coordinator, engine, zone["id"], 1)
        draw("Wood", west=MIDDLE)
        refused = pytest.raises(IntegrityError, match="covers part of zone")
        with refused, transaction(engine, coordinator.territory_id) as session:
            session.get_one(ZoneRecord, zone["id"]).active = True

    def test_what_overlapped_before_the_rule_came_is_changed_in_all_but_its_outline(
        self, engine: Engine, owner: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        draw()
        wood = draw("Wood", west=EAST)
        with without_the_rule(owner), transaction(engine, coordinator.territory_id) as session:
            session.get_one(ZoneRecord, wood["id"]).area = a_draft(west=MIDDLE).columns()["area"]
        sand = a_draft("Sand", west=MIDDLE, access=a_draft("Wood", west=EAST).access)
        changed = change_zone(coordinator, engine, wood["id"], 2, sand)
        assert changed["name"] == "Sand"

    def test_undoing_lays_no_zone_over_another(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        retire_zone(coordinator, engine, zone["id"], 1)
        retired = zone_changes(coordinator, engine)[0]["id"]
        draw("Wood", west=MIDDLE)
        with pytest.raises(ZoneOverlaps, match="Wood"):
            undo_zone_change(coordinator, engine, retired)
        assert list(visited(engine, coordinator)) == ["Wood"]

    def test_a_border_moves_between_two_zones_in_one_transaction(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        first, second = draw(), draw("Wood", west=EAST)
        wider = from_shape(box(WEST, SOUTH, EAST + 0.01, NORTH), srid=4326)
        narrower = from_shape(box(EAST + 0.01, SOUTH, EAST + 0.02, NORTH), srid=4326)
        with transaction(engine, coordinator.territory_id) as session:
            for zone, area in ((first, wider), (second, narrower)):
                session.get_one(ZoneRecord, zone["id"]).area = area
                session.flush()
        refused = pytest.raises(IntegrityError, match="covers part of zone")
        with refused, transaction(engine, coordinator.territory_id) as session:
            session.get_one(ZoneRecord, second["id"]).area = wider

    def test_of_two_who_draw_the_same_place_at_once_the_database_refuses_one(
        self, engine: Engine, territory: Territory
    ) -> None:
        together = Barrier(2)

        def draw_past_the_desk(name: str) -> str:
            with transaction(engine, territory.id) as session:
                of = {"id": uuid4(), "territory_id": territory.id}
                session.add(ZoneRecord(**of, **a_draft(name).columns()))
                together.wait()
            return "drawn"

        with ThreadPoolExecutor(2) as people:
            drawing = [people.submit(draw_past_the_desk, name) for name in ("Dunes", "Wood")]
        refusals = [one.exception() for one in drawing]
        assert sorted(type(refusal).__name__ for refusal in refusals) == [
            "IntegrityError",
            "NoneType",
        ]


class TestThePast:
    def test_each_version_says_who_made_it_how_and_with_which_others(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        change_zone(coordinator, engine, zone["id"], 1, a_draft(weight=5.0))
        line = LineString([(MIDDLE, SOUTH - 0.01), (MIDDLE, NORTH + 0.01)])
        split_zone(coordinator, engine, zone["id"], 2, line)
        undo_zone_change(coordinator, engine, zone_changes(coordinator, engine)[0]["id"])
        past = zone_versions(coordinator, engine, zone["id"])
        said = [(one["kind"], one["undone_kind"], one["weight"], one["others"]) for one in past]
        assert said == [
            ("undone", "split", 5.0, ["Dunes 2"]),
            ("split", None, 5.0, ["Dunes 2"]),
            ("changed", None, 5.0, []),
            ("created", None, 2.0, []),
        ]
        assert {one["author"] for one in past} == {"Test coordinator"}
        assert [one["until"] for one in past] == [None, *(one["since"] for one in past[:-1])]

    def test_a_day_that_is_over_has_its_zones(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone], now: datetime
    ) -> None:
        draw()
        for day in (now.date() - timedelta(days=1), now.date()):
            (zone,) = zones_of_day(coordinator, engine, day, now)
            assert zone["name"] == "Dunes"  # before history was kept: the present
        later = datetime.now(UTC) + timedelta(days=5)
        retire_zone(coordinator, engine, zone["id"], 1)
        assert zones_of_day(coordinator, engine, later.date() - timedelta(days=2), later) == []


class TestUndoing:
    def test_each_kind_of_change_is_taken_back_and_done_again(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        first, second = draw(), draw("Wood", west=EAST)
        line = LineString([(MIDDLE, SOUTH - 0.01), (MIDDLE, NORTH + 0.01)])
        one, two = first["id"], second["id"]
        weekly = (Stretch((0,), time(8), time(9), timedelta(days=7)),)
        shifted = a_draft("Sand", west=WEST - 0.01, rhythm=weekly)
        for act in (
            lambda seen: split_zone(coordinator, engine, one, seen[one], line),
            lambda seen: merge_zones(coordinator, engine, {one: seen[one], two: seen[two]}),
            lambda seen: change_zone(coordinator, engine, one, seen[one], shifted),
            lambda seen: retire_zone(coordinator, engine, one, seen[one]),
            lambda _: draw("Beach", west=EAST + 0.02),
        ):
            before = visited(engine, coordinator)
            act({zone["id"]: zone["revision"] for zone in before.values()})
            after = visited(engine, coordinator)
            for wanted in (before, after, before):
                undo_zone_change(coordinator, engine, zone_changes(coordinator, engine)[0]["id"])
                now = visited(engine, coordinator).values()
                assert [*map(without_revision, now)] == [*map(without_revision, wanted.values())]

    def test_what_was_changed_since_is_not_undone(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        change_zone(coordinator, engine, zone["id"], 1, a_draft(weight=5.0))
        last, first = zone_changes(coordinator, engine)
        assert (last["undoable"], first["undoable"]) == (True, False)
        with pytest.raises(ZoneChanged):
            undo_zone_change(coordinator, engine, first["id"])

    def test_changes_of_one_zone_are_undone_one_after_the_other(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        for revision, weight in ((1, 5.0), (2, 7.0)):
            change_zone(coordinator, engine, zone["id"], revision, a_draft(weight=weight))
        last, middle, _ = (one["id"] for one in zone_changes(coordinator, engine))
        weights = []
        for change in (last, middle):
            undo_zone_change(coordinator, engine, change)
            weights.append(visited(engine, coordinator)["Dunes"]["weight"])
        assert weights == [5.0, 2.0]

    def test_what_is_answered_and_sent_back_is_no_new_outline(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        line = LineString([(WEST, SOUTH - 0.01), (EAST - 0.003, NORTH + 0.007)])
        piece, _ = split_zone(coordinator, engine, draw()["id"], 1, line)
        area, access = shape(piece["area"]), piece["access"]
        same = a_draft(area=area, access=access, weight=9.0)
        change_zone(coordinator, engine, piece["id"], piece["revision"], same)
        assert zone_changes(coordinator, engine)[0]["kind"] == "changed"

    def test_a_retired_zone_is_restored_unless_its_place_is_taken(
        self, engine: Engine, coordinator: Actor, draw: Callable[..., Zone]
    ) -> None:
        zone = draw()
        retire_zone(coordinator, engine, zone["id"], 1)
        with pytest.raises(ZoneRetired):
            retire_zone(coordinator, engine, zone["id"], 2)
        other = draw("Wood", west=MIDDLE)
        with pytest.raises(ZoneOverlaps):
            restore_zone(coordinator, engine, zone["id"], 2)
        retire_zone(coordinator, engine, other["id"], 1)
        assert restore_zone(coordinator, engine, zone["id"], 2)["active"]

    def test_there_is_nothing_to_undo_where_there_is_no_change(
        self, engine: Engine, coordinator: Actor
    ) -> None:
        with pytest.raises(NotFound):
            undo_zone_change(coordinator, engine, uuid4())
        assert NotUndoable.status == 409


VISIT = text(
    "INSERT INTO encounter (id, territory_id, position, met_at, head_count, digest)"
    " SELECT gen_random_uuid(), territory_id, access, now() - interval '1 hour', 2,"
    " sha256('test') FROM zone WHERE id = :zone"
)


def zone_of(owner: Engine, territory: Territory, camp: UUID) -> UUID | None:
    with transaction(owner, territory.id) as session:
        return session.scalars(select(Camp.zone_id).where(Camp.id == camp)).one()
