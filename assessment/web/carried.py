"""A POST that met an ended session: its fields travel, signed and bounded, through the log-in and arrive after it."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import EnvironBuilder

from assessment.web.errors import typed_fields

LIMIT = 1_000_000
LIFETIME_SECONDS = 12 * 3600
SKIPPED = ("csrf_token", "carried")
SECRETS = "password"


@dataclass(frozen=True)
class Carried:
    """What somebody sent before the log-in: where to, and the fields without secrets."""

    path: str
    fields: tuple[tuple[str, str], ...]


def ask_to_log_in() -> ResponseReturnValue:
    """Answer a request that needs a log-in: a GET is sent there, a POST sees the log-in with its fields kept."""
    if request.method != "POST":
        return redirect(url_for("accounts.log_in", next=request.full_path.rstrip("?")), 302)
    _let_go()
    token = carry()
    typed = typed_fields() if token is None else []
    return render_template("accounts/log_in.html", carried=token, next=None, email="", problem=None, typed=typed), 401


def carry() -> str | None:
    """Sign the fields of this POST; None when there is nothing to carry or too much of it."""
    fields = [
        [key, value]
        for key, value in request.form.items(multi=True)
        if key not in SKIPPED and SECRETS not in key.casefold()
    ]
    token = _signer().dumps({"path": request.full_path.rstrip("?"), "fields": fields, "by": _browser()})
    return token if fields and len(token) <= LIMIT else None


def unpack(token: str) -> Carried | None:
    """Give path and fields back, or None when the token is not ours, too old, or was signed for another browser."""
    try:
        content: Any = _signer().loads(token, max_age=LIFETIME_SECONDS)
    except BadSignature:
        return None
    if content["by"] != _browser():
        return None
    return Carried(content["path"], tuple((key, value) for key, value in content["fields"]))


def complete(carried: Carried) -> ResponseReturnValue:
    """Send what was carried as if the button had been pressed now, by the person who has just logged in.

    The form gets a new CSRF token: the old one was checked when the fields were signed, and belongs to a session that
    has ended. The answer, with what it leaves in the session, becomes the answer to the log-in.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    fields = MultiDict([*carried.fields, ("csrf_token", generate_csrf())])
    environ = _environ(app, carried.path, fields)
    with app.app_context(), app.request_context(environ) as inner:
        answer = make_response(app.full_dispatch_request())
        left = dict(inner.session)
    answer.headers.pop("Set-Cookie", None)
    session.clear()
    session.update(left)
    return answer


def own_path(target: str | None) -> str | None:
    """Accept a path of this site that a GET can show, and nothing else."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(letter) < ord("!") or letter == "\x7f" for letter in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    return target if _shows(current_app, parts.path) else None


def _shows(app: Flask, path: str) -> bool:
    """Whether a GET view answers at this path."""
    adapter = app.url_map.bind("localhost")
    return adapter.test(path, method="GET")


def _environ(app: Flask, path: str, fields: MultiDict[str, str]) -> dict[str, Any]:
    """Make the request a browser would send, with the session as it now is."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
    # By its own name, not by what the visitor calls this site, which may be no name at all.
    site = app.extensions["settings"].public_url
    builder = EnvironBuilder(
        path=path,
        base_url=site,
        method="POST",
        data=fields,
        content_type="application/x-www-form-urlencoded",
        headers=Headers({"Cookie": cookie, "Referer": f"{site}{request.path}"}),
        environ_base={"REMOTE_ADDR": request.remote_addr or ""},
    )
    return builder.get_environ()


def _browser() -> str:
    """Name the browser by the secret of its forms, so that nobody can plant fields of theirs in another's log-in."""
    return hashlib.sha256(str(session.get("csrf_token", "")).encode()).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="carried-fields")


def _let_go() -> None:
    """Free the database before rendering."""
    database = g.pop("db", None)
    if database is not None:
        database.close()
