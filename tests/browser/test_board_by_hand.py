"""The planning desk by mouse, by finger and by keyboard alone: every move is a new plan."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_board import LANES, PLANNED, lanes, open_day, stop_as_good


def planned(coordinator: Reader, number: int) -> tuple[Page, dict[str, list[str]]]:
    """A plan of a day of its own, stopped as good, and who visits what."""
    page = open_day(coordinator, number)
    stop_as_good(page)
    return page, lanes(page)


def first_and_next(board: dict[str, list[str]]) -> tuple[str, str, str]:
    """The first stop of the first team that has two, that team, and the next team on the board."""
    teams = [team for team in board if team]
    number, team = next((n, one) for n, one in enumerate(teams) if len(board[one]) > 1)
    return board[team][0], team, teams[number + 1]


def for_anyone(coordinator: Reader, board: dict[str, list[str]]) -> dict[str, list[str]]:
    """The board without the stops that want a language or company, which not every team has."""
    zones = coordinator.api("zone-records")["zones"]
    asking = {zone["id"] for zone in zones if zone["languages"] or zone["teams_at_once"] > 1}
    return {
        team: [stop for stop in stops if stop.split("#")[0] not in asking]
        for team, stops in board.items()
    }


def shown(page: Page, stop: str, team: str, place: int | None = None) -> None:
    """Wait until a plan is done that visits the stop there."""
    page.wait_for_function(
        f"""([stop, team, place]) => {{
            const lanes = ({LANES})();
            const at = lanes[team]?.indexOf(stop) ?? -1;
            return at >= 0 && (place === null || at === place)
                && document.getElementById("plan-progress").hidden;
        }}""",
        arg=[stop, team, place],
        timeout=PLANNED,
    )
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)


def row(page: Page, stop: str) -> Locator:
    return page.locator(f'[data-stop="{stop}"]')


def plan_on_screen(coordinator: Reader) -> dict[str, Any]:
    """The day's newest plan, as the API tells it."""
    page = coordinator.page
    newest = coordinator.api(f"patrol-plans?service_date={page.input_value('#plan-date')}")[0]
    plan: dict[str, Any] = coordinator.api(f"patrol-plans/{newest['id']}")
    return plan


def middle(box: Any) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def by_mouse(page: Page, stop: str, target: Locator) -> None:
    row(page, stop).scroll_into_view_if_needed()
    page.mouse.move(*middle(row(page, stop).locator(".handle").bounding_box()))
    page.mouse.down()
    page.mouse.move(*middle(target.bounding_box()), steps=8)
    expect(page.locator(".row.ghost")).to_be_visible()


def test_a_stop_goes_by_mouse_to_another_team_and_comes_back_by_undo(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 10)
    stop, team, other = first_and_next(for_anyone(coordinator, before))
    page.click("#plan-fold")  # so that every team is within the hand's reach
    page.locator(f'.lane[data-lane="{team}"] summary').click()
    by_mouse(page, stop, page.locator(f'.lane[data-lane="{other}"] summary'))
    page.mouse.up()
    shown(page, stop, other)
    expect(page.locator("#plan-changes")).to_contain_text("Ce qui a changé")
    assert coordinator.accessibility() == []

    page.click("#plan-undo")
    shown(page, stop, team)
    assert lanes(page) == before
    page.click("#plan-redo")
    shown(page, stop, other)
    page.click("#plan-publish")
    page.click("#publish-dialog [type=submit]")
    expect(page.locator("#plan-status")).to_contain_text("publiée")


def test_escape_leaves_a_stop_where_it_was(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 11)
    stop, team, _ = first_and_next(before)
    by_mouse(page, stop, row(page, before[team][1]))
    page.keyboard.press("Escape")
    page.mouse.up()
    row(page, stop).locator(".grab").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#board-live")).to_contain_text("reste où")
    assert lanes(page) == before
    assert plan_on_screen(coordinator)["based_on"] is None


def test_a_stop_is_carried_by_keyboard_alone_and_told_of(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page, before = planned(coordinator, 12)
    stop, team, _ = first_and_next(before)
    row(page, stop).locator(".grab").focus()
    page.keyboard.press("Space")
    expect(page.locator("#board-live")).to_contain_text("place 1 sur")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#board-live")).to_contain_text("place 2 sur")
    page.keyboard.press("Space")
    shown(page, stop, team, 1)
    (pin,) = plan_on_screen(coordinator)["pins"]
    assert (pin["stop_id"], pin["team_id"], pin["position"]) == (stop, team, 1)
    page.keyboard.press("Control+z")
    shown(page, stop, team, before[team].index(stop))


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


def fingers(page: Page) -> Callable[..., None]:
    """One finger on the screen."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


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
    stop, _, _ = first_and_next(before)
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
