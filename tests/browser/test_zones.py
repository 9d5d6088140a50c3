"""Zones by mouse and by keyboard: drawn, said, cut, merged, retired, undone; nothing is lost."""

from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import text

from geoops.db.engine import owner_engine
from tests.browser.conftest import ReaderOf
from tests.browser.reader import DESKTOP, PHONE, Reader

MARKUP = "<b>Bois</b> & dune"
EMPTY = "/zones#13.5/50.88/2.1"  # where the demonstration has no zone


def visited(reader: Reader) -> dict[str, Any]:
    """The zones that these tests have made, by name."""
    zones = reader.api("zone-records")["zones"]
    return {zone["name"]: zone for zone in zones if zone["active"] and is_ours(zone)}


def is_ours(zone: dict[str, Any]) -> bool:
    lon, lat = zone["access"]
    return 2.05 < lon < 2.15 and 50.85 < lat < 50.91


def on_map(page: Page, east: float, north: float) -> tuple[float, float]:
    """A pixel of the page, so far from the map's middle."""
    box = page.locator(".map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2 - north


def click(page: Page, east: float, north: float) -> None:
    page.mouse.move(*on_map(page, east, north), steps=3)
    page.mouse.click(*on_map(page, east, north))


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*on_map(page, *start))
    page.mouse.down()
    page.mouse.move(*on_map(page, *end), steps=6)
    page.mouse.up()


def save(page: Page) -> None:
    page.click("#zone-save")
    expect(page.locator("#save-bar")).to_be_hidden()


def told(page: Page, words: str) -> None:
    expect(page.locator(".toast").last).to_contain_text(words)


def test_zones_are_drawn_cut_and_merged_with_the_mouse(reader: ReaderOf) -> None:
    coordinator = reader("coordinator").open(EMPTY)
    page = coordinator.page
    draw_while_the_network_is_away(coordinator)
    assert list(visited(coordinator)) == [MARKUP]
    assert page.locator("#panel b").count() == 0
    assert coordinator.accessibility() == []

    page.click("#tool-shape")
    drag(page, (200, 100), (240, 140))
    page.locator("#zone-title").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#save-bar")).to_be_hidden()
    drag(page, (200, 100), (240, 140))
    save(page)
    assert visited(coordinator)[MARKUP]["revision"] == 2

    page.click("#tool-cut")
    for corner in [(-40, -160), (-40, 180), (-40, 180)]:
        click(page, *corner)
    page.click("#cut-go")
    told(page, "coupé en 2")
    lay_it_over_its_neighbour(coordinator)
    merge_and_retire(coordinator)


def draw_while_the_network_is_away(coordinator: Reader) -> None:
    page = coordinator.page
    page.click("#zone-draw")
    for corner in [(-200, -100), (200, -100), (200, 100), (-200, 100), (-200, -100)]:
        click(page, *corner)
    page.fill("[name=name]", MARKUP)
    page.context.set_offline(True)
    page.click("#zone-save")
    expect(page.locator("#save-words")).to_contain_text("Vos modifications sont conservées")
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#zone-title")).to_have_text(MARKUP)
    save(page)
    forgive(coordinator, "ERR_INTERNET_DISCONNECTED")


def lay_it_over_its_neighbour(coordinator: Reader) -> None:
    page = coordinator.page
    page.click("#tool-shape")
    drag(page, (-40, -100), (-130, -40))
    page.click("#zone-save")
    expect(page.locator("#save-words")).to_contain_text(MARKUP)
    page.click("#save-where")
    assert coordinator.accessibility() == []
    forgive(coordinator, "409")
    page.click("#zone-discard")
    expect(page.locator("#save-bar")).to_be_hidden()


def merge_and_retire(coordinator: Reader) -> None:
    page = coordinator.page
    page.click("#tool-merge")
    page.check("#merge-with input")
    page.click("#merge-go")
    told(page, "surface de tous")
    assert list(visited(coordinator)) == [MARKUP]
    page.click("#zone-history-fold summary")
    expect(page.locator("#zone-history li").first).to_contain_text("fusionné")
    page.click("#zone-retire")
    expect(page.locator("#zone-restore")).to_be_visible()
    assert visited(coordinator) == {}


def forgive(reader: Reader, words: str) -> None:
    reader.complaints[:] = [one for one in reader.complaints if words not in one]


class Keys:
    """A page that is worked with the keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, where: str, *keys: str) -> None:
        self.page.locator(where).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, where: str, text: str) -> None:
        self.page.locator(where).focus()
        self.page.keyboard.type(text)


def test_every_act_is_possible_with_the_keyboard_alone(reader: ReaderOf) -> None:
    coordinator = reader("coordinator").open(EMPTY)
    page, keys = coordinator.page, Keys(coordinator.page)
    draw_and_say(keys)
    zone = visited(coordinator)["Carré"]
    page.set_viewport_size(PHONE)
    assert not coordinator.is_too_wide()
    assert coordinator.accessibility() == []
    page.set_viewport_size(DESKTOP)
    assert len(zone["area"]["coordinates"][0]) == 6
    assert (zone["teams_at_once"], zone["service_limit_minutes"]) == (2, 90)
    assert (zone["languages"], len(zone["rhythm"])) == (["so"], 1)

    changed_elsewhere(coordinator)
    keys.press("#tool-shape", "Enter")
    keys.press("#pad-point", "End")
    keys.press("#pad-add", "Insert", "ArrowUp")
    expect(page.locator(".van-sign")).to_have_text(["P1", "P2"])
    keys.press("#zone-save", "Enter")
    expect(page.locator("#save-bar")).to_be_hidden()
    assert len(visited(coordinator)["Carré"]["other_accesses"]) == 1
    keys.press("#tool-shape", "Enter")
    keys.press("#pad-point", "End")
    keys.press("#pad-remove", "Delete")
    expect(page.locator(".van-sign")).to_have_text(["P"])
    keys.press("#zone-save", "Enter")
    expect(page.locator("#save-bar")).to_be_hidden()
    keys.press("#tool-shape", "Enter")
    keys.press("#pad-remove", "Delete")
    expect(page.locator("#save-bar")).to_be_visible()
    keys.press("#pad-remove", "Control+z")
    expect(page.locator("#save-bar")).to_be_hidden()
    keys.press("#tool-cut", "Enter")
    keys.type("#cut-from", "Sommet 2")
    keys.type("#cut-to", "Sommet 4")
    keys.press("#cut-go", "Enter")
    told(page, "coupé en 2")
    keys.press("#tool-merge", "Enter")
    keys.press("#merge-with input", "Space")
    keys.press("#merge-go", "Enter")
    told(page, "surface de tous")
    for words, left in (("coupé", 2), ("modifié", 1)):
        keys.press("#zone-title", "Control+z")
        expect(page.locator("#undo-what")).to_contain_text(words)
        assert len(visited(coordinator)) == left
    keys.press("#zone-retire", "Enter")
    expect(page.locator("#zone-restore")).to_be_visible()
    assert visited(coordinator) == {}


def changed_elsewhere(coordinator: Reader) -> None:
    """What somebody else does to the zones is told and shown on the page that is open."""
    page, service = coordinator.page, coordinator.service
    engine = owner_engine(service.cluster.url("geoops_owner"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE zone SET weight = 7 WHERE name = 'Carré' AND active"))
    engine.dispose()
    told(page, "Modifié par quelqu'un d'autre : Carré")
    expect(page.locator("[name=weight]")).to_have_value("7")


def draw_and_say(keys: Keys) -> None:
    keys.press("#zone-draw", "Enter")
    keys.press("#draw-square", "Enter")
    expect(keys.page.locator("[name=name]")).to_be_focused()
    keys.page.keyboard.type("Carré")
    keys.press("[name=teams_at_once]", "ArrowUp")
    keys.press("[name=grows]", "Space")
    keys.type("[name=service_per_person_minutes]", "2")
    keys.type("[name=service_limit_minutes]", "90")
    keys.type("#language-tag", "so")
    keys.page.keyboard.press("Enter")
    keys.press("#rhythm-add", "Enter")
    keys.press("#pad-add", "Insert", "ArrowUp", "ArrowUp", "Shift+ArrowRight", "PageDown", "PageUp")
    keys.press("#zone-save", "Enter")
    expect(keys.page.locator("#save-bar")).to_be_hidden()
