"""A bus from the coordinator's desk to the phone at its door, and the numbers at its end."""

from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf


def test_a_bus_is_planned_counted_on_a_phone_and_leaves_with_two_left_behind(
    reader: ReaderOf,
) -> None:
    desk = reader("coordinator").open("/transfers")
    page = desk.page
    assert desk.accessibility() == []
    sites = desk.sites()
    to = max(
        (site for site in sites if site["kind"] == "cao"),
        key=lambda site: sum(p["available"] for p in site["places"] if p["category"] == "family"),
    )
    page.click("#plan-bus")
    page.select_option("#bus-pickup-0-where", index=0)
    page.select_option("#bus-destination-0-where", f"site {to['id']}")
    assert desk.accessibility() == []
    page.click("#bus-dialog [type=submit]")
    page.wait_for_url("**/transfers/*-*")
    page.wait_for_selector("html[data-ready]")
    bus = page.url.rsplit("/", 1)[1]

    left = next(p["available"] for p in to["places"] if p["category"] == "family")
    assert left >= 3
    page.click("[data-focus^=add-]")
    page.select_option("#group-category", "family")
    page.fill("#group-people", "3")
    page.click("#group-dialog [type=submit]")
    expect(page.locator(".bus-group")).to_have_count(1)
    vacant = page.locator('[data-left="family"]')
    if left > 3:
        expect(vacant).to_contain_text(str(left - 3))

    phone = reader("field", phone=True).open(f"/transfers/{bus}")
    assert phone.accessibility() == []
    assert not phone.is_too_wide()
    phone.page.click(".bus-group .turns button >> nth=1")
    expect(page.locator(".bus-group")).to_contain_text("1 à bord sur 3")
    phone.page.click("[data-focus^=leave-]")
    expect(phone.page.locator("#leave-dialog")).to_contain_text("2 personnes ne sont pas montées")
    assert phone.accessibility() == []
    phone.page.click("#leave-dialog [type=submit]")

    expect(page.locator("#bus-when")).to_contain_text("En route")
    expect(page.locator(".bus-group")).to_contain_text("2 restés")
    expect(vacant).to_contain_text(str(left - 1))
    page.click("#destinations .primary")
    page.click("#arrive-dialog [type=submit]")
    expect(page.locator("#bus-when")).to_contain_text("Arrivé")
    expect(phone.page.locator("#bus-when")).to_contain_text("Arrivé")
