"""`demo`."""

import click

from assessment.cli.demo.people import log_ins
from assessment.cli.plain import command, this_app
from assessment.models import Fact

MOST = 20_000


@command("demo")
@click.option("--enterprises", type=click.IntRange(1, MOST), default=300, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=2026, show_default=True, help="The same seed, the same data.")
def demo(enterprises: int, seed: int) -> None:
    """Fill an empty database with labelled, invented enterprises; a database is demo or real."""
    from assessment.cli.demo import filling, logins

    app = this_app()
    with app.extensions["reading"]() as session:
        is_filled = session.get(Fact, "demo") is not None
    if is_filled:
        logins.settle_password(app)
        click.echo("This database holds demo data already; nothing was added.")
    else:
        filling.fill(app, enterprises, seed)
        click.echo(f"{enterprises} invented enterprises are in the database, which now is a demo for good.")
    for line in log_ins(app.extensions["settings"].var):
        click.echo(line)


COMMANDS = (demo,)
