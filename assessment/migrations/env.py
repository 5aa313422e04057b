"""What Alembic runs: connect with the project's own engine, in one transaction."""

from alembic import context

import assessment.models  # noqa: F401 - importing the models fills the metadata
from assessment.database import Base, make_engine

engine = make_engine(context.config.attributes["url"]).execution_options(writes=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=engine.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
