"""`user create`."""

import sys
from datetime import UTC, datetime

import click

from assessment.accounts import service
from assessment.accounts.weakness import SHORTEST, weakness
from assessment.cli.plain import Group, this_app
from assessment.core.values import text
from assessment.core.values.states import Problem

LONGEST_NAME = 200
WEAK = {
    "short": f"The password needs at least {SHORTEST} characters.",
    "about": "The password is made of names that others know.",
    "common": "The password is easy to guess.",
}

commands = Group("user", help="People who may log in.")
COMMANDS = (commands,)


@commands.command("create")
@click.option("--email", required=True, help="The address to log in with.")
@click.option("--name", required=True, help="Family name, middle name, given name.")
@click.option("--role", required=True, type=click.Choice(list(service.ROLES)), help="What the person is here.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, name: str, role: str, *, password_stdin: bool) -> None:
    """Make a person who may log in at once."""
    address, called = _clean(text.email(email), "--email"), _clean(text.clean_name(name, LONGEST_NAME), "--name")
    password = _password(from_input=password_stdin)
    weak = weakness(password, [called, address.partition("@")[0]])
    if weak is not None:
        raise click.ClickException(WEAK[weak])
    with this_app().extensions["writing"]() as session, session.begin():
        try:
            service.create_user(session, address, called, role, password, datetime.now(UTC))
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{address} may log in now ({role}).")


def _clean(found: str | Problem, option: str) -> str:
    if isinstance(found, Problem) or not found:
        raise click.BadParameter("cannot be used; mind its length and its signs.", param_hint=option)
    return found


def _password(*, from_input: bool) -> str:
    """Read the password, from a pipe or twice from a person."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("There is nobody to ask for the password; use --password-stdin.")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
