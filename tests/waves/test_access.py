"""Who may come to the administrators' pages: nobody else."""

from uuid import UUID, uuid4

import pytest
from flask import Flask

from assessment.policy import ADMINISTRATORS
from assessment.web.access import rule_of
from tests.factories import join, logged_in, make_enterprise, make_user
from tests.page import Browser

KNOWN = {"slug": "small", "version": "1.0"}
METHODS = ("GET", "POST")


def routes(app: Flask, method: str) -> list[str]:
    """Every address of this feature that answers to a method, with ids of nothing."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("waves.") and method in rule.methods]
    adapter = app.url_map.bind("localhost")
    words = {**KNOWN, **dict.fromkeys(("wave_id", "user_id", "enterprise_id", "job_id"), uuid4())}
    return [
        adapter.build(rule.endpoint, {name: words[name] for name in rule.arguments}, method=method) for rule in rules
    ]


def browsers(app: Flask) -> dict[str, Browser]:
    owner, colleague = make_user(app), make_user(app)
    firm = make_enterprise(app, owner)
    join(app, colleague, firm)
    staff = {role: logged_in(app, make_user(app, role=role)) for role in ("reviewer", "analyst")}
    return {"owner": logged_in(app, owner), "colleague": logged_in(app, colleague), **staff}


def test_every_page_declares_that_it_is_the_administrators(app: Flask) -> None:
    own = [name for name in app.view_functions if name.startswith("waves.")]
    assert len(own) > 20
    assert {rule_of(app, name) for name in own} == {ADMINISTRATORS}


def test_a_visitor_is_sent_to_the_log_in(app: Flask, browser: Browser) -> None:
    for path in routes(app, "GET"):
        assert "/account/log-in" in browser.get(path, status=302).response.location


def test_a_visitor_who_posts_is_shown_the_log_in(app: Flask, browser: Browser) -> None:
    for path in routes(app, "POST"):
        browser.post(path, status=401)


@pytest.mark.parametrize("method", METHODS)
def test_owners_colleagues_reviewers_and_analysts_are_refused(app: Flask, method: str) -> None:
    for role, window in browsers(app).items():
        for path in routes(app, method):
            answer = window.get(path, status=403) if method == "GET" else window.post(path, status=403)
            assert answer.status == 403, (role, path)


def test_what_does_not_exist_is_not_found(app: Flask, desk: Browser) -> None:
    gone = uuid4()
    for path in (f"waves/{gone}", f"waves/{gone}/edit", f"people/{gone}", f"enterprises/{gone}", "questionnaires/a/1"):
        desk.get(f"/admin/{path}", status=404)
    for path in (
        f"waves/{gone}/edit",
        f"people/{gone}/lock",
        f"people/{gone}/unlock",
        f"people/{gone}/invite",
        f"people/{gone}/role",
        f"enterprises/{gone}/people/{gone}/answer",
        f"enterprises/{gone}/people/{gone}/confirm",
        f"enterprises/{gone}/people/{gone}/end",
        f"work/{gone}/again",
    ):
        desk.post(f"/admin/{path}", status=404)


def test_a_demoted_administrator_is_refused_with_the_very_next_request(app: Flask, administrator: UUID) -> None:
    second = make_user(app, role="administrator")
    first_desk, second_desk = logged_in(app, administrator), logged_in(app, second)
    second_desk.get("/admin/")
    first_desk.post(f"/admin/people/{second}/role", {"role": "analyst", "seen": "administrator"})
    second_desk.get("/admin/", status=403)
    second_desk.post(f"/admin/people/{administrator}/lock", status=403)


def test_a_locked_person_is_logged_out_with_the_very_next_request(app: Flask, desk: Browser) -> None:
    reviewer = make_user(app, role="reviewer")
    window = logged_in(app, reviewer)
    window.get("/account")
    desk.post(f"/admin/people/{reviewer}/lock")
    window.get("/account", status=302)
    desk.post(f"/admin/people/{reviewer}/unlock")
    window.get("/account", status=302)
