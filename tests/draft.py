"""A draft in an open wave, with what is written down of it."""

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from assessment.models import AnswerEvent, AnswerRow
from tests.factories import join, make_assessment, make_enterprise, make_user, make_wave, writing


class Draft:
    """An owner, an enterprise, an open wave, and the draft of the one in the other."""

    def __init__(self, app: Flask, **enterprise: str) -> None:
        self.app = app
        self.user = make_user(app)
        self.enterprise = make_enterprise(app, self.user, **enterprise)
        self.wave = make_wave(app)
        self.assessment = make_assessment(app, self.enterprise, self.wave, self.user)

    def member(self, name: str = "Lê Quốc Huy") -> UUID:
        """Somebody else of the enterprise."""
        user = make_user(self.app, name=name)
        join(self.app, user, self.enterprise)
        return user

    def answers(self) -> dict[str, object]:
        with writing(self.app) as session:
            rows = session.scalars(select(AnswerRow).where(AnswerRow.assessment_id == self.assessment))
            return {row.criterion: row.value for row in rows}

    def events(self) -> int:
        """How often an answer was written."""
        mine = select(AnswerEvent.answers).where(AnswerEvent.assessment_id == self.assessment)
        with writing(self.app) as session:
            return sum(len(answers) for answers in session.scalars(mine))

    def writers(self) -> set[UUID]:
        """Who wrote any of the answers that were ever given."""
        with writing(self.app) as session:
            return set(session.scalars(select(AnswerEvent.user_id).where(AnswerEvent.assessment_id == self.assessment)))
