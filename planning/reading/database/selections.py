"""From tables and queries that a planner named to statements."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from domain.errors import InputError
from domain.message import Message, Problem, message
from planning.reading.database.address import DatabaseAddress, ServerKind
from planning.reading.database.found_table import TableQuery
from planning.reading.database.row_parts import Selection
from planning.reading.database.select_only import select_only
from planning.reading.header import nearest
from planning.reading.problems import shortened

if TYPE_CHECKING:
    import sqlalchemy as sa

_MYSQL_KEY = """
SELECT column_name FROM information_schema.key_column_usage
WHERE constraint_name = 'PRIMARY' AND table_schema = COALESCE(:schema, DATABASE())
  AND table_name = :name
ORDER BY ordinal_position
"""


def selections_of(
    connection: "sa.Connection", queries: Sequence[TableQuery], address: DatabaseAddress
) -> list[Selection]:
    """The statement of each table or query; a table's rows come in the order of its key.

    Raises
    ------
    InputError
        With every table and column that is not there, and every query that is refused.
    """
    import sqlalchemy as sa

    inspector = sa.inspect(connection)
    selections: list[Selection] = []
    problems: list[Problem] = []
    for query in queries:
        try:
            if query.table:
                selections.append(_of_table(connection, inspector, query, address))
            else:
                statement = select_only(query.query, address.kind, query.name)
                selections.append(Selection(name=query.name, statement=statement))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return selections


def lockable_tables(connection: "sa.Connection", selections: Sequence[Selection]) -> list[str]:
    """Quoted names of those tables that are no views."""
    import sqlalchemy as sa

    inspector = sa.inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    found = []
    for schema, name in {s.table: None for s in selections if s.table is not None}:
        if name in inspector.get_table_names(schema=schema):
            quoted = ".".join(quote(part) for part in (schema, name) if part)
            found.append(_as_sent(quoted, connection.dialect))
    return found


def _of_table(
    connection: "sa.Connection",
    inspector: "sa.Inspector",
    query: TableQuery,
    address: DatabaseAddress,
) -> Selection:
    schema, name = _place(inspector, query, address)
    if query.columns:
        _require_columns(query, _columns(connection, schema, name), address)
    key = _key(connection, inspector, schema, name)
    text = statement_of(schema, name, query.columns, key, inspector.dialect)
    return Selection(name=query.name, statement=text, table=(schema, name))


def statement_of(
    schema: str | None,
    name: str,
    columns: Sequence[str],
    key: Sequence[str],
    dialect: "sa.Dialect",
) -> str:
    """The statement that reads a table in the order of its key; all columns where none are named.

    Names are quoted always: a keyword that is new in a server would not be known here.
    """
    import sqlalchemy as sa

    def quoted(text: str) -> sa.quoted_name:
        return sa.quoted_name(text, quote=True)

    wanted: list[Any] = [sa.column(quoted(column)) for column in columns]
    statement = (
        sa.select(*(wanted or [sa.literal_column("*")]))
        .select_from(sa.table(quoted(name), schema=schema))
        .order_by(*(sa.column(quoted(column)) for column in key))
    )
    return _as_sent(str(statement.compile(dialect=dialect)), dialect)


def _as_sent(text: str, dialect: "sa.Dialect") -> str:
    """Names as they are: statements are sent without parameters, and no percent sign is one."""
    doubled = "%%" in dialect.identifier_preparer.quote("%")
    return text.replace("%%", "%") if doubled else text


def _key(
    connection: "sa.Connection", inspector: "sa.Inspector", schema: str | None, name: str
) -> list[str]:
    """Columns of the primary key, in its order."""
    import sqlalchemy as sa

    if connection.dialect.name != ServerKind.MYSQL:
        return list(inspector.get_pk_constraint(name, schema=schema)["constrained_columns"])
    # SQLAlchemy would take the whole table apart, and warn of types that it does not know.
    found = connection.execute(sa.text(_MYSQL_KEY), {"schema": schema, "name": name})
    return [str(row[0]) for row in found]


def _columns(connection: "sa.Connection", schema: str | None, name: str) -> list[str]:
    import sqlalchemy as sa

    all_of_it: sa.Select[Any] = sa.select(sa.literal_column("*"))
    nothing = all_of_it.select_from(sa.table(name, schema=schema)).where(sa.text("1 = 0"))
    return list(connection.execute(nothing).keys())


def _place(
    inspector: "sa.Inspector", query: TableQuery, address: DatabaseAddress
) -> tuple[str | None, str]:
    """Schema and name of a table; a name may itself have a point."""
    if inspector.has_table(query.table):
        return None, query.table
    schema, point, name = query.table.partition(".")
    if point and schema in inspector.get_schema_names() and inspector.has_table(name, schema):
        return schema, name
    there = [*inspector.get_table_names(), *inspector.get_view_names()]
    near = nearest(query.table, there) or nearest(name, there)
    told = message("database.no_table", **_names(query, address))
    if near:
        told = message("database.no_table_but_near", near=near, **_names(query, address))
    raise InputError([_problem(told, query, address)])


def _require_columns(query: TableQuery, there: Sequence[str], address: DatabaseAddress) -> None:
    problems = [
        _problem(
            message("database.no_column", reason="", **_names(query, address)),
            query,
            address,
            column,
        )
        for column in query.columns
        if column not in there
    ]
    if problems:
        raise InputError(problems)


def _names(query: TableQuery, address: DatabaseAddress) -> dict[str, str]:
    return {"table": shortened(query.table), "database": address.database}


def _problem(
    told: Message, query: TableQuery, address: DatabaseAddress, column: str = ""
) -> Problem:
    return Problem(
        message=told, file=address.database, sheet=shortened(query.name), column=shortened(column)
    )
