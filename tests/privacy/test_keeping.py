"""What is deleted by itself after its time, and how consents of earlier versions came over."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select, text

from assessment import migrations
from assessment.config import from_environment
from assessment.environment import ConfigurationError
from assessment.models import Mail, Token, UserSession
from assessment.privacy import retention
from assessment.worker.privacy import forget_old
from tests.factories import logged_in, make_user, writing
from tests.privacy.scene import scene


def swept(app, days):
    with writing(app) as session:
        retention.sweep(session, now=datetime.now(UTC) + timedelta(days=days))


@pytest.mark.parametrize(("table", "days"), [(Token, 30 + 9), (UserSession, 365), (Mail, 365)])
def test_each_kind_is_kept_as_long_as_the_page_says_and_no_longer(app, table, days):
    there = scene(app)
    logged_in(app, there.owner)
    swept(app, days - 1)
    assert there.rows(table)
    swept(app, days + 1)
    assert not there.rows(table)


def test_a_letter_that_has_not_gone_out_is_never_dropped(app):
    with writing(app) as session:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        session.add(
            Mail(id=uuid4(), key="k", recipient="a@vidu.vn", subject="s", body="b", language="vi", state="failed",
                 not_before=long_ago, created_at=long_ago)
        )  # fmt: skip
    swept(app, 5000)
    with app.extensions["reading"]() as session:
        assert session.scalars(select(Mail)).one().state == "failed"


def test_the_worker_does_so_by_itself(app):
    make_user(app)
    assert forget_old(app) == 0


def test_consents_of_before_become_a_row_for_each_word(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    migrations.upgrade(url, "0006")
    engine = create_engine(url)
    person = uuid4().hex
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO user (id, email, name, name_search, name_sort, password_hash, role, language, active, created_at) "
                "VALUES (:id, 'a@vidu.vn', 'A', '', '', 'x', 'none', 'vi', 1, '2026-01-01 00:00:00')"
            ),
            {"id": person},
        )
        for purpose, withdrawn in (("assessment", None), ("contact", "2026-03-01 00:00:00")):
            connection.execute(
                text(
                    "INSERT INTO consent (user_id, purpose, text_version, language, given_at, withdrawn_at) "
                    "VALUES (:id, :purpose, '2026.1', 'vi', '2026-02-01 00:00:00', :withdrawn)"
                ),
                {"id": person, "purpose": purpose, "withdrawn": withdrawn},
            )
    migrations.upgrade(url)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT purpose, act, at FROM consent ORDER BY id")).all()
    assert [(purpose, act, str(at)[:10]) for purpose, act, at in rows] == [
        ("assessment", "given", "2026-02-01"),
        ("contact", "given", "2026-02-01"),
        ("contact", "withdrawn", "2026-03-01"),
    ]
    migrations.downgrade(url, "0006")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT purpose, withdrawn_at FROM consent ORDER BY id")).all()
    engine.dispose()
    assert [(purpose, str(at)[:10]) for purpose, at in rows] == [("assessment", "None"), ("contact", "2026-03-01")]


def test_holidays_are_read_as_days_and_as_spans(tmp_path):
    settings = from_environment({"VAR_DIR": str(tmp_path), "HOLIDAYS": "2027-02-05/2027-02-07, 2027-04-16"})
    assert settings.holidays == {date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7), date(2027, 4, 16)}
    with pytest.raises(ConfigurationError, match="HOLIDAYS"):
        from_environment({"VAR_DIR": str(tmp_path), "HOLIDAYS": "Tết"})
