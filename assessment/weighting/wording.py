"""What the pages of weights say: methods, places, items, and what is wrong with figures that were typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from assessment.core.questionnaire import Questionnaire, Text
from assessment.core.weighing.arrays import UnusableFigures
from assessment.core.weighing.items import Item, Place, place_of
from assessment.core.weighing.proposal import LEAST, Stated
from assessment.models import WeightSet
from assessment.web import numerals
from assessment.web.language import LANGUAGES, language


def methods() -> dict[str, str]:
    """Name the ways to come to weights."""
    return {
        "equal": _("Bằng nhau"),
        "given": _("Ghi trọng số"),
        "budget": _("Chuyên gia chia điểm"),
        "ahp": _("So sánh từng cặp (AHP)"),
    }


def place_name(place: Place | None, node: str) -> str:
    """Name what is weighed at a place."""
    if not node:
        return str(_("Các trụ cột"))
    title = node if place is None or place.title is None else place.title.of(language())
    return str(_("Trong “%(node)s”", node=title))


def item_name(item: Item) -> str:
    """Name what is weighed; of alternatives the first stands for all."""
    first = item.titles[0].of(language())
    if len(item.ids) == 1:
        return first
    others = len(item.ids) - 1
    return str(_("%(first)s, cùng %(number)s phần khác (mỗi doanh nghiệp chỉ gặp một)", first=first, number=others))


def names_of(questionnaire: Questionnaire, found: WeightSet) -> list[str]:
    """Name the items of a weight set."""
    place = place_of(questionnaire, found.node)
    known = {} if place is None else {item.ids: item_name(item) for item in place.items}
    return [known.get(tuple(ids), ids[0]) for ids in found.items]


def sentence(fault: UnusableFigures) -> str:
    """Say in the reader's language what is wrong with figures that were typed, and what to do."""
    said = _SENTENCES.get(fault.code)
    return str(said(fault.values)) if said is not None else str(_("Các số này không dùng được. Hãy xem lại."))


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "empty": lambda _v: _("Chưa có số nào. Hãy gõ hoặc dán bảng vào đây."),
    "table": lambda _v: _(
        "Không đọc được bảng này. Hãy dán lại, mỗi dòng một hàng, các ô cách nhau bằng dấu chấm phẩy."
    ),
    "cell": lambda v: _("“%(cell)s” không phải là số lớn hơn 0 hay phân số như 1/3.", cell=v["cell"]),
    "place": lambda v: _("Hàng %(row)s, cột %(column)s: cần một số lớn hơn 0 hoặc phân số như 1/3.", **v),
    "figure": lambda v: _("Dòng %(row)s, số thứ %(column)s: “%(cell)s” không phải là số.", **v),
    "length": lambda v: _("Dòng %(row)s có %(number)s số, cần đúng %(wanted)s.", **v),
    "rows": lambda v: _("Bảng có %(number)s hàng, cần đúng %(wanted)s.", **v),
    "name": lambda v: _("“%(cell)s” không phải tên của phần nào ở đây, hoặc đứng hai lần.", **v),
    "experts": lambda v: _("Nhiều hơn %(most)s chuyên gia. Hãy gộp bớt.", **v),
    "square": lambda _v: _("Bảng so sánh phải có số hàng bằng số cột."),
    "diagonal": lambda v: _("Hàng %(row)s, cột %(column)s nằm trên đường chéo nên phải là 1.", **v),
    "mirror": lambda v: _("Hàng %(row)s, cột %(column)s phải là nghịch đảo của ô đối diện, ví dụ 3 và 1/3.", **v),
    "points": lambda v: _("Dòng %(row)s: mỗi phần cần từ 0 điểm trở lên.", **v),
    "budget": lambda v: _(
        "Dòng %(row)s chia %(spent)s điểm. Mỗi chuyên gia chia đúng %(budget)s điểm.",
        row=v["row"],
        spent=figure(v["spent"]),
        budget=figure(v["budget"]),
    ),
    "tiny": lambda v: _(
        "Phần thứ %(row)s sẽ nặng dưới %(least)s %%, coi như không có. Hãy cho phần này nặng hơn.",
        row=v["row"],
        least=figure(LEAST),
    ),
}


def figure(value: float, places: int = 2) -> str:
    """Write a figure with as many places as it needs, two at most."""
    needed = next((n for n in range(places) if round(value, n) == round(value, places)), places)
    return numerals.decimal(value, language(), needed)


def pair(names: Sequence[str], row: int, column: int, given: float) -> str:
    """Say one judgement: how many times as important one item is as another."""
    one, other = (names[row], names[column]) if given >= 1 else (names[column], names[row])
    times = given if given >= 1 else 1 / given
    if round(times, 1) == 1:
        return str(_("“%(one)s” ngang với “%(other)s”", one=one, other=other))
    return str(_("“%(one)s” quan trọng gấp %(times)s lần “%(other)s”", one=one, other=other, times=figure(times, 1)))


def note(found: WeightSet, questionnaire: Questionnaire) -> dict[str, str]:
    """Say in every language of the pages where the weights of a new version come from."""
    said = {}
    for code in LANGUAGES:
        with force_locale(code):
            place = place_of(questionnaire, found.node)
            said[code] = _(
                "Trọng số (%(place)s) của phiên bản này theo bộ trọng số %(number)s: %(method)s, lập ngày %(day)s.",
                place=_place_in(place, found.node, code),
                number=found.number,
                method=_how(found.said),
                day=numerals.day(found.created_at, code),
            )
    return {code: str(words) for code, words in said.items()}


def _place_in(place: Place | None, node: str, code: str) -> str:
    if not node:
        return str(_("các trụ cột"))
    title: Text | None = None if place is None else place.title
    return node if title is None else f"“{title.of(code)}”"


def _how(stated: Stated) -> str:
    words = {
        "equal": _("bằng nhau"),
        "given": _("do Hiệp hội ấn định"),
        "budget": _("%(number)s chuyên gia chia điểm", number=len(stated.rows)),
        "ahp": _("so sánh từng cặp (AHP)"),
    }
    return str(words[stated.method])


def grades() -> list[tuple[str, str]]:
    """Name the steps of a judgement, from far more important to far less."""
    return [
        ("9", _("9 · hơn tuyệt đối")),
        ("7", _("7 · hơn hẳn")),
        ("5", _("5 · hơn rõ")),
        ("3", _("3 · hơn một chút")),
        ("1", _("1 · ngang nhau")),
        ("1/3", _("1/3 · kém một chút")),
        ("1/5", _("1/5 · kém rõ")),
        ("1/7", _("1/7 · kém hẳn")),
        ("1/9", _("1/9 · kém tuyệt đối")),
    ]
