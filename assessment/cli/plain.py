"""Commands whose foreseeable troubles end in one clear line, never in a traceback."""

import errno
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from assessment.catalogue import AlreadyPublished, CatalogueError
from assessment.cli.troubles import of_database, of_system
from assessment.core.errors import CoreError


class Command(click.Command):
    """A command that says in one line what went wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except CatalogueError as error:
            for line in error.lines:
                click.echo(line)
            ctx.exit(1)
        except (CoreError, AlreadyPublished) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(of_database(error)) from error
        except UnicodeEncodeError as error:
            raise click.ClickException("What was typed holds bytes that are not UTF-8.") from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # Whoever reads our output has seen enough; click knows what to do.
                raise
            raise click.ClickException(of_system(error)) from error


class Group(AppGroup):
    """A group of such commands."""

    command_class = Command


def command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command that stands for itself."""
    return lambda function: click.command(name, cls=Command)(with_appcontext(function))


def this_app() -> Flask:
    """Give the application the command runs in."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app
