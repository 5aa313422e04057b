"""Letters: rows in the outbox, files in the mail folder, or handed to a server."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment import mail
from assessment.config import Settings, from_environment
from assessment.environment import ConfigurationError
from assessment.models import Job, Mail
from assessment.worker import run_pending
from tests.factories import writing
from tests.smtp import mail_server

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def post(app: Flask, key: str = "k", **more: str) -> None:
    letter = {
        "recipient": "lan@vidu.vn",
        "subject": "Thư từ Hiệp hội",
        "body": "Chào anh/chị,\n\nỔn.\n",
        "language": "vi",
        **more,
    }
    with writing(app) as session:
        mail.post(session, key, now=NOW, **letter)


def letters(app: Flask) -> list[Mail]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(Mail)))


def test_a_letter_becomes_a_file_that_mail_programs_open(app: Flask, settings: Settings):
    post(app)
    run_pending(app)
    [path] = (settings.var / "mail").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (message["To"], message["Subject"]) == ("lan@vidu.vn", "Thư từ Hiệp hội")
    assert message.get_content() == "Chào anh/chị,\n\nỔn.\n"
    assert message["Content-Language"] == "vi"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [letter.state for letter in letters(app)] == ["sent"]


def test_the_same_key_is_one_letter_and_one_job(app: Flask, settings: Settings):
    post(app)
    post(app, subject="Khác")
    assert run_pending(app) == 1
    assert len(letters(app)) == 1
    assert len(list((settings.var / "mail").iterdir())) == 1


def test_a_letter_whose_change_is_rolled_back_is_never_sent(app: Flask):
    with app.extensions["writing"]() as session:
        mail.post(session, "k", recipient="a@vidu.vn", subject="s", body="b", language="vi", now=NOW)
        session.rollback()
    assert letters(app) == []
    assert run_pending(app) == 0


def test_line_ends_in_a_subject_forge_no_header(app: Flask, settings: Settings):
    post(app, subject="Chào\r\nBcc: all@vidu.vn")
    run_pending(app)
    [path] = (settings.var / "mail").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Bcc"] is None
    assert message["Subject"] == "Chào Bcc: all@vidu.vn"


def test_a_long_subject_keeps_every_blank_between_its_words(app: Flask, settings: Settings):
    subject = "Bài đánh giá của Công ty TNHH Một thành viên Du thuyền Vịnh Ngọc Bích đã được duyệt " * 3
    post(app, subject=subject)
    run_pending(app)
    [path] = (settings.var / "mail").iterdir()
    written = path.read_bytes()
    assert message_from_bytes(written, policy=policy.default)["Subject"] == subject.strip()
    assert max(len(line) for line in written.splitlines()) <= 78


def test_a_letter_is_handed_to_the_configured_server(app: Flask, settings: Settings):
    with mail_server() as server:
        object.__setattr__(settings, "mail_url", server.url)
        post(app)
        run_pending(app)
    [message] = server.letters
    assert message["Subject"] == "Thư từ Hiệp hội"
    assert message["Message-ID"] == f"<{letters(app)[0].id}@localhost>"
    assert message.get_content().replace("\r\n", "\n") == "Chào anh/chị,\n\nỔn.\n"
    assert not (settings.var / "mail").exists()


def test_a_sent_letter_is_not_sent_again_when_its_job_runs_twice(app: Flask, settings: Settings):
    with mail_server() as server:
        object.__setattr__(settings, "mail_url", server.url)
        post(app)
        run_pending(app)
        with writing(app) as session:
            session.scalars(select(Job)).one().state = "waiting"
        assert run_pending(app) == 1
    assert len(server.letters) == 1


def test_a_refused_letter_waits_and_says_why(app: Flask, settings: Settings):
    with mail_server() as server:
        object.__setattr__(settings, "mail_url", server.url)
        server.refuse = True
        post(app)
        run_pending(app)
        [letter] = letters(app)
        with app.extensions["reading"]() as session:
            job = session.scalars(select(Job)).one()
        assert (letter.state, letter.attempts, job.state) == ("waiting", 1, "waiting")
        assert "550" in job.trouble
        server.refuse = False
        with writing(app) as session:
            session.scalars(select(Job)).one().not_before = NOW
        run_pending(app)
    assert [letter.state for letter in letters(app)] == ["sent"]
    assert len(server.letters) == 1


def test_a_server_that_is_away_loses_nothing_and_the_last_failure_is_final(app: Flask, settings: Settings):
    object.__setattr__(settings, "mail_url", "smtp://127.0.0.1:9")
    post(app)
    for _ in range(8):
        with writing(app) as session:
            session.scalars(select(Job)).one().not_before = NOW
        run_pending(app)
    [letter] = letters(app)
    with app.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.state == "failed")) == 1
    assert (letter.state, letter.attempts) == ("failed", 6)


USABLE = ["", "smtp://mail.vidu.vn", "smtps://u:p%40x@mail.vidu.vn:465", "smtp+starttls://mail.vidu.vn"]
UNUSABLE = ["mail.vidu.vn", "http://mail.vidu.vn", "smtp://", "smtp://mail.vidu.vn:none", "ftp://mail.vidu.vn:25"]


@pytest.mark.parametrize("url", USABLE)
def test_addresses_of_mail_servers_that_can_be_used(url: str, tmp_path: Path):
    assert from_environment({"MAIL_URL": url, "VAR_DIR": str(tmp_path)}).mail_url == (url or None)


@pytest.mark.parametrize("url", UNUSABLE)
def test_addresses_of_mail_servers_that_cannot(url: str, tmp_path: Path):
    with pytest.raises(ConfigurationError, match="MAIL_URL"):
        from_environment({"MAIL_URL": url, "VAR_DIR": str(tmp_path)})
