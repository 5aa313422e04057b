"""`db upgrade`: the tables in their newest shape, and the shipped questionnaires in them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.engine import make_url

from assessment import catalogue
from assessment.cli.plain import Group, this_app
from assessment.cli.starting import newest_revision
from assessment.models import PublishedQuestionnaire

commands = Group("db", help="The database's tables.")
COMMANDS = (commands,)


@commands.command("upgrade")
def upgrade() -> None:
    """Bring the tables to the newest shape and publish the shipped questionnaires."""
    for line in bring_up(this_app()):
        click.echo(line)
    click.echo("The database is up to date.")


def bring_up(app: Flask) -> list[str]:
    """Do what is to be done and tell it; quick when that is nothing."""
    settings = app.extensions["settings"]
    if settings.sqlite:
        Path(make_url(settings.database_url).database or "").parent.mkdir(parents=True, exist_ok=True)
    said = []
    if revision(app.extensions["engine"]) != newest_revision():
        # Alembic takes a third of a second to import, which a start with nothing to do need not spend.
        from assessment import migrations

        migrations.upgrade(settings.database_url)
        said.append("The tables have their newest shape.")
    if app.extensions["carrier"] is not None:
        app.extensions["carrier"].prepare()
    return said + publish_shipped(app)


def revision(engine: Engine) -> str | None:
    """Give the revision the tables stand at, or None before the first."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def publish_shipped(app: Flask) -> list[str]:
    """Publish the shipped questionnaires that are not published yet; known content is told by its hash, unread."""
    settings = app.extensions["settings"]
    files = [path for path in catalogue.files(settings.questionnaires) if path.parent.name != "targets"]
    with app.extensions["reading"]() as session:
        rows = session.execute(
            select(PublishedQuestionnaire.slug, PublishedQuestionnaire.version, PublishedQuestionnaire.sha256)
        )
        known = {(row.slug, row.version): row.sha256 for row in rows}
    new = [path for path in files if known.get(_key(path)) != hashlib.sha256(path.read_bytes()).hexdigest()]
    return [_publish(app, path, is_known=_key(path) in known) for path in new]


def _publish(app: Flask, path: Path, *, is_known: bool) -> str:
    name = " ".join(_key(path))
    if is_known:
        return f"Note: {name} is published with other content than {path} has; what is published stays."
    with app.extensions["writing"]() as session, session.begin():
        catalogue.publish(session, path, now=datetime.now(UTC))
    return f"{name} is published."


def _key(path: Path) -> tuple[str, str]:
    return path.parent.name, path.stem
