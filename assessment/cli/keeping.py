"""`backup` and `restore`: database and files in one archive, and back again."""

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.engine import make_url

from assessment.cli import archive
from assessment.cli.plain import command, this_app
from assessment.cli.starting import newest_revision
from assessment.cli.tables import revision
from assessment.database import Base
from assessment.models import PublishedQuestionnaire

FORMAT = 1
LIST = "contents.json"
LEFT_OUT = ("queue.sqlite",)
BLOCK = 1 << 20
FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@command("backup")
@FILE
def backup(file: Path) -> None:
    """Copy the database, as it stands in one moment, and the files of the var folder into one archive."""
    app = this_app()
    if file.exists():
        raise click.ClickException(f"{file} exists already; name another file.")
    if revision(app.extensions["engine"]) != newest_revision():
        raise click.ClickException("The tables do not have their newest shape. Run: flask --app wsgi db upgrade")
    half = file.with_name(f".{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            tables, files = _gather(app, Path(folder))
            _pack(half, Path(folder), tables, files)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    rows = sum(table.rows for table in tables)
    click.echo(f"{file}: {len(tables)} tables, {rows} rows, {len(files)} files.")


def _gather(app: Flask, folder: Path) -> tuple[list[archive.Written], dict[str, Path]]:
    with snapshot(app) as connection:
        tables = archive.dump(connection, folder)
    return tables, dict(_var_files(app))


@contextmanager
def snapshot(app: Flask) -> Iterator[Connection]:
    """Read the database as it stands in one moment, however long that takes."""
    engine = app.extensions["engine"]
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def _var_files(app: Flask) -> Iterator[tuple[str, Path]]:
    """Name the files that belong to the site; the database has been read, and the queue only carries messages."""
    settings = app.extensions["settings"]
    database = Path(make_url(settings.database_url).database or "").name if settings.sqlite else "/"
    for path in sorted(settings.var.rglob("*")):
        left_out = path.name.startswith((database, *LEFT_OUT)) or path.suffix == ".part"
        if path.is_file() and not path.is_symlink() and not left_out:
            yield path.relative_to(settings.var).as_posix(), path


def _pack(half: Path, folder: Path, tables: list[archive.Written], files: dict[str, Path]) -> None:
    """Write the archive, readable by its owner only; the list of contents stands first."""
    half.touch(mode=0o600)
    contents = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": newest_revision(),
        "tables": [table.as_json() for table in tables],
        "files": {name: hashed(path.open("rb")) for name, path in files.items()},
    }
    (folder / LIST).write_text(json.dumps(contents, ensure_ascii=False, indent=1), encoding="utf-8")
    with tarfile.open(half, "w:gz" if half.name.endswith(".gz.part") else "w") as packed:
        packed.add(folder / LIST, LIST)
        for table in tables:
            packed.add(folder / f"{table.name}.jsonl", f"tables/{table.name}.jsonl")
        for name, path in files.items():
            packed.add(path, f"var/{name}")


def hashed(file: IO[bytes]) -> str:
    """Hash a file in blocks."""
    digest = hashlib.sha256()
    with file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


@command("restore")
@FILE
@click.option("--force", is_flag=True, help="Throw away what the database holds now.")
def restore(file: Path, *, force: bool) -> None:
    """Bring back a backup into an empty database, SQLite or PostgreSQL; stop web and worker before."""
    app = this_app()
    try:
        with tarfile.open(file) as packed:
            contents = _checked(packed, file)
            if not force and not _is_empty(app):
                raise click.ClickException("The database is not empty; --force throws away what it holds.")
            _restore(app, packed, contents)
    except (tarfile.TarError, EOFError) as error:
        raise click.ClickException(f"{file}: this is no backup, or not a whole one.") from error
    rows = sum(table["rows"] for table in contents["tables"])
    click.echo(f"{len(contents['tables'])} tables, {rows} rows and {len(contents['files'])} files are back.")


def _checked(packed: tarfile.TarFile, file: Path) -> dict[str, Any]:
    """Read the list of contents and hold every part against its hash, before anything is touched."""
    try:
        contents: dict[str, Any] = json.loads(_part(packed, LIST).read())
        expected = {f"tables/{table['name']}.jsonl": table["sha256"] for table in contents["tables"]}
        expected |= {f"var/{name}": digest for name, digest in contents["files"].items()}
        known = contents["format"] == FORMAT and contents["revision"] <= newest_revision()
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"{file}: this is no backup, or not a whole one ({error}).") from error
    if not known:
        raise click.ClickException(f"{file}: this backup was made by a newer version of the application.")
    for name, digest in expected.items():
        if hashed(_part(packed, name)) != digest:
            raise click.ClickException(f"{file}: {name} is not what was backed up.")
    return contents


def _part(packed: tarfile.TarFile, name: str) -> IO[bytes]:
    """Open one part of the archive."""
    try:
        part = packed.extractfile(name)
    except KeyError:
        part = None
    if part is None:
        raise click.ClickException(f"{packed.name!s}: this is no backup, or not a whole one; {name} is missing.")
    return part


def _is_empty(app: Flask) -> bool:
    """Tell whether nothing stands in the tables but published questionnaires."""
    if revision(app.extensions["engine"]) is None:
        return True
    own = PublishedQuestionnaire.__tablename__
    with app.extensions["engine"].connect() as connection:
        tables = [table for table in Base.metadata.sorted_tables if table.name != own]
        return not any(connection.scalar(select(func.count()).select_from(table)) for table in tables)


def _restore(app: Flask, packed: tarfile.TarFile, contents: dict[str, Any]) -> None:
    """Make the tables as they were then, fill them, and bring them to today's shape."""
    from assessment import migrations

    settings, engine = app.extensions["settings"], app.extensions["engine"]
    if revision(engine) is not None:
        migrations.downgrade(settings.database_url)
    migrations.upgrade(settings.database_url, contents["revision"])
    tables = [archive.Written(**table) for table in contents["tables"]]
    with engine.execution_options(writes=True).begin() as connection:
        for table in tables:
            archive.load(connection, table, _part(packed, f"tables/{table.name}.jsonl"))
        _compare(connection, tables, is_newest=contents["revision"] == newest_revision())
    for name in contents["files"]:
        _put_back(settings.var, name, _part(packed, f"var/{name}"))
    migrations.upgrade(settings.database_url)


def _compare(connection: Connection, tables: list[archive.Written], *, is_newest: bool) -> None:
    """Refuse what came back otherwise than it went; the transaction then leaves nothing behind."""
    for table in tables:
        if archive.count(connection, table) != table.rows:
            raise click.ClickException(f"{table.name}: not all rows came back; nothing was restored.")
        if is_newest and archive.digest_of(connection, table) != table.sha256:
            raise click.ClickException(f"{table.name}: rows came back changed; nothing was restored.")


def _put_back(var: Path, name: str, part: IO[bytes]) -> None:
    """Write one file of the var folder, readable by its owner only."""
    path = (var / name).resolve()
    if not path.is_relative_to(var.resolve()):
        raise click.ClickException(f"{name}: this file does not belong into the var folder.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with part, path.open("wb") as file:
        while block := part.read(BLOCK):
            file.write(block)


COMMANDS = (backup, restore)
