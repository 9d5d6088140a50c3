"""The planning desk by mouse, by finger and by keyboard alone: every move is a new plan."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import ReaderOf
from tests.browser.hands import (
    PLANNED,
    by_mouse,
    fingers,
    first_and_next,
    for_anyone,
    lanes,
    middle,
    open_day,
    plan_on_screen,
    planned,
    row,
    shown,
)


def test_a_day_is_planned_carried_and_published_by_keyboard_alone(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page = open_day(coordinator, 12)
    press(page, "#plan-submit", "Enter")
    expect(page.locator("#plan-cancel")).to_have_text("Arrêter, c'est bien", timeout=PLANNED)
    press(page, "#plan-cancel", "Enter")
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)
    before = lanes(page)
    stop, team, _ = first_and_next(before)
    grab = f'[data-stop="{stop}"] .grab'
    press(page, grab, "Space", "ArrowDown", "Escape")
    expect(page.locator("#board-live")).to_contain_text("reste où")
    assert lanes(page) == before
    press(page, grab, "Space")
    expect(page.locator("#board-live")).to_contain_text("place 1 sur")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#board-live")).to_contain_text("place 2 sur")
    page.keyboard.press("Space")
    shown(page, stop, team, 1)
    (pin,) = plan_on_screen(coordinator)["pins"]
    assert (pin["stop_id"], pin["team_id"], pin["position"]) == (stop, team, 1)
    page.keyboard.press("Control+z")
    shown(page, stop, team, before[team].index(stop))
    press(page, "#plan-publish", "Enter")
    press(page, "#publish-dialog [type=submit]", "Enter")
    expect(page.locator("#plan-status")).to_contain_text("publiée")


def press(page: Page, where: str, *keys: str) -> None:
    """Keys, with the focus where Tab would have brought it."""
    page.locator(where).focus()
    for key in keys:
        page.keyboard.press(key)


def test_a_finger_that_rests_on_a_stop_carries_it(reader: ReaderOf) -> None:
    coordinator = reader("coordinator", phone=True)
    coordinator.page.click("#panel-grip")
    coordinator.page.click("#panel-grip")
    page, before = planned(coordinator, 13)
    stop, team, _ = first_and_next(before)
    row(page, stop).evaluate("row => row.scrollIntoView({block: 'center'})")
    touch = fingers(page)
    x, y = middle(row(page, stop).locator(".grab").bounding_box())
    touch("touchStart", x, y)
    expect(page.locator(".row.ghost")).to_be_visible()
    target = row(page, before[team][1]).bounding_box()
    assert target is not None
    for step in range(1, 6):
        touch("touchMove", x, y + (target["y"] + target["height"] - 4 - y) * step / 5)
    touch("touchEnd")
    shown(page, stop, team, 1)
    assert not coordinator.is_too_wide()
    assert coordinator.accessibility() == []


def test_what_is_pinned_and_locked_stays_when_another_stop_is_left_out(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 14)
    stop, team, _ = first_and_next(before)
    locked = next(one for one, stops in before.items() if one and stops and one != team)
    row(page, stop).locator(".pin").click()
    shown(page, stop, team, 0)
    page.reload()  # the next move is asked for on what the plan itself tells
    page.wait_for_selector("html[data-ready]")
    expect(row(page, stop).locator(".pin")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#plan-publish-row")).to_be_visible()
    kept = lanes(page)[locked]
    page.locator(f'.lane[data-lane="{locked}"] .lock').click()
    shown(page, stop, team, 0)
    lock = page.locator(f'.lane[data-lane="{locked}"] .lock')
    expect(lock).to_have_attribute("aria-pressed", "true")

    gone = lanes(page)[team][1]
    row(page, gone).locator(".grab").click()
    page.get_by_role("button", name="Écarter aujourd'hui").click()
    shown(page, gone, "")
    after = lanes(page)
    assert after[team][0] == stop
    assert after[locked] == kept
    expect(row(page, gone)).to_contain_text("Écartée à la main")


def test_a_move_that_is_refused_puts_the_order_back_and_says_why(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 15)
    stop, team, _ = first_and_next(before)
    by_mouse(page, stop, row(page, before[team][1]))
    page.keyboard.press("Escape")
    page.mouse.up()
    assert lanes(page) == before  # let go, and nothing was asked for
    page.route("**/api/v1/patrol-plans", refuse)
    row(page, stop).locator(".grab").focus()
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#plan-error")).to_have_text("Ce n'est pas possible.")
    assert lanes(page) == before
    expect(page.locator("#plan-publish-row")).to_be_visible()
    coordinator.complaints[:] = [one for one in coordinator.complaints if "422" not in one]


def refuse(route: Any) -> None:
    route.fulfill(status=422, json={"detail": "Ce n'est pas possible."})


def test_a_move_while_the_search_goes_on_stops_it_first(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page = open_day(coordinator, 16)
    page.click("#plan-submit")
    expect(page.locator("#plan-board")).to_be_visible(timeout=PLANNED)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.locator("#plan-board .pin").first.click()
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)
    moved = plan_on_screen(coordinator)
    assert len(moved["pins"]) == 1
    earlier = coordinator.api(f"patrol-plans/{moved['based_on']}")
    assert earlier["state"] in ("done", "cancelled")


def test_a_second_move_before_the_answer_keeps_the_first(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 17)
    stop, team, _ = first_and_next(before)
    for one in before[team][:2]:
        row(page, one).locator(".pin").click()
    second = row(page, before[team][1]).locator(".pin")
    expect(second).to_have_attribute("aria-pressed", "true", timeout=PLANNED)
    shown(page, stop, team, 0)
    assert {pin["stop_id"] for pin in plan_on_screen(coordinator)["pins"]} == set(before[team][:2])


def test_what_another_team_would_cost_is_asked_before_it_is_done(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 18)
    stop, _, other = first_and_next(for_anyone(coordinator, before))
    row(page, stop).locator(".grab").click()
    page.select_option("#stop-team", other)
    page.select_option("#stop-place", "")  # wherever it fits best
    page.get_by_role("button", name="Qu'est-ce que cela coûterait").click()
    answer = page.locator("#stop-dialog .answer .notice")
    expect(answer).to_be_visible(timeout=PLANNED)
    assert coordinator.accessibility() == []
    answer.get_by_role("button").click()
    shown(page, stop, other)
