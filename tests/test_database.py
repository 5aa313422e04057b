"""What SQLite leaves off by default is on."""

from pathlib import Path

import pytest

from assessment.database import make_engine

FULL = 2  # What was acknowledged survives a power cut.
SAFE = {"journal_mode": "wal", "synchronous": FULL, "foreign_keys": 1, "trusted_schema": 0}


@pytest.mark.sqlite
@pytest.mark.parametrize("pragma", SAFE)
def test_what_keeps_answers_safe_is_on(tmp_path: Path, pragma: str) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == SAFE[pragma]
    engine.dispose()
