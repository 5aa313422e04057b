"""What a form hands in: fields turned into raw answers, and the answer events its page has seen. No database here."""

from collections.abc import Iterable
from uuid import UUID

from flask import request
from werkzeug.datastructures import MultiDict

from assessment.core.answers import Raw
from assessment.core.questionnaire import Questionnaire
from assessment.policy import NotFound
from assessment.survey.questions import DONT_KNOW, NOT_APPLICABLE

Form = MultiDict[str, str]
THEIRS = "theirs"
LONGEST_NUMBER = 16


def uuid_of(name: str) -> UUID:
    """Read an id from the form; what is none looks like an object that does not exist."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None


def typed(questionnaire: Questionnaire, names: Iterable[str], form: Form) -> dict[str, Raw]:
    """Read the fields of these questions; only what the form says it asked is touched, so half a form is no loss.

    After a conflict the person may keep the other answer: then what was typed here is left out.
    """
    known = frozenset(names)
    return {
        name: raw_of(form, name)
        for name in form.getlist("asked")
        if name in known and _first(form, f"{name}:keep") != THEIRS and _is_answered(questionnaire, form, name)
    }


def _is_answered(questionnaire: Questionnaire, form: Form, name: str) -> bool:
    """Radio buttons cannot be unticked: none chosen means the question was left as it was."""
    return bool(form.getlist(name)) or questionnaire.criterion(name).kind != "choice"


def typed_context(questionnaire: Questionnaire, form: Form) -> dict[str, Raw]:
    """Read the fields of the questions that are not scored, by the same rules: what was not sent is left as it was."""
    asked = frozenset(form.getlist("asked"))
    return {
        question.id: raw_of(form, question.id)
        for question in questionnaire.context
        if _first(form, f"{question.id}:keep") != THEIRS
        and (form.getlist(question.id) or (question.id in asked and question.kind != "choice"))
    }


def raw_of(form: Form, name: str) -> Raw:
    """Gather the fields of one question."""
    values = form.getlist(name)
    states = [value for value in [*values, *form.getlist(f"{name}:state")] if value in (DONT_KNOW, NOT_APPLICABLE)]
    return Raw(
        values=tuple(value for value in values if value not in (DONT_KNOW, NOT_APPLICABLE)),
        part=_first(form, f"{name}:part"),
        whole=_first(form, f"{name}:whole"),
        state=states[0] if states else "",
        reason=_first(form, f"{name}:reason"),
    )


def _first(form: Form, field: str) -> str:
    """Read a field that most pages lack; for each that is not there Werkzeug's `get` would make a whole HTTP error."""
    return next(iter(form.getlist(field)), "")


def seen(form: Form, names: Iterable[str]) -> dict[str, int]:
    """Give for each question the latest answer event its page has seen.

    The page says one number for all. A question may say its own: a script that has saved it since, or a page that
    shows a conflict; there, choosing one's own answer means having seen the other.
    """
    page = _first(form, "seen")
    return {name: _event(_first(form, f"{name}:keep") or _first(form, f"{name}:seen") or page) for name in names}


def _event(text: str) -> int:
    """Read a number of an event; what is none has seen nothing."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < LONGEST_NUMBER else 0
