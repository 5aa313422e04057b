"""Static files with the hash of their content in the address, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request, url_for

YEAR_SECONDS = 31_536_000


def init_app(app: Flask) -> None:
    """Give templates `static(path)` and let hashed addresses be kept."""
    folder = Path(str(app.static_folder))

    @cache
    def fingerprint(path: str) -> str:
        return hashlib.sha256((folder / path).read_bytes()).hexdigest()[:12]

    @cache
    def static(path: str) -> str:
        return url_for("static", filename=path, v=fingerprint(path))

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
            kept = f"public, max-age={YEAR_SECONDS}, immutable" if "v" in request.args else "public, max-age=3600"
            response.headers["Cache-Control"] = kept
        return response

    app.jinja_env.globals["static"] = static
    app.after_request(keep)
