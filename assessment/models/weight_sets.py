"""Weight sets: what was proposed for one place of a questionnaire, by whom, when and why, and what was made of it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.core.weighing.proposal import METHODS, Stated
from assessment.database import Base, Moment
from assessment.models.people import User
from assessment.models.questionnaires import PublishedQuestionnaire

LONGEST_WHY = 1000
KINDS = ", ".join(f"'{method}'" for method in METHODS)


class WeightSet(Base):
    """One version of the weights at a place, never edited: who disagrees proposes another.

    `node` is the node whose children are weighed, empty for the pillars; `items` are these children, alternatives
    together; `stated` is what people said, `weights` percent in the order of the items.
    """

    __tablename__ = "weight_set"
    __table_args__ = (
        UniqueConstraint("slug", "number"),
        CheckConstraint(f"method IN ({KINDS})", name="method"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Integer)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    node: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[list[str]]] = mapped_column(JSON)
    method: Mapped[str] = mapped_column(String(10))
    stated: Mapped[dict[str, Any]] = mapped_column(JSON)
    weights: Mapped[list[float]] = mapped_column(JSON)
    consistency_index: Mapped[float | None] = mapped_column(Float)
    consistency_ratio: Mapped[float | None] = mapped_column(Float)
    disagreement: Mapped[float | None] = mapped_column(Float)
    why: Mapped[str] = mapped_column(Text)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)

    questionnaire: Mapped[PublishedQuestionnaire] = relationship()
    author: Mapped[User | None] = relationship()
    adoption: Mapped["WeightAdoption | None"] = relationship(back_populates="weight_set")

    @property
    def said(self) -> Stated:
        """What people stated, as a value."""
        rows = tuple(tuple(map(float, row)) for row in self.stated["rows"])
        return Stated(self.method, rows, tuple(self.stated["names"]))  # type: ignore[arg-type]

    @property
    def by_node(self) -> dict[str, float]:
        """The weight of every child by its id; alternatives weigh the same."""
        pairs = zip(self.items, self.weights, strict=True)
        return {name: weight for names, weight in pairs for name in names}


class WeightAdoption(Base):
    """The version of the questionnaire a weight set was written into."""

    __tablename__ = "weight_adoption"

    weight_set_id: Mapped[UUID] = mapped_column(ForeignKey("weight_set.id"), primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), unique=True)
    adopted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    adopted_at: Mapped[datetime] = mapped_column(Moment)

    weight_set: Mapped[WeightSet] = relationship(back_populates="adoption")
    questionnaire: Mapped[PublishedQuestionnaire] = relationship()
    adopter: Mapped[User | None] = relationship()
