"""A copy of the database as lines of JSON, one file a table: the same from SQLite and PostgreSQL, and for both.

Whoever has outgrown SQLite restores its backup into PostgreSQL.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.sql.elements import ColumnElement

from assessment.database import Base, Moment

ROWS_AT_ONCE = 2000


class RawJson(TypeDecorator[str]):
    """JSON kept as its very text, so that what was nothing and what was `null` stay apart."""

    impl = Text
    cache_ok = True

    def bind_expression(self, bindvalue: ColumnElement[Any]) -> ColumnElement[Any]:
        """Let PostgreSQL read the text."""
        return cast(bindvalue, JSON)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of column is written as JSON and read back."""

    written: Callable[[Any], Any]
    read: Callable[[Any], Any]
    type: Any


def _same(value: Any) -> Any:
    return value


KINDS = {
    "moment": Kind(lambda value: value.isoformat(), datetime.fromisoformat, Moment),
    "date": Kind(lambda value: value.isoformat(), date.fromisoformat, Date),
    "uuid": Kind(str, UUID, Uuid),
    "bytes": Kind(lambda value: base64.b64encode(value).decode(), base64.b64decode, LargeBinary),
    "json": Kind(_same, _same, JSON),
    "bool": Kind(_same, _same, Boolean),
    "int": Kind(_same, _same, Integer),
    "float": Kind(_same, _same, Float),
    "text": Kind(_same, _same, String),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One table as it stands in a backup: its columns with their kinds, how many rows, and the hash of the lines."""

    name: str
    columns: dict[str, str]
    rows: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Give the form of the list of contents."""
        return asdict(self)


def kind_of(column: Column[Any]) -> str:
    """Name the kind of a column."""
    for name, kind in KINDS.items():
        if isinstance(column.type, kind.type):
            return name
    raise TypeError(f"{column} has a type that backups do not know")


def dump(connection: Connection, folder: Path) -> list[Written]:
    """Write every table into a folder, in an order in which they can be read back."""
    return [_dump(connection, table, folder / f"{table.name}.jsonl") for table in Base.metadata.sorted_tables]


def _dump(connection: Connection, table: Table, path: Path) -> Written:
    columns = {column.name: kind_of(column) for column in table.columns}
    digest, rows = hashlib.sha256(), 0
    with path.open("wb") as file:
        for line in lines_of(connection, table, columns):
            file.write(line)
            digest.update(line)
            rows += 1
    return Written(table.name, columns, rows, digest.hexdigest())


def lines_of(connection: Connection, table: Table, columns: dict[str, str]) -> Iterator[bytes]:
    """Give the rows of a table as lines, in the order of the key, the same on every database."""
    wanted = [_wanted(table.columns[name], kind) for name, kind in columns.items()]
    order = [_ordered(connection, column) for column in table.primary_key.columns]
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(*wanted).order_by(*order))
    kinds = [KINDS[kind] for kind in columns.values()]
    for row in found:
        values = [None if value is None else kind.written(value) for kind, value in zip(kinds, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _wanted(column: Column[Any], kind: str) -> ColumnElement[Any]:
    return cast(column, Text).label(column.name) if kind == "json" else column


def _ordered(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """Order texts by their bytes, as SQLite does."""
    is_text = connection.dialect.name == "postgresql" and isinstance(column.type, String)
    return column.collate("C") if is_text else column


def load(connection: Connection, table: Written, lines: Iterable[bytes]) -> None:
    """Insert the lines of one table."""
    target = _table(connection, table)
    kinds = [KINDS[kind] for kind in table.columns.values()]
    rows = (_row(list(table.columns), kinds, line) for line in lines)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        connection.execute(insert(target), some)
    if connection.dialect.name == "postgresql":
        _advance(connection, target)


def _table(connection: Connection, table: Written) -> Table:
    """Describe the table as it was when the backup was made, which the models may have left behind."""
    raw = RawJson() if connection.dialect.name == "postgresql" else Text()
    types = [(name, raw if kind == "json" else KINDS[kind].type()) for name, kind in table.columns.items()]
    return Table(table.name, MetaData(), *(Column(name, type_) for name, type_ in types))


def _row(names: list[str], kinds: list[Kind], line: bytes) -> dict[str, Any]:
    values = zip(names, kinds, json.loads(line), strict=True)
    return {name: None if value is None else kind.read(value) for name, kind, value in values}


def _advance(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's own counter go on after the greatest number there is."""
    named = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, 'id') FROM information_schema.columns "
             "WHERE table_name = :bare AND column_name = 'id'"),
        {"table": f'"{table.name}"', "bare": table.name},
    )  # fmt: skip
    if named is not None:
        greatest = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(named, func.coalesce(greatest, 1), greatest.is_not(None))))


def count(connection: Connection, table: Written) -> int:
    """Count the rows of a table."""
    counted: int = connection.scalar(select(func.count()).select_from(_table(connection, table))) or 0
    return counted


def digest_of(connection: Connection, table: Written) -> str:
    """Hash the rows of a table as a backup would."""
    digest = hashlib.sha256()
    for line in lines_of(connection, Base.metadata.tables[table.name], table.columns):
        digest.update(line)
    return digest.hexdigest()
