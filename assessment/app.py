"""The application: settings, extensions, features, in that order."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assessment import accounts, certificates, cli, privacy, reports, results, review, survey, waves, weighting
from assessment.config import ROOT, Settings, from_environment
from assessment.policy import PUBLIC
from assessment.web import access, bodies, errors, files, filters, headers, language, papers, sessions, transaction
from assessment.web.templates import Templates

FEATURES = (accounts, waves, weighting, survey, results, review, certificates, reports, privacy)
LONGEST_BODY = 4 * 1024 * 1024  # A page of ten texts of 10,000 Vietnamese letters is 0.9 MB on the wire.


class Application(Flask):
    """Flask, without what is never needed here."""

    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take every function as it is: none is asynchronous, and asking each on every request takes its time."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application from the environment, or from the settings a test hands in."""
    settings = settings or from_environment()
    app = Application("assessment", root_path=str(ROOT / "assessment"), template_folder=str(ROOT / "templates"))
    app.extensions["settings"] = settings
    _configure(app, settings)
    for part in (transaction, headers):
        part.init_app(app, settings)
    for part in (bodies, language, sessions, access, errors, files, filters):
        part.init_app(app)
    access.declare(app, "static", PUBLIC)
    app.register_blueprint(papers.bp)
    for feature in FEATURES:
        feature.init_app(app)
    cli.init_app(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Set what Flask and its extensions read from the configuration."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LONGEST_BODY,
        SESSION_COOKIE_NAME="__Host-thuocso" if settings.secure else "thuocso",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=4,
        COMPRESS_MIN_SIZE=1000,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    Compress(app)
