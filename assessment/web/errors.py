"""Every failure becomes a page that says what happened and what to do; nobody ever sees a traceback."""

import logging
import secrets

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import BadHost, BadRequest, HTTPException, InternalServerError, MethodNotAllowed

from assessment.core.errors import ForbiddenTransition
from assessment.policy import Conflict, NotFound
from assessment.web.sessions import forget_visitor

log = logging.getLogger(__name__)
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 429, 500, 503})
RETRY_SECONDS = "10"


def init_app(app: Flask) -> None:
    """Register one handler for each family of failures."""
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(Conflict, lambda _error: page(409))
    app.register_error_handler(ForbiddenTransition, lambda _error: page(409))
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DBAPIError, _database_away)
    app.register_error_handler(Exception, _fault)


def page(status: int, **words: object) -> Response:
    """Render the page of a status; while the database cannot even tell who asks, that of 503."""
    _let_go()
    try:
        return _rendered(status, **words)
    except OperationalError as error:
        log.warning("The database did not answer, not even who asks: %s", error.orig)
        forget_visitor()
        return _rendered(503, typed=typed_fields())


def _rendered(status: int, **words: object) -> Response:
    known = status if status in PAGES else 400 if status < InternalServerError.code else 500
    answer = make_response(render_template(f"errors/{known}.html", **words), status)
    if status in {429, 503}:
        answer.headers.setdefault("Retry-After", RETRY_SECONDS)
    return answer


def _refused(error: HTTPException) -> ResponseReturnValue:
    """Show our own page for a refusal of Flask or Werkzeug, keeping its headers (Allow, Location)."""
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, OperationalError):  # It came while another failure was being answered.
        return _database_away(cause)
    if error.response is not None or error.code is None or error.code < BadRequest.code:
        return error.get_response()
    if isinstance(error, BadHost):  # No link can be made, so no page of ours either.
        return Response("400: the name of the site in this request cannot be read.", 400, mimetype="text/plain")
    answer = page(error.code)
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or []))
    retry = getattr(error, "retry_after", None)
    if retry is not None:
        answer.headers["Retry-After"] = str(retry)
    return answer


def _database_away(error: DBAPIError) -> ResponseReturnValue:
    """Answer 503 with the typed text while the database is locked, full or away; a fault of ours is a 500."""
    if not isinstance(error, OperationalError):
        return _fault(error)
    log.error("The database did not answer: %s", error.orig)
    return page(503, typed=typed_fields())


def _fault(error: Exception) -> ResponseReturnValue:
    """Log what went wrong under a number, and show only the number."""
    reference = secrets.token_hex(4)
    log.error("Fault %s at %s", reference, request.path, exc_info=error)
    if current_app.testing:
        raise error
    return page(500, reference=reference, typed=typed_fields())


def typed_fields() -> list[tuple[str, str]]:
    """Give the text somebody typed into the form that failed, without secrets."""
    if request.method != "POST":
        return []
    hidden = ("csrf_token", "password", "carried", "seen", "asked", "version", "submission_key")
    try:
        return [(key, value) for key, value in request.form.items(multi=True) if value and not key.startswith(hidden)]
    except HTTPException:  # The body itself was the trouble.
        return []


def _let_go() -> None:
    """Undo what the failed request had begun, and free the database before rendering."""
    session = g.pop("db", None)
    if session is not None:
        session.close()
