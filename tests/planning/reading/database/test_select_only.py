import pytest

from domain.errors import InputError
from planning.reading.database.address import ServerKind
from planning.reading.database.select_only import select_only

POSTGRESQL, MYSQL, SQL_SERVER = ServerKind


@pytest.mark.parametrize("kind", ServerKind)
@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("SELECT 1", "SELECT 1"),
        ("  select a, b from t where x = ';' ; -- end", "  select a, b from t where x = ';'"),
        (
            "WITH x AS (SELECT 1 AS a) SELECT a FROM x;\n",
            "WITH x AS (SELECT 1 AS a) SELECT a FROM x",
        ),
        ("-- why\nSELECT 'it''s' /* INTO */ AS a", "-- why\nSELECT 'it''s' /* INTO */ AS a"),
        ("(SELECT 1) UNION (SELECT 2)", "(SELECT 1) UNION (SELECT 2)"),
        ('SELECT "into" FROM t WHERE a >= 1.5e3', 'SELECT "into" FROM t WHERE a >= 1.5e3'),
        ("SELECT 客户 FROM 订单", "SELECT 客户 FROM 订单"),
    ],
)
def test_one_statement_that_selects_is_sent(kind: ServerKind, query: str, sent: str) -> None:
    assert select_only(query, kind, "q") == sent


@pytest.mark.parametrize("kind", ServerKind)
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "database.query_not_read"),
        ("-- nothing", "database.query_not_read"),
        ("DELETE FROM t", "database.query_writes"),
        ("COMMIT", "database.query_writes"),
        ("EXPLAIN SELECT 1", "database.query_writes"),
        ("SELECT 1; DELETE FROM t", "database.more_statements"),
        ("SELECT 1;;", "database.more_statements"),
        ("SELECT * INTO u FROM t", "database.query_writes"),
        ("SELECT 1) TO PROGRAM 'x'; --", "database.query_not_read"),
        ("SELECT (1", "database.query_not_read"),
        ("SELECT 'open", "database.query_not_read"),
        ("SELECT 1 /* open", "database.query_not_read"),
        ("SELECT 1 /* a /* b */ INTO x */", "database.query_not_read"),
        ("SELECT 1 /*!50000 INTO OUTFILE 'x' */", "database.query_not_read"),
        ("SELECT 1 /*M! INTO OUTFILE 'x' */", "database.query_not_read"),
        ("SELECT 1 --1 INTO OUTFILE 'x'", "database.query_not_read"),
    ],
)
def test_anything_else_is_refused(kind: ServerKind, query: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        select_only(query, kind, "q")
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].sheet == "q"


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        (MYSQL, "SELECT 1 # ' \n INTO OUTFILE '/tmp/x' -- '"),
        (MYSQL, "SELECT $$ INTO OUTFILE 'x' -- $$"),
        (MYSQL, 'SELECT "a\\" INTO OUTFILE "x'),
        (MYSQL, "SELECT a INTO @b"),
        (SQL_SERVER, "SELECT 1 DELETE FROM t"),
        (SQL_SERVER, "SELECT 1 EXEC xp_cmdshell 'x'"),
        (SQL_SERVER, "WITH x AS (SELECT 1 AS a) UPDATE x SET a = 2"),
        (SQL_SERVER, "SELECT e'\\' DELETE FROM t -- '"),
        (SQL_SERVER, "SELECT * FROM OPENROWSET('x', 'y', 'z')"),
        (SQL_SERVER, "SELECT [a]] INTO b"),
        (POSTGRESQL, "SELECT $a$ x $b$ INTO y"),
    ],
)
def test_what_servers_read_differently_hides_nothing(kind: ServerKind, query: str) -> None:
    with pytest.raises(InputError):
        select_only(query, kind, "q")


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        (POSTGRESQL, "SELECT $a$ ; INTO $a$, E'it\\'s', tags[1], a #> b FROM t"),
        (POSTGRESQL, "SELECT $$ ; ' $$"),
        (MYSQL, "SELECT `into`, 'it\\'s' FROM `my``table`"),
        (SQL_SERVER, "SELECT TOP 5 [into], [a]]b] FROM [my table] WITH (NOLOCK)"),
    ],
)
def test_each_server_may_be_spoken_to_in_its_own_way(kind: ServerKind, query: str) -> None:
    assert select_only(query, kind, "q") == query
