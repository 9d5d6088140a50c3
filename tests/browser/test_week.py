"""The week at the coordinator's desk, on a phone and on a desktop: asked for, read, a day used."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import Reader
from tests.browser.test_day import today


def test_a_week_is_planned_read_and_a_day_of_it_used(reader: ReaderOf) -> None:
    desk = reader("coordinator").open("/week")
    page = desk.page
    expect(page.locator("#week-status")).to_contain_text("Aucune semaine")
    assert desk.accessibility() == []

    starts = today() + timedelta(days=9)
    page.fill("#week-starts", starts.isoformat())
    page.click("#week-teams-fold summary")
    for team in page.locator("#week-teams input").all()[1:]:
        team.uncheck()
    expect(page.locator("#week-count")).to_have_text(re.compile("^1 / "))
    page.locator("#week-submit").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#week-progress")).to_be_visible()
    expect(page.locator("#week-result")).to_be_visible(timeout=60_000)
    page.click("#week-cancel")  # good enough: the first whole week is kept
    expect(page.locator("#week-progress")).to_be_hidden(timeout=30_000)
    expect(page.locator("#week-headline")).to_contain_text("tiennent leur intervalle")
    expect(page.locator("#week-verdict")).to_contain_text("n'a pas été calculé")
    rows, zones = page.locator("#week-zones [data-zone]"), desk.api("zones")["features"]
    expect(rows).to_have_count(len(zones))
    expect(page.locator("#week-zones .why").first).to_contain_text(
        re.compile("ne peut pas être tenu|pas tenu")
    )
    expect(page.locator("#week-days > li")).to_have_count(7)
    assert desk.accessibility() == []
    assert not desk.is_too_wide()

    phone = reader("coordinator", phone=True).open("/week")
    expect(phone.page.locator("#week-zones [data-zone]")).to_have_count(len(zones))
    assert not phone.is_too_wide()
    assert phone.accessibility() == []

    expect(page.locator("#week-map-days input")).to_have_count(8)
    expect(page.locator("path[role=button]")).to_have_count(len(zones))
    page.locator("#week-map-days input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stop-dot").first).to_be_visible()
    rows.first.get_by_role("button").click()
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")
    assert desk.accessibility() == []

    _take(desk, starts)


def _take(desk: Reader, starts: date) -> None:
    """Take the first day to the planning desk, once to undo it."""
    page, before = desk.page, desk.api(f"day-setups/{starts}")["demands"]
    card = page.locator("#week-days > li").first
    card.get_by_role("button", name="Planifier").click()
    expect(card.get_by_role("link")).to_be_focused(timeout=30_000)
    assert desk.api(f"day-setups/{starts}")["demands"] != before
    card.get_by_role("button", name="Annuler").click()
    expect(card).to_contain_text("comme avant")
    assert desk.api(f"day-setups/{starts}")["demands"] == before

    card.get_by_role("button", name="Planifier").click()
    card.get_by_role("link").click()
    page.wait_for_url(re.compile(f"date={starts}"))
    expect(page.locator("#plan-date")).to_have_value(starts.isoformat())
    expect(page.locator("#plan-board .grab").first).to_be_visible(timeout=60_000)
    (plan, *_) = desk.api(f"patrol-plans?service_date={starts}")
    asked = desk.api(f"patrol-plans/{plan['id']}")
    assert asked["required_zone_ids"]
    assert {pin["team_id"] for pin in asked["pins"]} == set(asked["team_ids"])
