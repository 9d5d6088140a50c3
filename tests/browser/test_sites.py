"""Sites on the map: found by keyboard, opened by address, and never markup."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from geoops.db.engine import owner_engine
from geoops.records import Site, SiteKind
from tests.browser.conftest import ReaderOf
from tests.browser.reader import at
from tests.serving import Service

HOSTILE = '<img src=x onerror=alert(1)> & "Sons"'


@pytest.fixture
def hostile_site(demo_service: Service) -> Iterator[Site]:
    """A site whose name is markup."""
    engine = owner_engine(demo_service.cluster.url("geoops_owner"))
    site = Site(
        id=uuid4(), name=HOSTILE, kind=SiteKind.SPADA, commune="<b>Calais</b>", provenance="<i>",
        position="SRID=4326;POINT(1.95 50.7)", verified_on=date(2026, 1, 1),
    )  # fmt: skip
    with Session(engine, expire_on_commit=False) as session, session.begin():
        site.territory_id = session.scalars(select(Site.territory_id).limit(1)).one()
        session.add(site)
    yield site
    with Session(engine) as session, session.begin():
        session.delete(session.get_one(Site, site.id))
    engine.dispose()


def test_a_name_that_is_markup_stays_text(reader: ReaderOf, hostile_site: Site) -> None:
    one = reader("coordinator")
    dialogs: list[str] = []
    one.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    one.page.fill("#site-search", "onerror")
    expect(one.page.locator("#site-options .name")).to_have_text(HOSTILE)
    one.page.press("#site-search", "Enter")
    expect(one.page.locator(".site-popup h2")).to_have_text(HOSTILE)
    assert one.page.locator("img[src=x], .site-popup b, .site-popup i").count() == 0
    assert dialogs == []


def test_a_keyboard_alone_finds_and_opens_a_site(reader: ReaderOf) -> None:
    one = reader("coordinator")
    site = one.sites()[0]
    search = one.page.locator("#site-search")
    search.focus()
    one.page.keyboard.type(site["name"].upper())
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(search).to_have_attribute("aria-activedescendant", "site-option-0")
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("ArrowUp")
    one.page.keyboard.press("Enter")
    expect(search).to_have_attribute("aria-expanded", "false")
    expect(one.page.locator(".site-popup h2")).to_have_text(site["name"])


def test_an_address_brings_back_the_view_the_layers_the_day_and_the_site(reader: ReaderOf) -> None:
    one = reader("coordinator")
    site = next(s for s in one.sites() if s["kind"] == "cao")
    one.open(at(site["position"], 13, layers="sites", date="2027-03-04", site=site["id"]))
    expect(one.page.locator(".site-popup h2")).to_have_text(site["name"])
    expect(one.page.locator("#plan-date")).to_have_value("2027-03-04")
    assert one.page.evaluate("geoops.map.hasLayer(geoops.layers.zones.group)") is False
    one.page.wait_for_function("location.hash.includes('site=')")
    one.open("/" + one.page.evaluate("location.hash"))
    expect(one.page.locator(".site-popup h2")).to_have_text(site["name"])


def test_too_many_places_are_refused_in_words(reader: ReaderOf) -> None:
    one = reader("coordinator")
    site = next(s for s in one.sites() if s["available"] > 0)
    one.open(at(site["position"], site=site["id"]))
    one.page.click(".site-popup .primary")
    one.page.evaluate("document.getElementById('hold-places').removeAttribute('max')")
    one.page.evaluate("document.querySelector('#hold-dialog form').noValidate = true")
    one.page.fill("#hold-places", "400")
    one.page.click("#hold-dialog [type=submit]")
    expect(one.page.locator("#hold-dialog [role=alert]")).to_contain_text("Il ne reste pas assez")
    one.complaints[:] = [c for c in one.complaints if "409" not in c]
