"""One rule says which assessments of a wave count, and every page shows the same figures by it."""

import re

import pytest
from flask import Flask

from assessment.core import workflow
from tests.factories import logged_in, make_user, make_wave
from tests.page import Page
from tests.reports.results import make_results

IN_STATE = dict(zip(workflow.STATES, (1, 2, 4, 8, 16, 32, 64), strict=True))


def figures(page: Page, *labels: str) -> list[int]:
    """Read the number that stands behind each label."""
    words = page.select("main").get_text(" ", strip=True)
    return [int(re.findall(rf"{label}:? (\d+)", words)[0]) for label in labels]


@pytest.mark.parametrize("path", ["/admin/", "/admin/waves", "/admin/waves/{wave}", "/statistics/"])
def test_a_wave_is_counted_the_same_on_every_page(app: Flask, path: str) -> None:
    administrator, wave = make_user(app, role="administrator"), make_wave(app)
    for state, number in IN_STATE.items():
        make_results(app, wave, administrator, [50.0] * number, state=state)
    page = logged_in(app, administrator).get(path.format(wave=wave))
    assert figures(page, "Đã bắt đầu", "Đã nộp", "Đã duyệt") == [1 + 2 + 4 + 8 + 16, 2 + 4 + 8 + 16, 16]


def test_declined_and_withdrawn_assessments_count_nowhere() -> None:
    assert set(workflow.COUNTED) | workflow.LEFT_OUT | {"draft"} == set(workflow.STATES)
    assert not set(workflow.COUNTED) & workflow.LEFT_OUT
