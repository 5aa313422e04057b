"""Words that stay together at the end of a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from assessment.web.typography import JOINER, NO_BREAK, hyphens_kept, no_break


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Viết kế hoạch chuyển đổi số một trang", "Viết kế_hoạch chuyển_đổi_số một trang"),
        ("Dữ liệu và tài sản thông tin", "Dữ_liệu và tài_sản thông_tin"),
        ("Kiểm tra giấy chứng nhận", "Kiểm_tra giấy_chứng_nhận"),
        ("Điều đang giữ ở mức 2", "Điều đang giữ ở mức_2"),
        ("DOANH NGHIỆP", "DOANH_NGHIỆP"),
        ("What holds you at level 2", "What holds you at level_2"),
        ("Chưa có gì", "Chưa có gì"),
        ("", ""),
    ],
)
def test_the_syllables_of_a_known_word_stay_together(text, kept):
    assert no_break(text) == kept.replace("_", NO_BREAK)


def test_a_part_of_a_longer_word_is_left_alone():
    assert no_break("an toànx") == "an toànx"


def test_marked_up_text_stays_marked_up_and_plain_text_stays_plain():
    assert isinstance(no_break(Markup("<b>dữ liệu</b>")), Markup)
    assert not isinstance(no_break("<b>dữ liệu</b>"), Markup)


@given(st.text())
def test_nothing_but_spaces_ever_changes(text):
    assert no_break(text).replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")


@given(st.text())
def test_joining_twice_is_joining_once(text):
    assert no_break(no_break(text)) == no_break(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Nghị định 80/2021/NĐ-CP", "Nghị định 80/2021/NĐ-_CP"),
        ("Quyết định 1970/QĐ-BTTTT", "Quyết định 1970/QĐ-_BTTTT"),
        ("Your e-mail address. E-mail:", "Your e-_mail address. E-_mail:"),
        ("two-step log-in, 10-3, 2-1", "two-step log-in, 10-3, 2-1"),
        ("- a list", "- a list"),
    ],
)
def test_a_short_word_keeps_its_hyphen(text, kept):
    assert hyphens_kept(text) == kept.replace("_", JOINER)


@given(st.text())
def test_nothing_but_the_joiner_ever_comes_in(text):
    assert hyphens_kept(text).replace(JOINER, "") == text.replace(JOINER, "")


def test_pages_join_and_papers_do_not(app):
    say = app.jinja_env.globals["_"]
    words = "Theo Điều 5 Nghị định 80/2021/NĐ-CP, cột thương mại và dịch vụ."
    with app.test_request_context():
        assert say(words) == hyphens_kept(words)
    with app.app_context():
        assert say(words) == words
