"""Settings come from the environment, and what is missing or wrong stops the start with one line."""

import stat
from pathlib import Path

import pytest

from assessment.config import from_environment
from assessment.environment import ConfigurationError

SAFE = {"THUOC_SO_ENV": "production", "SECRET_KEY": "x" * 40, "PUBLIC_URL": "https://thuocso.example.vn"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "thuocso.example.vn"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://thuocso.example.vn"}, "PUBLIC_URL must begin with https"),
        ({"PUBLIC_URL": "http://localhost.example.vn"}, "PUBLIC_URL must begin with https"),
        ({"PUBLIC_URL": "http://127.0.0.1@thuocso.example.vn"}, "PUBLIC_URL must begin with https"),
        ({"THUOC_SO_ENV": "produktion"}, "THUOC_SO_ENV"),
        ({"PROXIES": "two"}, "PROXIES"),
        ({"ANTIVIRUS_URL": "localhost:3310"}, "ANTIVIRUS_URL"),
        ({"ANTIVIRUS_URL": "clamd://"}, "ANTIVIRUS_URL"),
        ({"ANTIVIRUS_URL": "clamd://host:port"}, "ANTIVIRUS_URL"),
        ({"SESSION_HOURS": "-1"}, "SESSION_HOURS"),
        ({"SESSION_HOURS": "99999999999999999"}, "SESSION_HOURS"),
        ({"SESSION_IDLE_MINUTES": "9999999999"}, "SESSION_IDLE_MINUTES"),
        ({"THROTTLE": "no"}, "THROTTLE"),
        ({"EVIDENCE_URL": "/srv/evidence"}, "EVIDENCE_URL"),
        ({"MAIL_FROM": "thuocso"}, "MAIL_FROM"),
        ({"PUBLIC_URL": "https://"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://thuoc so.vn"}, "PUBLIC_URL"),
        ({"DATABASE_URL": "postgresql://u:p@db:port/x"}, "DATABASE_URL"),
        ({"VAR_DIR": "/dev/null/var", "THUOC_SO_ENV": "", "SECRET_KEY": ""}, "VAR_DIR"),
    ],
)
def test_a_missing_or_wrong_setting_stops_the_start_and_is_named(
    changes: dict[str, str], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        from_environment({**SAFE, "VAR_DIR": str(tmp_path), **changes})


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_a_trial_of_production_on_this_machine_needs_no_tls(url: str, tmp_path: Path) -> None:
    settings = from_environment({**SAFE, "VAR_DIR": str(tmp_path), "PUBLIC_URL": url})
    assert (settings.public_url, settings.secure) == (url, False)


def test_production_behind_tls_asks_browsers_to_insist(tmp_path: Path) -> None:
    settings = from_environment({**SAFE, "VAR_DIR": str(tmp_path)})
    assert settings.production
    assert settings.secure


def test_outside_production_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = (from_environment({"VAR_DIR": str(tmp_path)}).secret_key for _ in range(2))
    assert first == second
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u@db/x", "postgresql+psycopg://u@db/x"),
        ("postgresql+psycopg://u@db/x", "postgresql+psycopg://u@db/x"),
        ("sqlite:////srv/x.sqlite", "sqlite:////srv/x.sqlite"),
    ],
)
def test_postgresql_is_always_spoken_to_through_psycopg(given: str, used: str, tmp_path: Path) -> None:
    assert from_environment({"VAR_DIR": str(tmp_path), "DATABASE_URL": given}).database_url == used
