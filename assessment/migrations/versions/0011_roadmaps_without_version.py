"""Of a roadmap's steps pages know what their fields began with: no number has to tell who changed one first."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("roadmap_step", "version")


def downgrade() -> None:
    op.add_column("roadmap_step", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
