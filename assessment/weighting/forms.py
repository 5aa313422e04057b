"""The forms of weight sets."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import StopValidation

from assessment.core.values import figures
from assessment.core.values.states import Problem
from assessment.core.weighing.arrays import UnusableFigures
from assessment.core.weighing.items import Place
from assessment.core.weighing.pasted import read_pairs, read_points, written
from assessment.core.weighing.proposal import Stated, propose
from assessment.models.weight_sets import LONGEST_WHY
from assessment.web.fields import CleanString, CleanText, shown_again
from assessment.web.language import language
from assessment.weighting.wording import figure, grades, item_name, sentence

LONGEST_TABLE = 20_000
MOST = 1_000_000
MOST_IN_PAIRS = 9


class WeightField(wtforms.StringField):
    """A weight: a number above 0, written as the reader writes numbers."""

    data: Any

    def __init__(self, label: Any = None, **more: Any) -> None:
        """Take what a field takes."""
        super().__init__(label, **more)
        self.type = "StringField"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Read the number, or say what would be one."""
        read = figures.typed(str(self.data or ""), language())
        if isinstance(read, Problem) or not 0 < read <= MOST:
            self.data = shown_again(str(self.data or ""), 20)
            raise StopValidation(_("Hãy ghi một số lớn hơn 0 cho “%(item)s”.", item=self.label.text))
        self.data = read

    def _value(self) -> str:
        return figure(self.data) if isinstance(self.data, float) else str(self.data or "")


class ProposalForm(FlaskForm):
    """What every proposal says: why."""

    why = CleanText(
        lazy_gettext("Vì sao đề xuất trọng số này"),
        longest=LONGEST_WHY,
        required=lazy_gettext("Hãy ghi lý do, ví dụ: theo biên bản họp chuyên gia ngày 12/11/2026."),
        description=lazy_gettext("Ai tham gia, căn cứ vào đâu. Lý do được giữ cùng bộ trọng số và không sửa được."),
    )

    def stated(self, place: Place) -> Stated:  # noqa: ARG002 - the others need the place
        """Give what was stated."""
        return Stated("equal")

    def blame(self, fault: UnusableFigures) -> None:
        """Put what is wrong with the figures at their field."""
        field = self.wrong_field(fault)
        field.errors = [*field.errors, sentence(fault)]

    def wrong_field(self, fault: UnusableFigures) -> Any:  # noqa: ARG002
        """Give the field whose figures are wrong."""
        return self.why


class GivenForm(ProposalForm):
    """One number for each item."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Put the reason last, as it stands on the page, so that what is wrong is told in the order of the page."""
        super().__init__(*arguments, **more)
        self._fields["why"] = self._fields.pop("why")

    def numbers(self) -> list[Any]:
        """Give the fields of the items, in their order."""
        return [field for field in self if isinstance(field, WeightField)]

    def stated(self, place: Place) -> Stated:  # noqa: ARG002
        """Give the numbers as one row."""
        return Stated("given", (tuple(field.data for field in self.numbers()),))

    def wrong_field(self, fault: UnusableFigures) -> Any:
        """Give the field of the item that is named, or the first."""
        row = fault.values.get("row", 1)
        return self.numbers()[row - 1 if isinstance(row, int) else 0]


class BudgetForm(ProposalForm):
    """The points of several experts."""

    table = CleanText(
        lazy_gettext("Điểm của các chuyên gia"),
        longest=LONGEST_TABLE,
        required=lazy_gettext("Hãy gõ hoặc dán điểm của ít nhất một chuyên gia."),
        description=lazy_gettext(
            "Mỗi dòng một chuyên gia: tên, rồi điểm của từng phần theo thứ tự ở trên. Các ô cách nhau bằng dấu chấm "
            "phẩy; dán từ Excel cũng được. Mỗi người chia đúng 100 điểm, phần nào không cần thì ghi 0."
        ),
    )

    def stated(self, place: Place) -> Stated:
        """Read the points."""
        return read_points(self.table.data, len(place.items))

    def wrong_field(self, fault: UnusableFigures) -> Any:  # noqa: ARG002
        """Give the table."""
        return self.table


class Judgement(wtforms.SelectField):
    """How many times as important one item is as another, chosen from the steps people use."""

    def __init__(self, label: Any = None, **more: Any) -> None:
        """Offer the steps, from far more to far less, and nothing."""
        super().__init__(label, choices=lambda: [("", "–"), *grades()], **more)
        self.type = "SelectField"


class PairsForm(BudgetForm):
    """Judgements pair by pair, or a matrix of them."""

    table = CleanText(
        lazy_gettext("Bảng so sánh từng cặp"),
        longest=LONGEST_TABLE,
        required=lazy_gettext("Hãy gõ hoặc dán bảng so sánh."),
        description=lazy_gettext(
            "Mỗi ô cho biết phần ở đầu hàng quan trọng gấp mấy lần phần ở đầu cột: 1 là ngang nhau, 3 là hơn một "
            "chút, 5 là hơn rõ, 7 là hơn hẳn, 9 là hơn tuyệt đối; kém hơn thì ghi 1/3, 1/5. Nửa dưới "
            "đường chéo có thể để trống."
        ),
    )

    def stated(self, place: Place) -> Stated:
        """Read the judgements: those chosen pair by pair, or else the matrix."""
        given = self._matrix(len(place.items)) if self._is_chosen() else self.table.data
        return read_pairs(given, place.items, [item_name(item) for item in place.items])

    def pairs(self) -> list[Any]:
        """Give the fields of the pairs, in their order."""
        return [field for field in self if isinstance(field, Judgement)]

    def _is_chosen(self) -> bool:
        return any(field.data for field in self.pairs())

    def _matrix(self, size: int) -> str:
        """Write what was chosen as the upper half of a matrix."""
        chosen = iter(field.data for field in self.pairs())
        rows = [[*[""] * at, "1", *(next(chosen) for _ in range(size - at - 1))] for at in range(size)]
        return "\n".join(";".join(row) for row in rows)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for every pair where one was chosen; the matrix is then left aside."""
        valid = super().validate(extra_validators)
        if not self._is_chosen():
            return bool(valid)
        self.table.errors = []
        for field in self.pairs():
            if not field.data:
                field.errors = [_("Hãy chọn: %(pair)s.", pair=field.label.text)]
        return not self.errors


class AdoptForm(FlaskForm):
    """The number of the version the weights are written into."""

    version = CleanString(
        lazy_gettext("Số của phiên bản mới"),
        longest=64,
        required=lazy_gettext("Hãy ghi số của phiên bản mới."),
        description=lazy_gettext("Chữ thường không dấu, chữ số, dấu chấm và gạch ngang, ví dụ 2026.1.3."),
    )


FORMS: dict[str, type[ProposalForm]] = {
    "equal": ProposalForm,
    "given": GivenForm,
    "budget": BudgetForm,
    "ahp": PairsForm,
}


def proposal_form(method: str, place: Place, earlier: Stated | None = None) -> ProposalForm:
    """Make the form of a method for a place, filled with where one may begin: what was stated earlier, or a frame."""
    if method == "given":
        return _given_form(place)()
    names = [item_name(item) for item in place.items]
    form = _pairs_form(names)() if method == "ahp" else FORMS[method]()
    if isinstance(form, BudgetForm) and not form.is_submitted():
        if earlier is not None and earlier.method == method:
            form.table.data = written(earlier, names)
        elif method == "ahp":
            form.table.data = _skeleton(names)
    return form


def _given_form(place: Place) -> type[GivenForm]:
    fields = {
        f"weight_{number}": WeightField(item_name(item), default=round(item.share, 2))
        for number, item in enumerate(place.items, 1)
    }
    return type("GivenForm", (GivenForm,), fields)


def _pairs_form(names: Sequence[str]) -> type[PairsForm]:
    """Offer the pairs to choose from, unless there are so many that a table is the better place."""
    if len(names) > MOST_IN_PAIRS:
        return PairsForm
    fields = {
        f"pair_{place}": Judgement(_("“%(one)s” so với “%(other)s”", one=one, other=other))
        for place, (one, other) in enumerate(combinations(names, 2), 1)
    }
    return type("PairsForm", (PairsForm,), fields)


def _skeleton(names: Sequence[str]) -> str:
    """Write the empty matrix with its names, ready to be filled in above the diagonal."""
    plain = [name.replace(";", ",").replace('"', "'") for name in names]
    rows = [";".join([name, *[""] * at, "1", *[""] * (len(plain) - at - 1)]) for at, name in enumerate(plain)]
    return "\n".join([";".join(["", *plain]), *rows])


def checked(form: ProposalForm, place: Place) -> Stated | None:
    """Give what was stated when every field is right and the figures come to weights; else the form says why not."""
    if not form.validate():
        return None
    try:
        stated = form.stated(place)
        propose(stated, len(place.items))
    except UnusableFigures as fault:
        form.blame(fault)
        return None
    return stated
