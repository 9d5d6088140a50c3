"""The application factory: a table of contents of the web."""

from pathlib import Path

from apiflask import APIFlask
from sqlalchemy import Engine

from geoops.db.engine import app_engine
from geoops.settings import Settings
from geoops.web import health, pages, session
from geoops.web.api import init_api
from geoops.web.headers import init_headers
from geoops.web.locale import init_locale
from geoops.web.problems import init_problems
from geoops.web.security import init_security
from geoops.web.services import Services

STATIC = Path(__file__).resolve().parents[1] / "static"
LARGEST_BODY = 64 * 1024  # bytes; an encounter takes one or two thousand


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> APIFlask:
    """The web application.

    Parameters
    ----------
    settings
        The environment's by default.
    engine
        One on `settings.database_url` by default: whoever starts the embedded cluster says where
        it is.
    """
    settings = settings or Settings.load()
    app = APIFlask(
        __name__,
        title="GeoOps",
        version="1",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        static_folder=str(STATIC),
        template_folder="web/templates",
    )
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["geoops"] = Services(settings, engine or _engine(settings))
    init_headers(app, https=settings.secure_cookies, tiles_url=settings.tiles_url)
    init_problems(app)
    init_locale(app)
    init_security(app, settings)
    init_api(app)
    for blueprint in (*pages.blueprints, session.blueprint, health.blueprint):
        app.register_blueprint(blueprint)
    return app


def _engine(settings: Settings) -> Engine:
    if settings.database_url is None:
        raise RuntimeError("GEOOPS_DATABASE_URL is not set: start the server with `geoops serve`.")
    return app_engine(settings.database_url)
