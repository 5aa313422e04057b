"""A save is one row of history, which alone says who and when; saves are counted, and the worker measures the pace."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OBJECTS = {"sqlite": sa.func.json_object, "postgresql": sa.func.json_build_object}
answer = sa.table("answer", *map(sa.column, ("assessment_id", "criterion", "event", "user_id", "at")))
event = sa.table(
    "answer_event", *map(sa.column, ("id", "assessment_id", "criterion", "value", "answers", "user_id", "at"))
)


def upgrade() -> None:
    op.add_column("assessment", sa.Column("saves", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("answer") as table:
        table.drop_constraint("fk_answer_user_id_user", type_="foreignkey")
        table.drop_column("user_id")
        table.drop_column("at")
    op.add_column("answer_event", sa.Column("answers", sa.JSON(), nullable=True))
    dialect = op.get_bind().dialect.name
    value = sa.func.json(event.c.value) if dialect == "sqlite" else event.c.value
    op.execute(sa.update(event).values(answers=OBJECTS[dialect](event.c.criterion, value)))
    op.drop_index("ix_answer_event_assessment_id_criterion", table_name="answer_event")
    with op.batch_alter_table("answer_event") as table:
        table.drop_column("criterion")
        table.drop_column("value")
        table.alter_column("answers", existing_type=sa.JSON(), nullable=False)
    op.create_index("ix_answer_event_assessment_id", "answer_event", ["assessment_id"])
    op.execute("DELETE FROM fact WHERE name LIKE 'pace.%'")


def downgrade() -> None:
    """Give each answer of a save a row of its own again, in the order of the saves, and let the newest be the one."""
    op.drop_column("assessment", "saves")
    op.drop_index("ix_answer_event_assessment_id", table_name="answer_event")
    with op.batch_alter_table("answer_event") as table:
        table.add_column(sa.Column("criterion", sa.String(64), nullable=True))
        table.add_column(sa.Column("value", sa.JSON(), nullable=True))
        table.alter_column("answers", existing_type=sa.JSON(), nullable=True)
    _one_row_an_answer(op.get_bind().dialect.name)
    with op.batch_alter_table("answer_event") as table:
        table.alter_column("criterion", existing_type=sa.String(64), nullable=False)
        table.drop_column("answers")
    op.create_index("ix_answer_event_assessment_id_criterion", "answer_event", ["assessment_id", "criterion"])
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("user_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=True))
    own = (event.c.assessment_id == answer.c.assessment_id, event.c.criterion == answer.c.criterion)
    newest = sa.select(sa.func.max(event.c.id)).where(*own).scalar_subquery()
    op.execute(sa.update(answer).values(event=newest))
    said = {
        name: sa.select(event.c[name]).where(event.c.id == answer.c.event).scalar_subquery()
        for name in ("user_id", "at")
    }
    op.execute(sa.update(answer).values(said))
    with op.batch_alter_table("answer") as table:
        table.alter_column("user_id", existing_type=sa.Uuid(), nullable=False)
        table.alter_column("at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.create_foreign_key("fk_answer_user_id_user", "user", ["user_id"], ["id"])
    op.execute("DELETE FROM fact WHERE name LIKE 'pace.%'")


def _one_row_an_answer(dialect: str) -> None:
    given = sa.func.json_each(event.c.answers).table_valued("key", sa.column("value", sa.JSON()))
    value = sa.func.json_quote(given.c.value) if dialect == "sqlite" else given.c.value
    rows = sa.select(event.c.assessment_id, given.c.key, value, event.c.user_id, event.c.at)
    columns = ["assessment_id", "criterion", "value", "user_id", "at"]
    together = rows.select_from(event.join(given, sa.true())).order_by(event.c.id)
    op.execute(sa.insert(event).from_select(columns, together))
    op.execute(sa.delete(event).where(event.c.answers.is_not(None)))
