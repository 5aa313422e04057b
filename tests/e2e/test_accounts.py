"""Coming back: a forgotten password, and a log-in that ended while somebody was typing."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete

from assessment.models import UserSession
from tests.e2e.conftest import Sit
from tests.e2e.pages import Home, Letters, LogInPage, QuestionPage
from tests.e2e.person import Person
from tests.e2e.server import PASSWORD, Server
from tests.factories import PASSWORD as OLD_PASSWORD
from tests.factories import make_enterprise, make_user, writing


def test_a_forgotten_password_is_set_anew_by_a_letter(site: Server, sit: Sit) -> None:
    email = f"quen-{uuid4().hex[:8]}@vidu.vn"
    make_user(site.app, email)
    owner = sit(site, at="phone", scripts=False)
    LogInPage(owner).open().forget_password(email)
    log_in = Letters(owner).set_password(email, PASSWORD)
    log_in.open().fail_to_log_in(email, OLD_PASSWORD)
    log_in.log_in(email, PASSWORD)


@pytest.mark.parametrize("ending", ["the cookie is gone", "the log-in was ended elsewhere"])
@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_what_was_typed_survives_a_log_in_that_ended(site: Server, sit: Sit, ending: str, *, scripts: bool) -> None:
    email = f"lau-{uuid4().hex[:8]}@vidu.vn"
    user = make_user(site.app, email)
    owner = sit(site, at="phone", scripts=scripts)
    LogInPage(owner).open().log_in(email, OLD_PASSWORD)
    page = open_first_page(owner, user)
    address = owner.page.url
    if ending == "the cookie is gone":
        owner.context.clear_cookies()
    else:
        with writing(site.app) as session:
            session.execute(delete(UserSession).where(UserSession.user_id == user))
    owner.watch.borne |= {400, 401}
    answered = page.answer()
    chosen = page.answers
    page.save_and_be_asked_who_one_is()
    LogInPage(owner).log_in_and_go_on(email, OLD_PASSWORD)
    owner.go(address)
    assert len(chosen) == answered
    assert QuestionPage(owner).answers == chosen


def open_first_page(owner: Person, user: UUID) -> QuestionPage:
    """Begin the assessment that waits for this person, and open its first page."""
    make_enterprise(owner.server.app, user)
    return Home(owner).open().start("Đợt thử 2026").go_on()
