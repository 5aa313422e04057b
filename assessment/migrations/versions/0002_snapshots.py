"""Snapshots of published statistics."""

import sqlalchemy as sa
from alembic import op

from assessment.database import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", Moment(timezone=True), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_snapshot_questionnaire_id_questionnaire")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["user.id"], name=op.f("fk_snapshot_taken_by_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_snapshot_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint(
            "wave_id", "questionnaire_id", "taken_on", name=op.f("uq_snapshot_wave_id_questionnaire_id_taken_on")
        ),
    )
    op.create_index(op.f("ix_snapshot_questionnaire_id"), "snapshot", ["questionnaire_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_snapshot_questionnaire_id"), table_name="snapshot")
    op.drop_table("snapshot")
