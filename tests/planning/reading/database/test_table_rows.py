"""Tables and queries of both servers: what is read, and what is refused."""

import pytest

from domain.errors import EnvironmentFault, InputError
from planning.reading.database import TableQuery, read_tables
from planning.reading.database.address import PASSWORD_VARIABLE
from tests.planning.reading.database.reading import columns_of, read, refusal, rows_of
from tests.servers.database import Database
from tests.servers.server import PASSWORD, free_port


@pytest.fixture(autouse=True)
def orders(database: Database) -> None:
    """A table whose rows lie in another order than its key."""
    database.run("CREATE TABLE orders (a int, b varchar(9), units int, PRIMARY KEY (b, a))")
    database.run("INSERT INTO orders VALUES (2, 'x', 5), (1, 'y', NULL), (1, 'x', 7)")


def test_rows_are_numbered_in_the_order_of_the_key(database: Database) -> None:
    (found,) = read(database, TableQuery(name="orders", table="orders"))
    assert columns_of(found) == {
        "a": ["1", "2", "1"],
        "b": ["x", "x", "y"],
        "units": ["7", "5", ""],
    }
    assert found.rows.tolist() == [2, 3, 4]
    assert (found.name, found.file, found.sheet) == ("orders", database.name, "orders")
    assert len(found) == 3


def test_a_table_may_be_named_with_its_schema(database: Database) -> None:
    schema = "public" if database.is_postgresql else database.name
    (found,) = read(database, TableQuery(name="x", table=f"{schema}.orders"))
    assert (len(found), found.name) == (3, "x")


@pytest.mark.parametrize(
    "name", ["Kunden Aufträge", "订单", 'x"; DROP TABLE orders; --', "a.b", "it`s", "100%", "%s%%"]
)
def test_names_are_quoted(database: Database, name: str) -> None:
    quote = '"' if database.is_postgresql else "`"
    quoted = quote + name.replace(quote, 2 * quote) + quote
    database.run(f"CREATE TABLE {quoted} ({quoted} int PRIMARY KEY)")
    database.run(f"INSERT INTO {quoted} VALUES (7)")
    for columns in [(), (name,)]:
        (found,) = read(database, TableQuery(name="t", table=name, columns=columns))
        assert columns_of(found) == {name: ["7"]}
    assert len(read(database, TableQuery(name="orders", table="orders"))[0]) == 3


def test_a_query_and_a_table_are_read_together(database: Database) -> None:
    first, second = read(
        database,
        TableQuery(
            name="sums", query="SELECT b, sum(units) AS n FROM orders GROUP BY b ORDER BY b;"
        ),
        TableQuery(name="orders", table="orders"),
    )
    assert columns_of(first) == {"b": ["x", "y"], "n": ["12", ""]}
    assert len(second) == 3


def test_signs_that_a_driver_may_take_for_its_own_are_none(database: Database) -> None:
    found = rows_of(database, "SELECT '%s :x %(a)s ?' AS a FROM orders WHERE b LIKE '%y%' -- %s")
    assert found == {"a": ["%s :x %(a)s ?"]}


def test_so_many_rows_are_enough(database: Database) -> None:
    queries = [
        TableQuery(name="t", table="orders"),
        TableQuery(name="q", query="SELECT a FROM orders ORDER BY a DESC"),
    ]
    for most, expected in [(2, [2, 2]), (0, [0, 0]), (None, [3, 3])]:
        found = read_tables(
            database.address, queries, time_limit_s=9, on_row=lambda _: None, most_rows=most
        )
        assert [len(table) for table in found] == expected
        assert [len(table.header) for table in found] == [3, 1]


def test_an_empty_table_has_its_columns(database: Database) -> None:
    database.run("CREATE TABLE nothing (a int, b text)")
    (found,) = read(database, TableQuery(name="nothing", table="nothing"))
    assert columns_of(found) == {"a": [], "b": []}


def test_one_column_of_empty_cells_keeps_its_rows(database: Database) -> None:
    assert rows_of(database, "SELECT NULL AS a FROM orders") == {"a": ["", "", ""]}


def test_all_that_is_named_wrongly_is_told_at_once(database: Database) -> None:
    with pytest.raises(InputError) as caught:
        read(
            database,
            TableQuery(name="a", table="order"),
            TableQuery(name="b", table="nowhere.orders"),
            TableQuery(name="c", table="orders", columns=("units", "weight")),
            TableQuery(name="d", query="DROP TABLE orders"),
        )
    assert [(p.code, p.sheet, p.column) for p in caught.value.problems] == [
        ("database.no_table_but_near", "a", ""),
        ("database.no_table_but_near", "b", ""),
        ("database.no_column", "c", "weight"),
        ("database.query_writes", "d", ""),
    ]
    assert caught.value.problems[0].message["near"] == "orders"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT nothing FROM orders", "database.no_column"),
        ("SELECT * FROM nothing", "database.no_table"),
        ("SELECT FROM WHERE", "database.bad_query"),
        ("SELECT a FROM orders WHERE a = (SELECT 1", "database.query_not_read"),
    ],
)
def test_a_query_that_the_server_refuses_is_told(database: Database, query: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(database, query)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.sheet) in [
        (code, database.name, "query"),
        (code, "", "query"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM orders",
        "SELECT writes()",
        "WITH gone AS (DELETE FROM orders RETURNING a) SELECT a FROM gone",
        "SELECT 1; DELETE FROM orders",
        "SELECT * INTO other FROM orders",
        "SELECT 1) TO PROGRAM 'true'; --",
        "SELECT 1) TO STDOUT; COMMIT; DELETE FROM orders; COPY (SELECT 1",
        "SELECT set_config('transaction_read_only', 'off', false), writes()",
        "COMMIT",
    ],
)
def test_nothing_is_written(database: Database, query: str) -> None:
    body = "DELETE FROM orders"
    if database.is_postgresql:
        database.run(
            f"CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS $$ {body} RETURNING a $$"
        )
    else:
        database.run(f"CREATE FUNCTION writes() RETURNS int BEGIN {body}; RETURN 1; END")
    with pytest.raises(InputError):
        rows_of(database, query)
    assert database.run("SELECT count(*) FROM orders") == [(3,)]


def test_the_session_itself_refuses_to_write(postgres: Database, database: Database) -> None:
    """Also where the query got past every look at it."""
    from planning.reading.database.address import parse_address
    from planning.reading.database.session import Access, driver_of, session
    from planning.reading.database.watched import Watch

    access = Access(address=parse_address(database.address), password=PASSWORD, time_limit_s=9)
    with (
        session(access, Watch()) as connection,
        pytest.raises(Exception, match=r"(?i)read.only"),
        driver_of(connection).cursor() as cursor,
    ):
        cursor.execute("DELETE FROM orders")
    assert database.run("SELECT count(*) FROM orders") == [(3,)]


def test_all_tables_are_of_one_moment(database: Database) -> None:
    """What others commit while the first table is read is not seen in the second."""
    slow = "SELECT a, {} AS s FROM orders".format(
        "pg_sleep(0.3)::text" if database.is_postgresql else "SLEEP(0.3)"
    )
    done: list[int] = []

    def meanwhile(_: int) -> None:
        if not done and database.busy("SLEEP(" if not database.is_postgresql else "pg_sleep("):
            done.append(1)
            database.run("INSERT INTO orders VALUES (9, 'z', 1)")

    _, second = read_tables(
        database.address,
        [TableQuery(name="q", query=slow), TableQuery(name="t", table="orders")],
        time_limit_s=9,
        on_row=meanwhile,
    )
    assert done
    assert len(second) == 3
    assert database.run("SELECT count(*) FROM orders") == [(4,)]


def test_whoever_may_not_read_a_table_is_told(database: Database) -> None:
    user = f"reader_{database.name}"
    host = "" if database.is_postgresql else "@'127.0.0.1'"
    name = user if database.is_postgresql else f"'{user}'"
    secret = "PASSWORD" if database.is_postgresql else "IDENTIFIED BY"
    login = "LOGIN " if database.is_postgresql else ""
    database.run(
        f"CREATE {'ROLE' if database.is_postgresql else 'USER'} {name}{host} {login}{secret} 'pw'"
    )
    database.run("CREATE TABLE open_to_all (a int)")
    database.run(f"GRANT SELECT ON open_to_all TO {name}{host}")
    try:
        refused = refusal(
            lambda: read_tables(
                database.server.address(database.name, user),
                [TableQuery(name="q", query="SELECT * FROM orders")],
                time_limit_s=9,
                on_row=lambda _: None,
                password="pw",
            )
        )
        assert refused == (EnvironmentFault, ["database.not_permitted"])
    finally:
        if database.is_postgresql:
            database.run(f"DROP OWNED BY {name}")
        database.run(f"DROP {'ROLE' if database.is_postgresql else 'USER'} {name}{host}")


def test_a_server_that_is_not_there_is_told(database: Database) -> None:
    nowhere = database.address.replace(f":{database.server.port}/", f":{free_port()}/")
    refused = refusal(
        lambda: read_tables(
            nowhere, [TableQuery(name="t", table="t")], time_limit_s=9, on_row=lambda _: None
        )
    )
    assert refused == (EnvironmentFault, ["database.unreachable"])


def test_a_host_that_is_not_there_is_told() -> None:
    refused = refusal(
        lambda: read_tables(
            "postgresql://ann@no-such-host.invalid/erp",
            [TableQuery(name="t", table="t")],
            time_limit_s=9,
            on_row=lambda _: None,
        )
    )
    assert refused == (EnvironmentFault, ["database.unreachable"])


def test_a_wrong_password_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "wrong")
    refused = refusal(lambda: read(database, TableQuery(name="t", table="t")))
    assert refused == (EnvironmentFault, ["database.login_refused"])


def test_a_database_that_is_not_there_is_told(database: Database) -> None:
    refused = refusal(
        lambda: read_tables(
            database.server.address("nowhere"),
            [TableQuery(name="t", table="t")],
            time_limit_s=9,
            on_row=lambda _: None,
        )
    )
    assert refused == (InputError, ["database.no_database"])
