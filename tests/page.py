"""A browser for tests: it states what it expects, and checks on every page what every page owes."""

import re
from collections import Counter
from typing import Any
from uuid import UUID

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

LOUD = re.compile(r"(?<![\w.-])(TODO|None|NaN|nan|undefined)(?![\w-]| yet| of)")


class Page:
    """An answer, with its HTML parsed."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        shown = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.html = BeautifulSoup(shown, "html5lib")

    @property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").replace("\u00a0", " ").split())

    @property
    def heading(self) -> str:
        return " ".join(self.select("h1").get_text(" ").replace("\u00a0", " ").split())

    def select(self, selector: str) -> Tag:
        found = self.html.select_one(selector)
        assert found is not None, f"nothing on the page matches {selector}: {self.text[:600]}"
        return found

    def all(self, selector: str) -> list[Tag]:
        return list(self.html.select(selector))

    def fields(self, form: str = "main form") -> dict[str, Any]:
        """The values a browser would send with the form, hidden ones included."""
        values: dict[str, Any] = {}
        for item in self.select(form).select("input, select, textarea"):
            name, kind = item.get("name"), item.get("type")
            if not name or kind in ("submit", "button", "file"):
                continue
            if item.name == "select":
                chosen = item.select_one("option[selected]") or item.select_one("option")
                values[name] = chosen.get("value", chosen.get_text()) if chosen else ""
            elif item.name == "textarea":
                values[name] = item.get_text().removeprefix("\n")
            elif kind in ("radio", "checkbox"):
                if item.has_attr("checked"):
                    values.setdefault(name, []).append(item.get("value", "on"))
            elif kind == "hidden" and name in values:
                values[name] = [
                    *(values[name] if isinstance(values[name], list) else [values[name]]),
                    item.get("value", ""),
                ]
            else:
                values[name] = item.get("value", "")
        return {
            key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in values.items()
        }


class Browser:
    """A Flask client with cookies, CSRF tokens and expectations."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.queries = 0

    def get(self, path: str, *, status: int = 200, **kw: Any) -> Page:
        """Open a page, expecting a status; a GET must leave nothing behind in the database."""
        return self._checked(self._counted("GET", path, **kw), status)

    def post(self, path: str, fields: dict[str, Any] | None = None, *, status: int = 303, **kw: Any) -> Page:
        """Send a form with this session's own CSRF token."""
        token = {"csrf_token": self.csrf_token()} if "csrf_token" not in (fields or {}) else {}
        return self._checked(self._counted("POST", path, data={**(fields or {}), **token}, **kw), status)

    def submit(
        self, page: Page, changes: dict[str, Any] | None = None, *, form: str = "main form", status: int = 303
    ) -> Page:
        """Fill a form that is on a page and press its button."""
        action = page.select(form).get("action") or page.response.request.path
        return self.post(str(action), {**page.fields(form), **(changes or {})}, status=status)

    def follow(self, page: Page, *, status: int = 200) -> Page:
        """Go where a redirect points."""
        return self.get(page.response.location, status=status)

    def csrf_token(self) -> str:
        from flask_wtf.csrf import generate_csrf

        with self.client.session_transaction() as session, self.app.test_request_context():
            import flask

            flask.session.update(session)
            token = generate_csrf()
            session["csrf_token"] = flask.session["csrf_token"]
        return token

    def _counted(self, method: str, path: str, **kw: Any) -> TestResponse:
        self.queries = 0
        engine = self.app.extensions["engine"]

        def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            self.queries += not statement.startswith("BEGIN")

        event.listen(engine, "before_cursor_execute", count)
        try:
            return self.client.open(path, method=method, **kw)
        finally:
            event.remove(engine, "before_cursor_execute", count)

    def _checked(self, response: TestResponse, status: int) -> Page:
        page = Page(response)
        assert page.status == status, (
            f"{response.request.method} {response.request.path}: {page.status} instead of {status}: {page.text[:800]}"
        )
        check_headers(response)
        if response.mimetype == "text/html" and status not in (301, 302, 303):
            check_page(response.get_data(as_text=True), page)
        return page


def check_headers(response: TestResponse) -> None:
    """What every answer owes."""
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if response.request.endpoint != "static" if hasattr(response.request, "endpoint") else True:
        assert "no-store" in response.headers["Cache-Control"] or "/static/" in response.request.path


def check_page(markup: str, page: Page) -> None:
    """What every page owes: valid HTML, one heading that the title starts with, unique ids, labels, no inline code."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(markup)
    assert not parser.errors, f"invalid HTML: {parser.errors[:3]} near {_near(markup, parser.errors)}"
    assert page.html.html is not None
    assert page.html.html.get("lang") in ("vi", "en")
    headings = page.all("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    title = page.select("title").get_text().replace("\u00a0", " ").strip()
    title = re.sub(r"^(Lỗi|Error): ", "", title)
    assert title.startswith(page.heading), f"title {title!r} does not start with {page.heading!r}"
    ids = Counter(str(item["id"]) for item in page.all("[id]"))
    assert max(ids.values(), default=1) == 1, f"double ids: {[name for name, times in ids.items() if times > 1]}"
    for field in page.all("input, select, textarea"):
        assert field.get("type") in ("hidden", "submit") or _is_labelled(page, field), f"no label: {field}"
    for form in page.all("form[method=post]"):
        assert form.select_one("input[name=csrf_token]"), f"a form without CSRF token: {form.get('action')}"
    assert not page.all("[style]"), f"inline style: {page.all('[style]')[0]}"
    assert not page.all("style"), "a style element"
    assert not [script for script in page.all("script") if not script.get("src")], "inline script"
    assert not re.search(r"\son[a-z]+=", re.sub(r">[^<]*<", "><", markup)), "inline handler"
    for reference in page.all("[aria-describedby], [aria-labelledby]"):
        for name in str(reference.get("aria-describedby") or reference.get("aria-labelledby")).split():
            assert name in ids, f"aria points at nothing: {name}"
    loud = LOUD.search(page.text)
    assert loud is None, f"{loud.group()!r} is shown: …{page.text[max(0, loud.start() - 60) : loud.end() + 40]}…"


def _is_labelled(page: Page, field: Tag) -> bool:
    return bool(
        field.find_parent("label")
        or field.get("aria-label")
        or field.get("aria-labelledby")
        or (field.get("id") and page.html.select_one(f'label[for="{field["id"]}"]'))
    )


def _near(markup: str, errors: list[Any]) -> str:
    line = errors[0][0][0]
    return markup.split("\n")[max(0, line - 1)][:300]


def uuid_in(path: str) -> UUID:
    """The first UUID of an address."""
    found = re.search(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", path)
    assert found is not None, path
    return UUID(found.group())
