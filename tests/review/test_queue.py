"""The queue: order, filters, paging, and how much it asks of the database."""

from datetime import UTC, datetime

from flask import Flask

from tests import factories
from tests.review import stage


def test_who_waits_longest_stands_first(app: Flask) -> None:
    wave = factories.make_wave(app)
    for days, name in ((1, "Công ty Mới"), (12, "Công ty Lâu"), (5, "Công ty Vừa")):
        stage.submitted(app, wave=wave, days=days, name=name)
    page = stage.reviewer(app).get("/review/")
    assert [link.get_text() for link in page.all("tbody th a")] == ["Công ty Lâu", "Công ty Vừa", "Công ty Mới"]
    assert "12 ngày" in page.text
    assert page.text.count("quá hạn") == 1
    assert "3 hồ sơ đang chờ · quá 10 ngày: 1 · của anh/chị: 0" in page.text
