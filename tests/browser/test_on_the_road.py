"""While it happens: a team signs its way; `test_desk` has a day that is replanned."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.test_day import today
from tests.browser.test_finish import on_patrol


def test_a_stop_is_skipped_with_a_reason_and_that_is_taken_back(reader: ReaderOf) -> None:
    field = on_patrol(reader, today() + timedelta(days=10))
    page = field.page
    page.locator("[data-sign=skip]").select_option("no_access")
    expect(page.locator("#stops .missed")).to_contain_text("pas d'accès")
    assert field.accessibility() == []
    page.click("[data-sign=undo]")
    expect(page.locator("#stops .missed")).to_have_count(0)


def test_a_day_without_patrols_says_so(reader: ReaderOf) -> None:
    desk = reader("coordinator").open(f"/follow?date={today() + timedelta(days=300)}")
    expect(desk.page.locator("#out-none")).to_be_visible()
    expect(desk.page.locator("#replan")).to_be_hidden()
