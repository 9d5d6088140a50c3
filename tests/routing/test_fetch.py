"""Downloading an extract from a server of our own on loopback, which drops what it is told to."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest

from geoops.routing.errors import FetchFailed, NoInternet, UnknownExtract
from geoops.routing.fetch import fetch, locate

FILE = "/europe/some-land-latest.osm.pbf"


class Mirror(ThreadingHTTPServer):
    """A server of one extract.

    `cuts` are the bytes that each of the next answers stops after; `ranges` is every Range header
    that came.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = content
        self.md5: str | None = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self.cuts: list[int] = []
        self.ranges: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}{FILE}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        mirror = cast("Mirror", self.server)
        if self.path == FILE:
            self._send_extract(mirror)
        elif self.path == FILE + ".md5" and mirror.md5:
            self._send(200, f"{mirror.md5}  some-land.osm.pbf\n".encode())
        else:
            self._send(404, b"")

    def _send_extract(self, mirror: Mirror) -> None:
        tag = f'"{hashlib.md5(mirror.content, usedforsecurity=False).hexdigest()}"'
        asked = self.headers["Range"]
        mirror.ranges.append(asked)
        fits = asked and self.headers["If-Range"] == tag
        first = int(asked.removeprefix("bytes=").rstrip("-")) if fits else 0
        cut = mirror.cuts.pop(0) if mirror.cuts else len(mirror.content)
        self._send(206 if fits else 200, mirror.content[first:], tag, cut)

    def _send(self, status: int, body: bytes, tag: str = "", cut: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body[:cut])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror(helsinki: Path) -> Iterator[Mirror]:
    with Mirror(helsinki.read_bytes()) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_extract_arrives_whole(mirror: Mirror, tmp_path: Path) -> None:
    path = fetch(mirror.url, tmp_path)
    assert path.name == "some-land-latest.osm.pbf"
    assert path.read_bytes() == mirror.content
    assert list(tmp_path.iterdir()) == [path]


def test_a_dropped_connection_goes_on_where_it_stopped(mirror: Mirror, tmp_path: Path) -> None:
    mirror.cuts = [300_000, 200_000]
    assert fetch(mirror.url, tmp_path).read_bytes() == mirror.content
    assert mirror.ranges == [None, "bytes=300000-", "bytes=500000-"]


def test_the_next_call_goes_on_where_a_failed_one_stopped(mirror: Mirror, tmp_path: Path) -> None:
    mirror.cuts = [300_000, 0, 0, 0]
    with pytest.raises(FetchFailed, match=r"0\.3 MB are kept"):
        fetch(mirror.url, tmp_path)
    assert [path.name for path in tmp_path.glob("*.part")] == ["some-land-latest.osm.pbf.part"]
    mirror.ranges.clear()
    assert fetch(mirror.url, tmp_path).read_bytes() == mirror.content
    assert mirror.ranges == ["bytes=300000-"]


def test_pieces_of_two_versions_are_never_joined(mirror: Mirror, tmp_path: Path) -> None:
    mirror.cuts = [300_000, 0, 0, 0]
    with pytest.raises(FetchFailed):
        fetch(mirror.url, tmp_path)
    mirror.content = mirror.content[:-1] + b"!"
    mirror.md5 = None
    assert fetch(mirror.url, tmp_path).read_bytes() == mirror.content


def test_a_wrong_checksum_is_refused_and_not_kept(mirror: Mirror, tmp_path: Path) -> None:
    mirror.md5 = "0" * 32
    with pytest.raises(FetchFailed, match="checksum"):
        fetch(mirror.url, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_sign_in_page_is_no_extract(mirror: Mirror, tmp_path: Path) -> None:
    mirror.content, mirror.md5 = b"<html>Please sign in to the hotel's network</html>" * 9, None
    with pytest.raises(FetchFailed, match="no OpenStreetMap extract"):
        fetch(mirror.url, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_missing_file_says_so(mirror: Mirror, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="HTTP 404"):
        fetch(mirror.url + "x", tmp_path)


def test_without_a_server_it_says_what_else_can_be_done(mirror: Mirror, tmp_path: Path) -> None:
    closed = mirror.url.replace(str(mirror.server_port), "1")
    with pytest.raises(NoInternet, match="geoops network build"):
        fetch(closed, tmp_path)


def test_a_long_download_tells_how_far_it_is(mirror: Mirror, tmp_path: Path) -> None:
    mirror.cuts = [600_000]
    lines: list[str] = []
    fetch(mirror.url, tmp_path, lines.append)
    assert lines[-1] == "0.7 of 0.7 MB"


@pytest.mark.parametrize("name", ["nord-pas-de-calais", "Nord Pas de Calais", "nord_pas_de_calais"])
def test_a_name_means_geofabriks_file(name: str) -> None:
    assert locate(name).endswith("/europe/france/nord-pas-de-calais-latest.osm.pbf")


@pytest.mark.parametrize(
    ("name", "hint"), [("nord-pas-calais", "nord_pas_de_calais"), ("georgia", "usa/georgia")]
)
def test_an_unknown_or_ambiguous_name_is_told_what_there_is(name: str, hint: str) -> None:
    with pytest.raises(UnknownExtract, match=hint):
        locate(name)
