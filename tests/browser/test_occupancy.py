"""How full it was and will be: read, made into numbers, downloaded, followed live."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf

HOLD = """([site, token]) => fetch(`/api/v1/sites/${site}/holds`, {method: "POST",
    headers: {"Content-Type": "application/json", "X-CSRFToken": token},
    body: JSON.stringify(
        {category: "isolated_man", places: 1, idempotency_key: crypto.randomUUID()}),
}).then(answer => answer.json())"""


def test_a_director_reads_the_nights_the_evenings_ahead_and_one_site(
    reader: ReaderOf, tmp_path: Path
) -> None:
    one = reader("director", accept_downloads=True).open("/coverage")
    one.page.click("text=L'occupation nuit par nuit")
    one.page.wait_for_selector("html[data-ready]")
    expect(one.page.locator("#evenings tbody tr")).to_have_count(7, timeout=60_000)
    expect(one.page.locator("#quality")).to_contain_text("8 dernières semaines")
    expect(one.page.locator("#tile-last")).to_contain_text("places occupées sur")

    one.page.focus("#chart")
    one.page.keyboard.press("End")
    expect(one.page.locator("#readout")).to_contain_text("prévision")

    one.page.click("#toggle")
    expect(one.page.locator("#numbers tbody tr.past")).to_have_count(91)
    expect(one.page.locator("#numbers tbody tr.ahead")).to_have_count(7)
    assert one.accessibility() == []

    with one.page.expect_download() as download:
        one.page.click("#download")
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert (lines[0].split(";")[0], len(lines)) == ("Soir", 1 + 91 + 7)

    fullest = one.page.locator("#ranking .name").first.inner_text()
    one.page.locator("#ranking button").first.click()
    expect(one.page.locator("#whose option:checked")).to_have_text(fullest)
    one.page.select_option("#category", "unaccompanied_minor")
    expect(one.page.locator("#nothing")).to_be_visible()
    assert "category=unaccompanied_minor" in one.page.url


@pytest.mark.alone
def test_tonights_point_follows_the_ledger(reader: ReaderOf) -> None:
    coordinator, director = reader("coordinator"), reader("director")
    site = next(s for s in coordinator.sites() if s["available"] > 20 and s["kind"] == "caes")
    director.open(f"/occupancy?site_id={site['id']}")
    director.page.click("#toggle")
    held = director.page.locator("#numbers tbody tr.past td:nth-of-type(2)").first
    before = int(held.inner_text())
    token = coordinator.page.locator("meta[name=csrf-token]").get_attribute("content")
    hold = coordinator.page.evaluate(HOLD, [site["id"], token])
    expect(held).to_have_text(str(before + 1), timeout=1_000)
    coordinator.page.evaluate(
        "([id, token]) => fetch(`/api/v1/holds/${id}`,"
        " {method: 'DELETE', headers: {'X-CSRFToken': token}})",
        [hold["id"], token],
    )
    expect(held).to_have_text(str(before))
