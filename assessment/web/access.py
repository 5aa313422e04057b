"""Access: declared on every view, refused where undeclared, checked in one place before each request."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf

from assessment.policy import NOBODY, Actor, Rule
from assessment.web.carried import ask_to_log_in
from assessment.web.errors import page, typed_fields

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])


def allow(rule: Rule) -> Callable[[View], View]:
    """Declare who may use a view."""

    def declared(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return declared


def declare(app: Flask, endpoint: str, rule: Rule) -> None:
    """Declare who may use a view that is not ours, such as Flask's own for static files."""
    app.extensions.setdefault("access", {})[endpoint] = rule


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Give the rule a view declares, or None where it declares none."""
    declared: Rule | None = app.extensions.get("access", {}).get(endpoint)
    return declared or getattr(app.view_functions[endpoint], "access", None)


def init_app(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_guard)
    app.register_error_handler(CSRFError, _stale_form)


def actor() -> Actor:
    """Give the person behind this request; only views that need a log-in may ask."""
    person = visitor()
    if person is None:
        abort(401)
    return person


def visitor() -> Actor | None:
    """Give the person behind this request, or None when nobody has logged in."""
    if "visitor" not in g:
        g.visitor = current_user.actor if current_user.is_authenticated else None
    found: Actor | None = g.visitor
    return found


def _guard() -> ResponseReturnValue | None:
    """Let in, send to the log-in, or refuse."""
    if request.endpoint is None:
        return None  # No such page: the router answers 404 or 405.
    if not request.path.isprintable():
        abort(404)  # Nothing of ours is named so, and PostgreSQL would refuse even to look for it.
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        abort(403)
    if request.method == "POST" and _is_theirs():
        abort(400)
    if rule.admits(NOBODY):
        return None
    person = visitor()
    if person is None:
        return ask_to_log_in()
    if not rule.admits(person.roles):
        abort(403)
    return None


def _is_theirs() -> bool:
    """Whether the browser says that the form stood on a page of another site.

    Where it does not say so itself, its origin does; "null" is what a page without referrer, such as that of a mailed
    link, puts on its own forms.
    """
    said, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
    if said is not None or origin == "null":
        # "same-site" is another name under the same domain: a neighbour, not this site.
        return said not in (None, "same-origin", "none")
    own = urlsplit(current_app.extensions["settings"].public_url).netloc
    return origin.partition("://")[2] not in (own, request.host)


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    """Refuse a form that is not ours, and show what was typed so that it can be copied.

    A form of ours whose cookie is gone, as when a browser was closed and its pages came back, is asked to log in
    instead, its fields carried along. That it is ours is told by its origin, which no other site's page can put on.
    """
    log.info("A form was refused: %s", error.description)
    if visitor() is None and _is_ours() and not _is_public():
        generate_csrf()  # The fields are bound to this browser by the secret that is made here, if it has none.
        return ask_to_log_in()
    return page(400, typed=typed_fields())


def _is_ours() -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    return bool(request.headers.get("Origin") == current_app.extensions["settings"].public_url)


def _is_public() -> bool:
    """Whether anybody may send this form, so that a log-in would not help."""
    rule = rule_of(current_app, request.endpoint) if request.endpoint else None
    return rule is None or rule.admits(NOBODY)
