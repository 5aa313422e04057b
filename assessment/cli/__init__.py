"""The command line: `flask --app wsgi …`. Bad input gets one clear line and a non-zero exit, never a traceback.

The commands import late what only they need, so that the web process, which registers them, starts light.
"""

from flask import Flask

from assessment.cli import accounts, demo, index, keeping, questionnaires, records, running, scoring, tables


def init_app(app: Flask) -> None:
    """Add the commands."""
    for part in (questionnaires, scoring, index, tables, demo, accounts, records, keeping, running):
        for command in part.COMMANDS:
            app.cli.add_command(command)
