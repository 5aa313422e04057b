"""`demo`: a database full of labelled, invented enterprises."""

import click

from assessment.cli.plain import Command, this_app
from assessment.models import Fact

MOST = 20_000


@click.command("demo", cls=Command)
@click.option("--enterprises", type=click.IntRange(1, MOST), default=300, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=2026, show_default=True, help="The same seed, the same data.")
def demo(enterprises: int, seed: int) -> None:
    """Fill an empty database with labelled, invented enterprises; a database is demo or real."""
    from assessment.cli.demo import filling
    from assessment.cli.demo.logins import ADDRESSES, kept_password

    app = this_app()
    with app.extensions["reading"]() as session:
        is_filled = session.get(Fact, "demo") is not None
    if is_filled:
        click.echo("This database holds demo data already; nothing was changed.")
        return
    filling.fill(app, enterprises, seed)
    click.echo(f"{enterprises} invented enterprises are in the database, which now is a demo for good.")
    for role, address in ADDRESSES.items():
        click.echo(f"  {address:24} {role}")
    click.echo(f"  password: {kept_password(app.extensions['settings'])}")


COMMANDS = (demo,)
