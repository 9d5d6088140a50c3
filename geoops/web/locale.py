"""In which language and time zone a response speaks: `?lang=`, the account, the browser, French."""

from flask import Flask, request, session
from flask_babel import Babel, get_locale
from flask_security import user_authenticated

from geoops.errors import GeoOpsError
from geoops.web.accounts import SignedIn
from geoops.web.security import bearer_token, current_actor
from geoops.web.services import services

LOCALES = ("fr", "en")


def choose_locale() -> str:
    """The reader's language."""
    asked = request.args.get("lang")
    if asked in LOCALES:
        return asked
    if bearer_token() is None and session.get("locale") in LOCALES:
        return str(session["locale"])
    default = services().settings.default_locale
    return request.accept_languages.best_match(LOCALES, default) or default


def choose_time_zone() -> str:
    """The active territory's time zone; the settings' one before anybody has signed in."""
    try:
        return current_actor().time_zone
    except GeoOpsError:
        return services().settings.time_zone


def init_locale(app: Flask) -> None:
    """Let Flask-Babel ask for the reader's language and time zone."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    Babel(app, locale_selector=choose_locale, timezone_selector=choose_time_zone)
    app.jinja_env.globals["get_locale"] = get_locale
    user_authenticated.connect(remember_locale, app)


def remember_locale(_: Flask, user: SignedIn, **__: object) -> None:
    """Keep the account's language in its session, so that an error page needs no database."""
    session["locale"] = user.locale
