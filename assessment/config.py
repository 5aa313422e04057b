"""Settings, read from the environment once at the start and from nowhere else."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LEAST_SECRET_LENGTH = 32
DATABASES = ("sqlite", "postgresql")
ANTIVIRUS_PORT = 3310
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class ConfigurationError(SystemExit):
    """A setting is missing or wrong: the process stops, and this message is the one line it prints."""


@dataclass(frozen=True)
class Settings:
    """All settings of one process.

    A default may stand here only when it is sensible in production and harmless in public; what must be secret or
    local to a site has no default there and stops the start.
    """

    production: bool
    secret_key: str
    public_url: str
    database_url: str
    var: Path
    mail_url: str | None = None
    mail_from: str = "Thước Số <thuoc-so@localhost>"
    association: tuple[tuple[str, str], ...] = (
        ("vi", "Hiệp hội Doanh nghiệp tỉnh Quảng Ninh"),
        ("en", "Quảng Ninh Business Association"),
    )
    questionnaires: Path = field(default_factory=lambda: ROOT / "questionnaires")
    proxies: int = 0
    session_idle: timedelta = timedelta(minutes=45)
    session_idle_staff: timedelta = timedelta(minutes=30)
    session_absolute: timedelta = timedelta(hours=12)
    evidence_url: str = ""
    antivirus_url: str = ""
    throttle: bool = True
    holidays: frozenset[date] = frozenset()
    immediate_jobs: bool = False

    @property
    def secure(self) -> bool:
        """Whether people reach this site through TLS, so that cookies and HSTS may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def evidence(self) -> str:
        """Where files of evidence are kept: a folder, or a bucket such as s3://name/folder."""
        return self.evidence_url or f"file://{self.var / 'evidence'}"

    @property
    def sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return make_url(self.database_url).get_backend_name() == "sqlite"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    ConfigurationError
        When a needed setting is missing or cannot be understood; the message names it.
    """
    env = os.environ if environment is None else environment
    production = _profile(env) == "production"
    var = Path(env.get("VAR_DIR") or ROOT / "var").absolute()
    return Settings(
        production=production,
        secret_key=_secret_key(env, var, production=production),
        public_url=_public_url(env, production=production),
        database_url=_database_url(env.get("DATABASE_URL", ""), var),
        var=var,
        mail_url=_mail_url(env),
        mail_from=env.get("MAIL_FROM", Settings.mail_from),
        proxies=_whole(env, "PROXIES", 0),
        session_idle=timedelta(minutes=_whole(env, "SESSION_IDLE_MINUTES", 45)),
        session_idle_staff=timedelta(minutes=_whole(env, "SESSION_IDLE_STAFF_MINUTES", 30)),
        session_absolute=timedelta(hours=_whole(env, "SESSION_HOURS", 12)),
        evidence_url=env.get("EVIDENCE_URL", ""),
        antivirus_url=_antivirus_url(env.get("ANTIVIRUS_URL", "")),
        throttle=env.get("THROTTLE", "on") != "off",
        holidays=_days(env.get("HOLIDAYS", "")),
    )


def _profile(env: Mapping[str, str]) -> str:
    """Read which profile this is; a word nobody knows must not quietly mean the lenient one."""
    profile = env.get("THUOC_SO_ENV", "") or "development"
    if profile not in ("development", "production"):
        message = f"THUOC_SO_ENV must be development or production, not {profile!r}."
        raise ConfigurationError(message)
    return profile


def _secret_key(env: Mapping[str, str], var: Path, *, production: bool) -> str:
    """Give the secret key; outside production one is made and kept in the var folder."""
    key = env.get("SECRET_KEY", "")
    if len(key) >= LEAST_SECRET_LENGTH:
        return key
    if key or production:
        message = f"SECRET_KEY must be set to at least {LEAST_SECRET_LENGTH} random characters."
        raise ConfigurationError(message)
    return kept_secret(var / "secret_key")


def kept_secret(path: Path) -> str:
    """Give the secret in a file that only its owner can read, making it at the first call."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # The database will lie beside it.
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # Web and worker start together: the other one was faster.
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secret := secrets.token_urlsafe(32))
    return secret


def _public_url(env: Mapping[str, str], *, production: bool) -> str:
    """Give the address that links in mails and QR codes are built from."""
    url = env.get("PUBLIC_URL", "").rstrip("/")
    if url.startswith("http://") and production and not _is_here(url):
        raise ConfigurationError(
            "PUBLIC_URL must begin with https:// in production; http:// is for this machine alone, such as http://localhost."
        )
    if url.startswith(("https://", "http://")):
        return url
    if url or production:
        raise ConfigurationError(
            "PUBLIC_URL must be set to the address people use, such as https://thuocso.example.vn."
        )
    return f"http://{env.get('HOST', '127.0.0.1')}:{env.get('PORT', '8000')}"


def _is_here(url: str) -> bool:
    """Tell whether an address is one of this machine: nobody else can read what is sent there."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _mail_url(env: Mapping[str, str]) -> str | None:
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


def _antivirus_url(url: str) -> str:
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


def _database_url(url: str, var: Path) -> str:
    """Give the database's address; PostgreSQL is always spoken to through psycopg 3."""
    if not url:
        return f"sqlite:///{var / 'thuoc-so.sqlite'}"
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in DATABASES:
        raise ConfigurationError("DATABASE_URL must begin with sqlite:/// or postgresql:// and name a database.")
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def _days(text: str) -> frozenset[date]:
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


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    """Read a whole number that is not negative."""
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        message = f"{name} must be a whole number, not {text!r}."
        raise ConfigurationError(message)
    return int(text)
