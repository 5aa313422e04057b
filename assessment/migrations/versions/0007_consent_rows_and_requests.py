"""A row for every word about a consent, and requests about personal data."""

import sqlalchemy as sa
from alembic import op

from assessment.database import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WITHDRAWN = """
INSERT INTO consent (user_id, purpose, text_version, language, act, at, given_at)
SELECT user_id, purpose, text_version, language, 'withdrawn', withdrawn_at, given_at
FROM consent WHERE withdrawn_at IS NOT NULL ORDER BY withdrawn_at, id
"""
WITHDRAWN_AT = """
UPDATE consent SET withdrawn_at = (
    SELECT MIN(later.at) FROM consent AS later
    WHERE later.user_id = consent.user_id AND later.purpose = consent.purpose
    AND later.act = 'withdrawn' AND later.id > consent.id
)
"""


def upgrade() -> None:
    with op.batch_alter_table("consent") as table:
        table.add_column(sa.Column("act", sa.String(length=10), nullable=False, server_default="given"))
        table.add_column(sa.Column("at", Moment(timezone=True), nullable=True))
    op.execute("UPDATE consent SET at = given_at")
    op.execute(WITHDRAWN)
    with op.batch_alter_table("consent") as table:
        table.alter_column("act", existing_type=sa.String(length=10), existing_nullable=False, server_default=None)
        table.alter_column("at", existing_type=Moment(timezone=True), nullable=False)
        table.drop_column("given_at")
        table.drop_column("withdrawn_at")
        table.create_check_constraint(op.f("ck_consent_act"), "act IN ('given', 'withdrawn')")
    _requests()


def _requests() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("received_at", Moment(timezone=True), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("taken_at", Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('access', 'correct', 'withdraw', 'object', 'anonymise', 'delete')",
            name=op.f("ck_data_request_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'in_progress', 'done', 'refused', 'cancelled')", name=op.f("ck_data_request_state")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_data_request_{column}_user"))
            for column in ("user_id", "taken_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index(op.f("ix_data_request_user_id"), "data_request", ["user_id"], unique=False)
    op.create_index(op.f("ix_data_request_state"), "data_request", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("data_request")
    with op.batch_alter_table("consent") as table:
        table.add_column(sa.Column("given_at", Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("withdrawn_at", Moment(timezone=True), nullable=True))
        table.drop_constraint(op.f("ck_consent_act"), type_="check")
    op.execute("UPDATE consent SET given_at = at")
    op.execute(WITHDRAWN_AT)
    op.execute("DELETE FROM consent WHERE act = 'withdrawn'")
    with op.batch_alter_table("consent") as table:
        table.alter_column("given_at", existing_type=Moment(timezone=True), nullable=False)
        table.drop_column("act")
        table.drop_column("at")
