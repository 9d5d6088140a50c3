"""A territory in which nothing is entered yet: each page says what to do first."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf
from tests.browser.empty_territory import empty_territory
from tests.serving import Service

ZONES = "/zones"


@pytest.fixture(scope="module")
def emails(demo_service: Service) -> dict[str, str]:
    """The accounts of an empty territory beside the demonstration's."""
    return empty_territory(demo_service)


def test_each_page_of_the_coordination_says_what_to_do_first(
    reader: ReaderOf, emails: dict[str, str]
) -> None:
    one = reader(phone=True).sign_in_as(emails["coordinator"])
    for path in ("/#&tab=plan", "/follow", "/week", "/coverage"):
        one.open(path)
        steps = one.page.locator(".first-steps")
        expect(steps.locator("li")).to_have_count(2)
        expect(steps.locator("a")).to_have_attribute("href", ZONES)
        assert not one.is_too_wide()
    expect(one.open("/follow").page.locator("#out-none a")).to_be_visible()
    assert one.accessibility() == []
    expect(one.open(ZONES).page.locator("#zones-empty")).to_be_visible()
    expect(one.open("/#&tab=roads").page.locator("#roads-none")).not_to_be_empty()
    for path in ("/capacity", "/follow-up", "/occupancy"):
        assert not one.open(path).is_too_wide()


def test_the_other_roles_are_told_who_does_it(reader: ReaderOf, emails: dict[str, str]) -> None:
    director = reader().sign_in_as(emails["director"]).open("/coverage")
    steps = director.page.locator(".first-steps")
    expect(steps).to_contain_text("La coordination")
    expect(steps.locator("a")).to_have_count(0)
    field = reader(phone=True).sign_in_as(emails["field"])
    expect(field.page.locator("#no-patrol")).to_contain_text("aucune équipe")
