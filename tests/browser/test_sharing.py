"""A team shares its position while it wants to: seen by the coordination, and it helps to sign."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import plan_and_publish, today
from tests.browser.test_finish import TEAM

NORTH = 0.01  # degrees, about 1.1 km: away from any stop that is meant


def stand(page: Page, position: list[float], north: float = 0.0) -> None:
    """Put the phone somewhere."""
    lon, lat = position
    page.context.set_geolocation({"longitude": lon, "latitude": lat + north, "accuracy": 12})


def on_its_way(reader: ReaderOf) -> tuple[Reader, dict[str, Any]]:
    """The field team on its patrol of today, on a phone whose clock can be moved on."""
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_and_publish(coordinator, today())
    field = reader("field", phone=True, permissions=["geolocation"])
    (one,) = field.api(f"patrols?date={today()}")["features"]
    field.page.clock.install()
    field.open(f"/patrols/{one['id']}")
    open_stops = [s for s in one["properties"]["stops"] if not (s["visited_at"] or s["skipped"])]
    return field, open_stops[0]


def test_a_shared_position_is_seen_helps_to_sign_and_is_gone_with_one_touch(
    reader: ReaderOf,
) -> None:
    field, stop = on_its_way(reader)
    page, switch = field.page, field.page.locator("#share-position")
    stand(page, stop["position"], NORTH)
    desk = reader("coordinator").open(f"/follow?date={today()}")
    where = desk.page.locator(f"[data-team='{TEAM}'] .where")
    expect(switch).not_to_be_checked()
    assert desk.api(f"positions?date={today()}") == []
    expect(desk.page.locator("#out-map")).to_be_hidden()

    switch.check()
    expect(page.locator("#sharing-on")).to_be_in_viewport()
    expect(where).to_contain_text("à l'instant")
    expect(where).to_contain_text(f"km de {stop['name']}")
    expect(desk.page.locator(".team-here")).to_contain_text(TEAM)
    assert field.accessibility() == []
    assert desk.accessibility() == []
    assert not field.is_too_wide()

    stand(page, stop["position"])
    arriving = f"visit {stop['sequence']}"
    expect(page.locator("#arriving")).to_have_attribute("data-seen", arriving)
    expect(page.locator("#arriving")).to_be_hidden()
    page.clock.fast_forward(61_000)  # the phone lies still, and is asked again
    expect(page.locator("#arriving")).to_contain_text(f"Vous semblez arrivés : {stop['name']}")
    assert field.accessibility() == []
    page.clock.fast_forward(31_000)  # nobody objects
    expect(page.locator("[data-sign=leave]")).to_contain_text(stop["name"])
    expect(where).not_to_contain_text(stop["name"])

    page.click("#sharing-on button")
    expect(switch).not_to_be_checked()
    expect(page.locator("#sharing-on")).to_be_hidden()
    expect(where).to_be_hidden()
    expect(desk.page.locator("#out-map")).to_be_hidden()
    assert desk.api(f"positions?date={today()}") == []
    page.click("[data-sign=undo]")
    expect(page.locator("[data-sign=leave]")).to_have_count(0)


def test_signs_given_without_a_network_are_shown_at_once_and_sent_in_order(
    reader: ReaderOf,
) -> None:
    field, stop = on_its_way(reader)
    page = field.page
    page.context.set_offline(True)
    page.click("#next button")
    page.click("[data-sign=leave]")
    page.click("[data-sign=undo]")  # the departure
    page.click("[data-sign=undo]")  # the arrival
    page.locator("[data-sign=skip]").select_option("no_access")
    expect(page.locator("#stops .missed").first).to_contain_text("pas d'accès")
    expect(page.locator("#signs-outbox")).to_contain_text("5 pointages attendent le réseau")
    assert field.accessibility() == []

    page.context.set_offline(False)
    page.evaluate("document.querySelector('#signs-outbox button')?.click()")
    expect(page.locator("#signs-outbox")).to_be_hidden()
    (one,) = field.api(f"patrols?date={today()}")["features"]
    noted = next(s for s in one["properties"]["stops"] if s["sequence"] == stop["sequence"])
    assert (noted["skipped"], noted["visited_at"]) == ("no_access", None)
    page.click("[data-sign=undo]")
    expect(page.locator("#stops .missed")).to_have_count(0)
    field.complaints[:] = [c for c in field.complaints if "ERR_INTERNET_DISCONNECTED" not in c]


def test_the_number_that_is_called_is_stated_where_it_is_needed(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_and_publish(coordinator, today())
    page = coordinator.open(f"/follow?date={today()}").page
    line = page.locator(f"[data-team='{TEAM}'] .phone-line")
    line.locator("button").click()
    page.fill("#phone-number", "allô")
    page.click("#phone-dialog [type=submit]")
    expect(page.locator("#phone-error")).to_contain_text("3 à 19 chiffres")
    assert coordinator.accessibility() == []
    page.fill("#phone-number", "03 21 00 00 01")
    page.click("#phone-dialog [type=submit]")
    expect(line).to_contain_text("03 21 00 00 01")
    coordinator.complaints[:] = [c for c in coordinator.complaints if "422" not in c]
