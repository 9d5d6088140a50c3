"""A phone at the desk of a shelter at night; and capacity that falls below who is there."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader, at

POST = """([path, body]) => fetch(`/api/v1/${path}`, {
    method: "POST",
    headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    },
    body: JSON.stringify(body),
}).then((answer) => answer.json())"""
MEN = "isolated_man"
A_SECOND = 1_000  # ms


def keep(coordinator: Reader, site: str, places: int) -> str:
    """Keep places for men who are on their way; the hold's id."""
    asked = {"category": MEN, "places": places, "idempotency_key": str(uuid4())}
    hold: dict[str, Any] = coordinator.page.evaluate(POST, [f"sites/{site}/holds", asked])
    return str(hold["id"])


def own_site(manager: Reader) -> str:
    """The site that a site manager is led to."""
    assert "/sites/" in manager.page.url
    return manager.page.url.rsplit("/", 1)[1]


def men_of(reader: Reader, site: str) -> dict[str, int]:
    """The balance of the men's places."""
    places = next(one for one in reader.sites() if one["id"] == site)["places"]
    return next(place for place in places if place["category"] == MEN)


def shown(manager: Reader, name: str) -> Locator:
    """A number of the men's card: occupied, held, free."""
    return manager.page.locator(f'[data-category="{MEN}"] .{name} dd')


def test_at_the_desk_a_group_comes_one_does_not_and_the_census_is_kept(reader: ReaderOf) -> None:
    manager, coordinator = reader("site_manager", phone=True), reader("coordinator")
    site = own_site(manager)
    before = men_of(manager, site)
    page = manager.page

    hold = keep(coordinator, site, 3)
    card = page.locator(f'[data-hold="{hold}"]')
    expect(card).to_contain_text("3 personnes")
    expect(card.locator(".left")).to_contain_text("encore 2 h")
    card.locator("[data-act=some]").click()
    page.locator("[name=act-choice][value=released]").check(force=True)
    expect(page.locator("#act-foresight")).to_have_text("1 place devient vacante aussitôt.")
    page.click("#act-dialog [type=submit]")
    expect(card).to_have_count(0)
    expect(shown(manager, "occupied")).to_have_text(str(before["occupied"] + 2))
    expect(page.locator(".toast")).to_contain_text("2 personnes sont arrivées (hommes isolés).")

    page.locator(".toast button").click()  # it was a mistake: nobody is there, all are awaited
    expect(shown(manager, "occupied")).to_have_text(str(before["occupied"]))
    expect(shown(manager, "held")).to_have_text(str(before["held"] + 3))
    again = page.locator(".awaited", has_text="3 personnes").filter(has_text="Hommes isolés")
    again.locator("[data-act=all]").click()
    expect(shown(manager, "occupied")).to_have_text(str(before["occupied"] + 3))

    nobody = page.locator(f'[data-hold="{keep(coordinator, site, 1)}"]')
    nobody.locator("[data-act=no-show]").click()
    page.click("#act-dialog [type=submit]")
    expect(nobody).to_have_count(0)
    expect(shown(manager, "held")).to_have_text(str(before["held"]))

    page.click("[data-do=census]")
    row = page.locator(f'#census-dialog [data-category="{MEN}"]')
    expect(row.locator("input")).to_have_value(str(before["occupied"] + 3))
    row.get_by_role("button", name="Un de moins").click()
    expect(row.locator(".difference")).to_contain_text("1 de moins qu'enregistré")
    page.click("#census-dialog [type=submit]")
    corrected = page.locator("#journal [data-cause=census]", has_text="−1")
    expect(corrected.first).to_contain_text("départ non enregistré")
    expect(corrected.first).to_contain_text("Gestion CAES")
    expect(shown(manager, "occupied")).to_have_text(str(before["occupied"] + 2))
    assert not manager.is_too_wide()
    assert manager.accessibility() == []


def test_a_departure_whose_answer_was_lost_counts_once(reader: ReaderOf) -> None:
    manager = reader("site_manager", phone=True)
    page, site = manager.page, own_site(manager)
    before = men_of(manager, site)["occupied"]

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/departures", lose_the_answer, times=1)
    page.click("[data-do=departure]")
    page.locator(f"[name=act-category][value={MEN}]").check(force=True)
    page.click("#act-dialog [type=submit]")
    expect(page.locator("#act-error")).to_contain_text("serveur")
    expect(page.locator("#waiting")).to_contain_text("1 saisie est sans réponse")
    manager.open(f"/sites/{site}")  # the page is closed meanwhile, and the act still waits
    page.locator("#waiting button").first.click()
    expect(page.locator("#waiting")).to_be_hidden()
    expect(shown(manager, "occupied")).to_have_text(str(before - 1))
    assert men_of(manager, site)["occupied"] == before - 1
    manager.complaints[:] = [c for c in manager.complaints if "ERR_FAILED" not in c]


def state(coordinator: Reader, site: str, capacity: int) -> None:
    """State the capacity for men on the capacity page, because of works."""
    line = coordinator.page.locator(f'[data-site="{site}"]')
    if line.get_attribute("open") is None:
        line.locator("summary").click()
    line.locator(f'[data-category="{MEN}"] button').click()
    coordinator.page.fill("#act-count input", str(capacity))
    coordinator.page.locator("#act-count input").blur()


@pytest.mark.alone
def test_too_few_places_show_as_an_overflow_on_every_screen(reader: ReaderOf) -> None:
    coordinator, manager, director = (
        reader("coordinator"),
        reader("site_manager"),
        reader("director"),
    )
    site = own_site(manager)
    men = men_of(manager, site)
    position = next(one for one in director.sites() if one["id"] == site)["position"]
    director.open(at(position, site=site))
    marker = director.page.locator(f'.leaflet-marker-icon[data-site="{site}"]')
    item = coordinator.page.locator(f'[data-overflow-site="{site}"]')
    coordinator.open("/capacity")
    expect(item).to_have_count(0)

    taken = men["occupied"] + men["held"] + men["out_of_service"]
    state(coordinator, site, taken - 2)
    expect(coordinator.page.locator("#act-foresight")).to_contain_text("2 personnes")
    expect(coordinator.page.locator("#act-foresight")).to_contain_text("un surnombre sera déclaré")
    coordinator.page.click("#act-dialog [type=submit]")
    expect(manager.page.locator("#sum [data-overflow]")).to_have_attribute(
        "data-overflow", "2", timeout=A_SECOND
    )
    expect(marker).to_have_attribute("data-overflow", "2", timeout=A_SECOND)
    expect(director.page.locator(".site-popup [data-overflow]")).to_contain_text(
        "2 personnes en surnombre"
    )
    expect(marker.locator(".sign-number").last).to_have_text("+2")
    expect(item).to_contain_text("+2")
    expect(item).to_contain_text("places utilisables")
    assert coordinator.accessibility() == []

    state(coordinator, site, men["capacity"])
    coordinator.page.click("#act-dialog [type=submit]")
    expect(item).to_have_count(0, timeout=A_SECOND)
    expect(marker).to_have_attribute("data-overflow", "0", timeout=A_SECOND)
    expect(manager.page.locator("#sum [data-overflow]")).to_have_count(0)
    expect(manager.page.locator("#journal [data-cause=works]").first).to_contain_text(
        "Coordination"
    )
