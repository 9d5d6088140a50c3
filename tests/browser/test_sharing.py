"""A team shares its position while it wants to: seen by the coordination, and it helps to sign."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import plan_alone, today
from tests.browser.test_finish import TEAM

NORTH = 0.01  # degrees, about 1.1 km: away from any stop that is meant

FAR = 0.05  # degrees, 5.5 km: away from the loop on foot, too


def stand(page: Page, position: list[float], north: float = 0.0) -> None:
    """Put the phone somewhere."""
    lon, lat = position
    page.context.set_geolocation({"longitude": lon, "latitude": lat + north, "accuracy": 12})


def on_its_way(reader: ReaderOf) -> tuple[Reader, dict[str, Any]]:
    """The field team on its patrol of today, on a phone whose clock can be moved on."""
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_alone(coordinator, today())
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
    expect(desk.page.locator(".team-here")).to_be_in_viewport()
    assert desk.accessibility() == []
    assert not field.is_too_wide()

    arrive_by_itself(page, stop)
    expect(where).not_to_contain_text(stop["name"])
    leave_by_itself(page, stop)
    page.click("#sharing-on button")
    expect(switch).not_to_be_checked()
    expect(page.locator("#sharing-on")).to_be_hidden()
    expect(where).to_be_hidden()
    expect(desk.page.locator("#out-map")).to_be_hidden()
    assert desk.api(f"positions?date={today()}") == []
    page.click("[data-sign=undo]")
    expect(page.locator("[data-sign=leave]")).to_have_count(0)
    sign_without_a_network(field, stop)
    state_whom_to_call(desk)


def arrive_by_itself(page: Page, stop: dict[str, Any]) -> None:
    """Stand at the stop until it is noted, for nobody objects."""
    stand(page, stop["position"])
    arriving = page.locator("#arriving")
    expect(arriving).to_have_attribute("data-seen", f"visit {stop['sequence']}")
    expect(arriving).to_be_hidden()
    page.clock.fast_forward(61_000)  # the phone lies still, and is asked again
    expect(arriving).to_contain_text(f"Vous semblez arrivés : {stop['name']}")
    page.clock.fast_forward(31_000)
    expect(page.locator("[data-sign=leave]")).to_contain_text(stop["name"])


def leave_by_itself(page: Page, stop: dict[str, Any]) -> None:
    """Go far from the stop: "no" is heard, and taken back by being there and going again."""
    arriving = page.locator("#arriving")

    def go() -> None:
        stand(page, stop["position"], FAR)
        expect(arriving).to_have_attribute("data-seen", f"departure {stop['sequence']}")
        page.clock.fast_forward(61_000)

    go()
    expect(arriving).to_contain_text(f"Vous semblez repartis : {stop['name']}")
    page.click("[data-arriving=no]")
    page.clock.fast_forward(91_000)
    expect(arriving).to_be_hidden()
    expect(page.locator("[data-sign=leave]")).to_have_count(1)
    stand(page, stop["position"])
    expect(arriving).to_have_attribute("data-seen", "")
    go()
    page.clock.fast_forward(31_000)
    expect(page.locator("[data-sign=leave]")).to_have_count(0)
    page.click("[data-sign=undo]")
    expect(page.locator("[data-sign=leave]")).to_have_count(1)


def sign_without_a_network(field: Reader, stop: dict[str, Any]) -> None:
    """What is noted without a network is shown at once, and sent in order when there is one."""
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


def state_whom_to_call(desk: Reader) -> None:
    """The number that is called is stated where it is needed."""
    page = desk.page
    line = page.locator(f"[data-team='{TEAM}'] .phone-line")
    line.locator("button").click()
    page.fill("#phone-number", "allô")
    page.click("#phone-dialog [type=submit]")
    expect(page.locator("#phone-error")).to_contain_text("3 à 19 chiffres")
    page.fill("#phone-number", "03 21 00 00 01")
    page.click("#phone-dialog [type=submit]")
    expect(line).to_contain_text("03\xa021\xa000\xa000\xa001")
    desk.complaints[:] = [c for c in desk.complaints if "422" not in c]
