"""The planning desk: a plan grows on the teams' boards, is stopped, compared and published."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import PLANNED, today

FIRST_FREE_DAY = 20
"""Days from today on which no other test plans."""

LANES = """() => Object.fromEntries(
    [...document.querySelectorAll("#plan-board .lane")].map((lane) => [
        lane.dataset.lane,
        [...lane.querySelectorAll("[data-stop]")].map((row) => row.dataset.stop),
    ]))"""


def open_day(coordinator: Reader, number: int) -> Page:
    """The planning desk on a day of its own."""
    page = coordinator.page
    page.fill("#plan-date", (today() + timedelta(days=FIRST_FREE_DAY + number)).isoformat())
    page.locator("#plan-date").blur()
    expect(page.locator("#plan-status")).to_contain_text("Aucune maraude")
    return page


def plan(page: Page) -> None:
    """Plan the day, to the end of the search."""
    page.click("#plan-submit")
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)


def stop_as_good(page: Page) -> None:
    """Plan the day, and stop as soon as there is a plan."""
    page.click("#plan-submit")
    expect(page.locator("#plan-cancel")).to_have_text("Arrêter, c'est bien", timeout=PLANNED)
    page.locator("#plan-cancel").dispatch_event("click")  # it may be done before a hand gets there
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)


def lanes(page: Page) -> dict[str, list[str]]:
    """The stops on each team's board, in order; those that nobody visits under ""."""
    found: dict[str, list[str]] = page.evaluate(LANES)
    return found


def test_a_plan_stands_on_the_boards_with_its_sum_and_its_curve(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page = open_day(coordinator, 0)
    plan(page)
    expect(page.locator("#plan-sum")).to_contain_text("étapes sur")
    expect(page.locator("#plan-curve svg")).to_have_attribute("role", "img")
    board = lanes(page)
    (made,) = coordinator.api(f"patrol-plans?service_date={page.input_value('#plan-date')}")
    best = coordinator.api(f"patrol-plans/{made['id']}")["best"]
    for patrol in best["patrols"]:
        assert board[patrol["team_id"]] == [stop["id"] for stop in patrol["stops"]]
    assert board[""] == [stop["id"] for stop in best["left_out"]]
    assert coordinator.accessibility() == []


def test_a_search_that_is_stopped_as_good_keeps_its_plan_for_publication(reader: ReaderOf) -> None:
    page = open_day(reader("coordinator"), 1)
    stop_as_good(page)
    before = lanes(page)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.click("#plan-publish")
    assert lanes(page) == before  # idle teams among them
    page.click("#publish-dialog [type=submit]")
    expect(page.locator("#plan-status")).to_contain_text("publiée")
    expect(page.locator("#plan-board")).to_be_hidden()


def test_two_plans_of_a_day_are_compared_and_the_other_is_taken(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    page = open_day(coordinator, 2)
    stop_as_good(page)
    first = lanes(page)
    page.click("#plan-compare")
    expect(page.locator("#compare-none")).to_be_visible()
    page.click("#compare-dialog [data-cancel]")

    page.click("#plan-teams-fold summary")
    for box in page.locator("#plan-form [name=team]").all()[2:]:
        box.uncheck()
    stop_as_good(page)
    assert lanes(page) != first
    page.click("#plan-compare")
    expect(page.locator("#compare-body th[scope=row]").first).to_be_visible()
    assert coordinator.accessibility() == []
    page.click("#compare-take")
    expect(page.locator("#plan-publish-row")).to_be_visible()
    page.wait_for_function("n => document.querySelectorAll('#plan-board .lane').length > n", arg=3)
    assert lanes(page) == first


def test_a_stop_that_is_looked_at_stands_out_on_the_map(reader: ReaderOf) -> None:
    page = open_day(reader("coordinator"), 3)
    stop_as_good(page)
    page.locator("#plan-board .grab").first.focus()
    expect(page.locator(".stop-marker.looked-at")).to_have_count(1)


def test_on_a_phone_the_boards_fit_below_each_other(reader: ReaderOf) -> None:
    coordinator = reader("coordinator", phone=True)
    coordinator.page.click("#panel-grip")
    page = open_day(coordinator, 4)
    stop_as_good(page)
    assert not coordinator.is_too_wide()
    assert coordinator.accessibility() == []
