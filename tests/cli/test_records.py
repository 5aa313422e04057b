"""`result verify`, `audit verify`, `access`."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.core.reckoning.seal import canonical, digest
from assessment.core.values.states import Answered, Answers, Chosen
from assessment.models import Assessment, ResultRow
from assessment.models.sealing import seal_result
from assessment.models.trail import record
from assessment.policy import ROLES
from tests.cli.conftest import Run
from tests.factories import make_assessment, make_enterprise, make_user, make_wave, writing


@pytest.fixture
def result(app: Flask) -> UUID:
    """A sealed result."""
    owner = make_user(app)
    assessment_id = make_assessment(app, make_enterprise(app, owner), make_wave(app), owner)
    with writing(app) as session:
        assessment = session.get_one(Assessment, assessment_id)
        questionnaire = catalogue.published(session, assessment.questionnaire_id)
        answers = Answers(
            {"plan.paper.written": Answered(Chosen("some")), "plan.paper.reviewed": Answered(Chosen("full"))}
        )
        profile, now = assessment.enterprise.profile, datetime.now(UTC)
        return seal_result(session, assessment.id, "self", questionnaire, profile, answers, now=now).id


def tamper(app: Flask, result: UUID, **values: object) -> None:
    with writing(app) as session:
        row = session.get_one(ResultRow, result)
        for name, value in values.items():
            setattr(row, name, value)


def test_a_sealed_result_is_recomputed(run: Run, result: UUID):
    said = run("result", "verify", result)
    assert said.code == 0
    assert "every figure agrees" in said.out


def test_the_results_of_an_assessment_are_recomputed_by_its_id(run: Run, app: Flask, result: UUID):
    with app.extensions["reading"]() as session:
        assessment_id = session.get_one(ResultRow, result).assessment_id
    assert run("result", "verify", assessment_id).code == 0


def test_a_changed_text_does_not_have_its_hash(run: Run, app: Flask, result: UUID):
    with app.extensions["reading"]() as session:
        sealed = session.get_one(ResultRow, result).sealed
    tamper(app, result, sealed=sealed.replace('"some"', '"full"'))
    said = run("result", "verify", result)
    assert said.code == 1
    assert "does not have the sealed hash" in said.last


def test_a_changed_figure_is_named_even_when_the_hash_was_changed_with_it(run: Run, app: Flask, result: UUID):
    with app.extensions["reading"]() as session:
        content = json.loads(session.get_one(ResultRow, result).sealed)
    content["outcome"]["pillars"]["plan"]["score"] = 99.0
    forged = canonical(content)
    tamper(app, result, sealed=forged, sha256=digest(forged))
    said = run("result", "verify", result)
    assert said.code == 1
    assert "outcome.pillars.plan.score: sealed 99.0, recomputed 75.0" in said.last


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"overall": 99.0}, "overall"),
        ({"level": 2}, "level"),
        ({"sector": "mining"}, "sector"),
        ({"pillars": {}}, "pillars.plan"),
    ],
)
def test_a_changed_column_beside_the_seal_is_named(run: Run, app: Flask, result: UUID, values, place: str):
    tamper(app, result, **values)
    said = run("result", "verify", result)
    assert said.code == 1
    assert f": {place}: sealed" in said.last


def test_a_sealed_text_that_is_none_is_told(run: Run, app: Flask, result: UUID):
    tamper(app, result, sealed="{}", sha256=digest("{}"))
    said = run("result", "verify", result)
    assert said.code == 1
    assert "cannot be read" in said.last


def test_a_changed_questionnaire_is_told(run: Run, app: Flask, result: UUID):
    with writing(app) as session:
        session.execute(text("UPDATE questionnaire SET content = :other"), {"other": b"format: 1"})
    said = run("result", "verify", result)
    assert said.code == 1
    assert "not the one that was published" in said.last


def test_a_result_sealed_anew_is_not_the_one_on_record(run: Run, app: Flask, result: UUID):
    with writing(app) as session:
        row = session.get_one(ResultRow, result)
        subject, detail = f"assessment:{row.assessment_id}", {"result": digest("what was handed in")}
        record(session, "assessment.submitted", subject, actor=None, now=datetime.now(UTC), detail=detail)
        sha256 = row.sha256
    said = run("result", "verify", result)
    assert said.code == 1
    assert f"SHA-256: sealed {sha256}, in the audit log {detail['result']}" in said.last


@pytest.mark.parametrize(
    ("values", "place"),
    [({"kind": "verified"}, "kind: the assessment is draft"), ({"round": 2}, "round: the audit log")],
)
def test_another_kind_or_round_than_the_log_holds_is_named(run: Run, app: Flask, result: UUID, values, place: str):
    with writing(app) as session:
        subject = f"assessment:{session.get_one(ResultRow, result).assessment_id}"
        record(session, "assessment.submitted", subject, actor=None, now=datetime.now(UTC))
    assert run("result", "verify", result).code == 0
    tamper(app, result, **values)
    said = run("result", "verify", result)
    assert said.code == 1
    assert place in said.last


def test_a_result_that_is_not_there_is_told(run: Run):
    unknown = uuid4()
    assert run("result", "verify", unknown).last == f"Error: There is no result {unknown}."
    assert run("result", "verify", "12").code == 2


def test_a_whole_chain_is_whole(run: Run, app: Flask):
    with writing(app) as session:
        for number in range(3):
            record(session, "log_in", f"user:{number}", actor=None, now=datetime.now(UTC))
    assert run("audit", "verify").out == "The chain is whole.\n"


def disarm(session: Session, against: str) -> None:
    """Take away what guards the audit log against an UPDATE or a DELETE, as somebody with the database in hand could."""
    guards = {
        "sqlite": f"DROP TRIGGER audit_event_no_{against}",
        "postgresql": "ALTER TABLE audit_event DISABLE TRIGGER USER",
    }
    session.execute(text(guards[session.get_bind().dialect.name]))


def test_the_first_broken_link_is_named(run: Run, app: Flask):
    with writing(app) as session:
        for number in range(3):
            record(session, "log_in", f"user:{number}", actor=None, now=datetime.now(UTC))
        disarm(session, "update")
        session.execute(text("UPDATE audit_event SET subject = 'user:9' WHERE id = 2"))
    said = run("audit", "verify")
    assert (said.code, said.last) == (1, "Error: The chain breaks at event 2.")


@pytest.mark.parametrize("left", [0, 1, 2])
def test_events_cut_off_at_the_end_are_missed(run: Run, app: Flask, left: int):
    with writing(app) as session:
        for number in range(3):
            record(session, "log_in", f"user:{number}", actor=None, now=datetime.now(UTC))
        disarm(session, "delete")
        session.execute(text("DELETE FROM audit_event WHERE id > :left"), {"left": left})
    said = run("audit", "verify")
    assert (said.code, said.last) == (1, f"Error: The chain breaks at event {left + 1}.")


def test_an_event_after_those_that_were_cut_off_does_not_hide_them(run: Run, app: Flask):
    with writing(app) as session:
        for number in range(3):
            record(session, "log_in", f"user:{number}", actor=None, now=datetime.now(UTC))
        disarm(session, "delete")
        session.execute(text("DELETE FROM audit_event WHERE id > 1"))
        record(session, "log_in", "user:9", actor=None, now=datetime.now(UTC))
    said = run("audit", "verify")
    assert (said.code, said.last) == (1, "Error: The chain breaks at event 4.")


def test_an_old_chain_whose_end_nobody_noted_goes_on(run: Run, app: Flask):
    with writing(app) as session:
        record(session, "log_in", "user:1", actor=None, now=datetime.now(UTC))
        session.execute(text("DELETE FROM fact WHERE name = 'audit.head'"))
        record(session, "log_in", "user:2", actor=None, now=datetime.now(UTC))
    assert run("audit", "verify").code == 0


def test_an_old_chain_whose_end_nobody_noted_is_whole(run: Run, app: Flask):
    with writing(app) as session:
        record(session, "log_in", "user:1", actor=None, now=datetime.now(UTC))
        session.execute(text("DELETE FROM fact WHERE name = 'audit.head'"))
    assert run("audit", "verify").code == 0


def test_access_says_for_every_endpoint_what_each_role_may(run: Run, app: Flask):
    said = run("access")
    table = json.loads(said.out)
    assert said.code == 0
    assert set(table) == set(app.view_functions)
    assert all(list(grants) == list(ROLES) for grants in table.values())
    assert {grant for grants in table.values() for grant in grants.values()} <= {"allow", "own", "deny"}
