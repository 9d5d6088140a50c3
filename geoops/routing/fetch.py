"""Downloading an OpenStreetMap extract, going on where an earlier download stopped.

pyrosm knows which file of Geofabrik or BBBike a name means. Its own download goes on after a
dropped connection only within one call; over a bad line in the field a file of 200 MB may take
several, so what has come stays here in a `.part` file, with the server's mark of that version.
"""

import hashlib
import re
import shutil
import time
from collections.abc import Callable
from difflib import get_close_matches
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from geoops.routing.errors import FetchFailed, NoInternet, NoSpace, UnknownExtract

type Tell = Callable[[str], None]

CHUNK = 1 << 18
PATIENCE = 30.0
"""Seconds without a byte after which a connection counts as lost."""
TRIES = 3
"""Connections in a row that may bring nothing before we give up."""


def locate(name: str) -> str:
    """The address of the extract that `name` (for example nord-pas-de-calais) means.

    Raises
    ------
    UnknownExtract
        When pyrosm's index has no such name, or several.
    """
    from pyrosm.data import search_source

    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    for spelling in (plain, plain.replace("_", "")):
        try:
            return str(search_source(spelling)["url"])
        except ValueError as error:
            if "ambiguous" in str(error):
                raise UnknownExtract(name=name, hint=f" {error}") from error
    close = get_close_matches(plain, _names(), n=3)
    hint = f" Perhaps: {', '.join(close)}." if close else ""
    raise UnknownExtract(name=name, hint=hint)


def _names() -> list[str]:
    from pyrosm.data import available

    groups = [*available["regions"].values(), *available["subregions"].values()]
    return sorted({name for group in (*groups, available["cities"]) for name in group})


def fetch(url: str, folder: Path, tell: Tell = lambda line: None) -> Path:
    """Download `url` into `folder` and check it; the path of the file.

    Interrupted, it leaves a `.part` file from which the next call goes on, if the server still
    has the same version.

    Raises
    ------
    NoInternet, FetchFailed, NoSpace
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / Path(urlsplit(url).path).name
    download = _Download(url, target.with_name(target.name + ".part"), tell)
    download.complete()
    download.check()
    download.part.replace(target)
    download.mark.unlink(missing_ok=True)
    return target


class _Download:
    """A file that comes in pieces."""

    def __init__(self, url: str, part: Path, tell: Tell) -> None:
        self.url = url
        self.part = part
        self.mark = part.with_name(part.name + ".version")
        self._tell = tell

    def complete(self) -> None:
        """Ask until everything is here."""
        fruitless = 0
        while fruitless < TRIES:
            before = self._have()
            try:
                if self._ask_for_rest():
                    return
                reason = "the connection was lost"
            except HTTPError as error:
                if error.code == 416:  # our piece does not fit the server's file any more
                    self._forget()
                elif error.code < 500:
                    raise FetchFailed(url=self.url, reason=f"HTTP {error.code}") from error
                reason = f"HTTP {error.code}"
            except URLError as error:
                host = urlsplit(self.url).hostname
                raise NoInternet(url=self.url, host=host, reason=error.reason) from error
            except (HTTPException, TimeoutError, ConnectionError) as error:
                reason = str(error) or type(error).__name__
            fruitless = 0 if self._have() > before else fruitless + 1
        kept = f"{self._have() / 1e6:.1f} MB are kept; run the same again to go on"
        raise FetchFailed(url=self.url, reason=f"{reason}. {kept}")

    def check(self) -> None:
        """Make sure that it is an extract, and the one that the server's checksum describes."""
        with self.part.open("rb") as file:
            if b"OSMHeader" not in file.read(64):
                self._forget()
                raise FetchFailed(url=self.url, reason="what came is no OpenStreetMap extract")
            file.seek(0)
            found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
        if self._published_md5() not in (None, found.hexdigest()):
            self._forget()
            raise FetchFailed(url=self.url, reason="the checksum does not match; start again")

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)

    def _ask_for_rest(self) -> bool:
        """One connection; whether the file is complete after it."""
        have, headers = self._have(), {"Accept-Encoding": "identity"}
        if have and self.mark.exists():
            headers |= {"Range": f"bytes={have}-", "If-Range": self.mark.read_text()}
        with _open(self.url, headers) as response:
            goes_on = response.status == 206
            have = have if goes_on else 0
            total = have + self._length(response.headers)
            _check_room(self.part.parent, total - have)
            self._remember(response.headers)
            with self.part.open("ab" if goes_on else "wb") as file:
                self._copy(response, file, total)
        return self._have() == total

    def _length(self, headers: Any) -> int:
        length = headers.get("Content-Length") or ""
        if not length.isdecimal():
            raise FetchFailed(url=self.url, reason="the server does not say how long it is")
        return int(length)

    def _remember(self, headers: Any) -> None:
        """Keep what names this version: a strong entity tag, or the date of its last change."""
        tag = headers.get("ETag") or ""
        version = tag if tag.startswith('"') else headers.get("Last-Modified")
        if version:
            self.mark.write_text(version)
        else:
            self.mark.unlink(missing_ok=True)

    def _copy(self, response: Any, file: Any, total: int) -> None:
        told = time.monotonic()
        while chunk := response.read(CHUNK):
            file.write(chunk)
            if time.monotonic() - told > 1:
                told = time.monotonic()
                self._tell(_progress(file.tell(), total))
        self._tell(_progress(file.tell(), total))

    def _published_md5(self) -> str | None:
        """The checksum that Geofabrik publishes beside its file, if the server has one."""
        try:
            with _open(self.url + ".md5", {}) as response:
                first = response.read(256).decode("ascii", "replace").split()
        except (OSError, HTTPException):
            return None
        return first[0] if first and re.fullmatch("[0-9a-f]{32}", first[0]) else None


def _progress(have: int, total: int) -> str:
    return f"{have / 1e6:.1f} of {total / 1e6:.1f} MB"


def _open(url: str, headers: dict[str, str]) -> Any:
    from pyrosm.utils.download import open_url

    return open_url(url, headers=headers, timeout=PATIENCE)


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise NoSpace(folder=folder, needed=needed // 10**6, free=free // 10**6)
