"""What jobs have found out about the quality of an index, and about the targets."""

import sqlalchemy as sa
from alembic import op

from assessment.database import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=True),
        sa.Column("snapshot_id", sa.Uuid(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('appraisal', 'targets')", name=op.f("ck_finding_kind")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_finding_wave_id_wave")),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_finding_questionnaire_id_questionnaire")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_finding_snapshot_id_snapshot")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_finding_made_by_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index("ix_finding_wave_id_kind", "finding", ["wave_id", "kind"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_finding_wave_id_kind", table_name="finding")
    op.drop_table("finding")
