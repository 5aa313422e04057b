"""Failed jobs and mails."""

from flask import Flask

from assessment import worker
from assessment.models import Job, Mail
from tests.page import Browser
from tests.waves import rows


def test_nothing_failed_says_so(desk: Browser) -> None:
    assert "Không có thư hay việc nào bị hỏng." in desk.get("/admin/work").text


def test_failures_show_the_trouble_but_never_what_a_letter_says(app: Flask, desk: Browser) -> None:
    rows.failed_mail(app)
    rows.failed_job(app)
    page = desk.get("/admin/work")
    for words in ("ai@vidu.vn", "Đặt mật khẩu mới", "OSError: disk full", "Làm giấy chứng nhận", "sau 6 lần thử"):
        assert words in page.text
    assert "bi-mat" not in page.response.get_data(as_text=True)


def test_a_failed_mail_is_sent_when_tried_again(app: Flask, desk: Browser) -> None:
    job_id = rows.failed_mail(app)
    page = desk.follow(desk.submit(desk.get("/admin/work")))
    assert "Đã đưa lại vào hàng đợi." in page.text
    assert "Không có thư hay việc nào bị hỏng." in page.text
    assert rows.last_event(app).action == "job.retried"
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.get_one(Job, job_id).state == "done"
        assert session.query(Mail).one().state == "sent"


def test_trying_again_twice_is_a_conflict(app: Flask, desk: Browser) -> None:
    job_id = rows.failed_job(app)
    desk.post(f"/admin/work/{job_id}/again")
    desk.post(f"/admin/work/{job_id}/again", status=409)
    assert rows.actions(app) == ["job.retried"]


def test_many_failures_ask_no_more_of_the_database_than_one(app: Flask, desk: Browser) -> None:
    rows.failed_mail(app)
    desk.get("/admin/")
    desk.get("/admin/work")
    few = desk.queries
    for _ in range(5):
        rows.failed_mail(app)
    desk.get("/admin/work")
    assert desk.queries == few
