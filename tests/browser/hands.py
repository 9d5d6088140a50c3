"""What a coordinator's hands do at the planning desk, and how to see that it is done."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import Reader
from tests.browser.test_day import PLANNED, today

FIRST_FREE_DAY = 20
"""Days from today on which no other test plans."""

LANES = """() => Object.fromEntries(
    [...document.querySelectorAll("#plan-board .lane")].map((lane) => [
        lane.dataset.lane,
        [...lane.querySelectorAll("[data-stop]")].map((row) => row.dataset.stop),
    ]))"""


CENTRED = """(target, stop) => {
    const row = document.querySelector(`[data-stop="${CSS.escape(stop)}"]`);
    const body = row.closest(".panel-body");
    const [view, one, other] = [body, row, target].map((it) => it.getBoundingClientRect());
    body.scrollTop += (one.top + other.bottom) / 2 - (view.top + view.bottom) / 2;
}"""


def open_day(coordinator: Reader, number: int) -> Page:
    """The planning desk on a day of its own."""
    page = coordinator.page
    page.fill("#plan-date", (today() + timedelta(days=FIRST_FREE_DAY + number)).isoformat())
    page.locator("#plan-date").blur()
    expect(page.locator("#plan-status")).to_contain_text("Aucune maraude")
    return page


def stop_as_good(page: Page) -> None:
    """Plan the day, and stop as soon as there is a plan."""
    page.click("#plan-submit")
    expect(page.locator("#plan-cancel")).to_have_text("Arrêter, c'est bien", timeout=PLANNED)
    page.locator("#plan-cancel").dispatch_event("click")  # it may be done before a hand gets there
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)


def planned(coordinator: Reader, number: int) -> tuple[Page, dict[str, list[str]]]:
    """A plan of a day of its own, stopped as good, and who visits what."""
    page = open_day(coordinator, number)
    stop_as_good(page)
    return page, lanes(page)


def lanes(page: Page) -> dict[str, list[str]]:
    """The stops on each team's board, in order; those that nobody visits under ""."""
    found: dict[str, list[str]] = page.evaluate(LANES)
    return found


def first_and_next(board: dict[str, list[str]], taker: str = "") -> tuple[str, str, str]:
    """A team's first stop, that team, and `taker`, or the next team on the board.

    The team has another stop, and makes the first one by itself; so it does the one after it.
    """
    teams = [team for team in board if team]
    made = Counter(stop for team in teams for stop in board[team])
    givers = [team for team in teams if team != taker]
    giver = next(team for team in givers if [made[stop] for stop in board[team][:2]] == [1, 1])
    return board[giver][0], giver, taker or teams[(teams.index(giver) + 1) % len(teams)]


def for_anyone(coordinator: Reader, board: dict[str, list[str]]) -> dict[str, list[str]]:
    """The board without the stops that want a language or company, which not every team has."""
    zones = coordinator.api("zone-records")["zones"]
    asking = {zone["id"] for zone in zones if zone["languages"] or zone["teams_at_once"] > 1}
    return {
        team: [stop for stop in stops if stop.split("#")[0] not in asking]
        for team, stops in board.items()
    }


def row(page: Page, stop: str) -> Locator:
    """A stop's row on the board."""
    return page.locator(f'[data-stop="{stop}"]')


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


def plans_of(coordinator: Reader) -> list[dict[str, Any]]:
    """The plans of the day in sight, the newest first, as the API tells them."""
    day = coordinator.page.input_value("#plan-date")
    found: list[dict[str, Any]] = coordinator.api(f"patrol-plans?service_date={day}")
    return found


def plan_on_screen(coordinator: Reader) -> dict[str, Any]:
    """The day's newest plan, as the API tells it."""
    plan: dict[str, Any] = coordinator.api(f"patrol-plans/{plans_of(coordinator)[0]['id']}")
    return plan


def by_mouse(page: Page, stop: str, target: Locator) -> None:
    """Carry a stop by its number to the middle of the target; the hand still holds it.

    Both are in the middle of the panel, for near its edge the panel scrolls under the hand.
    """
    target.evaluate(CENTRED, stop)
    page.mouse.move(*middle(row(page, stop).locator(".handle").bounding_box()))
    page.mouse.down()
    page.mouse.move(*middle(target.bounding_box()), steps=8)
    expect(page.locator(".row.ghost")).to_be_visible()


def fingers(page: Page) -> Callable[..., None]:
    """One finger on the screen."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def middle(box: Any) -> tuple[float, float]:
    """The middle of an element's box."""
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def publish(page: Page) -> None:
    """Publish the plan in sight."""
    page.click("#plan-publish")
    page.click("#publish-dialog [type=submit]")
    expect(page.locator("#plan-status")).to_contain_text("publiée")
