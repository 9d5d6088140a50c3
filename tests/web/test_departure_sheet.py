"""The departure sheet: what is on the paper, what is not, and what its rendering may not touch."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine
from weasyprint.urls import FatalURLFetchingError

from geoops.records import Role, Territory
from geoops.web.pdf import STATIC, pdf_of
from tests.conftest import ActorOf
from tests.desk.buses import Trip, a_trip
from tests.web.conftest import Speak


@pytest.fixture
def trip(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> Trip:
    trip = a_trip(owner, engine, territory, actor(Role.COORDINATOR), now)
    trip.add(7)
    return trip


def sheet(trip: Trip, signed_in: Speak, language: str) -> tuple[str, int]:
    """The sheet's text, and how many pages it has."""
    answer = signed_in(trip.actor).get(f"/transfers/{trip.id}/sheet.pdf?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    pages = PdfReader(BytesIO(answer.data)).pages
    return "\n".join(page.extract_text() for page in pages), len(pages)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Departure sheet", "Isolated men", "Left behind", "Driver: signature", "1 / 1"]),
        ("fr", ["Feuille de départ", "Hommes isolés", "Restés", "Conducteur : signature"]),
    ],
)
def test_the_sheet_counts_by_category_in_the_readers_language(
    trip: Trip, signed_in: Speak, language: str, said: list[str]
) -> None:
    text, pages = sheet(trip, signed_in, language)
    assert pages == 1
    bus = trip.read()
    for expected in (*said, "7", bus.pickups[0].name, bus.destinations[0].name):
        assert expected in text


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/spy.png",
        "https://example.org/spy.png",
        "ftp://example.org/spy.png",
        "file:///etc/passwd",
        "file://elsewhere/etc/passwd",
        "../pyproject.toml",
        f"{STATIC.as_uri()}/%2e%2e/pyproject.toml",
        "data:text/css,p%7Bcolor:red%7D",
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        "<p style=\"background: url('{}')\">x</p>",
        '<link rel="attachment" href="{}">',
    ],
)
def test_a_sheet_reaches_neither_the_network_nor_other_files(address: str, page: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf_of(page.format(address))


def test_a_sheet_reads_our_own_files() -> None:
    assert Path(STATIC / "app" / "css" / "departure_sheet.css").exists()
    assert pdf_of('<link rel="stylesheet" href="app/css/departure_sheet.css">').startswith(b"%PDF")
