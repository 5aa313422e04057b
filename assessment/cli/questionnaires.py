"""`questionnaire check`, `questionnaire publish` and `questionnaire export`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select

from assessment import catalogue
from assessment.cli.plain import Group, this_app
from assessment.models import PublishedQuestionnaire
from assessment.models.trail import record

commands = Group("questionnaire", help="Questionnaires in files.")
COMMANDS = (commands,)


@commands.command("check", with_appcontext=False)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check files, and all files in folders: `ok`, or every fault as path:line: where: what."""
    wrong = False
    for path in paths:
        for file in _files(path):
            faults = catalogue.check(file)
            wrong = wrong or bool(faults)
            click.echo("\n".join(faults) or f"{file}: ok")
    if wrong:
        raise click.exceptions.Exit(1)


def _files(path: Path) -> Iterator[Path]:
    """Give a file itself, or what a folder and its folders hold."""
    if not path.is_dir():
        yield path
        return
    found = sorted(path.rglob("*.yaml"))
    if not found:
        raise click.ClickException(f"{path}: no questionnaire (*.yaml) lies here.")
    yield from found


@commands.command("publish")
@click.argument("path", type=click.Path(path_type=Path))
def publish(path: Path) -> None:
    """Copy a checked file into the database; a published id and version never changes."""
    now = datetime.now(UTC)
    with this_app().extensions["writing"]() as session, session.begin():
        row = catalogue.publish(session, path, now=now)
        name, is_new = f"{row.slug} {row.version}", row.published_at == now
        if is_new:
            detail = {"sha256": row.sha256}
            subject = f"questionnaire:{row.slug}/{row.version}"
            record(session, "questionnaire.published", subject[:120], actor=None, now=now, detail=detail)
    click.echo(f"{name} is published." if is_new else f"{name} was published before, with the same content.")


@commands.command("export")
@click.argument("slug", metavar="ID")
@click.argument("version")
def export(slug: str, version: str) -> None:
    """Print the text of a published version, such as one a weight set was written into."""
    with this_app().extensions["reading"]() as session:
        content = session.scalar(select(PublishedQuestionnaire.content).filter_by(slug=slug, version=version))
    if content is None:
        raise click.ClickException(f"{slug} {version} is not published.")
    click.echo(content, nl=False)
