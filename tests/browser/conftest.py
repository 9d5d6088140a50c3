"""Chromium, and readers of every role and size."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import DESKTOP, PHONE, Reader
from tests.serving import Service

ReaderOf = Callable[..., Reader]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, without its own conversations with other hosts."""
    program = os.environ.get("GEOOPS_CHROMIUM") or shutil.which("chromium")
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """Those of every role that has signed in: it does so once."""
    return {}


@pytest.fixture
def reader(chromium: Browser, demo_service: Service, cookies: dict[str, Any]) -> Iterator[ReaderOf]:
    """Make a reader, each in a browser profile of its own; at the end none may have complained."""
    made: list[Reader] = []

    def make(
        role: str | None = None, *, path: str = "/", phone: bool = False, **options: Any
    ) -> Reader:
        size = {"is_mobile": True, "has_touch": True} if phone else {}
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP, locale="fr-FR", **size, **options
        )
        context.set_default_timeout(15_000)
        made.append(Reader.of(demo_service, context))
        if role in cookies:
            context.add_cookies(cookies[role])
            return made[-1].open(path)
        if role is not None:
            cookies[role] = made[-1].sign_in(role).page.context.cookies()
        return made[-1] if path == "/" else made[-1].open(path)

    yield make
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.page.context.close()
    assert complaints == []
