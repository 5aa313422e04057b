"""Work nobody asks for: what a broken upload left behind, and how long people take."""

from datetime import UTC, datetime, timedelta

from flask import Flask


def tidy(app: Flask) -> int:
    """Drop files of evidence that no row speaks of: what a broken upload left a day ago or longer."""
    from assessment.storage import Store
    from assessment.survey.evidence import sweep

    with app.extensions["reading"]() as session:
        store, before = Store(app.extensions["settings"].evidence), datetime.now(UTC) - timedelta(days=1)
        return sweep(session, store, before=before)


def measure_pace(app: Flask) -> None:
    """Measure how long a question takes people, for the minutes that task lists speak of."""
    from assessment.models import pace

    with app.extensions["writing"]() as session, session.begin():
        pace.measure(session)
