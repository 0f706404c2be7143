"""Which tables a database has."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from planning.reading.database.address import ServerKind, parse_address
from planning.reading.database.faults import faults_told
from planning.reading.database.found_table import ColumnKind, FoundColumn, FoundTable
from planning.reading.database.session import Access, session
from planning.reading.database.watched import OnRow, Watch, watched

LIST_LIMIT_S = 20.0

_POSTGRESQL = """
SELECT n.nspname, c.relname, nullif(c.reltuples, -1)::int8, a.attname,
       format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%'
  AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
ORDER BY n.nspname, c.relname, a.attnum
"""
_MYSQL = """
SELECT '', t.table_name, t.table_rows, c.column_name, c.column_type
FROM information_schema.tables t
JOIN information_schema.columns c USING (table_schema, table_name)
WHERE t.table_schema = DATABASE()
ORDER BY t.table_name, c.ordinal_position
"""
_SQL_SERVER = """
SELECT s.name, o.name, p.row_count, c.name, t.name
FROM sys.objects o
JOIN sys.schemas s ON s.schema_id = o.schema_id
JOIN sys.columns c ON c.object_id = o.object_id
JOIN sys.types t ON t.user_type_id = c.user_type_id
LEFT JOIN (SELECT object_id, SUM(rows) AS row_count FROM sys.partitions
           WHERE index_id IN (0, 1) GROUP BY object_id) p ON p.object_id = o.object_id
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
ORDER BY s.name, o.name, c.column_id
"""
_STATEMENTS: Mapping[ServerKind, str] = {
    ServerKind.POSTGRESQL: _POSTGRESQL,
    ServerKind.MYSQL: _MYSQL,
    ServerKind.SQL_SERVER: _SQL_SERVER,
}

_KINDS: tuple[tuple[ColumnKind, frozenset[str]], ...] = (
    (ColumnKind.YES_OR_NO, frozenset({"boolean", "bool", "bit", "tinyint(1)", "bit(1)"})),
    (
        ColumnKind.NUMBER,
        frozenset({
            *("smallint", "integer", "bigint", "int", "tinyint", "mediumint", "numeric"),
            *("decimal", "real", "double precision", "double", "float", "smallmoney", "money"),
            *("oid", "year"),
        }),
    ),
    (ColumnKind.DATE, frozenset({"date"})),
    (
        ColumnKind.TIME,
        frozenset({"time", "time without time zone", "time with time zone", "interval"}),
    ),
    (
        ColumnKind.DATE_AND_TIME,
        frozenset({
            *("timestamp", "timestamp without time zone", "timestamp with time zone"),
            *("datetime", "datetime2", "smalldatetime", "datetimeoffset"),
        }),
    ),
    (
        ColumnKind.OTHER,
        frozenset({
            *("bytea", "json", "jsonb", "xml", "blob", "tinyblob", "mediumblob", "longblob"),
            *("binary", "varbinary", "image", "geometry", "geography", "point", "polygon"),
            *("linestring", "hierarchyid", "sql_variant", "rowversion", "multipoint", "circle"),
            *("path", "box", "line", "lseg", "tsvector", "multilinestring", "multipolygon"),
        }),
    ),
)  # fmt: skip


def list_tables(
    address: str, password: str | None, *, on_row: OnRow = lambda _: None
) -> tuple[FoundTable, ...]:
    """The tables and views of a database that its user may read, by schema and name.

    Parameters
    ----------
    on_row
        Called about twenty times a second while the server is asked; what it raises stops that.

    Raises
    ------
    InputError
        If the address is wrong, or the server has no such database.
    EnvironmentFault
        If the server does not answer, refuses, or takes too long.
    """
    access = Access(address=parse_address(address), password=password, time_limit_s=LIST_LIMIT_S)
    return watched(lambda watch: _list(access, watch), on_row)


def _list(access: Access, watch: Watch) -> tuple[FoundTable, ...]:
    import sqlalchemy as sa

    with session(access, watch) as connection, faults_told(access.asked("*"), watch):
        statement = sa.text(_STATEMENTS[access.address.kind])
        found = [tuple(row) for row in connection.execute(statement)]
    return tuple(
        FoundTable(
            schema=str(schema),
            table=str(table),
            rows=None if rows is None else int(rows),
            columns=tuple(_column(name, type_name) for *_, name, type_name in columns),
        )
        for (schema, table, rows), columns in groupby(found, key=lambda row: row[:3])
    )


def _column(name: Any, type_name: Any) -> FoundColumn:
    return FoundColumn(name=str(name), kind=column_kind(str(type_name)), type_name=str(type_name))


def column_kind(type_name: str) -> ColumnKind:
    """What a type of a server holds, in a person's words."""
    whole = type_name.lower().removesuffix(" unsigned")
    if whole.endswith("[]"):
        return ColumnKind.LIST
    bare = whole.partition("(")[0].strip()
    for name in (whole, bare):
        for kind, names in _KINDS:
            if name in names:
                return kind
    return ColumnKind.TEXT
