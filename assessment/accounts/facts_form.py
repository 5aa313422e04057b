"""The form with the facts about an enterprise."""

from collections.abc import Iterable
from typing import Any

import wtforms
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, ValidationError

from assessment.accounts.registering import Facts
from assessment.core.facts.enterprise import (
    CAPITAL_BANDS,
    LARGEST_HEADCOUNT,
    REVENUE_BANDS,
    TaxCode,
    read_tax_code,
    shown_tax_code,
)
from assessment.core.facts.places import KINDS, PLACES
from assessment.core.facts.register import ORGANISATION_TYPES, SECTIONS, SECTORS, suggested_sector
from assessment.core.values.states import Problem
from assessment.models import Enterprise
from assessment.web.fields import Choice, CleanString, RadioChoice, WholeNumber, problem_words, rows
from assessment.web.language import language

SUGGESTED = "suggested"
LONGEST_VERSION = 9


class EnterpriseForm(FlaskForm):
    """The facts about an enterprise."""

    tax_code = CleanString(
        lazy_gettext("Mã số thuế"),
        longest=40,
        required=lazy_gettext("Hãy ghi mã số thuế."),
        description=lazy_gettext(
            "10 số; đơn vị phụ thuộc có thêm 3 số; hộ kinh doanh dùng số định danh cá nhân 12 số."
        ),
    )
    name = CleanString(
        lazy_gettext("Tên doanh nghiệp"),
        longest=300,
        required=lazy_gettext("Hãy ghi tên doanh nghiệp."),
        description=lazy_gettext("Như trên giấy đăng ký kinh doanh."),
    )
    organisation_type = RadioChoice(lazy_gettext("Loại hình"), required=lazy_gettext("Hãy chọn một loại hình."))
    vsic_section = Choice(
        lazy_gettext("Ngành kinh tế chính"),
        required=lazy_gettext("Hãy chọn một ngành kinh tế."),
        description=lazy_gettext("Ngành đăng ký chính, theo Hệ thống ngành kinh tế Việt Nam 2025."),
    )
    sector = Choice(
        lazy_gettext("Lĩnh vực đem lại nhiều doanh thu nhất"),
        required=lazy_gettext("Hãy chọn một lĩnh vực."),
        description=lazy_gettext("Quyết định các câu hỏi chuyên ngành và nhóm để so sánh."),
    )
    place = Choice(
        lazy_gettext("Phường, xã, đặc khu"),
        required=lazy_gettext("Hãy chọn phường, xã hoặc đặc khu."),
        description=lazy_gettext("Nơi đặt trụ sở, theo đơn vị hành chính từ 01/07/2025."),
    )
    headcount = WholeNumber(
        lazy_gettext("Số lao động tham gia bảo hiểm xã hội"),
        least=0,
        most=LARGEST_HEADCOUNT,
        description=lazy_gettext("Bình quân trong năm gần nhất."),
    )
    revenue_band = Choice(
        lazy_gettext("Doanh thu năm gần nhất"),
        required=lazy_gettext("Hãy chọn một khoảng doanh thu."),
        description=lazy_gettext("Chưa có doanh thu thì chọn khoảng thấp nhất."),
    )
    capital_band = Choice(
        lazy_gettext("Tổng nguồn vốn"),
        required=lazy_gettext("Hãy chọn một khoảng nguồn vốn."),
        description=lazy_gettext("Theo bảng cân đối kế toán cuối năm gần nhất."),
    )
    version = wtforms.HiddenField()

    def __init__(self, *arguments: Any, current: str | None = None, **more: Any) -> None:
        """Fill the lists in the reader's language; `current` is the tax code that stands, if any."""
        super().__init__(*arguments, **more)
        self.current = current
        choose = _("Chọn")
        spoken = language()
        self.organisation_type.choices = rows(ORGANISATION_TYPES)
        self.vsic_section.choices = [SelectChoice("", choose), *_sections(spoken)]
        self.sector.choices = [SelectChoice(SUGGESTED, _("Theo ngành kinh tế ở trên")), *rows(SECTORS)]
        self.place.choices = [SelectChoice("", choose), *_places(spoken)]
        self.revenue_band.choices = _bands(REVENUE_BANDS, choose)
        self.capital_band.choices = _bands(CAPITAL_BANDS, choose)

    def show(self, enterprise: Enterprise) -> None:
        """Fill the fields with what stands; a personal number is shown masked, and masked it may come back."""
        for name in Facts.__slots__:
            self[name].data = getattr(enterprise, name)
        self.tax_code.data = shown_tax_code(enterprise.tax_code)
        self.version.data = str(enterprise.version)

    def validate_tax_code(self, field: CleanString) -> None:
        """Read the code; a wrong check digit blocks nothing, the page of the enterprise warns of it."""
        if self.current is not None and field.data == shown_tax_code(self.current):
            return
        found = read_tax_code(field.data)
        if isinstance(found, Problem):
            raise ValidationError(problem_words(found))
        if found.is_personal and self.organisation_type.data != "household":
            raise ValidationError(_("Mã 12 số chỉ dùng cho hộ kinh doanh. Hãy xem lại mã hoặc loại hình."))

    def blame_locked(self, standing: Enterprise, locked: frozenset[str]) -> None:
        """Say at each field that was changed and is to stay that it is locked; what was typed is kept."""
        said = self.facts()
        for name in locked:
            if getattr(said, name) != getattr(standing, name):
                self[name].errors = (
                    _(
                        "Mục này đang khóa nên chưa lưu được. Hiện có: %(words)s.",
                        words=self.words(name, getattr(standing, name)),
                    ),
                )

    def differences(self, standing: Enterprise) -> list[tuple[str, str]]:
        """Give what stands by now where it is not what was typed, in the words of the lists."""
        said = self.facts()
        changed = [name for name in Facts.__slots__ if getattr(said, name) != getattr(standing, name)]
        return [(str(self[name].label.text), self.words(name, getattr(standing, name))) for name in changed]

    def words(self, name: str, value: object) -> str:
        """Say a fact in the words of its list."""
        if name == "tax_code":
            return shown_tax_code(str(value))
        offered = {choice.value: str(choice.label) for choice in getattr(self[name], "choices", ())}
        return offered.get(str(value), str(value))

    @property
    def seen_version(self) -> int:
        """The version of the facts that the page showed; what is no number was never shown."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_VERSION else 0

    def facts(self) -> Facts:
        """Give the facts, once the form is valid."""
        said = {name: self[name].data for name in Facts.__slots__}
        if said["sector"] == SUGGESTED:
            said["sector"] = suggested_sector(said["vsic_section"])
        said["tax_code"] = self.current or ""
        if self.current is None or self.tax_code.data != shown_tax_code(self.current):
            found = read_tax_code(self.tax_code.data)
            said["tax_code"] = found.code if isinstance(found, TaxCode) else ""
        return Facts(**said)


def typed_over(standing: Enterprise, locked: frozenset[str]) -> MultiDict[str, str]:
    """Give what was sent, with locked facts as they stand: their fields are not shown, so nothing comes for them."""
    kept = {name: str(getattr(standing, name)) for name in locked} | {"tax_code": shown_tax_code(standing.tax_code)}
    sent = request.form.copy()
    for name in locked - set(sent):
        sent[name] = kept[name]
    return sent


def _sections(spoken: str) -> Iterable[SelectChoice]:
    return (SelectChoice(letter, f"{letter} · {text.of(spoken)}") for letter, text in SECTIONS.items())


def _places(spoken: str) -> Iterable[SelectChoice]:
    return (SelectChoice(place.id, f"{place.name} ({KINDS[place.kind].of(spoken)})") for place in PLACES.values())


def _bands(bands: tuple[str, ...], choose: str) -> list[SelectChoice]:
    """Make the rows of a list of bands of money."""
    return [SelectChoice("", choose), *(SelectChoice(band, band_words(band, bands)) for band in bands)]


def band_words(band: str, bands: tuple[str, ...]) -> str:
    """Say a band of money: „đến 3 tỷ đồng“, „trên 3 đến 10 tỷ đồng“, „trên 300 tỷ đồng“."""
    before = bands[bands.index(band) - 1].removeprefix("upto") if bands.index(band) else ""
    if not before:
        return str(_("Đến %(limit)s tỷ đồng", limit=band.removeprefix("upto")))
    if band.startswith("above"):
        return str(_("Trên %(limit)s tỷ đồng", limit=before))
    return str(_("Trên %(before)s đến %(limit)s tỷ đồng", before=before, limit=band.removeprefix("upto")))
