"""What `make run` does once everything is installed: check, make the database ready, say where to look, and start.

It imports next to nothing, since a second start shall be up within three seconds: what takes long is a command of its
own and is called only when there is something to do.
"""

import ctypes
import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from assessment.cli.demo.people import kept_password, log_ins, wished_password
from assessment.cli.troubles import of_database, of_system
from assessment.config import ROOT, Settings, from_environment

NEEDED = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0"}
WISHED = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
HIGHEST_PORT = 65_535
ANY = ("0.0.0.0", "::", "")  # noqa: S104 - these are compared, not bound
VERSIONS = ROOT / "assessment" / "migrations" / "versions"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is to listen."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in ANY else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Condition:
    """How the database stands: ready to be used, holding demo data, used by nobody yet."""

    ready: bool = False
    demo: bool = False
    empty: bool = True


def main() -> None:
    """Start, or say in one line why not."""
    try:
        launch(from_environment(), os.environ)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DBAPIError as error:
        sys.exit(f"Error: {of_database(error)}")
    except OSError as error:
        sys.exit(f"Error: {of_system(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


def launch(settings: Settings, environment: Mapping[str, str]) -> None:
    """Check, prepare, tell, and become the keeper of web and worker; does not return."""
    place = place_of(environment)
    check_libraries()
    check_free(place)
    found = condition(settings)
    if not found.ready:
        _command("db", "upgrade")
        found = condition(settings)
    if found.empty and environment.get("DEMO") == "1" and not settings.production:
        click.echo("This is the first start: filling in demo data, a few seconds (DEMO=0 starts empty) …")
        _command("demo")
    elif found.demo and wished_password(settings.var) != kept_password(settings.var):
        _command("demo")
    for line in greeting(settings, place, demo=condition(settings).demo):
        click.echo(line)
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
            click.echo(f"Warning: papers take twice as long without this: apt-get install {package}", err=True)


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
        wish = f"Choose another: PORT={place.port % HIGHEST_PORT + 1} make run"
        raise click.ClickException(f"Cannot listen on {place.host}:{place.port}: {error.strerror}. {wish}") from error


def condition(settings: Settings) -> Condition:
    """Look at the database; a file that is not there yet is not made by looking."""
    if settings.sqlite and not Path(make_url(settings.database_url).database or "").exists():
        return Condition()
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            return _condition(connection, settings)
    except DBAPIError as error:
        if of_database(error).startswith("The database says"):
            raise
        return Condition()  # There are no tables yet.
    finally:
        engine.dispose()


def _condition(connection: Connection, settings: Settings) -> Condition:
    newest = connection.scalar(text("SELECT version_num FROM alembic_version")) == newest_revision()
    if not newest:
        return Condition()
    known = {tuple(row) for row in connection.execute(text("SELECT slug, version, sha256 FROM questionnaire"))}
    used = 'SELECT EXISTS (SELECT 1 FROM enterprise) OR EXISTS (SELECT 1 FROM wave) OR EXISTS (SELECT 1 FROM "user")'
    return Condition(
        ready=known.issuperset(shipped(settings)),
        demo=connection.scalar(text("SELECT value FROM fact WHERE name = 'demo'")) is not None,
        empty=not connection.scalar(text(used)),
    )


def newest_revision() -> str:
    """Give the newest revision of the tables; the files are named by number."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def shipped(settings: Settings) -> set[tuple[str, str, str]]:
    """Give id, version and hash of the shipped questionnaires; folder and file bear the names."""
    files = (path for path in settings.questionnaires.glob("*/*.yaml") if path.parent.name != "targets")
    return {(path.parent.name, path.stem, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files}


def _command(*words: str) -> None:
    """Run another command, which says itself what went wrong; what it did is of no interest here."""
    line = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(line, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    if done.returncode:
        sys.exit(done.returncode)


def greeting(settings: Settings, place: Place, *, demo: bool) -> list[str]:
    """Tell where to look."""
    lines = ["", f"Thước Số: {place.address}"]
    if demo:
        lines += ["Demo log-ins:", *log_ins(settings.var)]
    else:
        lines += ["A first administrator: flask --app wsgi user create --role administrator --email … --name …"]
    where = "sent by the configured server" if settings.mail_url else settings.var / "mail"
    return [*lines, f"Mails: {where}", "Stop with Ctrl-C.", ""]


def become_keeper(settings: Settings, place: Place) -> None:
    """Hand over to honcho, which runs web and worker and stops both when one ends or Ctrl-C is pressed."""
    # Honcho gives each process a PORT of its own; links in mails and codes must not follow it.
    public = os.environ.get("PUBLIC_URL") or place.address
    os.environ.update(HOST=place.host, PORT=str(place.port), PUBLIC_URL=public, VAR_DIR=str(settings.var))
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "honcho", "start", "--no-prefix", "--procfile", "Procfile"])  # noqa: S606


if __name__ == "__main__":
    main()
