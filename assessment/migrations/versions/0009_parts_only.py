"""Who was invited for some pillars sees and answers those alone; who belongs already goes on seeing everything."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("parts_only", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("membership", "parts_only")
