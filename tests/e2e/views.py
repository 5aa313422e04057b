"""The main pages of a demo site, whose they are, and how to come there: for pictures, and to look at each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Browser
from sqlalchemy import select

from assessment.cli.demo.people import ADDRESSES
from assessment.models import Assessment, Certificate, Enterprise, Membership, User, Wave
from tests.e2e.chromium import sit_down
from tests.e2e.person import Person
from tests.e2e.server import PASSWORD, Server

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
        *_owner(draft, done, enterprise),
        View("queue", "reviewer", "/review/"),
        View("file-submitted", "reviewer", f"/review/{waiting}"),
        View("file", "reviewer", f"/review/{reviewed}"),
        View("dashboard", "administrator", "/statistics/"),
        View("published", "analyst", "/statistics/published"),
        View("quality", "analyst", "/statistics/quality"),
        View("quality-internal", "administrator", "/statistics/quality"),
        View("targets", "administrator", "/statistics/targets"),
        *_administrator(wave, other, person),
        View("certificates", "administrator", "/certificates"),
        View("certificate", "administrator", "/certificates", _open_first),
    ]


def _public(number: str | None) -> list[View]:
    return [
        View("start", "anyone", "/"),
        View("sign-up", "anyone", "/account/sign-up"),
        View(
            "sign-up-errors",
            "anyone",
            "/account/sign-up",
            lambda person: person.press_button(_in(person, "Đăng ký", "Sign up"), status=422),
            422,
        ),
        View("mail-sent", "anyone", "/account/mail-sent"),
        View("log-in", "anyone", "/account/log-in"),
        View("forgotten", "anyone", "/account/forgotten"),
        View("help", "anyone", "/help"),
        View("method", "anyone", "/method"),
        View("privacy", "anyone", "/privacy"),
        View("missing", "anyone", "/nothing-here", status=404),
        View("public", "anyone", "/statistics/public"),
        View("verify", "anyone", "/verify"),
        View("verify-one", "anyone", f"/verify?number={number}"),
    ]


def _owner(draft: UUID | None, done: UUID | None, enterprise: UUID | None) -> list[View]:
    return [
        View("home", "owner", "/assessments/"),
        View("tasks", "owner", f"/assessments/{draft}"),
        View("question", "owner", f"/assessments/{draft}", _open_page),
        View("errors", "owner", f"/assessments/{draft}", _answer_wrongly, 422),
        View("check", "owner", f"/assessments/{draft}/check"),
        View("context", "owner", f"/assessments/{draft}/context"),
        View("result", "owner", f"/assessments/{done}/result"),
        View("steps", "owner", f"/assessments/{done}/result/steps"),
        View("why", "owner", f"/assessments/{done}/result", _open_trace),
        View("trace", "owner", f"/assessments/{done}/result", _follow_trace),
        View("benchmark", "owner", f"/assessments/{done}/result/benchmark"),
        View("history", "owner", f"/assessments/{done}/result/history"),
        View("roadmap", "owner", f"/assessments/{done}/result", _put_on_roadmap),
        View("colleagues", "owner", f"/assessments/{draft}/people"),
        View("evidence", "owner", f"/assessments/{draft}", _open_evidence),
        View("account", "owner", "/account"),
        View("password", "owner", "/account/password"),
        View("my-data", "owner", "/privacy/mine"),
        View("my-request", "owner", "/privacy/requests/new"),
        View("leave", "owner", "/privacy/leave"),
        View("stop-consent", "owner", "/privacy/consents/stop"),
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


def _open_first(person: Person) -> None:
    person.page.locator("main table a").first.click()
    person.page.wait_for_load_state()


def _open_page(person: Person) -> None:
    person.page.locator("main .task-next a.button-next, main a.button-next").first.click()
    person.page.wait_for_selector("#page-form")


def _answer_wrongly(person: Person) -> None:
    """Go to a page with a number and write a word into it."""
    person.watch.borne.add(422)  # The script asks first, and is told the same.
    pages = person.page.locator("main .tasks a").evaluate_all("links => links.map(link => link.href)")
    for page in [each for each in pages if "/pages/" in each]:
        person.page.goto(page)
        for _ in range(12):
            field = person.page.locator("#page-form input[inputmode=decimal]")
            if field.count():
                field.first.fill("rất nhiều")
                person.page.locator("#page-form button.button-next").click()
                person.page.wait_for_selector(".error-summary")
                return
            person.page.locator("#page-form button.button-next").click()
            person.page.wait_for_load_state()
            if not person.page.locator("#page-form").count():
                break


def _open_trace(person: Person) -> None:
    person.page.locator("main details.fold summary").first.click()


def _follow_trace(person: Person) -> None:
    person.page.locator("main details.fold summary").nth(1).click()
    person.page.locator("main details.fold a[href*='/trace/']").first.click()
    person.page.wait_for_url("**/trace/*")


def _put_on_roadmap(person: Person) -> None:
    """Take the first step, unless it was taken before, and look at the roadmap."""
    steps = person.page.locator("main .card-next button")
    if steps.count():
        steps.first.click()
        person.page.wait_for_load_state()
    person.page.goto(person.page.url.partition("/result")[0] + "/result/roadmap")


def _open_evidence(person: Person) -> None:
    """Open the page of the first question that asks for evidence."""
    pages = person.page.locator("main .tasks a[href*='/pages/']").evaluate_all("links => links.map(link => link.href)")
    for page in pages:
        person.page.goto(page)
        fold = person.page.locator("main details.more").filter(has=person.page.locator("button[name=evidence]")).first
        if fold.count():
            if fold.get_attribute("open") is None:
                fold.locator("summary").click()
            with person.page.expect_navigation():
                fold.locator("button[name=evidence]").click()
            return
    raise AssertionError("no question asks for evidence")


def _in(person: Person, vietnamese: str, english: str) -> str:
    return english if person.page.locator("html").get_attribute("lang") == "en" else vietnamese
