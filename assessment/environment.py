"""How single settings are read: each gives its value, or stops the start with one line that names it."""

from collections.abc import Mapping
from datetime import date, timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DATABASES = ("sqlite", "postgresql")
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
MOST = 1_000_000  # More minutes or hours than this no calendar can count back.


class ConfigurationError(SystemExit):
    """A setting is missing or wrong: the process stops, and this message is the one line it prints."""


def mail_url(env: Mapping[str, str]) -> str | None:
    """Give the mail server's address, once it is known to be one."""
    url = env.get("MAIL_URL") or None
    if url is not None:
        mail_server(url)
    return url


def mail_server(url: str) -> tuple[SplitResult, int]:
    """Read the address of a mail server and its port.

    Raises
    ------
    ConfigurationError
        When it is no such address; the message says what is accepted.
    """
    try:
        server = urlsplit(url)
        usual = MAIL_PORTS[server.scheme]
        port = server.port or usual
    except (KeyError, ValueError):
        accepted = ", ".join(f"{scheme}://" for scheme in MAIL_PORTS)
        raise ConfigurationError(f"MAIL_URL must begin with {accepted} and name a server.") from None
    if not server.hostname:
        raise ConfigurationError("MAIL_URL names no server, such as in smtp://mail.example.vn:25.")
    return server, port


def mail_from(sender: str) -> str:
    """Give the sender of mails, once there is an address in it."""
    name, at, host = parseaddr(sender)[1].rpartition("@")
    if not (name and at and host):
        raise ConfigurationError(f"MAIL_FROM must hold an address, such as Thước Số <so@example.vn>, not {sender!r}.")
    return sender


def evidence_url(url: str) -> str:
    """Give the place of evidence, once it says of what kind it is."""
    kind, _, place = url.partition("://")
    if url and not (kind and place):
        raise ConfigurationError("EVIDENCE_URL must look like file:///a/folder or s3://name/folder.")
    return url


def antivirus_url(url: str) -> str:
    """Give the scanner's address, once it is known to be one."""
    try:
        parts = urlsplit(url)
        known = (
            parts.scheme == "clamd" and bool(parts.hostname or parts.path) and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        known = False
    if url and not known:
        raise ConfigurationError("ANTIVIRUS_URL must look like clamd://host:3310 or clamd:///run/clamav/clamd.ctl.")
    return url


def database_url(url: str, var: Path) -> str:
    """Give the database's address; PostgreSQL is always spoken to through psycopg 3."""
    if not url:
        return f"sqlite:///{var / 'thuoc-so.sqlite'}"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # The latter where the port is no number.
        parsed = None
    if parsed is None or parsed.get_backend_name() not in DATABASES:
        raise ConfigurationError("DATABASE_URL must begin with sqlite:/// or postgresql:// and name a database.")
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def days(text: str) -> frozenset[date]:
    """Read the public holidays that are not the same each year: days, or first and last day with a slash."""
    found: set[date] = set()
    try:
        for part in text.replace(",", " ").split():
            first, _, last = part.partition("/")
            begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
            found |= {begin + timedelta(days=n) for n in range((end - begin).days + 1)}
    except ValueError:
        message = f"HOLIDAYS must be days such as 2027-02-05/2027-02-11,2027-04-16, not {text!r}."
        raise ConfigurationError(message) from None
    return frozenset(found)


def whole(env: Mapping[str, str], name: str, default: int) -> int:
    """Read a whole number that is not negative."""
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > len(str(MOST)) or int(text) > MOST:
        message = f"{name} must be a whole number up to {MOST}, not {text!r}."
        raise ConfigurationError(message)
    return int(text)


def is_on(env: Mapping[str, str], name: str) -> bool:
    """Read a switch; a word nobody knows must not quietly mean either."""
    word = env.get(name) or "on"
    if word not in ("on", "off"):
        raise ConfigurationError(f"{name} must be on or off, not {word!r}.")
    return word == "on"
