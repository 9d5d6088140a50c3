"""A plan outlives the page that asked for it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import PLANNED, today


def plan_and_reload(coordinator: Reader, days: int) -> None:
    """Ask for the plan of a day to come, and load the page again as soon as it is accepted."""
    page = coordinator.page
    page.fill("#plan-date", (today() + timedelta(days=days)).isoformat())
    with page.expect_response(lambda answer: answer.status == 202):
        page.click("#plan-submit")
    page.reload()
    page.wait_for_selector("html[data-ready]")


def test_a_plan_is_taken_up_after_a_reload_and_published(reader: ReaderOf) -> None:
    coordinator = reader("coordinator")
    plan_and_reload(coordinator, 3)
    page = coordinator.page
    expect(page.locator("#plan-progress, #plan-publish-row").first).to_be_visible()
    expect(page.locator("#plan-publish-row")).to_be_visible(timeout=PLANNED)
    expect(page.locator("#plan-status")).to_contain_text("Projet")

    page.reload()  # the draft is there, and says when it was made
    expect(page.locator("#plan-publish-row")).to_be_visible()
    expect(page.locator("#plan-status")).to_contain_text("Préparé le")
    assert coordinator.accessibility() == []
    page.click("#plan-publish")
    page.click("#publish-dialog [type=submit]")
    expect(page.locator("#plan-status")).to_contain_text("publiée")

    page.reload()  # what is published is no draft any more
    expect(page.locator("#plan-status")).to_contain_text("publiée")
    expect(page.locator("#plan-publish-row")).to_be_hidden()


def test_a_plan_that_is_being_made_is_stopped_from_another_machine(reader: ReaderOf) -> None:
    asking, other = reader("coordinator"), reader("coordinator")
    day = (today() + timedelta(days=4)).isoformat()
    asking.page.fill("#plan-date", day)
    with asking.page.expect_response(lambda answer: answer.status == 202):
        asking.page.click("#plan-submit")
    other.page.fill("#plan-date", day)
    other.page.locator("#plan-date").blur()
    expect(other.page.locator("#plan-progress")).to_be_visible()
    other.page.click("#plan-cancel")
    for one in (asking, other):
        expect(one.page.locator("#plan-progress")).to_be_hidden(timeout=5_000)
    (plan,) = other.api(f"patrol-plans?service_date={day}")
    assert plan["state"] in ("cancelled", "done")  # done, if it had found something by then


@pytest.mark.parametrize("leave_for", [5, 6])
def test_a_day_without_a_plan_shows_none(reader: ReaderOf, leave_for: int) -> None:
    page = reader("coordinator").page
    page.fill("#plan-date", (today() + timedelta(days=leave_for)).isoformat())
    expect(page.locator("#plan-status")).to_contain_text("Aucune maraude")
    expect(page.locator("#plan-publish-row")).to_be_hidden()
    expect(page.locator("#plan-submit")).to_be_enabled()
