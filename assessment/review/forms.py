"""The forms of a review. The judgement of an answer is read by hand: its fields depend on the criterion."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectChoice

from assessment.core.answers import Problem
from assessment.core.values.text import clean
from assessment.models import User
from assessment.review.pages import Typed, raw_of
from assessment.review.service import Judgement
from assessment.web.answer_words import sentence
from assessment.web.fields import Choice, CleanText, problem_words, shown_again

LONGEST = 2000
DECISIONS = ("keep", "set", "ask")
STATES = ("?", "n/a")
LONGEST_SHOWN = 4000


class DeclineForm(FlaskForm):
    """Why a file is declined."""

    reason = CleanText(
        lazy_gettext("Lý do từ chối"), longest=LONGEST, required=lazy_gettext("Hãy ghi lý do; chủ doanh nghiệp sẽ đọc.")
    )


class FactForm(FlaskForm):
    """What is wrong with a fact about the enterprise."""

    note = CleanText(
        lazy_gettext("Cần xem lại điều gì"),
        longest=LONGEST,
        required=lazy_gettext("Hãy ghi điều cần xem lại; chủ doanh nghiệp sẽ đọc."),
    )


class ReleaseForm(FlaskForm):
    """Why a file goes back to the queue."""

    release_reason = CleanText(
        lazy_gettext("Lý do trả lại"), longest=LONGEST, required=lazy_gettext("Hãy ghi lý do; người nhận sau sẽ đọc.")
    )


class HandOverForm(FlaskForm):
    """To whom a file goes, and why."""

    reviewer = Choice(lazy_gettext("Giao cho"), required=lazy_gettext("Hãy chọn một người trong danh sách."))
    hand_over_reason = CleanText(
        lazy_gettext("Lý do giao lại"), longest=LONGEST, required=lazy_gettext("Hãy ghi lý do; người nhận sẽ đọc.")
    )

    def __init__(self, *arguments: Any, takers: Iterable[User], **more: Any) -> None:
        """Offer who may review the file."""
        super().__init__(*arguments, **more)
        self.reviewer.choices = [
            SelectChoice("", _("Chọn")),
            *(SelectChoice(str(each.id), each.name) for each in takers),
        ]


def wrong(form: FlaskForm) -> tuple[tuple[str, str], ...]:
    """List the errors of a form: field and sentence."""
    return tuple((field.id, str(field.errors[0])) for field in form if field.errors)


def typed() -> Typed:
    """Read the fields of a judgement as they were sent."""
    values = request.form.getlist("value")
    state = next((value for value in values if value in STATES), "")
    return Typed(
        decision=request.form.get("decision", ""),
        values=tuple(shown_again(value, LONGEST) for value in values if value and value not in STATES),
        part=_shown("part"),
        whole=_shown("whole"),
        state=state,
        state_reason=_shown("state_reason"),
        reason=_shown("reason"),
    )


def _shown(name: str) -> str:
    """Give a field as it can be shown again."""
    return shown_again(request.form.get(name, ""), LONGEST_SHOWN)


def judgement(sent: Typed) -> Judgement | Mapping[str, str]:
    """Give the judgement, or the sentences at the fields where it cannot be one."""
    reason = clean(request.form.get("reason", ""), LONGEST)
    wrong = {}
    if sent.decision not in DECISIONS:
        wrong["decision"] = _("Hãy chọn: giữ, đặt câu trả lời khác, hay gửi lại.")
    if isinstance(reason, Problem):
        wrong["reason"] = problem_words(reason)
    if wrong or isinstance(reason, Problem):
        return wrong
    return Judgement(sent.decision, raw_of(sent), reason)  # type: ignore[arg-type]


def sentences(problems: Mapping[str, Problem], decision: str, language: str) -> dict[str, str]:
    """Say at each field what is wrong and what to do."""
    return {field: _sentence(field, problem, decision, language) for field, problem in problems.items()}


def _sentence(field: str, problem: Problem, decision: str, language: str) -> str:
    if problem.code == "value_missing":
        if decision == "keep":
            return str(_("Không có câu trả lời để giữ. Hãy đặt một câu trả lời, hoặc gửi lại câu này."))
        return str(_("Hãy chọn hoặc gõ câu trả lời đã thẩm định."))
    if field == "reason":
        return str(_("Hãy ghi lý do; chủ doanh nghiệp sẽ đọc."))
    return sentence(problem, language)


def version() -> int:
    """Read the version of the file the page has seen; a page that saw none is as stale as can be."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("9" * 10) else -1
