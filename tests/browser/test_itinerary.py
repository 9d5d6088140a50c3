"""The way on the phone and on the map: directions, the loop on foot, what is handed to whom."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import plan_and_publish, today


def walked(coordinator: Reader, day: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A patrol of the day whose team walks, and the first stop at which it does."""
    if not coordinator.api(f"patrols?date={day}")["features"]:
        plan_and_publish(coordinator, day)
    patrols = [one["properties"] for one in coordinator.api(f"patrols?date={day}")["features"]]
    return next((one, stop) for one in patrols for stop in one["stops"] if stop["loop"])


def test_the_way_is_told_turn_by_turn_also_without_a_network(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    patrol, stop = walked(coordinator, today() + timedelta(days=9))
    phone = reader("coordinator", phone=True)
    phone.open(f"/patrols/{patrol['id']}")
    page = phone.page
    for number in range(stop["sequence"]):
        page.click("#next button")
        expect(page.locator("#stops .done")).to_have_count(number + 1)
    page.context.set_offline(True)
    page.click("#guide-drive summary")
    turns = page.locator("#guide-drive .turns li")
    expect(turns.first).to_contain_text("Partez vers")
    expect(turns.last).to_contain_text("Vous êtes arrivés")
    page.click("#guide-walk summary")
    expect(page.locator("#guide-walk h3")).to_have_count(len(stop["loop"]["legs"]))
    expect(page.locator("#guide-walk h3").first).to_contain_text(stop["loop"]["camps"][0]["name"])
    expect(page.locator("#guide-walk h3").last).to_contain_text("Retour au véhicule")
    assert not phone.is_too_wide()
    page.context.set_offline(False)
    assert phone.accessibility() == []
    phone.complaints[:] = [c for c in phone.complaints if "ERR_INTERNET_DISCONNECTED" not in c]


def test_the_phones_navigation_is_given_the_vans_stop_and_no_camp(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    patrol, _ = walked(coordinator, today() + timedelta(days=9))
    phone = reader("coordinator", phone=True)
    phone.open(f"/patrols/{patrol['id']}")
    left = [one for one in phone.api(f"patrols/{patrol['id']}")["stops"] if not one["visited_at"]]
    lon, lat = left[0]["position"]
    place = f"{lat:.6f},{lon:.6f}"
    expect(phone.page.locator("#navigate")).to_have_attribute("href", f"geo:{place}?q={place}")
    expect(phone.page.locator('a[href^="geo:"]')).to_have_count(1)


def test_the_map_shows_where_the_team_walks_and_the_list_says_it(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    day = today() + timedelta(days=9)
    patrol, stop = walked(coordinator, day)
    coordinator.open(f"/#&tab=plan&date={day}")
    page = coordinator.page
    expect(page.locator("path.walk-camp").first).to_be_attached()
    expect(page.locator("path.walk").first).to_be_attached()
    expect(page.locator(".stop-dot.parking").first).to_be_attached()
    page.locator("#plan-list summary", has_text=patrol["team"]).click()
    item = page.locator("#plan-list details[open]")
    expect(item.locator(".loop-note").first).to_contain_text("véhicule garé")
    links = item.locator(".take-along a")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses == [f"/patrols/{patrol['id']}/{name}" for name in ("sheet.pdf", "route.gpx")]
    assert coordinator.accessibility() == []
    assert stop["loop"]["camps"]
