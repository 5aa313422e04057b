"""`backup` and `restore`: away and back, from one database into another."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from assessment import migrations
from assessment.app import create_app
from assessment.cli import archive
from assessment.config import Settings
from assessment.database import Base
from assessment.models import Consent, Enterprise, Membership, Paper, User
from assessment.models.trail import record
from tests.cli.conftest import Run, Said
from tests.factories import give_answer, make_assessment, make_enterprise, make_user, make_wave, writing


@pytest.fixture
def filled(app: Flask) -> Flask:
    """A database with something in every kind of column, and files beside it."""
    owner, content, now = make_user(app), bytes(range(256)) * 10, datetime.now(UTC)
    assessment = make_assessment(app, make_enterprise(app, owner), make_wave(app), owner, submitted_at=now)
    with writing(app) as session:
        session.add(
            Paper(name="Giấy.pdf", media_type="application/pdf", sha256="0" * 64, content=content, created_at=now)
        )
        for number, value in enumerate(({"option": "full"}, None), 1):
            common = {
                "assessment_id": assessment,
                "criterion": f"c{number}",
                "value": value,
                "user_id": owner,
                "at": now,
            }
            give_answer(session, **common)
        record(session, "log_in", "user:0", actor=owner, now=now, detail={"tên": "Hạ Long"})
    mail = app.extensions["settings"].var / "mail" / "a.eml"
    mail.parent.mkdir(parents=True)
    mail.write_text("thư")
    return app


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Flask]:
    """Another site, on SQLite, whose database does not exist yet."""
    settings = Settings(
        production=False,
        secret_key="a secret for tests that is long enough",
        public_url="http://localhost",
        database_url=f"sqlite:///{tmp_path / 'elsewhere.sqlite'}",
        var=tmp_path / "elsewhere",
        immediate_jobs=True,
    )
    app = create_app(settings)
    yield app
    app.extensions["engine"].dispose()


def in_(app: Flask, *words: object) -> Said:
    result = app.test_cli_runner().invoke(args=[str(word) for word in words], catch_exceptions=False)
    return Said(result.exit_code, result.stdout, result.stderr)


def digests(app: Flask, folder: Path) -> dict[str, str]:
    folder.mkdir()
    with app.extensions["engine"].connect() as connection:
        return {table.name: table.sha256 for table in archive.dump(connection, folder)}


def test_a_backup_brings_everything_back_into_another_database(
    run: Run, filled: Flask, elsewhere: Flask, tmp_path: Path
):
    file = tmp_path / "copy.tar"
    assert run("backup", file).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    said = in_(elsewhere, "restore", file)
    assert said.code == 0, said.err
    assert digests(elsewhere, tmp_path / "b") == digests(filled, tmp_path / "a")
    assert (elsewhere.extensions["settings"].var / "mail" / "a.eml").read_text() == "thư"
    assert in_(elsewhere, "audit", "verify").code == 0


def test_a_backup_comes_back_into_the_same_database(run: Run, filled: Flask, tmp_path: Path):
    before = digests(filled, tmp_path / "a")
    run("backup", tmp_path / "copy.tar")
    make_user(filled, "spaeter@vidu.vn")
    assert run("restore", "--force", tmp_path / "copy.tar").code == 0
    assert digests(filled, tmp_path / "b") == before


def test_life_goes_on_after_a_restore(run: Run, filled: Flask, tmp_path: Path):
    run("backup", tmp_path / "copy.tar")
    run("restore", "--force", tmp_path / "copy.tar")
    with writing(filled) as session:
        record(session, "log_in", "user:1", actor=None, now=datetime.now(UTC))
    make_user(filled)
    with writing(filled) as session:
        enterprise = session.scalars(select(Enterprise).limit(1)).one()
        user = session.scalars(select(User).limit(1)).one()
        session.add(Consent(user_id=user.id, purpose="contact", text_version="1", language="vi", at=datetime.now(UTC)))
        session.add(
            Membership(
                user_id=make_user_in(session),
                enterprise_id=enterprise.id,
                role="colleague",
                created_at=datetime.now(UTC),
            )
        )
    assert run("audit", "verify").code == 0


def make_user_in(session):
    user = User(email="neu@vidu.vn", name="Neu", password_hash="!", created_at=datetime.now(UTC))
    session.add(user)
    session.flush()
    return user.id


def test_a_zipped_backup_comes_back_too(run: Run, filled: Flask, elsewhere: Flask, tmp_path: Path):
    run("backup", tmp_path / "copy.tar.gz")
    assert (tmp_path / "copy.tar.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert in_(elsewhere, "restore", tmp_path / "copy.tar.gz").code == 0


def test_a_backup_overwrites_nothing(run: Run, filled: Flask, tmp_path: Path):
    (tmp_path / "copy.tar").write_text("precious")
    said = run("backup", tmp_path / "copy.tar")
    assert said.code == 1
    assert "exists already" in said.last
    assert (tmp_path / "copy.tar").read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(run: Run, filled: Flask, tmp_path: Path):
    said = run("backup", tmp_path / "nowhere" / "copy.tar")
    assert said.code == 1
    assert "No such file" in said.last
    assert not (tmp_path / "nowhere").exists()


def test_a_database_in_use_is_not_restored_over(run: Run, filled: Flask, tmp_path: Path):
    run("backup", tmp_path / "copy.tar")
    before = digests(filled, tmp_path / "a")
    said = run("restore", tmp_path / "copy.tar")
    assert said.code == 1
    assert "--force" in said.last
    assert digests(filled, tmp_path / "b") == before


def changed(file: Path, name: str, content: bytes | None) -> Path:
    """Give a copy of an archive in which one part is changed or left out."""
    other = file.with_name("changed.tar")
    with tarfile.open(file) as old, tarfile.open(other, "w") as new:
        for member in old.getmembers():
            body = old.extractfile(member).read()
            if member.name == name:
                if content is None:
                    continue
                body = content
            member.size = len(body)
            new.addfile(member, io.BytesIO(body))
    return other


@pytest.mark.parametrize("content", [b"[]\n", b"", None], ids=["changed", "emptied", "left out"])
def test_a_part_that_is_not_what_was_backed_up_is_told_and_nothing_happens(
    run: Run, filled: Flask, tmp_path: Path, content
):
    run("backup", tmp_path / "copy.tar")
    before = digests(filled, tmp_path / "a")
    said = run("restore", "--force", changed(tmp_path / "copy.tar", "tables/user.jsonl", content))
    assert said.code == 1
    assert "user.jsonl" in said.last
    assert digests(filled, tmp_path / "b") == before


def test_a_backup_cut_short_is_told(run: Run, filled: Flask, tmp_path: Path):
    run("backup", tmp_path / "copy.tar")
    short = tmp_path / "short.tar"
    short.write_bytes((tmp_path / "copy.tar").read_bytes()[:5000])
    said = run("restore", "--force", short)
    assert said.code == 1
    assert "no backup" in said.last


@pytest.mark.parametrize("content", [b"", b"no archive at all" * 100])
def test_a_file_that_is_no_backup_is_told(run: Run, write, content: bytes):
    said = run("restore", write("x.tar", content))
    assert said.code == 1
    assert "no backup" in said.last


def test_a_missing_backup_is_told(run: Run, tmp_path: Path):
    assert "No such file" in run("restore", tmp_path / "no.tar").last


def test_a_backup_of_a_newer_version_is_refused(run: Run, filled: Flask, tmp_path: Path):
    run("backup", tmp_path / "copy.tar")
    with tarfile.open(tmp_path / "copy.tar") as packed:
        contents = json.load(packed.extractfile("contents.json"))
    newer = json.dumps(contents | {"revision": "9999"}).encode()
    said = run("restore", "--force", changed(tmp_path / "copy.tar", "contents.json", newer))
    assert said.code == 1
    assert "newer version" in said.last


def test_a_name_that_leads_out_of_the_folder_is_refused(run: Run, filled: Flask, elsewhere: Flask, tmp_path: Path):
    run("backup", tmp_path / "copy.tar")
    with tarfile.open(tmp_path / "copy.tar") as packed:
        contents = json.load(packed.extractfile("contents.json"))
    digest = next(iter(contents["files"].values()))
    name = next(iter(contents["files"]))
    contents["files"] = {"../evil": digest}
    evil = changed(tmp_path / "copy.tar", "contents.json", json.dumps(contents).encode())
    with tarfile.open(evil, "a") as packed, tarfile.open(tmp_path / "copy.tar") as old:
        member = old.getmember(f"var/{name}")
        body = old.extractfile(member).read()
        member.name = "var/../evil"
        packed.addfile(member, io.BytesIO(body))
    said = in_(elsewhere, "restore", evil)
    assert said.code == 1
    assert "does not belong" in said.last
    assert not (tmp_path / "evil").exists()


def test_every_column_has_a_kind_that_backups_know():
    for table in Base.metadata.sorted_tables:
        assert all(archive.kind_of(column) for column in table.columns)


def test_an_older_backup_is_brought_to_todays_shape(tmp_path: Path, elsewhere: Flask):
    """A backup of the first tables, made by hand as the version of that day would have made it."""
    row = b'["demo","1"]\n'
    table = archive.Written("fact", {"name": "text", "value": "text"}, 1, hashlib.sha256(row).hexdigest())
    contents = {
        "format": 1,
        "made_at": "2026-01-01T00:00:00+00:00",
        "revision": "0001",
        "tables": [table.as_json()],
        "files": {},
    }
    with tarfile.open(tmp_path / "old.tar", "w") as packed:
        for name, body in (("contents.json", json.dumps(contents).encode()), ("tables/fact.jsonl", row)):
            member = tarfile.TarInfo(name)
            member.size = len(body)
            packed.addfile(member, io.BytesIO(body))
    assert in_(elsewhere, "restore", tmp_path / "old.tar").code == 0
    with elsewhere.extensions["engine"].connect() as connection:
        assert connection.scalar(text("SELECT value FROM fact WHERE name = 'demo'")) == "1"
    migrations.upgrade(elsewhere.extensions["settings"].database_url)
