"""Letters to an address that changed hands belong to who had it when they were written."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from assessment.accounts import addresses, links
from assessment.models import Mail, User
from assessment.privacy import copying, erasing
from assessment.privacy.addresses import letters_to
from tests.factories import make_user, writing

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def wrote(app: Flask, to: str, subject: str, day: int) -> None:
    with writing(app) as session:
        common = {"body": f"Chào {subject},", "language": "vi", "state": "sent"}
        at = START + day * DAY
        session.add(
            Mail(id=uuid4(), key=uuid4().hex, recipient=to, subject=subject, not_before=at, created_at=at, **common)
        )


def moves(app: Flask, user: UUID, to: str, day: int) -> None:
    with writing(app) as session:
        token = links.make(session, "email", now=START + day * DAY, user_id=user, payload={"email": to})
        session.flush()
        settings = app.extensions["settings"]
        assert addresses.change(session, token, settings, keep=None, now=START + day * DAY)


def letters(app: Flask, user: UUID) -> set[str]:
    with app.extensions["reading"]() as session:
        mine = letters_to(session, session.get_one(User, user))
        return set(session.scalars(select(Mail.subject).where(mine, Mail.key.not_like("email_changed%"))))


def passed_on(app: Flask) -> tuple[UUID, UUID]:
    """An address that Lan had, then Mai; each got letters there and elsewhere."""
    lan, mai = make_user(app, "van-phong@vidu.vn", name="Lan"), make_user(app, "mai@vidu.vn", name="Mai")
    wrote(app, "van-phong@vidu.vn", "Lan một", 1)
    wrote(app, "mai@vidu.vn", "Mai một", 1)
    moves(app, lan, "lan@vidu.vn", 2)
    moves(app, mai, "van-phong@vidu.vn", 3)
    wrote(app, "lan@vidu.vn", "Lan hai", 4)
    wrote(app, "van-phong@vidu.vn", "Mai hai", 4)
    moves(app, mai, "mai.moi@vidu.vn", 5)
    wrote(app, "mai.moi@vidu.vn", "Mai ba", 6)
    return lan, mai


def test_everybody_finds_their_own_letters_at_every_address_and_nobody_elses(app: Flask) -> None:
    lan, mai = passed_on(app)
    assert letters(app, lan) == {"Lan một", "Lan hai"}
    assert letters(app, mai) == {"Mai một", "Mai hai", "Mai ba"}


def test_the_copy_of_own_data_holds_letters_to_former_addresses(app: Flask) -> None:
    lan, _mai = passed_on(app)
    with app.test_request_context(), writing(app) as session:
        copy = str(copying.gather(session, lan, "vi", app.extensions["settings"], now=START + 9 * DAY))
    assert "Lan một" in copy
    assert "Mai hai" not in copy


def test_letters_to_former_addresses_go_with_the_account(app: Flask) -> None:
    lan, mai = passed_on(app)
    with writing(app) as session:
        user = session.get_one(User, mai)
        user.name = "Tên khác"  # The letters do not name her any more.
        erasing._drop_letters(session, user, "")
    with app.extensions["reading"]() as session:
        left = set(session.scalars(select(Mail.subject).where(Mail.key.not_like("email_changed%"))))
    assert left == {"Lan một", "Lan hai"}, lan
