"""No place left: a team waits, a site frees one, and the phone has it within a second."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import plan_alone, today
from tests.serving import wait_for

POST = """async ([path, body]) => {
    const token = document.querySelector('meta[name="csrf-token"]').content;
    window.pressed = performance.timeOrigin + performance.now();
    const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
    const answer = await fetch(`/api/v1/${path}`,
        {method: "POST", headers, body: JSON.stringify(body)});
    return answer.status;
}"""
TOLD = """() => { window.told = new Promise((resolve) => new MutationObserver(() => {
    if (document.querySelector("#notices [data-about=served]"))
        resolve(performance.timeOrigin + performance.now());
}).observe(document.getElementById("notices"), {childList: true})); }"""
MINORS = "unaccompanied_minor"


def with_places(reader: Reader) -> dict[str, Any]:
    """A site that takes unaccompanied minors; the demonstration has filled each of them."""
    site = next(
        site
        for site in reader.sites()
        if site["status"] == "open" and MINORS in {place["category"] for place in site["places"]}
    )
    assert next(p for p in site["places"] if p["category"] == MINORS)["available"] == 0
    return site


def meet_a_minor(field: Reader) -> None:
    """Record an encounter with one unaccompanied minor, for whom no site has a place."""
    page = field.page
    page.click("#log")
    for count in ("head_count", "unaccompanied_minors", "accepted"):
        page.fill(f"[data-count={count}] input", "1")
    page.locator("[data-count=accepted] input").blur()
    page.click("#add-referral")
    page.select_option("[data-referral=category]", MINORS)
    expect(page.locator(".referral .full")).to_be_visible()
    page.select_option("[data-referral=priority]", MINORS)
    assert field.accessibility() == []
    page.click("#encounter-form [type=submit]")


def clear_the_line(coordinator: Reader) -> None:
    """Whoever stood in line before the test leaves it."""
    line = coordinator.page.locator("#line")
    for request in coordinator.api("place-requests")["place_requests"]:
        if request["encounter_id"] is None:
            line.locator(f'[data-request="{request["id"]}"] button').click()
            expect(line.locator(f'[data-request="{request["id"]}"]')).to_have_count(0)


def free_one(coordinator: Reader, site: dict[str, Any], field: Reader) -> float:
    """One minor leaves the site; milliseconds until the team's phone shows the notice."""
    field.page.evaluate(TOLD)
    departure = {"category": MINORS, "people": 1, "idempotency_key": str(uuid4())}
    path = f"sites/{site['id']}/departures"
    assert coordinator.page.evaluate(POST, [path, departure]) == 201
    told: float = field.page.evaluate("window.told")
    return told - float(coordinator.page.evaluate("window.pressed"))


@pytest.mark.alone
def test_who_waits_is_told_when_a_place_is_freed_and_can_keep_it_longer(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    if not coordinator.api(f"patrols?date={today()}")["features"]:
        plan_alone(coordinator, today())
    site = with_places(coordinator)
    coordinator.open("/places")
    field = reader("field", phone=True)
    page, requests = field.page, field.page.locator("#requests .request-card")
    own = requests.count()
    meet_a_minor(field)
    expect(requests).to_have_count(own + 1)
    clear_the_line(coordinator)
    milliseconds = free_one(coordinator, site, field)
    print(f"a freed place was on the phone in {milliseconds:.0f} ms")
    assert 0 < milliseconds < 1_000

    expect(page.locator("#notices .good")).to_contain_text(site["name"])
    mine = page.locator("#holds .hold-card", has_text="Mineurs non accompagnés")
    theirs = coordinator.page.locator("#active .hold-card", has_text="Mineurs non accompagnés")
    expect(mine.locator(".left")).to_have_text("2 h 59")
    assert min(heights(mine.locator("button"))) >= 44
    mine.locator("button", has_text="Prolonger").click()
    for card in (mine, theirs):
        expect(card.locator(".left")).to_have_text("3 h 59")
    assert field.accessibility() == []
    assert not field.is_too_wide()

    theirs.locator("button", has_text="Absent").click()
    coordinator.page.click("#let-go [type=submit]")
    expect(theirs).to_have_count(0)
    expect(coordinator.page.locator("#ended")).to_contain_text(site["name"])
    expect(page.locator("#notices .bad")).to_contain_text("noté absent")
    # Tall enough for every card: of one that the edge cuts, axe would measure what is left.
    coordinator.page.set_viewport_size({"width": 1440, "height": 3000})
    assert coordinator.accessibility() == []


def heights(buttons: Locator) -> list[float]:
    """Read in one go: the cards are drawn anew whenever something is heard."""
    found: list[float] = buttons.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    return found


def test_a_countdown_is_the_servers_whatever_the_phone_thinks_the_time_is(
    reader: ReaderOf,
) -> None:
    coordinator = reader("coordinator")
    right = coordinator.open("/places").page.locator("#active .left").first
    expect(right).not_to_have_text("")
    wrong = reader("coordinator")
    ahead = int(timedelta(hours=5).total_seconds() * 1000)
    wrong.page.add_init_script(
        f"const now = Date.now.bind(Date); Date.now = () => now() + {ahead};"
    )
    wrong.open("/places")
    shown, true = (one.page.locator("#active .left").last for one in (wrong, coordinator))
    expect(shown).not_to_have_text("")
    wait_for(lambda: shown.inner_text() == true.inner_text(), 5)  # a minute may just end
