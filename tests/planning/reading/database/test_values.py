import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InputError
from planning.reading.database import TableQuery
from planning.reading.database.values import value_text
from tests.planning.reading.database.reading import (
    columns_of,
    read,
    refusal,
    rows_of,
    table_of,
)
from tests.servers.database import Database, postgresql_database
from tests.servers.server import Server


def test_postgresql_writes_every_common_type_as_a_person_would(postgres: Database) -> None:
    postgres.run("CREATE TYPE colour AS ENUM ('rot', '蓝')")
    postgres.run("CREATE DOMAIN kilos AS numeric(8,3)")
    kind = uuid.UUID("12345678-1234-5678-1234-567812345678")
    postgres.run(
        "CREATE TABLE t (id int PRIMARY KEY, small smallint, big bigint, exact numeric(12,4),"
        " free numeric, f8 float8, f4 real, yes boolean, d date, clock time, at timestamp,"
        " took interval, code char(6), word varchar(20), story text, kind uuid, colour colour,"
        " weight kilos, tags text[], counts int[], days date[])"
    )
    postgres.run(
        "INSERT INTO t VALUES (1, -7, 9007199254740993, 12.5, 0.10000000000000000001, 0.1, 0.1,"
        " true, '2026-02-28', '08:30', '2026-11-20 08:30:15', '26 hours', 'AB', '00501', %s, %s,"
        " '蓝', 1.5, '{tail_lift,two person}', '{1,2}', '{2026-11-20}')",
        ("a,\"b\"\r\n'c' \\ ;", kind),
    )
    postgres.run("INSERT INTO t (id, yes, tags) VALUES (2, false, '{}')")
    found = table_of(postgres, "t")
    assert {name: cells[0] for name, cells in found.items()} == {
        "id": "1",
        "small": "-7",
        "big": "9007199254740993",
        "exact": "12.5000",
        "free": "0.10000000000000000001",
        "f8": "0.1",
        "f4": "0.1",
        "yes": "true",
        "d": "2026-02-28",
        "clock": "08:30:00",
        "at": "2026-11-20 08:30:15",
        "took": "26:00:00",
        "code": "AB",
        "word": "00501",
        "story": "a,\"b\"\r\n'c' \\ ;",
        "kind": str(kind),
        "colour": "蓝",
        "weight": "1.500",
        "tags": "tail_lift;two person",
        "counts": "1;2",
        "days": "2026-11-20",
    }
    empty = {name: cells[1] for name, cells in found.items()}
    assert empty == {**dict.fromkeys(found, ""), "id": "2", "yes": "false"}


def test_mariadb_writes_every_common_type_as_a_person_would(maria: Database) -> None:
    maria.run(
        "CREATE TABLE t (id int PRIMARY KEY, small smallint, big bigint, exact decimal(12,4),"
        " f8 double, f4 float, yes boolean, flag bit(1), d date, clock time(3), at datetime(6),"
        " seen timestamp NULL, y year, code char(6), word varchar(20), story mediumtext,"
        " colour enum('rot', '蓝'), more set('a', 'b')) CHARACTER SET utf8mb4"
    )
    maria.run(
        "INSERT INTO t VALUES (1, -7, 9007199254740993, 12.5, 0.1, 0.1, true, b'1', '2026-02-28',"
        " '26:30', '2026-11-20 08:30:15', '2026-11-20 08:30', 2026, 'AB', '00501', %s,"
        " '蓝', 'a,b')",
        ("a,\"b\"\r\n'c' \\ ; 😀",),
    )
    maria.run("INSERT INTO t (id, at, clock) VALUES (2, '2026-11-20 08:30:15.25', '08:00:00.5')")
    found = table_of(maria, "t")
    assert {name: cells[0] for name, cells in found.items()} == {
        "id": "1",
        "small": "-7",
        "big": "9007199254740993",
        "exact": "12.5000",
        "f8": "0.1",
        "f4": "0.1",
        "yes": "1",
        "flag": "1",
        "d": "2026-02-28",
        "clock": "26:30:00",
        "at": "2026-11-20 08:30:15",
        "seen": "2026-11-20 08:30:00",
        "y": "2026",
        "code": "AB",
        "word": "00501",
        "story": "a,\"b\"\r\n'c' \\ ; 😀",
        "colour": "蓝",
        "more": "a,b",
    }
    assert (found["at"][1], found["clock"][1]) == ("2026-11-20 08:30:15.250000", "08:00:00.500")
    assert found["story"][1] == found["d"][1] == found["flag"][1] == ""


@pytest.mark.parametrize(
    "type_name", ["bytea", "json", "jsonb", "xml", "point", "money", "jsonb[]"]
)
def test_postgresql_refuses_a_column_that_is_no_text(postgres: Database, type_name: str) -> None:
    postgres.run(f"CREATE TABLE t (id int PRIMARY KEY, odd {type_name})")
    with pytest.raises(InputError) as caught:
        read(postgres, TableQuery(name="t", table="t"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.column, problem.sheet) == ("database.column_type", "odd", "t")


@pytest.mark.parametrize("type_name", ["blob", "varbinary(9)", "binary(3)", "point"])
def test_mariadb_refuses_a_column_that_is_no_text(maria: Database, type_name: str) -> None:
    maria.run(f"CREATE TABLE t (id int PRIMARY KEY, odd {type_name})")
    maria.run(
        "INSERT INTO t VALUES (1, ST_PointFromText('POINT(1 2)'))"
        if type_name == "point"
        else "INSERT INTO t VALUES (1, x'0102ff')"
    )
    with pytest.raises(InputError) as caught:
        read(maria, TableQuery(name="t", table="t"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.column, problem.sheet) == ("database.column_type", "odd", "t")


def test_other_columns_of_such_a_table_can_be_read(database: Database) -> None:
    odd = "bytea" if database.is_postgresql else "blob"
    database.run(f"CREATE TABLE t (id int PRIMARY KEY, picture {odd}, name text)")
    database.run("INSERT INTO t VALUES (1, 'x', 'y')")
    (found,) = read(database, TableQuery(name="t", table="t", columns=("name", "id")))
    assert columns_of(found) == {"name": ["y"], "id": ["1"]}


def test_two_columns_of_one_name_are_refused(database: Database) -> None:
    refused = refusal(lambda: rows_of(database, "SELECT 1 AS a, 2 AS a"))
    assert refused == (InputError, ["database.column_twice"])


@pytest.fixture(scope="module")
def law(postgresql: Server) -> Iterator[Database]:
    """A database of PostgreSQL with one table, for many examples."""
    with postgresql_database(postgresql, "law") as database:
        database.run(
            "CREATE TABLE law (id int PRIMARY KEY, story text, exact numeric, d date, f8 float8)"
        )
        yield database


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
            st.decimals(
                allow_nan=False,
                allow_infinity=False,
                places=6,
                min_value=-(10**12),
                max_value=10**12,
            ),
            st.dates(datetime.date(1, 1, 1)),
            st.floats(allow_nan=False, allow_infinity=False),
        ),
        max_size=5,
    )
)
def test_what_a_person_can_write_comes_back_exactly(
    law: Database, rows: list[tuple[str, Decimal, datetime.date, float]]
) -> None:
    law.run("TRUNCATE law")
    with law.admin.cursor() as cursor:
        numbered = [(number, *row) for number, row in enumerate(rows)]
        cursor.executemany("INSERT INTO law VALUES (%s, %s, %s, %s, %s)", numbered)
    found = table_of(law, "law")
    assert found["story"] == [row[0] for row in rows]
    assert [Decimal(cell) for cell in found["exact"]] == [row[1] for row in rows]
    assert found["d"] == [row[2].isoformat() for row in rows]
    assert [float(cell) for cell in found["f8"]] == [row[3] for row in rows]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_written_without_exponent_and_exactly(value: float) -> None:
    text = value_text(value)
    assert float(text) == value
    assert "e" not in text.lower()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (12.0, "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.50"), "0.50"),
        (datetime.datetime(2026, 11, 20, 8, 30), "2026-11-20 08:30:00"),
        (datetime.date(2026, 11, 20), "2026-11-20"),
        (datetime.time(8, 30), "08:30:00"),
        (datetime.timedelta(hours=26, seconds=1), "26:00:01"),
        (-datetime.timedelta(minutes=90), "-01:30:00"),
        (datetime.timedelta(milliseconds=1500), "00:00:01.5"),
    ],
)
def test_values_of_drivers_are_written_as_a_person_would(value: object, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize("value", [b"x", {"a": 1}, [1]])
def test_what_is_no_text_has_none(value: object) -> None:
    with pytest.raises(TypeError):
        value_text(value)
