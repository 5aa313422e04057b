"""`questionnaire check`, `questionnaire publish` and `db upgrade`."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.app import create_app
from assessment.config import Settings
from assessment.models import AuditEvent, PublishedQuestionnaire
from tests.cli.conftest import Run
from tests.factories import ROOT, SMALL

FAULTY = ROOT / "tests" / "questionnaires" / "faults" / "band-without-threshold.yaml"


def published(app: Flask) -> list[tuple[str, str]]:
    with app.extensions["reading"]() as session:
        rows = session.execute(select(PublishedQuestionnaire.slug, PublishedQuestionnaire.version))
        return sorted(tuple(row) for row in rows)


def test_a_right_file_is_ok(run: Run):
    said = run("questionnaire", "check", SMALL)
    assert (said.code, said.out) == (0, f"{SMALL}: ok\n")


def test_every_fault_is_told_with_its_line_and_the_exit_status_is_1(run: Run):
    said = run("questionnaire", "check", SMALL, FAULTY)
    assert said.code == 1
    assert f"{SMALL}: ok" in said.out
    assert f"{FAULTY}:" in said.out


def test_a_folder_stands_for_all_its_files(run: Run):
    said = run("questionnaire", "check", ROOT / "questionnaires")
    assert said.code == 0
    assert said.out.count(": ok") == len(list((ROOT / "questionnaires").glob("*/*.yaml")))


@pytest.mark.parametrize("name", ["nowhere.yaml", "empty"])
def test_what_is_not_there_is_told_in_one_line(run: Run, tmp_path: Path, name: str):
    (tmp_path / "empty").mkdir()
    said = run("questionnaire", "check", tmp_path / name)
    assert said.code == 1
    assert name in said.last


def test_a_file_that_is_no_text_is_told_in_one_line(run: Run, write):
    said = run("questionnaire", "check", write("bytes.yaml", b"\xff\xfe\x00"))
    assert said.code == 1
    assert "not UTF-8" in said.out


def test_checking_nothing_is_refused(run: Run):
    assert run("questionnaire", "check").code == 2


def test_publishing_copies_a_file_and_puts_it_on_record(run: Run, app: Flask):
    said = run("questionnaire", "publish", SMALL)
    assert (said.code, said.out) == (0, "small 1.0 is published.\n")
    assert published(app) == [("small", "1.0")]
    with app.extensions["reading"]() as session:
        assert [event.subject for event in session.scalars(select(AuditEvent))] == ["questionnaire:small/1.0"]


def test_publishing_the_same_content_again_changes_nothing(run: Run, app: Flask):
    run("questionnaire", "publish", SMALL)
    said = run("questionnaire", "publish", SMALL)
    assert said.code == 0
    assert "before" in said.out
    assert published(app) == [("small", "1.0")]


def test_other_content_under_the_same_version_is_refused(run: Run, app: Flask, write):
    run("questionnaire", "publish", SMALL)
    changed = write("small/1.0.yaml", SMALL.read_text().replace("points: 2", "points: 3"))
    said = run("questionnaire", "publish", changed)
    assert said.code == 1
    assert "new version" in said.last


@pytest.mark.parametrize("path", [FAULTY, Path("nowhere.yaml")], ids=["faulty", "missing"])
def test_a_faulty_file_is_not_published(run: Run, app: Flask, path: Path):
    said = run("questionnaire", "publish", path)
    assert said.code == 1
    assert f"{path}:" in said.out
    assert published(app) == []


def test_targets_are_not_taken_for_a_questionnaire(run: Run, app: Flask):
    said = run("questionnaire", "publish", ROOT / "questionnaires" / "targets" / "quang-ninh.yaml")
    assert said.code == 1
    assert "a file of targets is no questionnaire" in said.out
    assert "levels" not in said.out
    assert published(app) == []


def test_an_upgrade_publishes_what_is_shipped_and_then_has_nothing_to_do(run: Run, app: Flask):
    first, again = run("db", "upgrade"), run("db", "upgrade")
    assert (first.code, again.code) == (0, 0)
    assert ("quang-ninh-sme", "2026.1") in published(app)
    assert again.out == "The database is up to date.\n"


def test_an_upgrade_leaves_what_is_published_and_says_so(run: Run, app: Flask, settings: Settings, tmp_path: Path):
    run("db", "upgrade")
    shipped = tmp_path / "questionnaires" / "household-business" / "2026.1.yaml"
    shipped.parent.mkdir(parents=True)
    original = (settings.questionnaires / "household-business" / "2026.1.yaml").read_text()
    shipped.write_text(original.replace("points: 3", "points: 4"))
    object.__setattr__(settings, "questionnaires", tmp_path / "questionnaires")
    assert "published with other content" in run("db", "upgrade").out


def test_a_published_version_is_printed_as_it_was_published(run: Run):
    run("questionnaire", "publish", str(SMALL))
    assert run("questionnaire", "export", "small", "1.0").out.encode() == SMALL.read_bytes()
    missing = run("questionnaire", "export", "small", "9")
    assert missing.code == 1
    assert "small 9 is not published." in missing.last


def test_a_new_database_gets_its_tables(tmp_path: Path):
    settings = Settings(
        production=False,
        secret_key="a secret for tests that is long enough",
        public_url="http://localhost",
        database_url=f"sqlite:///{tmp_path / 'deep' / 'new.sqlite'}",
        var=tmp_path / "var",
    )
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["db", "upgrade"], catch_exceptions=False)
    app.extensions["engine"].dispose()
    assert result.exit_code == 0
    assert "newest shape" in result.output
    assert (tmp_path / "var" / "queue.sqlite").exists()


@pytest.mark.parametrize(
    "words", [("audit", "verify"), ("demo",), ("backup", "x.tar"), ("questionnaire", "publish", str(SMALL))]
)
def test_a_database_without_tables_is_told_in_one_line(tmp_path: Path, words: tuple[str, ...]):
    settings = Settings(
        production=False,
        secret_key="a secret for tests that is long enough",
        public_url="http://localhost",
        database_url=f"sqlite:///{tmp_path / 'none.sqlite'}",
        var=tmp_path / "var",
        immediate_jobs=True,
    )
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=list(words), catch_exceptions=False)
    app.extensions["engine"].dispose()
    assert result.exit_code == 1
    assert "flask --app wsgi db upgrade" in result.stderr


def test_a_database_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("")
    settings = Settings(
        production=False,
        secret_key="a secret for tests that is long enough",
        public_url="http://localhost",
        database_url=f"sqlite:///{tmp_path}",
        var=tmp_path / "var",
        immediate_jobs=True,
    )
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["audit", "verify"], catch_exceptions=False)
    assert result.exit_code == 1
    assert result.stderr.strip() == "Error: The database says: unable to open database file"


def test_words_that_are_not_utf_8_are_told_in_one_line(run: Run):
    said = run("questionnaire", "export", "\udcff", "1")
    assert (said.code, said.last) == (1, "Error: What was typed holds bytes that are not UTF-8.")
