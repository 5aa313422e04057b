"""`worker` and `start`."""

import click

from assessment.cli.plain import Command, this_app


@click.command("worker", cls=Command)
def worker() -> None:
    """Run jobs until stopped."""
    from assessment.worker import work

    work(this_app())


@click.command("start")
def start() -> None:
    """Start web and worker together, on a database made ready before; `make run` calls this."""
    from assessment.cli import starting

    starting.main()


COMMANDS = (worker, start)
