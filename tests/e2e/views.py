"""The main pages of a demo site, whose they are, and how to come there: for pictures, and to look at each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Browser
from sqlalchemy import select

from assessment.cli.demo.people import ADDRESSES
from assessment.models import Assessment, Certificate, Enterprise, Membership, User, Wave
from tests.e2e.acts import (
    answer_wrongly,
    ask_for_form,
    follow_trace,
    hold_targets,
    open_evidence,
    open_first,
    open_first_task,
    open_page,
    open_trace,
    open_weights,
    put_on_roadmap,
    said_in,
    send_request,
)
from tests.e2e.chromium import sit_down
from tests.e2e.links import Links, live_links
from tests.e2e.person import Person
from tests.e2e.server import PASSWORD, Server

WEIGHTS = "/admin/weights/quang-ninh-sme/2026.1"
FORCED = (
    "start", "log-in", "sign-up-errors", "tasks", "question", "errors", "check", "result", "benchmark", "history", "steps",
    "queue", "file", "dashboard", "targets", "verify-one", "verify-valid", "verify-revoked", "certificate", "admin-audit",
)  # fmt: skip
DARK = ("start", "tasks", "question", "result", "dashboard", "file", "verify-one")


@dataclass(frozen=True)
class View:
    """One page to take: its name, whose it is, how to come there, and what to do there first."""

    name: str
    who: str
    path: str
    act: Callable[[Person], None] = lambda person: None
    status: int = 200


def publish(browser: Browser, server: Server) -> None:
    """Let the administrator freeze the figures of the running wave, so that others see some."""
    person = sit_down(browser, server, at="desk")
    enter(person, "administrator")
    person.go("/statistics/")
    frozen = person.page.get_by_role("link", name="Xem số liệu công bố")
    if not frozen.count():
        person.press_button("Chốt và công bố số liệu")
    for _ in range(60):
        if frozen.count():
            break
        person.page.wait_for_timeout(500)
        person.page.reload()
    assert frozen.count(), "the worker never froze the figures"
    person.leave()


def ask(browser: Browser, server: Server) -> None:
    """Let the owner ask for a correction, so that there is a request to answer, whoever's pages are looked at first."""
    person = sit_down(browser, server, at="desk")
    enter(person, "owner")
    person.go("/privacy/mine")
    send_request(person)
    person.leave()


def enter(person: Person, who: str) -> None:
    """Log in as one of the demo people, or stay outside."""
    person.go("/")
    if who == "anyone":
        return
    person.go("/account/log-in")
    person.page.locator("#email").fill(ADDRESSES[who])
    person.page.locator("#password").fill(PASSWORD)
    person.press_button("Đăng nhập")


def all_views(server: Server) -> list[View]:
    """Every main page, with the ids of this demo."""
    with server.app.extensions["reading"]() as session:
        mine = (
            select(Membership.enterprise_id)
            .join(User, User.id == Membership.user_id)
            .where(User.email == ADDRESSES["owner"])
        )
        theirs = select(Assessment.id).order_by(Assessment.created_at.desc())
        draft = session.scalars(theirs.where(Assessment.state == "draft", Assessment.enterprise_id.in_(mine))).first()
        done = session.scalars(theirs.where(Assessment.state == "approved", Assessment.enterprise_id.in_(mine))).first()
        waiting = session.scalars(theirs.where(Assessment.state == "submitted")).first()
        reviewed = session.scalars(theirs.where(Assessment.state == "in_review")).first()
        wave = session.scalars(select(Wave.id).order_by(Wave.opens_on.desc())).first()
        number = session.scalars(select(Certificate.number).order_by(Certificate.created_at.desc())).first()
        enterprise = session.scalars(mine).first()
        other = session.scalars(select(Enterprise.id)).first()
        person = session.scalars(select(User.id).where(User.email == ADDRESSES["reviewer"])).first()
    return [
        *_public(number),
        *_linked(live_links(server)),
        *_owner(draft, done, enterprise),
        View("queue", "reviewer", "/review/"),
        View("file-submitted", "reviewer", f"/review/{waiting}"),
        View("file", "reviewer", f"/review/{reviewed}"),
        View("dashboard", "administrator", "/statistics/"),
        View("published", "analyst", "/statistics/published"),
        View("quality", "analyst", "/statistics/quality"),
        View("quality-internal", "administrator", "/statistics/quality"),
        View("targets", "administrator", "/statistics/targets", hold_targets),
        *_administrator(wave, other, person),
        View("certificates", "administrator", "/certificates"),
        View("certificate", "administrator", "/certificates", open_first),
        View("admin-data-request", "administrator", "/admin/privacy", open_first),
        View("admin-weights-ahp", "administrator", f"{WEIGHTS}/new?by=ahp"),
        View("weight-set", "administrator", WEIGHTS, lambda person: open_weights(person, 0)),
        View("weight-set-other", "administrator", WEIGHTS, lambda person: open_weights(person, 1)),
    ]


def _public(number: str | None) -> list[View]:
    return [
        View("start", "anyone", "/"),
        View("sign-up", "anyone", "/account/sign-up"),
        View(
            "sign-up-errors",
            "anyone",
            "/account/sign-up",
            lambda person: person.press_button(said_in(person, "Đăng ký", "Sign up"), status=422),
            422,
        ),
        View("mail-sent", "anyone", "/account/mail-sent"),
        View("log-in", "anyone", "/account/log-in"),
        View("forgotten", "anyone", "/account/forgotten"),
        View("help", "anyone", "/help"),
        View("method", "anyone", "/method"),
        View("privacy", "anyone", "/privacy"),
        View("missing", "anyone", "/nothing-here", status=404),
        View("link-gone", "anyone", "/account/link/nobody-knows-it", status=404),
        View("left", "anyone", "/privacy/left"),
        View("invitation-gone", "anyone", "/assessments/invitations/nobody-knows-it", status=404),
        View("public", "anyone", "/statistics/public"),
        View("verify", "anyone", "/verify"),
        View("verify-one", "anyone", f"/verify?number={number}"),
    ]


def _linked(links: Links) -> list[View]:
    return [
        View("invitation", "anyone", links.invitation),
        View("invitation-member", "colleague", links.invitation),
        View("link-sign-up", "anyone", links.sign_up),
        View("link-reset", "anyone", links.reset),
        View(
            "link-reset-errors",
            "anyone",
            links.reset,
            lambda person: person.press_button(
                said_in(person, "Lưu mật khẩu mới", "Save the new password"), status=422
            ),
            422,
        ),
        View("link-new-email", "anyone", links.new_email),
        View("verify-valid", "anyone", links.valid),
        View("verify-expired", "anyone", links.expired),
        View("verify-revoked", "anyone", links.revoked),
    ]


def _owner(draft: UUID | None, done: UUID | None, enterprise: UUID | None) -> list[View]:
    return [
        View("home", "owner", "/assessments/"),
        View("tasks", "owner", f"/assessments/{draft}"),
        View("question", "owner", f"/assessments/{draft}", open_page),
        View("errors", "owner", f"/assessments/{draft}", answer_wrongly, 422),
        View("check", "owner", f"/assessments/{draft}/check"),
        View("context", "owner", f"/assessments/{draft}/context"),
        View("decided", "owner", f"/assessments/{done}"),
        View("decided-check", "owner", f"/assessments/{done}/check"),
        View("decided-question", "owner", f"/assessments/{done}", open_first_task),
        View("result", "owner", f"/assessments/{done}/result"),
        View("steps", "owner", f"/assessments/{done}/result/steps"),
        View("why", "owner", f"/assessments/{done}/result", open_trace),
        View("trace", "owner", f"/assessments/{done}/result", follow_trace),
        View("benchmark", "owner", f"/assessments/{done}/result/benchmark"),
        View("history", "owner", f"/assessments/{done}/result/history"),
        View("roadmap", "owner", f"/assessments/{done}/result", put_on_roadmap),
        View("colleagues", "owner", f"/assessments/{draft}/people"),
        View("evidence", "owner", f"/assessments/{draft}", open_evidence),
        View("account", "owner", "/account"),
        View("password", "owner", "/account/password"),
        View("email", "owner", "/account/email"),
        View("my-data", "owner", "/privacy/mine"),
        View("my-request", "owner", "/privacy/requests/new"),
        View("my-request-sent", "owner", "/privacy/mine", send_request),
        View("paper", "owner", f"/assessments/{draft}", ask_for_form),
        View("leave", "owner", "/privacy/leave"),
        View("stop-consent", "owner", "/privacy/consents/stop"),
        View("access-asked", "owner", "/enterprises/asked"),
        View("enterprise", "owner", f"/enterprises/{enterprise}"),
        View("enterprise-edit", "owner", f"/enterprises/{enterprise}/facts"),
        View("enterprise-new", "owner", "/enterprises/new"),
        View("enterprise-people", "owner", f"/enterprises/{enterprise}/people"),
    ]


def _administrator(wave: UUID | None, enterprise: UUID | None, person: UUID | None) -> list[View]:
    paths = {
        "": "",
        "-waves": "/waves",
        "-wave": f"/waves/{wave}",
        "-wave-new": "/waves/new",
        "-people": "/people",
        "-person": f"/people/{person}",
        "-invite": "/people/invite",
        "-enterprises": "/enterprises",
        "-enterprise": f"/enterprises/{enterprise}",
        "-requests": "/requests",
        "-data-requests": "/privacy",
        "-data-agreed": "/privacy/agreed",
        "-audit": "/audit",
        "-questionnaires": "/questionnaires",
        "-questionnaire": "/questionnaires/quang-ninh-sme/2026.1",
        "-weights": "/weights/quang-ninh-sme/2026.1",
        "-weights-new": "/weights/quang-ninh-sme/2026.1/new?by=budget",
        "-work": "/work",
    }
    return [
        View(f"admin{name}", "administrator", f"/admin{path}" if path else "/admin/") for name, path in paths.items()
    ]
