"""Who asks: the session of a page, or the bearer token of an API client; and the CSRF check."""

from datetime import timedelta

from flask import Flask, g, request, session
from flask_login import current_user
from flask_security import Security
from flask_wtf import CSRFProtect

from geoops.desk.accounts import Standing, actor_by_token, standings
from geoops.desk.actor import Actor
from geoops.errors import Forbidden, NotFound, NotSignedIn
from geoops.settings import Settings
from geoops.web.accounts import Accounts, SignInForm
from geoops.web.secrets import secret_key
from geoops.web.services import services

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SESSION = timedelta(hours=12)  # a long shift; then the signature on the cookie is too old
csrf = CSRFProtect()


class NoTerritory(Forbidden):
    """The account is known but has no place in any territory."""

    code = "no-territory"
    template = "This account does not belong to any territory yet."


def current_actor() -> Actor:
    """Who makes the request under way: the token's actor, or the session's in its territory.

    Raises
    ------
    NotSignedIn
        There is neither a session nor a valid token. A request with a token uses no cookie.
    NoTerritory
        The account has no membership.
    """
    if "actor" not in g:
        token = bearer_token()
        g.actor = _of_session() if token is None else _of_token(token)
    actor: Actor = g.actor
    return actor


def bearer_token() -> str | None:
    """The API token of this request; pages take none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not request.path.startswith("/api/"):
        return None
    return token.strip()


def current_standings() -> list[Standing]:
    """The signed-in account in each of its territories, for the territory switch.

    Raises
    ------
    NotSignedIn
        There is no session.
    """
    if "standings" not in g:
        if not current_user.is_authenticated:
            raise NotSignedIn
        g.standings = standings(services().engine, current_user.account_id)
    found: list[Standing] = g.standings
    return found


def choose_territory(territory_id: str) -> None:
    """Make a territory the session's active one.

    Raises
    ------
    NotFound
        The account does not belong to it.
    """
    if territory_id not in {str(s.actor.territory_id) for s in current_standings()}:
        raise NotFound(kind="territory", identifier=territory_id)
    session["territory"] = territory_id


def _of_token(token: str) -> Actor:
    actor = actor_by_token(services().engine, token)
    if actor is None:
        raise NotSignedIn
    return actor


def _of_session() -> Actor:
    actors = [standing.actor for standing in current_standings()]
    if not actors:
        raise NoTerritory
    chosen = session.get("territory")
    return next((a for a in actors if str(a.territory_id) == chosen), actors[0])


def check_csrf() -> None:
    """Refuse an unsafe request without the session's CSRF token, unless it carries a bearer token.

    An API request that nobody signed is told to sign in, rather than to send a CSRF token.
    """
    if request.method not in UNSAFE or bearer_token() is not None or not request.endpoint:
        return
    if request.path.startswith("/api/"):
        current_standings()
    csrf.protect()


def init_security(app: Flask, settings: Settings) -> None:
    """Set up sessions, sign-in and CSRF."""
    app.config.update(_configuration(settings))
    csrf.init_app(app)
    app.before_request(check_csrf)
    security = Security(app, Accounts(), login_form=SignInForm)
    # Of the ways in that Flask-Security offers only the session is ours: no JSON sign-in, which
    # would hand out tokens of its own, and no identity loaded before we know of a bearer token.
    security.want_json(lambda _: False)
    security.login_manager.request_loader(lambda _: None)
    security.principal.identity_loaders.clear()
    app.jinja_env.globals.update(current_actor=current_actor, current_standings=current_standings)


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": secret_key(settings.home),
        "PERMANENT_SESSION_LIFETIME": SESSION,
        "SESSION_COOKIE_NAME": "geoops",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "WTF_CSRF_CHECK_DEFAULT": False,  # check_csrf does it, knowing of bearer tokens
        "WTF_CSRF_TIME_LIMIT": None,  # a map stays open all day; the token ends with the session
        "WTF_CSRF_SSL_STRICT": False,  # it wants a Referer, and our own policy sends none
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        # Argon2 salts by itself. A pepper in a file would tie the accounts to one machine.
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_FRESHNESS": timedelta(days=-1),
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CACHE_CONTROL": None,  # headers.py says no-store, and says it well-formed
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }
