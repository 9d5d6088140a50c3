"""The planning desk: a search that is stopped as good is kept, and can be published."""

from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.hands import lanes, planned, publish


def test_a_search_that_is_stopped_as_good_keeps_its_plan_for_publication(reader: ReaderOf) -> None:
    page, before = planned(reader("coordinator"), 1)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#plan-publish-row")).to_be_visible()
    assert lanes(page) == before  # idle teams among them
    publish(page)
    expect(page.locator("#plan-board")).to_be_hidden()
