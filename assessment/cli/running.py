"""`worker` and `start`."""

import click

from assessment.cli.plain import command, this_app


@command("worker")
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
