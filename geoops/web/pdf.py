"""Sheets to print: HTML made into PDF, with nothing fetched from beyond our own static folder."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Response
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

STATIC = Path(__file__).resolve().parents[2] / "static"


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Reads files below `static/`; every other address ends the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["file"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The file's response.

        Raises
        ------
        FatalURLFetchingError
            The address is not a file of ours.
        """
        address = urlsplit(url)
        path = Path(unquote(address.path)).resolve()
        if address.scheme != "file" or address.netloc or not path.is_relative_to(STATIC):
            raise FatalURLFetchingError("a sheet fetches nothing but our own files")
        return super().fetch(path.as_uri(), headers)


def pdf_of(page: str) -> bytes:
    """The page as PDF; its addresses are below `static/`."""
    made: bytes = HTML(
        string=page, base_url=f"{STATIC.as_uri()}/", url_fetcher=OwnFiles()
    ).write_pdf()
    return made


def as_pdf(page: str, name: str) -> Response:
    """The answer that shows the page as a PDF called `name`, kept in no cache."""
    response = Response(pdf_of(page), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
