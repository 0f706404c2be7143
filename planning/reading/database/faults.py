"""What a server or its driver refuses, as what a planner can do about it.

A server's own sentence is shown only where it speaks of a query's words: others may hold data.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from pyarrow import ArrowInvalid

from domain.errors import EnvironmentFault, InputError, PlannerError
from domain.message import Parameter, Problem, message
from planning.reading.database.address import DatabaseAddress, ServerKind
from planning.reading.database.watched import Watch

_LONGEST_REASON = 200
_DRIVERS = ("psycopg", "pymysql", "pymssql")

_NAMED_WRONGLY = {"database.no_database", "database.no_table", "database.no_column"}
_BAD_INPUT = _NAMED_WRONGLY | {
    "database.bad_query",
    "database.query_writes",
    "database.bad_letters",
}
_SAYS_WORDS = {"database.no_column", "database.bad_query"}

_POSTGRESQL: Mapping[str, str] = {
    "28P01": "database.login_refused",
    "28000": "database.login_refused",
    "3D000": "database.no_database",
    "42P01": "database.no_table",
    "3F000": "database.no_table",
    "42703": "database.no_column",
    "42501": "database.not_permitted",
    "25006": "database.query_writes",
    "57014": "database.too_slow",
    "55P03": "database.too_slow",
    "57P01": "database.connection_lost",
    "57P02": "database.connection_lost",
    "57P03": "database.unreachable",
    "53300": "database.unreachable",
    "57P05": "database.connection_lost",
}
_POSTGRESQL_CLASSES: Mapping[str, str] = {
    "25": "database.query_writes",
    "42": "database.bad_query",
    "08": "database.connection_lost",
}
_MYSQL: Mapping[int, str] = {
    1044: "database.no_database",
    1045: "database.login_refused",
    1698: "database.login_refused",
    1130: "database.login_refused",
    1049: "database.no_database",
    1146: "database.no_table",
    1054: "database.no_column",
    1142: "database.not_permitted",
    1143: "database.not_permitted",
    1227: "database.not_permitted",
    1370: "database.not_permitted",
    1064: "database.bad_query",
    1792: "database.query_writes",
    1969: "database.too_slow",
    3024: "database.too_slow",
    1205: "database.too_slow",
    1317: "database.too_slow",
    1412: "database.changed_meanwhile",
    1040: "database.unreachable",
    2002: "database.unreachable",
    2003: "database.unreachable",
    1053: "database.connection_lost",
    1927: "database.connection_lost",
    2006: "database.connection_lost",
    2013: "database.connection_lost",
    2014: "database.connection_lost",
}
_SQL_SERVER: Mapping[int, str] = {
    18456: "database.login_refused",
    18452: "database.login_refused",
    4060: "database.no_database",
    208: "database.no_table",
    207: "database.no_column",
    229: "database.not_permitted",
    230: "database.not_permitted",
    102: "database.bad_query",
    156: "database.bad_query",
    1222: "database.too_slow",
    20003: "database.too_slow",
    3960: "database.changed_meanwhile",
    20002: "database.unreachable",
    20009: "database.unreachable",
    20013: "database.unreachable",
    20004: "database.connection_lost",
    20006: "database.connection_lost",
    20047: "database.connection_lost",
}

_FROM_SERVER = re.compile(r"failed: (\w+):  (.*)", re.DOTALL)
"""What PostgreSQL itself says, in whatever language, when it lets nobody in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the server was asked for when it refused.

    Attributes
    ----------
    table
        Name of the table or query; empty while connecting.
    """

    address: DatabaseAddress
    time_limit_s: float
    table: str = ""


@contextmanager
def faults_told(asked: Asked, watch: Watch) -> Iterator[None]:
    """Turn what a driver raises into errors of ours, without what led to them."""
    try:
        yield
        return
    except Exception as error:
        if not _is_of_server(error):
            raise
        watch.look()
        fault = fault_of(error, asked)
    raise fault


def fault_of(error: BaseException, asked: Asked) -> PlannerError:
    """The error of ours for one of a driver's, or of SQLAlchemy's around it."""
    origin = _origin(error)
    if isinstance(origin, ImportError):
        return _fault("database.no_driver", asked)
    if isinstance(origin, ValueError):
        return _fault("database.bad_letters", asked)
    if asked.address.kind is ServerKind.POSTGRESQL:
        code, reason = _of_postgresql(origin, asked)
    else:
        code, reason = _of_numbers(origin, asked)
    return _fault(code, asked, reason=reason)


def _is_of_server(error: BaseException) -> bool:
    """Whether an error tells of the server, or what it sent, and not of a mistake of ours."""
    origin = _origin(error)
    bases = {(base.__module__.partition(".")[0], base.__name__) for base in type(origin).__mro__}
    known = OSError | ImportError | UnicodeDecodeError | ArrowInvalid
    return isinstance(origin, known) or any((driver, "Error") in bases for driver in _DRIVERS)


def _origin(error: BaseException) -> BaseException:
    """The driver's own error, where SQLAlchemy put another around it."""
    origin = getattr(error, "orig", None)
    return origin if isinstance(origin, BaseException) else error


def _of_postgresql(error: BaseException, asked: Asked) -> tuple[str, str]:
    state = str(getattr(error, "sqlstate", None) or "")
    known = _POSTGRESQL.get(state) or _POSTGRESQL_CLASSES.get(state[:2])
    if known:
        said = getattr(getattr(error, "diag", None), "message_primary", None)
        return known, said or str(error)
    if state:
        return "database.failed", state
    if asked.table:
        return "database.connection_lost", ""
    found = _FROM_SERVER.search(str(error))
    if found is None:
        return "database.unreachable", ""
    # While connecting there is only a sentence, in the server's language.
    if asked.address.user in found[2]:
        return "database.login_refused", ""
    missing = asked.address.database in found[2]
    return "database.no_database" if missing else "database.unreachable", ""


def too_slow(asked: Asked) -> PlannerError:
    """The fault of a query that takes longer than allowed."""
    return _fault("database.too_slow", asked)


def _of_numbers(error: BaseException, asked: Asked) -> tuple[str, str]:
    numbers = _MYSQL if asked.address.kind is ServerKind.MYSQL else _SQL_SERVER
    number, said = _number(error)
    code = numbers.get(number)
    if code is not None:
        return code, said
    if isinstance(error, OSError) or number == 0:
        return "database.connection_lost" if asked.table else "database.unreachable", ""
    return "database.failed", str(number)


def _number(error: BaseException) -> tuple[int, str]:
    """Number and sentence of an error of PyMySQL or pymssql."""
    arguments = error.args
    if len(arguments) == 1 and isinstance(arguments[0], tuple):
        arguments = arguments[0]
    if not arguments or not isinstance(arguments[0], int):
        return 0, ""
    said = arguments[1] if len(arguments) > 1 else ""
    return arguments[0], said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _fault(code: str, asked: Asked, *, reason: str = "") -> PlannerError:
    address = asked.address
    parameters: dict[str, Parameter] = {
        "database": address.database,
        "host": address.host,
        "port": address.port,
        "user": address.user,
        "table": asked.table,
        "seconds": round(asked.time_limit_s),
        "reason": _one_line(reason) if code in _SAYS_WORDS or code == "database.failed" else "",
    }
    told = message(code, **parameters)
    if code in _BAD_INPUT:
        return InputError([Problem(message=told, file=address.database, sheet=asked.table)])
    return EnvironmentFault(told)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
