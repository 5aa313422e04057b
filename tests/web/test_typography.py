"""Words that stay together at the end of a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from assessment.web.typography import NO_BREAK, no_break


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
