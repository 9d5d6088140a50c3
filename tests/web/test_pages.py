"""The pages' words, and what they know of the demonstration."""

import runpy
import sys
from pathlib import Path

import pytest

from geoops.demonstration.load import LOGINS, PASSWORD
from geoops.web.pages import sign_in
from geoops.web.pages.language import own_path


def test_every_sentence_is_translated(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(repository / "setup")])
    messages = runpy.run_path(str(repository / "setup" / "messages.py"))
    assert list(messages["complaints"]()) == []


def test_the_sign_in_page_offers_the_demonstrations_own_logins() -> None:
    assert sign_in.PASSWORD == PASSWORD
    for role, email in sign_in.LOGINS.items():
        assert LOGINS[email][0] is role


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/coverage?x=1", "/coverage?x=1"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_language_switch_leads_nowhere_else(address: str, path: str) -> None:
    assert own_path(address) == path
