"""Every page, for every role that has it, at both sizes: quiet, narrow enough, accessible."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ReaderOf

PAGES = [
    ("coordinator", "/"),
    ("coordinator", "/#10/50.95/1.9&tab=places"),
    ("coordinator", "/coverage"),
    ("field", "/?map"),
    ("director", "/"),
    ("director", "/coverage"),
    ("director", "/occupancy"),
    ("site_manager", "/occupancy"),
    ("site_manager", "/"),
    ("site_manager", "/?map"),
    ("coordinator", "/capacity"),
    ("director", "/capacity"),
    ("administrator", "/"),
]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("role", "path"), PAGES, ids=lambda value: value.strip("/") or "map")
def test_a_page_asks_nobody_else_and_keeps_its_policy(
    reader: ReaderOf, role: str, path: str, phone: bool
) -> None:
    one = reader(role, path=path, phone=phone)
    assert not one.is_too_wide()
    assert one.accessibility() == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_sign_in_page_is_quiet_and_accessible(reader: ReaderOf, phone: bool) -> None:
    one = reader(phone=phone)
    one.page.goto(one.service.url + "/sign-in")
    expect(one.page.locator("h1")).to_have_text("Se connecter")
    assert not one.is_too_wide()
    assert one.accessibility() == []


def test_the_language_switch_keeps_the_page(reader: ReaderOf) -> None:
    one = reader("director").open("/coverage")
    one.page.click(".menu summary")
    one.page.click("button[value=en]")
    expect(one.page.locator("h1")).to_have_text("Coverage of the territory")
    assert one.page.url.endswith("/coverage")


def test_a_page_for_another_role_says_so_in_words(reader: ReaderOf) -> None:
    one = reader("field")
    one.page.goto(one.service.url + "/coverage")
    expect(one.page.locator("h1")).to_have_text("Cette page n'est pas pour votre rôle")
    assert one.accessibility() == []
    one.complaints[:] = [c for c in one.complaints if "403" not in c]


def test_an_unknown_address_says_so_in_words(reader: ReaderOf) -> None:
    one = reader("coordinator")
    one.page.goto(one.service.url + "/nowhere")
    expect(one.page.locator("h1")).to_have_text("Il n'y a rien à cette adresse")
    one.complaints[:] = [c for c in one.complaints if "404" not in c]
