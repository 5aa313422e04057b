"""Access: declared on every view, refused where undeclared, checked in one place before each request."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from assessment.policy import NOBODY, Actor, Rule
from assessment.web.carried import ask_to_log_in

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


def actor() -> Actor:
    """Give the person behind this request; only views that need a log-in may ask."""
    person = visitor()
    if person is None:
        abort(401)
    return person


def visitor() -> Actor | None:
    """Give the person behind this request, or None when nobody has logged in."""
    return current_user.actor if current_user.is_authenticated else None


def _guard() -> ResponseReturnValue | None:
    """Let in, send to the log-in, or refuse."""
    if request.endpoint is None:
        return None  # No such page: the router answers 404 or 405.
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        abort(403)
    if rule.admits(NOBODY):
        return None
    person = visitor()
    if person is None:
        return ask_to_log_in()
    if not rule.admits(person.roles):
        abort(403)
    return None
