"""Pillars handed to colleagues, and evidence beside answers."""

import sqlalchemy as sa
from alembic import op

from assessment.database import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("pillar", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assignment_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_assignment_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assessment_id", "pillar", "user_id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('file', 'link', 'note')", name=op.f("ck_evidence_kind")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_evidence_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_assessment_id_criterion", "evidence", ["assessment_id", "criterion"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_evidence_assessment_id_criterion", table_name="evidence")
    op.drop_table("evidence")
    op.drop_table("assignment")
