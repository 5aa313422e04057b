"""How many were invited, by organisation type: each questionnaire of a wave has a rate of its own.

A wave with one questionnaire keeps the number it has as that of the first type it serves; where there are several,
nobody knows how the number fell on them, and an administrator may say so now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAVE = sa.table("wave", sa.column("id"), sa.column("invited"), sa.column("invited_by_type", sa.JSON()))
SERVED = sa.table("wave_questionnaire", sa.column("wave_id"), sa.column("organisation_types", sa.JSON()))


def upgrade() -> None:
    op.add_column("wave", sa.Column("invited_by_type", sa.JSON(), nullable=False, server_default="{}"))
    bind = op.get_bind()
    for wave, invited in bind.execute(sa.select(WAVE.c.id, WAVE.c.invited).where(WAVE.c.invited > 0)).all():
        types = bind.scalars(sa.select(SERVED.c.organisation_types).where(SERVED.c.wave_id == wave)).all()
        if len(types) == 1:
            bind.execute(sa.update(WAVE).where(WAVE.c.id == wave).values(invited_by_type={types[0][0]: invited}))


def downgrade() -> None:
    op.drop_column("wave", "invited_by_type")
