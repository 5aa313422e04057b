"""Which passwords are too easy to guess."""

import doctest

import pytest

from assessment.accounts import weakness as module
from assessment.accounts.weakness import weakness


@pytest.mark.parametrize("password", ["", "a", "1234567", "mật mã"])
def test_fewer_than_eight_signs_are_short(password):
    assert weakness(password) == "short"


@pytest.mark.parametrize(
    "password",
    [
        "12345678", "87654321", "11111111", "00000000", "0912345678", "20260101",
        "password", "Password1!", "P@ssw0rd", "passw0rd123", "iloveyou1", "letmein1", "trustno1", "abcd1234",
        "qwertyui", "qwertyuiop", "1qaz2wsx", "1q2w3e4r", "asdfghjkl", "zxcvbnm123", "qazwsxedc", "q1w2e3r4t5",
        "superman", "baseball", "football", "corvette", "michelle", "jennifer", "samantha", "starwars", "princess", "sunshine",
        "matkhau123", "mật khẩu", "Matkhau@2026", "anhyeuem", "yeuemnhieu", "khongbiet", "halong2026", "QuangNinh14", "vietnam1", "aaaabbbb",
    ],
)  # fmt: skip
def test_what_everybody_would_try_first_is_common(password):
    assert weakness(password) == "common"


@pytest.mark.parametrize(
    ("password", "about"),
    [
        ("binhminh2026", "Công ty TNHH Bình Minh"),
        ("Bình Minh 14!", "Công ty TNHH Bình Minh"),
        ("congtytnhhbinhminh", "Công ty TNHH Bình Minh"),
        ("thuocso2026", "Thước Số"),
        ("lanlan.tran88", "lanlan.tran"),
    ],
)
def test_names_that_belong_to_the_person_are_told_apart(password, about):
    assert weakness(password, [about]) == "about"


@pytest.mark.parametrize(
    "password",
    [
        "ba con mèo ngủ trưa",
        "cá kho làng Vũ Đại",
        "correct horse battery",
        "xK9#mq2Lw",
        "mật khẩu để thử nghiệm",
        "a" * 41,
        "ế" * 1000,
        "Bình Minh có bão lớn",
    ],
)
def test_what_nobody_would_guess_will_do(password):
    assert weakness(password, ["Công ty TNHH Bình Minh"]) is None


def test_the_longest_password_is_judged_quickly():
    assert weakness("ab" * 500) is None


def test_the_examples_run():
    assert doctest.testmod(module).failed == 0
