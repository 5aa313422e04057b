"""`demo`: labelled, invented enterprises in an empty database."""

from collections import Counter
from datetime import datetime

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.cli.demo import maturity
from assessment.cli.demo.firms import firms
from assessment.cli.demo.lives import ENDED, PATHS, RUNNING
from assessment.cli.demo.people import ADDRESSES, kept_password
from assessment.config import TIME_ZONE
from assessment.core import workflow
from assessment.core.facts.enterprise import is_personal, read_tax_code
from assessment.core.facts.places import PLACES
from assessment.core.facts.register import SECTORS
from assessment.core.journey import missing
from assessment.core.reckoning.seal import first_difference
from assessment.core.rights.purposes import PURPOSES, TEXT_VERSION
from assessment.models import (
    AnswerEvent,
    AnswerRow,
    Assessment,
    AssessmentEvent,
    Certificate,
    Consent,
    Enterprise,
    Fact,
    Job,
    Membership,
    ResultRow,
    Snapshot,
    User,
    Wave,
)
from assessment.models.trail import first_break
from assessment.web import passwords
from tests.cli.conftest import Run
from tests.factories import make_enterprise, make_user


@pytest.fixture(scope="module")
def filled(own_app: Flask) -> Flask:
    """A demo database that all tests of this file look at; what they change is small."""
    runner = own_app.test_cli_runner()
    for words in (["db", "upgrade"], ["demo", "--enterprises", "60", "--seed", "3"]):
        result = runner.invoke(args=words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return own_app


def again(app: Flask) -> str:
    """Fill it again."""
    result = app.test_cli_runner().invoke(args=["demo"], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_database_is_filled_and_says_that_it_is_a_demo(filled: Flask):
    with filled.extensions["reading"]() as session:
        assert session.get_one(Fact, "demo").value == "3"
        assert session.scalar(select(func.count()).select_from(Enterprise).where(Enterprise.demo)) == 60
        assert all(session.scalars(select(Wave.demo)))
        assert session.scalar(select(func.count()).select_from(Wave)) == 4
        assert {"approved", "draft", "submitted"} <= set(session.scalars(select(Assessment.state)))
    with filled.extensions["writing"]() as session:
        assert first_break(session) is None


def test_everybody_of_an_enterprise_has_agreed_to_what_is_needed(filled: Flask):
    with filled.extensions["reading"]() as session:
        people = set(session.scalars(select(Membership.user_id)))
        agreed = session.scalars(select(Consent)).all()
        needed = {purpose.id for purpose in PURPOSES if purpose.needed}
        assert all({row.user_id for row in agreed if row.purpose == purpose} == people for purpose in needed)
        others = {row.user_id for row in agreed if row.purpose not in needed}
        assert others, "some agreed to more"
        assert others < people
        assert {(row.text_version, row.act) for row in agreed} == {(TEXT_VERSION, "given")}


def test_every_result_is_sealed_and_agrees_with_its_answers(filled: Flask):
    from assessment import catalogue

    with filled.extensions["reading"]() as session:
        rows = list(session.scalars(select(ResultRow)))
        assert {row.kind for row in rows} == {"self", "verified"}
        for row in rows[::7]:
            questionnaire = catalogue.published(session, row.assessment.questionnaire_id)
            assert first_difference(questionnaire, row.sealed, row.sha256) is None


def test_every_answer_points_at_the_event_that_made_it(filled: Flask):
    with filled.extensions["reading"]() as session:
        pairs = select(AnswerRow, AnswerEvent).join(AnswerEvent, AnswerEvent.id == AnswerRow.event)
        rows = session.execute(pairs).all()
        assert len(rows) == session.scalar(select(func.count()).select_from(AnswerRow))
        assert all(row.assessment_id == save.assessment_id for row, save in rows)
        assert all(row.value == save.answers[row.criterion] for row, save in rows)


def test_history_goes_on_after_the_demo(filled: Flask):
    with filled.extensions["writing"]() as session, session.begin():
        row = session.scalars(select(AnswerEvent).order_by(AnswerEvent.id.desc()).limit(1)).one()
        event = AnswerEvent(assessment_id=row.assessment_id, answers={}, user_id=row.user_id, at=row.at)
        session.add(event)
        session.flush()
        assert event.id > row.id


def test_every_step_is_one_the_workflow_allows_and_leads_to_the_state(filled: Flask):
    with filled.extensions["reading"]() as session:
        rows = session.execute(select(Assessment.id, Assessment.state, Assessment.version)).all()
        states, versions = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
        ends = dict.fromkeys(states, "draft")
        steps = Counter()
        for event in session.scalars(select(AssessmentEvent).order_by(AssessmentEvent.at, AssessmentEvent.id)):
            assert event.before == ends[event.assessment_id]
            assert workflow.step(event.before, event.action) == event.after
            ends[event.assessment_id] = event.after
            steps[event.assessment_id] += 1
        assert ends == states
        assert {name: 1 + steps[name] for name in states} == versions


def test_approved_ones_have_certificates_in_order_and_few_are_printed_at_once(filled: Flask):
    with filled.extensions["reading"]() as session:
        numbers = list(session.scalars(select(Certificate.number).order_by(Certificate.created_at, Certificate.number)))
        by_year = {
            year: [number for number in numbers if f"-{year}-" in number] for year in {n.split("-")[1] for n in numbers}
        }
        assert all(of_year == sorted(of_year) for of_year in by_year.values())
        waits = sorted(session.scalars(select(Job.not_before).where(Job.name == "certificate")))
        assert len(waits) == len(numbers)
        assert sum(wait == waits[0] for wait in waits) <= 10


def test_the_certificates_one_may_log_in_to_see_are_printed_first(filled: Flask):
    with filled.extensions["reading"]() as session:
        owner = session.scalars(select(User).where(User.email == ADDRESSES["owner"])).one()
        own = select(Certificate.id).join(Certificate.assessment).where(Assessment.created_by == owner.id)
        mine = {str(name) for name in session.scalars(own)}
        jobs = list(session.scalars(select(Job).where(Job.name == "certificate")))
        soonest = min(job.not_before for job in jobs)
        assert mine
        assert mine <= {job.arguments["certificate"] for job in jobs if job.not_before == soonest}


def test_the_figures_of_waves_that_are_over_are_published(filled: Flask):
    with filled.extensions["reading"]() as session:
        over = set(session.scalars(select(Wave.id).where(Wave.closes_on < datetime.now(TIME_ZONE).date())))
        published = list(session.scalars(select(Snapshot)))
        assert {each.wave_id for each in published} == over
        assert all(each.taken_on > each.wave.closes_on and each.summary.n >= 10 for each in published)


def test_the_owner_has_a_result_a_certificate_and_a_draft(filled: Flask):
    with filled.extensions["reading"]() as session:
        owner = session.scalars(select(User).where(User.email == ADDRESSES["owner"])).one()
        own = select(Assessment.state, Wave.closes_on).join(Wave).where(Assessment.created_by == owner.id)
        states = [state for state, _ in session.execute(own.order_by(Wave.opens_on))]
        assert states.count("draft") == 1
        assert states.count("approved") >= 4


def test_the_five_log_ins_have_one_password_kept_from_other_eyes(filled: Flask):
    var = filled.extensions["settings"].var
    password = kept_password(var)
    assert (var / "demo_password").stat().st_mode & 0o777 == 0o600
    with filled.extensions["reading"]() as session:
        users = list(session.scalars(select(User).where(User.email.in_(ADDRESSES.values()))))
        assert len(users) == 5
        assert password
        assert all(passwords.fits(password, user.password_hash) for user in users)
        assert {user.role for user in users} == {"none", "reviewer", "analyst", "administrator"}


def test_filling_twice_adds_nothing(filled: Flask):
    assert "nothing was added" in again(filled)
    with filled.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Enterprise)) == 60


def test_another_password_is_set_by_filling_again(filled: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEMO_PASSWORD", "một mật khẩu khác")
    again(filled)
    assert kept_password(filled.extensions["settings"].var) == "một mật khẩu khác"
    with filled.extensions["reading"]() as session:
        user = session.scalars(select(User).where(User.email == ADDRESSES["analyst"])).one()
        assert passwords.fits("một mật khẩu khác", user.password_hash)


def test_a_database_with_real_enterprises_is_refused(run: Run, app: Flask):
    run("db", "upgrade")
    make_enterprise(app, make_user(app))
    said = run("demo")
    assert said.code == 1
    assert "real" in said.last
    with app.extensions["reading"]() as session:
        assert session.get(Fact, "demo") is None


def test_production_is_refused(run: Run, app: Flask):
    run("db", "upgrade")
    object.__setattr__(app.extensions["settings"], "production", True)
    said = run("demo")
    assert said.code == 1
    assert "production" in said.last


def test_questionnaires_must_be_there(run: Run):
    said = run("demo")
    assert said.code == 1
    assert "db upgrade" in said.last


@pytest.mark.parametrize("words", [("--enterprises", "0"), ("--enterprises", "many"), ("--seed", "-1")])
def test_figures_that_do_not_fit_are_refused(run: Run, words: tuple[str, str]):
    assert run("demo", *words).code == 2


def test_invented_enterprises_have_the_shape_of_a_register():
    invented = firms(300, np.random.default_rng(1))
    assert {firm.sector for firm in invented} == set(SECTORS)
    assert {firm.place for firm in invented} <= set(PLACES)
    assert len({firm.tax_code for firm in invented}) == len({firm.name for firm in invented}) == 300
    shares = Counter(firm.size for firm in invented)
    assert shares["micro"] > shares["medium"] > shares["large"] > 0
    assert {firm.organisation_type for firm in invented} == {"enterprise", "household", "cooperative"}
    assert all(firm.size == "micro" for firm in invented if firm.organisation_type == "household")


def test_invented_tax_codes_read_like_codes_of_a_province_that_does_not_exist():
    for firm in firms(200, np.random.default_rng(2)):
        read = read_tax_code(firm.tax_code)
        assert read.fits
        assert is_personal(firm.tax_code) == (firm.organisation_type == "household")
        assert firm.tax_code.startswith("099" if is_personal(firm.tax_code) else "99")


def test_the_same_seed_invents_the_same():
    assert firms(40, np.random.default_rng(9)) == firms(40, np.random.default_rng(9))


def test_one_enterprise_is_enough(run: Run):
    run("db", "upgrade")
    assert run("demo", "--enterprises", 1).code == 0


@pytest.mark.parametrize("name", ["quang-ninh-sme/2026.1", "household-business/2026.1", "dbi-1970-sme/1.0"])
def test_invented_answers_are_complete_and_rise_with_maturity(name: str):
    from assessment import catalogue
    from assessment.core.reckoning.outcome import outcome
    from tests.factories import ROOT

    questionnaire = catalogue.read(ROOT / "questionnaires" / f"{name}.yaml")
    rng, means = np.random.default_rng(4), []
    profiles = [firm.profile for firm in firms(25, rng)]
    for expected in (8, 30, 70):
        scores = []
        for profile in profiles:
            answers = maturity.answers(questionnaire, profile, expected, rng)
            assert missing(questionnaire, profile, answers) == ()
            scores.append(outcome(questionnaire, profile, answers).overall)
        means.append(np.mean([score for score in scores if score is not None]))
    assert means[0] < means[1] < means[2]


@pytest.mark.parametrize("shares", [RUNNING, ENDED])
def test_the_shares_of_states_are_whole_and_each_has_a_path(shares: dict[str, float]):
    assert sum(shares.values()) == pytest.approx(1)
    assert set(shares) <= set(PATHS)
