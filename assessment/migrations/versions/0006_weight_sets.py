"""Weight sets, and the versions they were written into."""

import sqlalchemy as sa
from alembic import op

from assessment.database import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weight_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("stated", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("consistency_index", sa.Float(), nullable=True),
        sa.Column("consistency_ratio", sa.Float(), nullable=True),
        sa.Column("disagreement", sa.Float(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("method IN ('equal', 'given', 'budget', 'ahp')", name=op.f("ck_weight_set_method")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user.id"], name=op.f("fk_weight_set_created_by_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_weight_set_questionnaire_id_questionnaire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_set")),
        sa.UniqueConstraint("slug", "number", name=op.f("uq_weight_set_slug_number")),
    )
    op.create_table(
        "weight_adoption",
        sa.Column("weight_set_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.Column("adopted_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by"], ["user.id"], name=op.f("fk_weight_adoption_adopted_by_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_weight_adoption_questionnaire_id_questionnaire")
        ),
        sa.ForeignKeyConstraint(
            ["weight_set_id"], ["weight_set.id"], name=op.f("fk_weight_adoption_weight_set_id_weight_set")
        ),
        sa.PrimaryKeyConstraint("weight_set_id", name=op.f("pk_weight_adoption")),
        sa.UniqueConstraint("questionnaire_id", name=op.f("uq_weight_adoption_questionnaire_id")),
    )


def downgrade() -> None:
    op.drop_table("weight_adoption")
    op.drop_table("weight_set")
