"""Many at the same moment: one of them is first, the others learn so, and nothing happens twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.models import AssessmentEvent, AuditEvent, Certificate, Job, Mail, ResultRow
from tests import factories
from tests.page import Browser
from tests.review import stage

CROWD = 50


def all_at_once(browsers: list[Browser], path: str, fields: list[dict]) -> Counter:
    """Send a form from every browser in the same moment, and count the answers."""
    ready = Barrier(len(browsers))
    sent = [{**each, "csrf_token": browser.csrf_token()} for browser, each in zip(browsers, fields, strict=True)]

    def press(place: int) -> int:
        ready.wait()
        return browsers[place].client.post(path, data=sent[place]).status_code

    with ThreadPoolExecutor(len(browsers)) as crowd:
        return Counter(crowd.map(press, range(len(browsers))))


def counted(app: Flask, table: type, *conditions: object) -> int:
    with app.extensions["reading"]() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions))


def test_fifty_approvals_at_once_issue_one_certificate(app: Flask) -> None:
    staged, first = stage.taken(app)
    with app.extensions["reading"]() as session:
        user = session.scalar(select(AssessmentEvent.user_id))
    crowd = [first, *(factories.logged_in(app, user) for _ in range(CROWD - 1))]
    fields = [{"version": stage.version(app, staged)}] * CROWD
    answers = all_at_once(crowd, f"/review/{staged.assessment}/approve", fields)
    assert answers == {303: 1, 409: CROWD - 1}
    assert counted(app, Certificate) == 1
    assert counted(app, ResultRow, ResultRow.kind == "verified") == 1
    assert counted(app, Job, Job.name == "certificate") == 1
    assert counted(app, Mail) == 1
    assert counted(app, AssessmentEvent, AssessmentEvent.action == "approve") == 1
    assert counted(app, AuditEvent, AuditEvent.action == "assessment.approved") == 1


def test_of_many_who_take_a_file_one_has_it(app: Flask) -> None:
    staged = stage.submitted(app)
    crowd = [stage.reviewer(app) for _ in range(10)]
    answers = all_at_once(crowd, f"/review/{staged.assessment}/take", [{"version": 1}] * 10)
    assert answers == {303: 1, 409: 9}
    assert counted(app, AssessmentEvent) == 1


def test_of_approval_and_decline_one_stands(app: Flask) -> None:
    staged, browser = stage.taken(app)
    fields = {"version": stage.version(app, staged), "reason": "Vì thế."}
    browser.post(f"/review/{staged.assessment}/decline", fields)
    browser.post(f"/review/{staged.assessment}/approve", fields, status=409)
    assert stage.state(app, staged) == "declined"
    assert counted(app, Certificate) == 0


def test_certificates_approved_at_once_have_numbers_in_a_row(app: Flask) -> None:
    wave = factories.make_wave(app)
    files = [stage.taken(app, wave=wave) for _ in range(8)]
    ready = Barrier(len(files))

    def approve(pair: tuple[stage.Staged, Browser]) -> int:
        staged, browser = pair
        data = {"version": stage.version(app, staged), "csrf_token": browser.csrf_token()}
        ready.wait()
        return browser.client.post(f"/review/{staged.assessment}/approve", data=data).status_code

    with ThreadPoolExecutor(len(files)) as crowd:
        assert set(crowd.map(approve, files)) == {303}
    with app.extensions["reading"]() as session:
        numbers = sorted(session.scalars(select(Certificate.number)))
    assert [number[-6:] for number in numbers] == [f"{place:06d}" for place in range(1, 9)]


@pytest.mark.parametrize("path", ["", "/criteria/plan.paper.written"])
def test_looking_at_a_file_writes_nothing(app: Flask, path: str) -> None:
    staged, browser = stage.taken(app)
    before = [counted(app, table) for table in (AssessmentEvent, AuditEvent, ResultRow, Mail, Job)]
    for _ in range(3):
        browser.get(f"/review/{staged.assessment}{path}")
    assert [counted(app, table) for table in (AssessmentEvent, AuditEvent, ResultRow, Mail, Job)] == before
