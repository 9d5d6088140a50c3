"""However a zone is cut: its pieces have its area and do not overlap, and make it again."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon, box, shape
from shapely.ops import unary_union
from sqlalchemy import Engine, text

from geoops.db.engine import act_for
from geoops.desk.actor import Actor
from geoops.desk.zone_editing import ZoneDraft, create_zone, retire_zone
from geoops.desk.zone_reading import zone_records
from geoops.desk.zone_shaping import NothingCut, TooManyPieces, merge_zones, split_zone
from geoops.errors import Invalid
from geoops.records import Role
from tests.conftest import ActorOf

BOX = box(1.80, 50.90, 1.82, 50.92)
HOLED = Polygon(BOX.exterior.coords, [box(1.806, 50.906, 1.814, 50.914).exterior.coords])
BENT = Polygon([(1.8, 50.9), (1.82, 50.9), (1.82, 50.92), (1.81, 50.905), (1.8, 50.92)])

# Corners, edges and holes are met as often as what lies between them.
PLACES = st.tuples(
    st.sampled_from([1.80, 1.806, 1.81, 1.814, 1.82]) | st.floats(1.79, 1.83),
    st.sampled_from([50.90, 50.905, 50.906, 50.914, 50.92]) | st.floats(50.89, 50.93),
)
LINES = st.lists(PLACES, min_size=2, max_size=5, unique=True).map(LineString)
PHASES = (Phase.explicit, Phase.generate)  # what fails is reported as found, not minimised
NO_PIECE = 1e-6
"""Of the zone's area, here 3 m²: what an answer's outlines, rounded to 0.1 mm, may differ by."""
EXACT = 1e-11
"""Of the zone's area: what the cut itself may lose in the database, where nothing is rounded."""
KEPT = text("SELECT sum(ST_Area(area)) FROM zone WHERE id = ANY (:zones)")


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def drawn(engine: Engine, coordinator: Actor) -> Callable[[Polygon], dict[str, object]]:
    """Draw a zone where every other is retired first."""

    def draw(area: Polygon) -> dict[str, object]:
        for zone in zone_records(coordinator, engine):
            if zone["active"]:
                retire_zone(coordinator, engine, zone["id"], zone["revision"])
        interval, service = timedelta(days=3), timedelta(minutes=20)
        access = (1.801, 50.901)
        return create_zone(coordinator, engine, ZoneDraft("Z", area, access, interval, 1, service))

    return draw


@given(st.sampled_from([BOX, HOLED, BENT]), LINES)
@settings(max_examples=12, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
def test_pieces_are_the_zone_and_make_it_again(
    engine: Engine, coordinator: Actor, drawn: Callable[[Polygon], dict[str, object]],
    outline: Polygon, line: LineString,
) -> None:  # fmt: skip
    zone = drawn(outline)
    try:
        pieces = split_zone(coordinator, engine, zone["id"], 1, line)  # type: ignore[arg-type]
    except (NothingCut, TooManyPieces):
        return
    except Invalid as refusal:
        assert "100 m²" in str(refusal)  # noqa: PT017 - a sliver, and nothing else, is refused
        return
    with engine.begin() as connection:
        act_for(connection, coordinator.territory_id)
        kept = connection.execute(KEPT, {"zones": [piece["id"] for piece in pieces]}).scalar_one()
    assert kept == pytest.approx(outline.area, rel=EXACT)
    areas = [shape(piece["area"]) for piece in pieces]
    whole = outline.area
    assert sum(area.area for area in areas) == pytest.approx(whole, rel=NO_PIECE)
    assert unary_union(areas).symmetric_difference(outline).area <= whole * NO_PIECE
    for one, other in combinations(areas, 2):
        assert one.intersection(other).area <= whole * NO_PIECE
    merged = merge_zones(coordinator, engine, {piece["id"]: piece["revision"] for piece in pieces})
    assert shape(merged["area"]).symmetric_difference(outline).area <= whole * NO_PIECE
