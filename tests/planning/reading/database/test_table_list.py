import pytest

from domain.errors import EnvironmentFault
from planning.reading.database import ColumnKind, list_tables
from planning.reading.database.table_list import column_kind
from tests.planning.reading.database.reading import refusal
from tests.servers.database import Database
from tests.servers.server import PASSWORD


def test_tables_and_views_are_listed_with_rows_and_columns(database: Database) -> None:
    database.run("CREATE TABLE auftraege (id int PRIMARY KEY, name varchar(9), am date)")
    database.run("INSERT INTO auftraege VALUES (1, 'a', NULL), (2, 'b', NULL)")
    database.run("CREATE VIEW offen AS SELECT id FROM auftraege")
    database.run("ANALYZE auftraege" if database.is_postgresql else "ANALYZE TABLE auftraege")
    table, view = list_tables(database.address, PASSWORD)
    schema = "public." if database.is_postgresql else ""
    assert (table.name, view.name) == (f"{schema}auftraege", f"{schema}offen")
    assert table.rows == 2
    assert [(column.name, column.kind) for column in table.columns] == [
        ("id", ColumnKind.NUMBER),
        ("name", ColumnKind.TEXT),
        ("am", ColumnKind.DATE),
    ]
    assert [column.name for column in view.columns] == ["id"]


def test_only_what_may_be_read_is_listed(postgres: Database) -> None:
    postgres.run("CREATE TABLE mine (id int)")
    postgres.run("CREATE TABLE yours (id int)")
    postgres.run("CREATE ROLE reader LOGIN PASSWORD 'reader-pw'")
    try:
        postgres.run("GRANT SELECT ON yours TO reader")
        address = postgres.server.address(postgres.name, "reader")
        assert [table.table for table in list_tables(address, "reader-pw")] == ["yours"]
    finally:
        postgres.run("DROP OWNED BY reader")
        postgres.run("DROP ROLE reader")


def test_a_wrong_password_is_told(database: Database) -> None:
    refused = refusal(lambda: list_tables(database.address, "wrong"))
    assert refused == (EnvironmentFault, ["database.login_refused"])


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("tinyint(1)", ColumnKind.YES_OR_NO),
        ("tinyint(4)", ColumnKind.NUMBER),
        ("int(10) unsigned", ColumnKind.NUMBER),
        ("decimal(10,2)", ColumnKind.NUMBER),
        ("nvarchar", ColumnKind.TEXT),
        ("enum('a','b')", ColumnKind.TEXT),
        ("text[]", ColumnKind.LIST),
        ("datetime2", ColumnKind.DATE_AND_TIME),
        ("varbinary(8)", ColumnKind.OTHER),
    ],
)
def test_types_are_told_in_a_persons_words(type_name: str, kind: ColumnKind) -> None:
    assert column_kind(type_name) is kind
