"""The command line: `flask --app wsgi …`. Bad input gets one clear line and a non-zero exit, never a traceback.

Commands are imported when one is asked for, and import late what only they need, so that the web process starts light.
"""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

GROUPS = ("questionnaires", "scoring", "index", "tables", "demo.command", "accounts", "records", "keeping", "running")


class Commands(AppGroup):
    """The application's commands, found in their modules at the first question for one."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the command of a name, or None."""
        self._gather()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        self._gather()
        return super().list_commands(ctx)

    def _gather(self) -> None:
        for group in GROUPS:
            for command in import_module(f"{__name__}.{group}").COMMANDS:
                self.add_command(command)


def init_app(app: Flask) -> None:
    """Let the application know its commands."""
    app.cli = Commands(app.name)
