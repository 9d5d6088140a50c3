"""Security headers on every response, with a strict Content-Security-Policy and its nonce."""

from secrets import token_urlsafe

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
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
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        _cache_static(response)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _cache_static(response: Response) -> None:
    """Vendored files are pinned, so they may stay; ours are asked for again each time."""
    if request.path.startswith("/static/vendor/") and response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"


def init_headers(app: Flask) -> None:
    """Put the headers on every response and `csp_nonce()` into every template."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
