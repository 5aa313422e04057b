"""Who gave an answer, and when, is said by its history alone; saves are counted, and the worker measures the pace."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assessment", sa.Column("saves", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("answer") as answer:
        answer.drop_constraint("fk_answer_user_id_user", type_="foreignkey")
        answer.drop_column("user_id")
        answer.drop_column("at")
    op.execute("DELETE FROM fact WHERE name LIKE 'pace.%'")


def downgrade() -> None:
    op.drop_column("assessment", "saves")
    with op.batch_alter_table("answer") as answer:
        answer.add_column(sa.Column("user_id", sa.Uuid(), nullable=True))
        answer.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=True))
    rows, event = (
        sa.table(name, *map(sa.column, ("id", "event", "user_id", "at"))) for name in ("answer", "answer_event")
    )
    who_and_when = {
        name: sa.select(event.c[name]).where(event.c.id == rows.c.event).scalar_subquery() for name in ("user_id", "at")
    }
    op.execute(sa.update(rows).values(who_and_when))
    with op.batch_alter_table("answer") as answer:
        answer.alter_column("user_id", existing_type=sa.Uuid(), nullable=False)
        answer.alter_column("at", existing_type=sa.DateTime(timezone=True), nullable=False)
        answer.create_foreign_key("fk_answer_user_id_user", "user", ["user_id"], ["id"])
    op.execute("DELETE FROM fact WHERE name LIKE 'pace.%'")
