"""Closing a road at the desk: drawn, refused, said how long it took, gone round, opened again."""

from datetime import timedelta

from playwright.sync_api import Page, expect
from shapely import Point, Polygon
from shapely.geometry import shape

from tests.browser.conftest import ReaderOf
from tests.browser.hands import FIRST_FREE_DAY, open_day, plan_on_screen, stop_as_good
from tests.browser.test_day import PLANNED, today

NUMBER = 25
"""Of the day, after the first free one, on which no other test plans."""
LOOK = "([lon, lat]) => window.geoops.map.setView([lat, lon], 16, { animate: false })"


def draw_around(page: Page, place: Point) -> None:
    """Draw a square of 100 pixels around a place by hand, corner by corner."""
    page.evaluate(LOOK, [place.x, place.y])
    page.locator("[name=kind][value=area]").check(force=True)
    page.click("#closure-draw")
    box = page.locator(".map-frame .map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for right, down in ((-50, -50), (50, -50), (50, 50), (-50, 50)):
        page.mouse.click(x + right, y + down)
    page.click(".draw-bar .primary")


def test_a_road_is_closed_told_gone_round_and_opened_again(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page = open_day(coordinator, NUMBER)
    stop_as_good(page)
    before = plan_on_screen(coordinator)["best"]
    way = before["patrols"][0]["legs"][0]
    middle = shape(way["geometry"]).interpolate(0.5, normalized=True)

    page.click("#tab-roads")
    expect(page.locator("#roads-list")).to_contain_text("D 940")  # the demonstration's own
    page.click("#roads-new")
    draw_around(page, middle)
    expect(page.locator("#closure-tried")).to_contain_text("Cela ferme")
    page.fill("#closure-name", "Rocade, voir Mme Durand")
    page.click("#closure-quick button:has-text('Toute la journée')")
    page.click("#closure-save")
    expect(page.locator("#closure-error")).to_contain_text("nom d’une personne")
    assert coordinator.accessibility() == []
    assert ["422" in one for one in coordinator.complaints] == [True]  # the browser tells of it
    coordinator.complaints.clear()

    page.fill("#closure-name", "Rocade : travaux")
    page.click("#closure-save")
    expect(page.locator("#roads-took")).to_contain_text("réseau routier prêt en")
    expect(page.locator("#roads-took")).to_contain_text("lieux")
    row = page.locator("#roads-list li", has_text="Rocade : travaux")
    day = today() + timedelta(days=FIRST_FREE_DAY + NUMBER)
    expect(row).to_contain_text(str(day.day))
    expect(page.locator("#roads-passing")).to_contain_text("par ")

    page.click("#roads-passing button")
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)
    expect(page.locator("#roads-passing")).to_be_hidden()
    closure = next(
        one for one in coordinator.api("road-closures") if one["name"] == "Rocade : travaux"
    )
    closed = Polygon(closure["shape"]["coordinates"][0])
    again = plan_on_screen(coordinator)["best"]
    assert closure["id"] in [one["id"] for one in again["closures"]]
    for leg in (leg for patrol in again["patrols"] for leg in patrol["legs"]):
        assert not shape(leg["geometry"]).intersects(closed)

    page.click(".toast:has-text('Rocade') button")
    page.click("#tab-roads")
    expect(page.locator("#roads-list .over")).to_contain_text("Rocade : travaux")
    assert not coordinator.is_too_wide()


def test_a_road_is_closed_by_keyboard_and_the_team_reads_it_on_its_map(reader: ReaderOf) -> None:
    page = reader("coordinator").page
    page.fill("#plan-date", today().isoformat())
    page.click("#tab-roads")
    page.click("#roads-new")
    for place in ("50.9530, 1.8000", "50.9585, 1.8495"):
        page.fill("#closure-place", place)
        page.press("#closure-place", "Enter")
    page.locator("#closure-points .point").first.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#closure-points .point").first).to_contain_text("50,95318")
    expect(page.locator("#closure-name")).to_have_value("D 940")
    page.click("#closure-save")
    expect(page.locator("#roads-took")).to_be_visible()

    field = reader("field", phone=True).open("/?map").page
    field.wait_for_function("() => window.geoops.layers.closures.group.getLayers().length > 0")
    page.locator("#roads-list .now button", has_text="Rouvrir").click()
    field.wait_for_function("() => window.geoops.layers.closures.group.getLayers().length === 0")
