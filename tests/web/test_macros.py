"""The base page and the macros, rendered without the application."""

import re
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from markupsafe import Markup
from wtforms import BooleanField, Form, HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.web.typography import no_break

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
FACE = [TEMPLATES / "base.html", *TEMPLATES.glob("macros/*.html"), *TEMPLATES.glob("errors/*.html")]


@pytest.fixture(scope="module")
def environment():
    loader = jinja2.FileSystemLoader(TEMPLATES)
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    made.install_gettext_callables(lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True)
    made.filters["no_break"] = no_break
    made.globals.update(
        static=lambda path: f"/static/{path}",
        once=lambda macro, *about: Markup(macro(*about)),
        csrf_token=lambda: "token",
        get_flashed_messages=lambda **_: [],
    )
    return made


@pytest.fixture
def show(environment):
    def rendered(call, imports, **values):
        folder, names = imports.split(": ")
        source = f'{{% from "macros/{folder}.html" import {names} %}}{call}'
        return BeautifulSoup(environment.from_string(source).render(**values), "html5lib").body

    return rendered


@pytest.fixture
def page(environment):
    def rendered(source="", **values):
        frame = {
            "language": "vi", "is_demo": False, "association": "Hiệp hội",
            "navigation": [SimpleNamespace(label="Kết quả", url="/ket-qua", current=True)],
            "other_language": SimpleNamespace(code="en", label="English", url="/language"),
        }  # fmt: skip
        template = environment.from_string('{% extends "base.html" %}' + source)
        return BeautifulSoup(template.render(**{**frame, **values}), "html5lib")

    return rendered


class Registration(Form):
    email = StringField("Thư điện tử", [InputRequired("Hãy ghi địa chỉ thư.")], description="Để nhận thư xác nhận.")
    password = PasswordField("Mật khẩu")
    sector = SelectField("Ngành", choices=["Du lịch", "Xây dựng"])
    kind = RadioField("Loại hình", [InputRequired("Hãy chọn một loại hình.")], choices=["Công ty", "Hộ"])
    about = TextAreaField("Giới thiệu")
    agreed = BooleanField("Đồng ý")
    place = HiddenField()


def test_the_language_switch_is_a_form_that_carries_a_token(page):
    form = page().select_one("header form")
    assert (form["method"], form["action"]) == ("post", "/language")
    assert form.select_one("[name=csrf_token]")["value"] == "token"
    assert form.select_one("[name=language]")["value"] == form.button["lang"] == "en"


def test_the_page_one_is_on_is_marked_in_both_lists(page):
    assert [link["href"] for link in page().select("nav [aria-current=page]")] == ["/ket-qua", "/ket-qua"]


def test_the_menu_leads_to_the_list_in_the_footer_without_scripts(page):
    html = page()
    link = html.select_one("[data-menu]")
    assert html.select_one("footer " + link["href"]) is not None
    assert html.find(id=link["data-menu"]).name == "nav"


@pytest.mark.parametrize("is_demo", [True, False])
def test_demo_data_says_so_on_every_page(page, is_demo):
    assert (page(is_demo=is_demo).select_one(".demo") is not None) is is_demo


def test_a_page_stands_without_navigation_and_without_another_language(page):
    assert page(navigation=[], other_language=None).select_one("nav, header form") is None


@pytest.mark.parametrize("name", sorted(path.stem for path in TEMPLATES.glob("errors/[0-9]*.html")))
def test_every_failure_names_itself_and_offers_a_way_on(environment, name):
    source = environment.get_template(f"errors/{name}.html")
    html = BeautifulSoup(source.render(typed=[("reason", "Chỉ bán qua đại lý")], reference="7f3a"), "html5lib")
    assert html.title.text.replace("\u00a0", " ").startswith(html.h1.text.replace("\u00a0", " "))
    assert name in html.select_one(".caption").text
    assert "Chỉ bán qua đại lý" in html.main.text
    assert html.main.select_one("a.button")


def test_the_error_summary_says_how_many_and_leads_to_each(show):
    rows = [("a", "Hãy chọn một bậc."), ("b", "Hãy ghi một số.")]
    box = show("{{ error_summary(rows) }}", "forms: error_summary", rows=rows).div
    assert box.h2.text == "Còn 2 chỗ cần sửa"
    assert [(link["href"], link.text) for link in box.select("a")] == [("#a", rows[0][1]), ("#b", rows[1][1])]
    assert (box["tabindex"], box.has_attr("autofocus")) == ("-1", True)


def test_no_errors_no_summary(show):
    assert show("{{ error_summary([]) }}", "forms: error_summary").contents == []


def test_the_summary_of_a_form_leads_to_the_first_radio_button(show):
    form = Registration(data={"sector": "Du lịch"})
    form.validate()
    body = show(
        "{{ form_errors(form) }}{{ field(form.kind) }}{{ field(form.email) }}", "forms: form_errors, field", form=form
    )
    targets = [link["href"].removeprefix("#") for link in body.select("a")]
    assert targets == ["email", "kind-0"]
    assert all(body.find(id=target).name == "input" for target in targets)


def test_a_field_carries_label_hint_error_and_type(show):
    form = Registration(data={})
    form.validate()
    body = show('{{ field(form.email, autocomplete="email", inputmode="email") }}', "forms: field", form=form)
    box = body.input
    assert body.label["for"] == box["id"] == "email"
    assert box["aria-describedby"].split() == ["email-error", "email-hint"]
    assert "Hãy ghi địa chỉ thư." in body.find(id="email-error").text
    assert body.find(id="email-hint").text == "Để nhận thư xác nhận."
    assert (box["aria-invalid"], box["autocomplete"], box["inputmode"]) == ("true", "email", "email")


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("password", "input.input[type=password]"),
        ("sector", ".select > select.input"),
        ("kind", "fieldset legend + .choices label.choice input[type=radio]"),
        ("about", "textarea.input"),
        ("agreed", "label.choice input[type=checkbox]"),
        ("place", "input[type=hidden]"),
    ],
)
def test_every_kind_of_field_has_its_form(show, name, selector):
    body = show("{{ field(form[name]) }}", "forms: field", form=Registration(), name=name)
    assert body.select_one(selector) is not None


def test_what_people_typed_is_escaped(show):
    body = show("{{ text_field('n', 'Tên', value) }}", "forms: text_field", value='"><script>')
    assert body.input["value"] == '"><script>'
    assert body.script is None


def test_a_line_break_at_the_start_of_a_long_text_is_kept(show):
    body = show("{{ text_area('n', 'Lý do', value) }}", "forms: text_area", value="\nhai dòng")
    assert body.textarea.text.endswith("\nhai dòng")


def test_the_ladder_shows_a_higher_glyph_on_every_rung(show):
    options = [("none", "Chưa"), ("some", "Một phần"), ("full", "Đầy đủ")]
    body = show("{{ radio_ladder('q', options, 'some') }}", "forms: radio_ladder", options=options)
    assert [box["value"] for box in body.select("input")] == ["none", "some", "full"]
    assert [box["value"] for box in body.select("input[checked]")] == ["some"]
    widths = [float(rect["width"]) if (rect := row.select_one(".glyph rect")) else 0 for row in body.select("label")]
    assert widths == [0, 14.5, 29]


def test_boxes_keep_what_was_ticked(show):
    body = show("{{ check_rows('q', [('a', 'A'), ('b', 'B', '+1,6'), ('c', 'C')], ['a', 'c']) }}", "forms: check_rows")
    assert [box["value"] for box in body.select("input[checked]")] == ["a", "c"]
    assert body.select_one(".beside").text == "+1,6"


def test_a_question_puts_error_before_hint_and_names_both(show):
    call = (
        "{% call question('q', '1.1.2', 'Câu hỏi?', hint='Gợi ý', error='Lỗi', last='Có') %}<p>answers</p>{% endcall %}"
    )
    field = show(call, "forms: question").fieldset
    assert field["aria-describedby"].split() == ["q-error", "q-hint"]
    order = [each.get("class", [each.name])[0] for each in field.find_all(recursive=False)]
    assert order == ["legend", "error", "hint", "last-time", "p"]


@pytest.mark.parametrize(
    ("call", "words", "step"),
    [
        ("badge(2, 'Bắt đầu')", "Mức 2 · Bắt đầu", "level-2"),
        ("badge(5)", "Mức 5", "level-5"),
        ("badge(1, count=3)", "Mức 1", "level-3"),
        ("badge(0, count=1)", "Mức 0", "level-0"),
    ],
)
def test_a_level_is_told_by_number_name_and_glyph(show, call, words, step):
    badge = show(f"{{{{ {call} }}}}", "levels: badge").span
    assert badge.text == words
    assert step in badge["class"]
    assert badge.svg["aria-hidden"] == "true"


def test_no_level_is_said_in_words(show):
    assert show("{{ badge(none) }}", "levels: badge").text == "chưa có mức"


@pytest.mark.parametrize(("total", "lengths"), [(9, {18, 21}), (60, {18, 21}), (0, {21})])
def test_the_progress_bar_has_one_mark_for_each_question(show, total, lengths):
    body = show("{{ progress(0, total) }}", "tasks: progress", total=total)
    marks = body.select("line")
    assert len(marks) == max(total, 1) + 1
    assert {int(mark["y2"]) for mark in marks} == lengths
    assert body.select_one(".progress-done") is None


def test_only_the_row_to_continue_carries_the_button(show):
    call = (
        "{{ task('Chiến lược', '/1', 1, state=('Đã xong', 'done')) }}{{ task('Vận hành', '/2', 2, next=('Làm tiếp', '/2')) }}"
        "{{ task('Nộp', none, locked=true) }}"
    )
    done, following, last = show(call, "tasks: task").select("li")
    assert done.select_one(".button") is None
    assert following.select_one("a.button-next")["href"] == "/2"
    assert last.a is None
    assert last.select_one("svg") is not None


def test_pages_that_are_not_there_have_no_link(show):
    body = show("{{ pagination(1, 25, 138, none, '?page=2') }}", "page: pagination")
    assert [link["rel"] for link in body.select("a")] == [["next"]]
    assert "1–25 trên 138" in body.text


def test_a_fact_can_be_changed_and_says_which(show):
    body = show("{{ facts([('Ngành', 'Du lịch', none, '/sua'), ('Quy mô', 'nhỏ')]) }}", "page: facts")
    assert [link.text for link in body.select("a")] == ["Sửa Ngành"]


def test_a_slot_that_is_missing_is_drawn_as_such(show):
    body = show("{{ slots([('Khách hàng', 'Mức 3', true), ('Còn thiếu 1', '', false)]) }}", "result: slots")
    assert [item.b.text for item in body.select(".is-missing")] == ["Còn thiếu 1"]


def test_a_chart_has_its_figures_as_a_table(show):
    rows = SimpleNamespace(head=("Trụ cột", "Lần này"), rows=(("Chiến lược", "40,0"),))
    table = show("{{ chart_table(rows) }}", "tables: chart_table", rows=rows).select_one("details table")
    assert table.select_one("th[scope=row]").text == "Chiến lược"
    assert table.select_one("td.number").text == "40,0"


@pytest.mark.parametrize("name", ["level", "steps", "place", "certificate"])
def test_the_drawings_of_the_start_page_are_decoration(show, name):
    assert show(f"{{{{ offer_drawing('{name}') }}}}", "start: offer_drawing").svg["aria-hidden"] == "true"


def test_nothing_carries_a_style_or_a_script_of_its_own():
    for path in FACE:
        assert not re.search(r"\sstyle=|<style|<script(?![^>]+src=)|\son[a-z]+=", path.read_text("utf-8")), path


def test_every_text_of_the_face_has_its_english(environment):
    with (ROOT / "assessment" / "translations" / "en" / "look.po").open("rb") as file:
        english = {
            message.id if isinstance(message.id, str) else message.id[0]: message.string for message in read_po(file)
        }
    for path in FACE:
        for _line, _function, found in environment.extract_translations(path.read_text("utf-8")):
            words = found if isinstance(found, str) else found[0]
            assert english.get(words), words
