"""The command line: `flask --app wsgi …`. Bad input gets one clear line and a non-zero exit, never a traceback."""

import json
import click
from flask import Flask, current_app
from flask.cli import AppGroup

from assessment.policy import ROLES
from assessment.web.access import rule_of

db_commands = AppGroup("db", help="The database's tables.")
audit_commands = AppGroup("audit", help="The audit log.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (db_commands, audit_commands, access_command, worker_command):
        app.cli.add_command(command)


@db_commands.command("upgrade")
def upgrade() -> None:
    """Bring the tables to the newest shape and publish the shipped questionnaires."""
    from assessment import migrations

    migrations.upgrade(current_app.extensions["settings"].database_url)
    click.echo("The database is up to date.")


@audit_commands.command("verify")
def verify_audit() -> None:
    """Check the chain of the audit log; exit 1 and name the first event that does not fit."""
    from assessment.models.trail import first_break

    with current_app.extensions["reading"]() as session:
        broken = first_break(session)
    if broken is not None:
        message = f"The chain breaks at event {broken}."
        raise click.ClickException(message)
    click.echo("The chain is whole.")


@click.command("access")
def access_command() -> None:
    """Print what each role may do at each endpoint, as JSON."""
    table = {}
    for endpoint in sorted(current_app.view_functions):
        rule = rule_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]  # noqa: SLF001
        table[endpoint] = {role: "deny" if rule is None else rule.of(role).value for role in ROLES}
    click.echo(json.dumps(table, indent=1))


@click.command("worker")
def worker_command() -> None:
    """Run jobs until stopped."""
    from assessment import worker

    worker.work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
