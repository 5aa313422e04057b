"""A POST that met an ended session: its fields travel, signed and bounded, through the log-in and arrive after it."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

LIMIT = 400_000
LIFETIME_SECONDS = 12 * 3600
SKIPPED = frozenset({"csrf_token", "password", "carried"})


def ask_to_log_in() -> ResponseReturnValue:
    """Answer a request that needs a log-in: a GET is sent there, a POST sees the log-in with its fields kept."""
    if request.method != "POST":
        return redirect(url_for("accounts.log_in", next=request.full_path.rstrip("?")), 302)
    return render_template("accounts/log_in.html", carried=carry(), next=None, email="", problem=None), 401


def carry() -> str | None:
    """Sign the fields of this POST; None when there is nothing to carry or too much of it."""
    fields = [[key, value] for key, value in request.form.items(multi=True) if key not in SKIPPED]
    token = _signer().dumps({"path": request.full_path.rstrip("?"), "fields": fields})
    return token if fields and len(token) <= LIMIT else None


def unpack(token: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Give path and fields back, or None when the token is not ours or too old."""
    try:
        content: Any = _signer().loads(token, max_age=LIFETIME_SECONDS)
    except BadSignature:
        return None
    return content["path"], [(key, value) for key, value in content["fields"]]


def own_path(target: str | None) -> str | None:
    """Accept a path of this site that a GET can show, and nothing else."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(letter) < ord(" ") for letter in target):
        return None
    return target if _shows(current_app, parts.path) else None


def _shows(app: Flask, path: str) -> bool:
    """Whether a GET view answers at this path."""
    adapter = app.url_map.bind("localhost")
    return adapter.test(path, method="GET")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="carried-fields")
