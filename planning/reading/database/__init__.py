"""Reading tables of a company's PostgreSQL, MySQL, MariaDB or SQL Server, every cell as text.

`address` says where the database is, never with its password, which `passwords` finds. `session`
connects, so that nothing can be written and no query takes longer than allowed; `postgresql`,
`mysql` and `sql_server` read rows in parts; `watched` keeps all of it stoppable. The libraries of
the databases are loaded where they are used, not with this package.
"""

from planning.reading.database.address import DatabaseAddress, ServerKind, parse_address
from planning.reading.database.found_table import ColumnKind, FoundColumn, FoundTable, TableQuery
from planning.reading.database.passwords import keep_password, password_of
from planning.reading.database.table_list import list_tables
from planning.reading.database.table_rows import read_tables

__all__ = [
    "ColumnKind",
    "DatabaseAddress",
    "FoundColumn",
    "FoundTable",
    "ServerKind",
    "TableQuery",
    "keep_password",
    "list_tables",
    "parse_address",
    "password_of",
    "read_tables",
]
