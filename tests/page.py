"""A browser for tests: it states what it expects, and checks on every page what every page owes."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

REFUSED = 422
LOUD = re.compile(r"(?<![\w.-])(TODO|None|NaN|nan|undefined)(?![\w-]| yet| of)")


class Builder(HTML5TreeBuilder):
    """Builds the tree and keeps what was wrong with the HTML, so that a page is parsed once."""

    errors: list[Any]

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.errors = parser.errors


class Page:
    """An answer, with its HTML parsed."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.markup = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        builder = Builder()
        self.html = BeautifulSoup(self.markup, builder=builder)
        self.errors = builder.errors

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
            check_page(page)
        return page


def check_headers(response: TestResponse) -> None:
    """What every answer owes."""
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if response.request.endpoint != "static" if hasattr(response.request, "endpoint") else True:
        assert "no-store" in response.headers["Cache-Control"] or "/static/" in response.request.path


def check_page(page: Page) -> None:
    """What every page owes: valid HTML, one heading that the title starts with, unique ids, labels, no inline code."""
    assert not page.errors, f"invalid HTML: {page.errors[:3]} near {_near(page.markup, page.errors)}"
    assert page.html.html is not None
    assert page.html.html.get("lang") in ("vi", "en")
    tags = page.html.find_all(True)
    assert sum(tag.name == "h1" for tag in tags) == 1, "not one h1"
    title = page.html.title.get_text().replace("\u00a0", " ").strip()
    title = re.sub(r"^(Lỗi|Error): ", "", title)
    assert title.startswith(page.heading), f"title {title!r} does not start with {page.heading!r}"
    ids = Counter(str(tag["id"]) for tag in tags if tag.has_attr("id"))
    assert max(ids.values(), default=1) == 1, f"double ids: {[name for name, times in ids.items() if times > 1]}"
    labelled = {tag.get("for") for tag in tags if tag.name == "label"}
    for tag in tags:
        check_tag(tag, ids, labelled)
    if page.status == REFUSED:
        check_summary(page, ids)
    assert not re.search(r"\son[a-z]+=", re.sub(r">[^<]*<", "><", page.markup)), "inline handler"
    loud = LOUD.search(page.text)
    assert loud is None, f"{loud.group()!r} is shown: …{page.text[max(0, loud.start() - 60) : loud.end() + 40]}…"


def check_summary(page: Page, ids: Collection[str]) -> None:
    """What a page owes that a form came back to: each error in one place, with the way to its field."""
    links = [str(link["href"]) for link in page.all(".error-summary a")]
    assert links, "no summary of errors"
    assert page.html.title is not None
    assert page.html.title.get_text().startswith(("Lỗi: ", "Error: ")), "the title does not say that something is wrong"
    assert all(link.removeprefix("#") in ids for link in links), f"a line of the summary leads nowhere: {links}"


def check_tag(tag: Tag, ids: Collection[str], labelled: Collection[Any]) -> None:
    """What each part of a page owes."""
    assert not tag.has_attr("style"), f"inline style: {tag}"
    assert tag.name != "style", "a style element"
    assert tag.name != "script" or tag.get("src"), "inline script"
    if tag.name in ("input", "select", "textarea"):
        assert tag.get("type") in ("hidden", "submit") or _is_labelled(tag, labelled), f"no label: {tag}"
    if tag.name == "form" and tag.get("method") == "post":
        assert tag.find("input", attrs={"name": "csrf_token"}), f"a form without CSRF token: {tag.get('action')}"
    for name in str(tag.get("aria-describedby") or tag.get("aria-labelledby") or "").split():
        assert name in ids, f"aria points at nothing: {name}"


def _is_labelled(field: Tag, labelled: Collection[Any]) -> bool:
    named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
    return bool(named or field.find_parent("label"))


def _near(markup: str, errors: list[Any]) -> str:
    line = errors[0][0][0]
    return markup.split("\n")[max(0, line - 1)][:300]


def uuid_in(path: str) -> UUID:
    """The first UUID of an address."""
    found = re.search(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", path)
    assert found is not None, path
    return UUID(found.group())
