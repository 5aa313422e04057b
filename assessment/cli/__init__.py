"""The command line: `flask --app wsgi …`. Bad input gets one clear line and a non-zero exit, never a traceback.

The commands import late what only they need, so that the web process, which registers them, starts light.
"""

from importlib import import_module

from flask import Flask

GROUPS = ("questionnaires", "scoring", "index", "tables", "demo.command", "accounts", "records", "keeping", "running")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for group in GROUPS:
        for command in import_module(f"{__name__}.{group}").COMMANDS:
            app.cli.add_command(command)
