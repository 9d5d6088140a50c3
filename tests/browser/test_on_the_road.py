"""While it happens: a team accepts and signs its way; its day is replanned and it agrees."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.test_day import today
from tests.browser.test_finish import TEAM, on_patrol


def test_a_change_is_made_sent_and_accepted_between_two_browsers(reader: ReaderOf) -> None:
    day = today() + timedelta(days=11)
    field = on_patrol(reader, day)
    page = field.page
    page.click("#accept-patrol")
    expect(page.locator("#acceptance")).to_be_hidden()

    desk = reader("coordinator").open(f"/follow?date={day}")
    card = desk.page.locator(f"[data-team='{TEAM}']")
    expect(card).to_contain_text("acceptée")
    assert desk.accessibility() == []
    stops = page.locator("#stops li:not(.base)").count()
    page.click("#next button")
    expect(card).to_contain_text(f"1 étape sur {stops}")
    page.click("[data-sign=leave]")
    expect(page.locator("[data-sign=leave]")).to_have_count(0)

    desk.page.click("#replan")
    last = desk.page.locator("#replan-stops label", has_text=f"({TEAM})").last
    gone = (last.text_content() or "").rsplit(" (", 1)[0]
    last.locator("input").check()
    assert desk.accessibility() == []
    desk.page.click("#replan-go")
    expect(desk.page.locator("#replan-result .removed")).to_contain_text(gone)
    assert desk.accessibility() == []
    desk.page.click("#replan-send")

    change = page.locator("#revision")
    expect(change.locator(".removed")).to_contain_text(gone)
    assert field.accessibility() == []
    assert not field.is_too_wide()
    change.locator("[data-accepted=true]").click()
    expect(page.locator("#stops li:not(.base)")).to_have_count(stops - 1)
    expect(page.locator("#stops .done")).to_have_count(1)
    expect(change).to_be_hidden()
    expect(card).to_contain_text("changement accepté")


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
