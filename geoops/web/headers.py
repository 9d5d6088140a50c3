"""Security headers on every response, with a strict Content-Security-Policy and its nonce."""

from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:{tiles}; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
YEAR = 365 * 24 * 3600


def csp_nonce() -> str:
    """This response's nonce, for the `nonce` attribute of its inline scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def add_headers(response: Response) -> Response:
    """Add the security headers; keep from caches what says nothing of caching itself."""
    response.headers["Content-Security-Policy"] = POLICY.format(
        nonce=csp_nonce(), tiles=current_app.config["CSP_TILES"]
    )
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        _cache_static(response)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def insist_on_https(response: Response) -> Response:
    """Have the browser come by HTTPS only, for a year."""
    response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    return response


def _cache_static(response: Response) -> None:
    """A vendored file under its version may stay for good; any other is asked for each time."""
    if "v" in request.args and response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"


def _vendor_version(app: Flask) -> str:
    """Changes with any vendored file, as their checksums are in one list."""
    sums = Path(app.static_folder or "") / "vendor" / "SHA256SUMS"
    return sha256(sums.read_bytes()).hexdigest()[:12] if sums.exists() else "0"


def tile_source(tiles_url: str | None) -> str:
    """The policy's word for the host of an online basemap; `{s}.` stands for any subdomain."""
    if not tiles_url:
        return ""
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    return f" {parts.scheme}://{parts.netloc}"


def init_headers(app: Flask, *, https: bool, tiles_url: str | None = None) -> None:
    """Put the headers on every response, and `csp_nonce()` into every template.

    With `tiles_url`, pages may load pictures from that host, and from no other.
    `url_for("static", filename="vendor/…")` carries a version from here on.
    """
    version = _vendor_version(app)
    app.config["CSP_TILES"] = tile_source(tiles_url)

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename", "").startswith("vendor/"):
            values["v"] = version

    app.after_request(add_headers)
    if https:
        app.after_request(insist_on_https)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
