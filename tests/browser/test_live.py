"""Two browsers on one territory."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.reader import at

WATCH = """([site, expected]) => {
    const marker = document.querySelector(`[data-site="${site}"]`);
    const now = () => performance.timeOrigin + performance.now();
    window.seen = new Promise((resolve) => {
        new MutationObserver(() => {
            if (document.querySelector(`[data-site="${site}"]`)?.dataset.available === expected)
                resolve(now());
        }).observe(marker.parentElement, {subtree: true, attributes: true, childList: true});
    });
}"""
PRESSED = """() => document.querySelector("#hold-dialog form").addEventListener("submit",
    () => { window.pressed = performance.timeOrigin + performance.now(); }, {capture: true})"""


@pytest.mark.alone
def test_a_hold_in_one_browser_changes_the_number_in_the_other_in_under_a_second(
    reader: ReaderOf, record_property: object
) -> None:
    one, other = reader("coordinator"), reader("coordinator")
    site = next(s for s in one.sites() if s["available"] > 5 and s["kind"] == "caes")
    address = at(site["position"], site=site["id"])
    one.open(address)
    other.open(at(site["position"]))
    marker = other.page.locator(f'[data-site="{site["id"]}"]')
    expect(marker).to_have_attribute("data-available", str(site["available"]))

    other.page.evaluate(WATCH, [site["id"], str(site["available"] - 2)])
    one.page.click(".site-popup .primary")
    one.page.fill("#hold-places", "2")
    one.page.evaluate(PRESSED)
    one.page.click("#hold-dialog [type=submit]")
    milliseconds = other.page.evaluate("window.seen") - one.page.evaluate("window.pressed")

    assert 0 < milliseconds < 1_000
    print(f"a hold reached the other browser in {milliseconds:.0f} ms")
    expect(marker.locator(".sign-number")).to_have_text(str(site["available"] - 2))

    one.page.click(".toast button")
    expect(marker).to_have_attribute("data-available", str(site["available"]))


def test_a_page_that_lost_the_stream_says_so_and_catches_up(reader: ReaderOf) -> None:
    one, other = reader("coordinator"), reader("coordinator")
    site = next(s for s in one.sites() if s["available"] > 5 and s["kind"] == "sas")
    other.open(at(site["position"]))
    marker = other.page.locator(f'[data-site="{site["id"]}"]')
    other.page.context.set_offline(True)
    one.open(at(site["position"], site=site["id"]))
    one.page.click(".site-popup .primary")
    one.page.click("#hold-dialog [type=submit]")
    one.page.wait_for_selector(".toast")
    other.page.context.set_offline(False)
    expect(marker).to_have_attribute("data-available", str(site["available"] - 1))
    other.complaints[:] = [c for c in other.complaints if "ERR_INTERNET_DISCONNECTED" not in c]
    one.page.click(".toast button")
    expect(marker).to_have_attribute("data-available", str(site["available"]))
