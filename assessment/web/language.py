"""Which language a page speaks: the person's choice, else Vietnamese."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from babel import Locale
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request, session, url_for
from flask_babel import Babel, get_locale
from flask_login import current_user
from markupsafe import Markup

from assessment.config import TIME_ZONE
from assessment.web.typography import hyphens_kept

LANGUAGES = ("vi", "en")
LOCALES = {code: Locale.parse(code) for code in LANGUAGES}
OWN_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class OtherLanguage:
    """The language the switch leads to, written in itself."""

    code: str

    @property
    def label(self) -> str:
        """Its name in itself."""
        return OWN_NAMES[self.code]

    @property
    def url(self) -> str:
        """Where the switch leads; a page that has a switch of its own never asks."""
        return url_for("accounts.speak", back=_here())


def init_app(app: Flask) -> None:
    """Let Flask-Babel ask here."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(TIME_ZONE)
    Babel(app, locale_selector=_locale)
    app.jinja_env.globals["_"] = _sayer(app)


def _locale() -> Locale:
    """Give the language of this request as Flask-Babel wants it, read from its tables once."""
    return LOCALES[language()]


def _sayer(app: Flask) -> Callable[..., Markup]:
    """Give templates a `_` that knows the language of the request without asking Flask-Babel for every word.

    On pages short words keep their hyphens; papers set theirs themselves.
    """
    catalogues = {"en": Translations.load(Path(app.root_path) / "translations", ["en"])}
    said: dict[tuple[str, str, bool, bool], Markup] = {}

    def say(text: str, /, **values: object) -> Markup:
        on_page = has_request_context()
        spoken = _of_request() if on_page else str(get_locale())
        open_ends = bool(values)
        words = said.get((spoken, text, on_page, open_ends))
        if words is None:
            catalogue = catalogues.get(spoken)
            found = text if catalogue is None else catalogue.ugettext(text)
            words = Markup(hyphens_kept(found) if on_page else found)
            words = said[spoken, text, on_page, open_ends] = words if open_ends else words % values
        return words % values if open_ends else words

    return say


def language() -> str:
    """Give the language of this request: chosen before the log-in, or kept with the person."""
    return _of_request() if has_request_context() else LANGUAGES[0]


def _of_request() -> str:
    spoken: str | None = g.get("language")
    if spoken is None:
        chosen = session.get("language")
        if chosen not in LANGUAGES and current_user.is_authenticated:
            chosen = current_user.actor.language
        spoken = g.language = chosen if chosen in LANGUAGES else LANGUAGES[0]
    return spoken


def other_language() -> OtherLanguage:
    """Give the language that is not spoken now."""
    return OtherLanguage("en" if language() == "vi" else "vi")


def _here() -> str:
    """Give the page somebody looks at; a form that came back with errors may only be open where it was sent from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    if adapter is not None and adapter.test(request.path, "GET"):
        return request.path
    try:
        return urlsplit(request.referrer or "").path or "/"
    except ValueError:  # No browser sends such a referrer, but somebody can.
        return "/"
