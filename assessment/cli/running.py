"""`worker` and `start`."""

import click
from sqlalchemy import select

from assessment.cli.plain import command, this_app
from assessment.models import Job


@command("worker")
def worker() -> None:
    """Run jobs until stopped."""
    from assessment.worker import work

    app = this_app()
    with app.extensions["reading"]() as session:
        # Without tables every sweep would fail, each with pages of traceback; here it is told in one line.
        session.execute(select(Job.id).limit(1))
    work(app)


@click.command("start")
def start() -> None:
    """Make the database ready and start web and worker together, as `make run` does."""
    from assessment.cli import starting

    starting.main()


COMMANDS = (worker, start)
