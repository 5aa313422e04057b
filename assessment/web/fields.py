"""The fields all features build their forms from: what was typed is cleaned at the entry, what cannot be is said."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import wtforms
from flask_babel import LazyString
from flask_babel import gettext as _
from wtforms import SelectChoice
from wtforms.validators import StopValidation

from assessment.core.questionnaire import Text
from assessment.core.values.states import Problem
from assessment.core.values.text import clean, clean_name, email
from assessment.web import numerals
from assessment.web.language import language

LONGEST_PASSWORD = 1000


def problem_words(problem: Problem) -> str:
    """Say in the reader's language what is wrong with a text and what to do."""
    return _SENTENCES[problem.code](*problem.values)


_SENTENCES: Mapping[str, Callable[..., str]] = {
    "control": lambda: _("Có ký tự không nhận được ở đây. Hãy gõ lại phần này thay vì dán vào."),
    "too_long": lambda longest, length: _(
        "Dài %(length)s ký tự, chỉ nhận được %(longest)s. Hãy viết ngắn lại.",
        length=numerals.whole(length, language()),
        longest=numerals.whole(longest, language()),
    ),
    "email": lambda: _("Địa chỉ thư chưa đúng. Ví dụ một địa chỉ đúng: ten@congty.vn."),
    "tax_code_digits": lambda: _("Mã số thuế chỉ có chữ số, ví dụ 5700100256."),
    "tax_code_length": lambda length: _(
        "Mã số thuế có 10 số, 13 số với đơn vị phụ thuộc, hoặc 12 số với hộ kinh doanh; ở đây có %(length)s số.",
        length=length,
    ),
}


class CleanString(wtforms.StringField):
    """One line of text. `data` is always a clean text that may be kept, or the field has an error."""

    data: Any

    def __init__(
        self,
        label: Any = None,
        *,
        longest: int,
        required: Any = None,
        read: Callable[[str], str | Problem] | None = None,
        **more: Any,
    ) -> None:
        """Take the longest text, the sentence for an empty field (None: it may be empty), and how to read the text."""
        super().__init__(label, **more)
        self.longest = longest
        self.required = required
        self.read = read
        self.type = "StringField"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, so that a refused page can show it again."""
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Clean the text, or say what is wrong with it."""
        kept = self._clean(self.data or "")
        if isinstance(kept, Problem):
            self.data = shown_again(self.data or "", self.longest)
            raise StopValidation(problem_words(kept))
        self.data = kept
        if not kept and self.required is not None:
            raise StopValidation(str(self.required))

    def _clean(self, typed: str) -> str | Problem:
        kept = clean_name(typed, self.longest)
        return self.read(kept) if self.read is not None and kept and not isinstance(kept, Problem) else kept


class CleanEmail(CleanString):
    """An e-mail address, in small letters."""

    widget = wtforms.widgets.EmailInput()

    def __init__(self, label: Any = None, **more: Any) -> None:
        """Take what a line of text takes."""
        super().__init__(label, longest=254, read=email, **more)


class CleanText(wtforms.TextAreaField):
    """Several lines of text; `data` is clean as in `CleanString`."""

    data: Any

    def __init__(self, label: Any = None, *, longest: int, required: Any = None, **more: Any) -> None:
        """Take the longest text, and the sentence for an empty field (None: it may be empty)."""
        super().__init__(label, **more)
        self.longest = longest
        self.required = required
        self.type = "TextAreaField"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Clean the text, or say what is wrong with it."""
        kept = clean(self.data or "", self.longest)
        if isinstance(kept, Problem):
            self.data = shown_again(self.data or "", self.longest)
            raise StopValidation(problem_words(kept))
        self.data = kept
        if not kept and self.required is not None:
            raise StopValidation(str(self.required))


class CleanPassword(wtforms.PasswordField):
    """A password: composed like every text, but with every blank that was typed."""

    data: Any

    def __init__(self, label: Any = None, *, required: Any = None, **more: Any) -> None:
        """Take the sentence for an empty field."""
        super().__init__(label, **more)
        self.required = required
        self.type = "PasswordField"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Refuse what could not be typed again, and what would only keep the machine busy."""
        typed = self.data or ""
        kept = clean(f"|{typed}|", LONGEST_PASSWORD + 2)
        if isinstance(kept, Problem):
            longest = _("Mật khẩu dài quá %(longest)s ký tự.", longest=LONGEST_PASSWORD)
            raise StopValidation(longest if kept.code == "too_long" else problem_words(kept))
        self.data = kept[1:-1]
        if not typed:
            raise StopValidation(str(self.required))


class _OneOfAList:
    """One of a closed list; anything else, or nothing, is refused with a sentence."""

    look: str
    choices: Any
    data: Any

    def __init__(self, label: Any = None, *, required: Any, rows: Iterable[SelectChoice] = (), **more: Any) -> None:
        """Take the sentence for nothing chosen, and the rows of the list."""
        super().__init__(label, choices=list(rows), validate_choice=False, **more)  # type: ignore[call-arg]
        self.required = required
        self.type = self.look

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Accept only what the list offers."""
        if not self.data or self.data not in {choice.value for choice in self.choices}:
            raise StopValidation(str(self.required))


class Choice(_OneOfAList, wtforms.SelectField):
    """One of a closed list, folded."""

    look = "SelectField"


class RadioChoice(_OneOfAList, wtforms.RadioField):
    """One of a closed list, all of it in sight."""

    look = "RadioField"


class WholeNumber(wtforms.IntegerField):
    """A whole number within bounds, written as the reader writes numbers (1.204 or 1,204)."""

    data: Any

    widget = wtforms.widgets.TextInput()

    def __init__(self, label: Any = None, *, least: int, most: int, **more: Any) -> None:
        """Take the bounds."""
        super().__init__(label, **more)
        self.least, self.most = least, most
        self.type = "IntegerField"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed; the check below reads it."""
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Read the number, or say what would be one."""
        number = whole_number(str(self.data if self.data is not None else ""), language())
        if number is None or not self.least <= number <= self.most:
            self.data = shown_again(str(self.data or ""), 20)
            raise StopValidation(
                _(
                    "Hãy ghi một số nguyên từ %(least)s đến %(most)s.",
                    least=numerals.whole(self.least, language()),
                    most=numerals.whole(self.most, language()),
                )
            )
        self.data = number

    def _value(self) -> str:
        """Write the number as it would be typed."""
        return str(self.data) if self.data is not None else ""


def whole_number(typed: str, spoken: str) -> int | None:
    """Read a whole number with or without groups of three."""
    mark = "." if spoken == "vi" else ","
    groups = typed.strip().split(mark)
    if not all(group.isascii() and group.isdecimal() for group in groups) or len("".join(groups)) > 12:  # noqa: PLR2004
        return None
    is_grouped = len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))  # noqa: PLR2004
    return int("".join(groups)) if is_grouped else None


def shown_again(typed: str, longest: int) -> str:
    """Give what can be shown of a refused text: what no page can hold is left out, what is endless is cut."""
    return "".join(sign for sign in typed[: 2 * longest + 100] if sign in "\n\t" or sign.isprintable())


def rows(texts: Mapping[str, Text], empty: str | None = None) -> list[SelectChoice]:
    """Make the rows of a list from texts, in the reader's language; `empty` is a first row with nothing chosen."""
    listed = [SelectChoice(key, text.of(language())) for key, text in texts.items()]
    return listed if empty is None else [SelectChoice("", empty), *listed]


def lazy_text(text: Text) -> LazyString:
    """Say a text in the language of whoever will read it."""
    return LazyString(lambda: text.of(language()))
