"""A real server for the browser: gunicorn and the worker, on a folder and a database of their own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from flask import Flask

from assessment.app import create_app
from assessment.config import ROOT, from_environment

PASSWORD = "mưa rơi trên vịnh Hạ Long"
PATIENCE = 90
OWN_SETTINGS = ("SECRET_KEY", "DATABASE_URL", "MAIL_URL", "THUOC_SO_ENV", "PROXIES", "WEB_CONCURRENCY")


@dataclass(frozen=True)
class Server:
    """A running site: where it is, and the folder where its database and its letters lie."""

    url: str
    environment: dict[str, str]

    @property
    def var(self) -> Path:
        return Path(self.environment["VAR_DIR"])

    @cached_property
    def app(self) -> Flask:
        """The same application in this process, to put rows into the database and to read them."""
        return create_app(from_environment(self.environment))

    def last_words(self) -> str:
        """The end of what the web processes wrote down."""
        return (self.var / "web.log").read_text()[-3000:]

    def letters_to(self, address: str) -> list[EmailMessage]:
        """All letters to an address, the newest last."""
        found = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted((self.var / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        ]
        return [letter for letter in found if letter["To"] == address]

    def letter_to(self, address: str, subject: str) -> str:
        """The text of the newest letter about something; it is waited for, since the worker sends it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for letter in reversed(self.letters_to(address)):
                if subject in str(letter["Subject"]):
                    return str(letter.get_content())
            time.sleep(0.1)
        raise AssertionError(
            f"no letter about {subject!r} to {address}; {[str(x['Subject']) for x in self.letters_to(address)]}"
        )

    def link_to(self, address: str, subject: str) -> str:
        """The link in such a letter; it leads to this very site."""
        letter = self.letter_to(address, subject)
        found = re.search(rf"{re.escape(self.url)}/\S+", letter)
        assert found is not None, letter
        return found.group()


def settled(folder: Path, enterprises: int) -> Path:
    """Make a database with so many demo enterprises in a folder."""
    server = _server(folder)
    _flask(server, "db", "upgrade")
    _flask(server, "demo", "--enterprises", str(enterprises))
    return folder


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start the site whose database lies in a folder, as the Procfile does, and stop it by its process ids at the end."""
    server = _server(folder)
    gunicorn = ["gunicorn", "--preload", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    listen = ["--log-level", "warning", "--bind", server.url.removeprefix("http://"), "wsgi:app"]
    started = [
        _start(server, folder / "web.log", "-m", *gunicorn, *listen),
        _start(server, folder / "worker.log", "-m", "flask", "--app", "wsgi", "worker"),
    ]
    try:
        _await(server, started)
        yield server
    finally:
        _stop(started)
        if "app" in vars(server):
            server.app.extensions["engine"].dispose()


class Web:
    """The web process of a site of its own, to be stopped and started as a test likes; no worker is there."""

    def __init__(self, folder: Path) -> None:
        self.server, self.log = _server(folder), folder / "web.log"
        self.start()

    def start(self) -> None:
        listen = ["--log-level", "critical", "--bind", self.server.url.removeprefix("http://"), "wsgi:app"]
        self.process = _start(self.server, self.log, "-m", "gunicorn", *listen)
        _await(self.server, [self.process])

    def stop(self) -> None:
        _stop([self.process])


def _server(folder: Path) -> Server:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = str(tried.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
    own = {"VAR_DIR": str(folder), "HOST": "127.0.0.1", "PORT": port, "PUBLIC_URL": url}
    return Server(url, {**kept, **own, "THROTTLE": "off", "DEMO_PASSWORD": PASSWORD, "PYTHONUNBUFFERED": "1"})


def _flask(server: Server, *words: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr[-2000:]}"


def _start(server: Server, log: Path, *words: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as written:
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=server.environment, stdout=written, stderr=written
        )


def _await(server: Server, started: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(process.poll() is None for process in started):
        try:
            with urllib.request.urlopen(f"{server.url}/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not come up: {server.last_words()}")


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)
