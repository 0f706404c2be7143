"""Where passwords come from, and that they show up nowhere else."""

import logging
import traceback
from collections.abc import Callable, Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest

from domain.errors import EnvironmentFault, InputError, PlannerError
from planning.reading.database import (
    TableQuery,
    keep_password,
    list_tables,
    parse_address,
    password_of,
    read_tables,
)
from planning.reading.database.address import PASSWORD_VARIABLE
from planning.reading.database.session import Access
from tests.servers.database import Database
from tests.servers.server import PASSWORD, free_port

ADDRESS = "postgresql://ann@db.firm.example:5432/erp"
CANARY = "cAnArY-0471"


class _Ring(keyring.backend.KeyringBackend):
    """A keyring of a test."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class _Locked(_Ring):
    """A keyring that its owner keeps locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(CANARY)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked(password)


class _Broken(_Ring):
    """A keyring whose library fails."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(CANARY)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(password)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Ring]:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    before, ring = keyring.get_keyring(), _Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_password_that_is_kept_is_found_by_the_address_without_it(ring: _Ring) -> None:
    assert password_of(ADDRESS) is None
    keep_password(ADDRESS, CANARY)
    assert password_of(ADDRESS) == CANARY
    assert ring.kept == {("wayloom", ADDRESS): CANARY}
    assert password_of(ADDRESS.replace("erp", "other")) is None


def test_the_environment_goes_before_the_keyring(
    ring: _Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_password(ADDRESS, "another")
    monkeypatch.setenv(PASSWORD_VARIABLE, CANARY)
    assert password_of(ADDRESS) == CANARY
    assert CANARY not in ring.kept.values()


@pytest.mark.parametrize("broken", [_Locked, _Broken])
@pytest.mark.usefixtures("ring")
def test_a_locked_or_broken_keyring_is_no_crash(
    broken: type[_Ring], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keyring.set_keyring(broken())
    assert password_of(ADDRESS) is None
    with pytest.raises(EnvironmentFault) as caught:
        keep_password(ADDRESS, CANARY)
    assert caught.value.message.code == "database.no_keyring"
    assert CANARY not in _all_texts(caught.value, caplog)


def test_no_object_shows_the_password() -> None:
    access = Access(address=parse_address(ADDRESS), password=CANARY, time_limit_s=1)
    assert CANARY not in repr(access) + str(access) + repr(access.asked("t"))


@pytest.mark.parametrize("database", ["postgres", "maria"], indirect=True)
def test_failing_logins_and_queries_show_no_password(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = database.address
    nowhere = address.replace(f":{database.server.port}/", f":{free_port()}/")
    for where, password, table in [
        (address, CANARY, "t"),
        (nowhere, CANARY, "t"),
        (address.replace("planner@", "nobody@"), CANARY, "t"),
        (address + "x", PASSWORD, "t"),
        (address, PASSWORD, "t"),
    ]:
        monkeypatch.setenv(PASSWORD_VARIABLE, password)
        for act in (
            lambda w=where, t=table: read_tables(
                w, [TableQuery(name="q", table=t)], time_limit_s=5, on_row=lambda _: None
            ),
            lambda w=where, p=password: list_tables(w, p),
        ):
            error = _raised(act)
            assert error is None or isinstance(error, InputError | EnvironmentFault)
            shown = _all_texts(error, caplog)
            assert CANARY not in shown
            assert PASSWORD not in shown


def test_a_slow_query_shows_no_password(
    postgres: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(EnvironmentFault) as caught:
        read_tables(
            postgres.address,
            [TableQuery(name="q", query="SELECT pg_sleep(30)::text AS a")],
            time_limit_s=0.2,
            on_row=lambda _: None,
        )
    assert caught.value.message.code == "database.too_slow"
    assert PASSWORD not in _all_texts(caught.value, caplog)


def _raised(act: Callable[[], object]) -> PlannerError | None:
    """The error that something raises; None where it lists tables of an empty database."""
    try:
        act()
    except PlannerError as error:
        return error
    return None


def _all_texts(error: BaseException | None, caplog: pytest.LogCaptureFixture) -> str:
    """Everything that a person, a log or a report of a crash could be shown."""
    told = [caplog.text]
    while error is not None:
        told += [repr(error), str(error), repr(vars(error)), *traceback.format_exception(error)]
        error = error.__cause__ or error.__context__
    return "\n".join(told)
