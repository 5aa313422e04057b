"""Work nobody asks for: what a broken upload left behind."""

from datetime import UTC, datetime, timedelta

from flask import Flask


def tidy(app: Flask) -> int:
    """Drop files of evidence that no row speaks of: what a broken upload left a day ago or longer."""
    from assessment.storage import Store
    from assessment.survey.evidence import sweep

    with app.extensions["reading"]() as session:
        store, before = Store(app.extensions["settings"].evidence), datetime.now(UTC) - timedelta(days=1)
        return sweep(session, store, before=before)
