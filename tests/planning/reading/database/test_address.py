import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InputError
from planning.reading.database import DatabaseAddress, ServerKind, parse_address

SECRET = "s3cr3t-canary"
NAMES = st.text(st.characters(categories=["L", "N"], include_characters=" @:?#%'\"-_."), min_size=1)


@pytest.mark.parametrize(
    ("text", "kind", "port"),
    [
        ("postgresql://ann@db.firm.example:5433/erp", ServerKind.POSTGRESQL, 5433),
        ("postgres://ann@db.firm.example/erp", ServerKind.POSTGRESQL, 5432),
        ("mysql://ann@db.firm.example/erp", ServerKind.MYSQL, 3306),
        ("mariadb://ann@db.firm.example/erp", ServerKind.MYSQL, 3306),
        (" MSSQL://ann@db.firm.example/erp ", ServerKind.SQL_SERVER, 1433),
    ],
)
def test_an_address_names_server_user_and_database(text: str, kind: ServerKind, port: int) -> None:
    found = parse_address(text)
    assert (found.kind, found.user, found.host) == (kind, "ann", "db.firm.example")
    assert (found.port, found.database) == (port, "erp")


def test_the_host_may_be_a_number() -> None:
    found = parse_address("mysql://ann@[::1]:3307/erp")
    assert (found.host, found.port) == ("::1", 3307)
    assert str(found) == "mysql://ann@[::1]:3307/erp"


@given(NAMES, NAMES, st.integers(1, 65535), st.sampled_from(["postgresql", "mariadb", "mssql"]))
def test_the_text_of_an_address_is_the_address(
    user: str, database: str, port: int, scheme: str
) -> None:
    address = DatabaseAddress(
        scheme=scheme, user=user, host="db.example", port=port, database=database
    )
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("oracle://ann@db/erp", "database.unknown_kind"),
        ("erp.sqlite", "database.unknown_kind"),
        ("postgresql:ann@db/erp", "database.unknown_kind"),
        ("postgresql://db/erp", "database.bad_user"),
        ("postgresql://ann@/erp", "database.bad_host"),
        ("postgresql://ann@d b/erp", "database.bad_host"),
        ("postgresql://ann@db:99999/erp", "database.bad_port"),
        ("postgresql://ann@db:0/erp", "database.bad_port"),
        ("postgresql://ann@db:x/erp", "database.bad_port"),
        ("postgresql://ann@[::1/erp", "database.bad_host"),
        ("postgresql://ann@db", "database.bad_database"),
        ("postgresql://ann@db/", "database.bad_database"),
        ("postgresql://ann@db/erp/more", "database.bad_database"),
        ("postgresql://ann@db/erp%0a", "database.bad_database"),
        ("postgresql://ann@db/erp%ff", "database.bad_database"),
        ("postgresql://ann@db/erp?sslmode=disable", "database.bad_end"),
        ("postgresql://ann@db/erp#x", "database.bad_end"),
    ],
)
def test_what_is_wrong_with_an_address_is_told(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://ann:{SECRET}@db/erp",
        f"postgresql://ann:{SECRET}/x@db:1/erp",
        f"postgresql://ann:{SECRET}@part@db/erp",
        f"postgresql://:{SECRET}@db/erp",
        f"mysql://ann@db/erp?password={SECRET}",
        f"postgresql://ann:{SECRET}#@db/erp",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text)
    assert [problem.code for problem in caught.value.problems] == ["database.password_in_address"]
    assert caught.value.problems[0].message["variable"] == "WAYLOOM_DB_PASSWORD"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://ann:{SECRET}@db/erp",
        f"oracle://ann:{SECRET}@db/erp",
        f"postgresql:/ann:{SECRET}@db/erp",
        f"postgresql://ann:{SECRET}",
        f"postgresql://ann@db:{SECRET}/erp",
        f"postgresql://ann@db/erp?{SECRET}",
        f"postgresql://ann@[{SECRET}/erp",
    ],
)
def test_no_refusal_shows_what_was_written(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text)
    error = caught.value
    assert SECRET not in repr(error) + str(error) + repr(error.problems)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
