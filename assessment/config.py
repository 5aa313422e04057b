"""Settings, read from the environment once at the start and from nowhere else."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url

from assessment.environment import (
    ConfigurationError,
    antivirus_url,
    database_url,
    days,
    evidence_url,
    is_on,
    mail_from,
    mail_url,
    whole,
)

ROOT = Path(__file__).resolve().parent.parent
TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LEAST_SECRET_LENGTH = 32
ANTIVIRUS_PORT = 3310


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
        database_url=database_url(env.get("DATABASE_URL", ""), var),
        var=var,
        mail_url=mail_url(env),
        mail_from=mail_from(env.get("MAIL_FROM") or Settings.mail_from),
        proxies=whole(env, "PROXIES", 0),
        session_idle=timedelta(minutes=whole(env, "SESSION_IDLE_MINUTES", 45)),
        session_idle_staff=timedelta(minutes=whole(env, "SESSION_IDLE_STAFF_MINUTES", 30)),
        session_absolute=timedelta(hours=whole(env, "SESSION_HOURS", 12)),
        evidence_url=evidence_url(env.get("EVIDENCE_URL", "")),
        antivirus_url=antivirus_url(env.get("ANTIVIRUS_URL", "")),
        throttle=is_on(env, "THROTTLE"),
        holidays=days(env.get("HOLIDAYS", "")),
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
    try:
        return kept_secret(var / "secret_key")
    except OSError as error:
        raise ConfigurationError(f"VAR_DIR cannot be used: {error.filename}: {error.strerror}.") from error


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
    if _has_host(url):
        return url
    if url or production:
        raise ConfigurationError(
            "PUBLIC_URL must be set to the address people use, such as https://thuocso.example.vn."
        )
    return f"http://{env.get('HOST', '127.0.0.1')}:{env.get('PORT', '8000')}"


def _has_host(url: str) -> bool:
    """Tell whether an address can stand in a link."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and not set(url) & set(' \t\r\n<>"')
    except ValueError:
        return False


def _is_here(url: str) -> bool:
    """Tell whether an address is one of this machine: nobody else can read what is sent there."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
