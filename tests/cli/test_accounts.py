"""`user create`."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import AuditEvent, User
from assessment.web import passwords
from tests.cli.conftest import Run

GOOD = "ba con mèo ngủ trưa"
WORDS = ("user", "create", "--email", "Lan@Vidu.vn", "--name", "Lê  Thị Lan", "--role")


def people(app: Flask) -> list[User]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(User)))


@pytest.mark.parametrize(
    ("role", "kept"),
    [("owner", "none"), ("reviewer", "reviewer"), ("analyst", "analyst"), ("administrator", "administrator")],
)
def test_a_person_may_log_in_at_once(run: Run, app: Flask, role: str, kept: str):
    said = run(*WORDS, role, "--password-stdin", typed=GOOD + "\n")
    assert (said.code, said.out) == (0, f"lan@vidu.vn may log in now ({role}).\n")
    [user] = people(app)
    assert (user.email, user.name, user.role) == ("lan@vidu.vn", "Lê Thị Lan", kept)
    assert user.confirmed_at is not None
    assert passwords.fits(GOOD, user.password_hash)


def test_a_new_person_is_put_on_record(run: Run, app: Flask):
    run(*WORDS, "reviewer", "--password-stdin", typed=GOOD)
    with app.extensions["reading"]() as session:
        assert [event.action for event in session.scalars(select(AuditEvent))] == ["account.created"]


def test_an_address_has_one_account(run: Run, app: Flask):
    run(*WORDS, "owner", "--password-stdin", typed=GOOD)
    said = run(*WORDS, "reviewer", "--password-stdin", typed=GOOD)
    assert (said.code, said.last) == (1, "Error: lan@vidu.vn already has an account.")
    assert [user.role for user in people(app)] == ["none"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("ngắn", "at least 8"), ("", "at least 8"), ("12345678", "easy to guess")],
)
def test_a_weak_password_is_refused(run: Run, app: Flask, typed: str, words: str):
    said = run(*WORDS, "owner", "--password-stdin", typed=typed)
    assert said.code == 1
    assert words in said.last
    assert people(app) == []


def test_nobody_is_asked_where_nobody_sits(run: Run):
    said = run(*WORDS, "owner", typed="")
    assert said.code == 2
    assert "--password-stdin" in said.last


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--email", "lan@"),
        ("--email", ""),
        ("--name", ""),
        ("--name", "a\nb"),
        ("--name", "x" * 300),
        ("--role", "boss"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_option(run: Run, app: Flask, option: str, value: str):
    words = {"--email": "lan@vidu.vn", "--name": "Lan", "--role": "owner", option: value}
    said = run("user", "create", *(each for pair in words.items() for each in pair), "--password-stdin", typed=GOOD)
    assert said.code == 2
    assert option in said.last
    assert people(app) == []
