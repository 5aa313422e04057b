"""The headers every answer carries, and the marks that keep private pages out of every cache."""

from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.routing import RequestRedirect

from assessment.config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
YEAR = 31_536_000


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, errors and files included."""

    def finish(response: Response) -> Response:
        if isinstance(request.routing_exception, RequestRedirect):
            response = _within(request.routing_exception)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer" if request.path.startswith("/account/link") else "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if settings.secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store, private"
        return response

    app.after_request(finish)


def _within(error: RequestRedirect) -> Response:
    """Lead on by path alone where the router would build an address from whatever the visitor calls this site."""
    parts = urlsplit(error.new_url)
    path = "/" + parts.path.lstrip("/")
    return redirect(f"{path}?{parts.query}" if parts.query else path, error.code)  # type: ignore[return-value]
