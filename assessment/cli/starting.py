"""What `make run` does once everything is installed: check, make the database ready, say where to look, and start."""

import ctypes
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import click
from flask import Flask

from assessment import mail
from assessment.cli.demo.logins import ADDRESSES, kept_password, settle_password
from assessment.cli.tables import bring_up
from assessment.config import ROOT, Settings
from assessment.models import Fact

NEEDED = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0"}
WISHED = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is to listen."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104 - it is compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def launch(app: Flask) -> None:
    """Check, prepare, tell, and become the keeper of web and worker; does not return."""
    settings: Settings = app.extensions["settings"]
    place = place_of(os.environ)
    mail.check(settings)
    check_libraries()
    check_free(place)
    for line in bring_up(app):
        click.echo(line)
    if os.environ.get("DEMO") == "1":
        _offer_demo(app)
    for line in greeting(app, place):
        click.echo(line)
    app.extensions["engine"].dispose()
    become_keeper(settings, place)


def place_of(environment: Mapping[str, str]) -> Place:
    """Read HOST and PORT."""
    port = environment.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        raise click.ClickException(f"PORT must be a number from 1 to {HIGHEST_PORT}, not {port!r}.")
    return Place(environment.get("HOST") or "127.0.0.1", int(port))


def check_libraries() -> None:
    """Refuse to start without what paper needs; warn of what only makes it slow."""
    missing = [package for name, package in NEEDED.items() if not _loads(name)]
    if missing:
        raise click.ClickException(f"Libraries are missing. Please install: apt-get install {' '.join(missing)}")
    for name, package in WISHED.items():
        if not _loads(name):
            click.echo(
                f"Warning: without {package} papers take more than twice as long. apt-get install {package}", err=True
            )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def check_free(place: Place) -> None:
    """Refuse to start on a port that is taken."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        wish = f"Choose another one: PORT={place.port + 1} make run"
        raise click.ClickException(f"Cannot listen on {place.host}:{place.port}: {error.strerror}. {wish}") from error


def _offer_demo(app: Flask) -> None:
    """Fill an empty database with demo data; leave any other as it is."""
    from assessment.cli.demo import filling

    if filling.is_empty(app):
        click.echo("This is the first start: filling in demo data, a few seconds (DEMO=0 starts empty) …")
        filling.fill(app)


def greeting(app: Flask, place: Place) -> list[str]:
    """Tell where to look."""
    settings: Settings = app.extensions["settings"]
    with app.extensions["reading"]() as session:
        is_demo = session.get(Fact, "demo") is not None
    if is_demo:
        settle_password(app)
    lines = ["", f"Thước Số: {place.address}"]
    if is_demo:
        lines += ["Demo log-ins:", *(f"  {address:24} {role}" for role, address in ADDRESSES.items())]
        lines += [f"  password: {kept_password(settings)}"]
    else:
        lines += ["A first administrator: flask --app wsgi user create --role administrator --email … --name …"]
    where = settings.var / "mail" if settings.mail_url is None else "sent by the configured server"
    return [*lines, f"Mails: {where}", "Stop with Ctrl-C.", ""]


def become_keeper(settings: Settings, place: Place) -> None:
    """Hand over to honcho, which runs web and worker and stops both when one ends or Ctrl-C is pressed."""
    # Honcho gives each process a PORT of its own; links in mails and codes must not follow it.
    public = os.environ.get("PUBLIC_URL") or place.address
    os.environ.update(HOST=place.host, PORT=str(place.port), PUBLIC_URL=public, PYTHONUNBUFFERED="1")
    os.environ.setdefault("VAR_DIR", str(settings.var))
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "honcho", "start", "--no-prefix", "--procfile", "Procfile"])  # noqa: S606
