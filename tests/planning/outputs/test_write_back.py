"""A plan in a company's own database: all of it or nothing, each plan's rows apart."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from domain.errors import EnvironmentFault, Interrupted
from domain.message import Message, message
from domain.plan import Plan
from planning.commands.run import run_command
from planning.outputs.plan_id import plan_id
from planning.outputs.write_back import write_back
from planning.plan_file import write_plan
from planning.reading.database.address import PASSWORD_VARIABLE
from planning.reading.read_dataset import read_dataset
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import RELOAD, plan_day
from tests.plain_wording import say
from tests.planning.reading.small_dataset import small_tables, write_csv_folder
from tests.servers.database import Database, mariadb_database, postgresql_database
from tests.servers.server import PASSWORD
from tests.servers.shared import shared_mariadb, shared_postgresql

TABLES = (
    *("wayloom_routes", "wayloom_stops", "wayloom_unassigned"),
    *("wayloom_replenishment", "wayloom_transfers", "wayloom_allocation"),
)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


@pytest.fixture(scope="module")
def _postgres() -> Iterator[Database]:
    with shared_postgresql() as server, postgresql_database(server, "wms") as database:
        yield database


@pytest.fixture(scope="module")
def _maria() -> Iterator[Database]:
    with shared_mariadb() as server, mariadb_database(server, "wms") as database:
        yield database


@pytest.fixture(params=["_postgres", "_maria"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of either server."""
    found: Database = request.getfixturevalue(request.param)
    found.clear()
    return found


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_day(routes=2, stops=4, side=20).plan


def counts(database: Database) -> dict[str, int]:
    return {name: int(database.run(f"SELECT count(*) FROM {name}")[0][0]) for name in TABLES}


def test_each_part_of_a_plan_has_its_rows(database: Database, plan: Plan) -> None:
    written = write_back(database.address, plan, say)
    assert written == counts(database)
    assert list(written) == list(TABLES)
    assert written["wayloom_routes"] == len(plan.routes)
    assert written["wayloom_stops"] == sum(
        max(1, len(stop.order_ids)) for route in plan.routes for stop in route.stops
    )
    assert written["wayloom_unassigned"] == len(plan.unassigned) > 0
    assert written["wayloom_replenishment"] == len(plan.replenishment) > 0
    ids = database.run("SELECT DISTINCT plan_id, day FROM wayloom_stops")
    assert ids == [(plan_id(plan), plan.day)]


def test_figures_keep_their_units_and_add_up(database: Database, plan: Plan) -> None:
    write_back(database.address, plan, say)
    route = plan.routes[0]
    row = database.run(
        "SELECT vehicle_id, warehouse_id, distance_m, drive_s, load_kg, cost, currency, stop_count,"
        " start_at FROM wayloom_routes WHERE route_number = 1"
    )[0]
    assert row[:4] == (route.vehicle_id, route.warehouse_id, route.distance_m, route.drive_s)
    assert row[4] == pytest.approx(route.load_kg)
    assert row[5] == Decimal(route.cost.total_minor) / 100
    assert row[6:8] == (plan.currency, len(route.stops))
    midnight = row[8].replace(hour=0, minute=0, second=0)
    assert (row[8] - midnight).total_seconds() == route.start_s
    assert midnight.date() == plan.day
    driven = database.run("SELECT sum(distance_m) FROM wayloom_stops WHERE route_number = 1")[0][0]
    assert driven == sum(stop.distance_m for stop in route.stops)
    order = plan.unassigned[0]
    told = database.run("SELECT order_id, reason_code, reason FROM wayloom_unassigned")[0]
    assert told == (order.order_id, order.reason.code, say(order.reason))


def test_a_stop_with_several_orders_and_a_reload_have_their_rows(
    database: Database, plan: Plan
) -> None:
    route = plan.routes[0]
    together = replace(route.stops[0], order_ids=("A-1", "A-2"))
    several = replace(plan, routes=(replace(route, stops=(together, RELOAD)),))
    write_back(database.address, several, say)
    found = database.run(
        "SELECT stop_number, order_id, kind, distance_m FROM wayloom_stops ORDER BY row_number"
        if database.is_postgresql
        else "SELECT stop_number, order_id, kind, distance_m FROM wayloom_stops"
        " ORDER BY `row_number`"
    )
    assert found == [
        (1, "A-1", "delivery", together.distance_m),
        (1, "A-2", "delivery", 0),
        (2, "", "reload", RELOAD.distance_m),
    ]


def test_the_same_plan_again_takes_its_own_rows_place(database: Database, plan: Plan) -> None:
    other = replace(plan, routes=plan.routes[:1], unassigned=())
    assert plan_id(other) != plan_id(plan)
    write_back(database.address, other, say)
    first = write_back(database.address, plan, say)
    both = counts(database)
    again = write_back(database.address, plan, say)
    assert again == first
    assert counts(database) == both
    assert both["wayloom_routes"] == len(plan.routes) + 1


def test_hostile_text_is_a_value(database: Database, plan: Plan) -> None:
    lines = [
        replace(plan.replenishment[0], sku=text[:100], explanation=Message("x", {"t": text}))
        for text in HOSTILE
        if "\0" not in text and text.isprintable()
    ]
    odd = replace(plan, replenishment=tuple(lines))
    write_back(database.address, odd, lambda told: str(told.parameters.get("t", "")))
    found = database.run("SELECT sku, explanation FROM wayloom_replenishment")
    assert sorted(found) == sorted((line.sku, str(line.explanation["t"])) for line in lines)
    assert len(found) > 3


def test_a_stop_leaves_all_as_it_was(database: Database, plan: Plan) -> None:
    write_back(database.address, plan, say)
    before = database.run("SELECT * FROM wayloom_allocation"), counts(database)
    lock = (
        "BEGIN; LOCK TABLE wayloom_allocation IN ACCESS EXCLUSIVE MODE"
        if database.is_postgresql
        else "LOCK TABLES wayloom_allocation WRITE"
    )
    database.run(lock)

    def stop(rows: int) -> None:
        if rows >= before[1]["wayloom_routes"]:
            raise Interrupted(message("reading.stopped"))

    try:
        with pytest.raises(Interrupted):
            write_back(database.address, plan, say, on_row=stop)
    finally:
        database.run("ROLLBACK" if database.is_postgresql else "UNLOCK TABLES")
    assert (database.run("SELECT * FROM wayloom_allocation"), counts(database)) == before


def test_a_fault_in_the_last_table_leaves_the_first_as_it_was(
    database: Database, plan: Plan
) -> None:
    write_back(database.address, plan, say)
    database.run("DROP TABLE wayloom_allocation")
    database.run("CREATE TABLE wayloom_allocation (plan_id varchar(16), other int)")
    database.run("DELETE FROM wayloom_routes")
    with pytest.raises(EnvironmentFault) as caught:
        write_back(database.address, plan, say)
    assert caught.value.message.code == "write_back.other_table"
    assert caught.value.message["table"] == "wayloom_allocation"
    assert counts(database)["wayloom_routes"] == 0


def test_whoever_may_not_write_is_told(database: Database, plan: Plan) -> None:
    if database.is_postgresql:
        database.run("CREATE ROLE clerk LOGIN PASSWORD 'pw'")
    else:
        database.run("CREATE USER 'clerk'@'127.0.0.1' IDENTIFIED BY 'pw'")
        database.run(f"GRANT SELECT ON {database.name}.* TO 'clerk'@'127.0.0.1'")
    try:
        with pytest.raises(EnvironmentFault) as caught:
            write_back(database.server.address(database.name, "clerk"), plan, say, password="pw")
    finally:
        database.run(
            f"DROP {'ROLE' if database.is_postgresql else 'USER'} clerk"
            + ("" if database.is_postgresql else "@'127.0.0.1'")
        )
    assert caught.value.message.code == "database.not_permitted"


def test_the_command_says_how_many_rows_it_wrote(
    database: Database, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"
    write_plan(path, plan, say)
    assert run_command(["write-back", str(path), "--to", database.address, "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["rows"] == counts(database)
    assert json.loads(told.out)["plan_id"] == plan_id(plan)
    assert PASSWORD not in told.out + told.err


@pytest.mark.parametrize("verbose", [[], ["--verbose"]])
def test_the_command_repeats_no_password(
    plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str], verbose: list[str]
) -> None:
    path = tmp_path / "plan.json"
    write_plan(path, plan, say)
    secret = "s3cr3t-canary"
    for address in (f"postgresql://a:{secret}@db/x", f"oracle://a:{secret}@db/x"):
        assert run_command(["write-back", str(path), "--to", address, *verbose]) == 2
        told = capsys.readouterr()
        assert secret not in told.out + told.err


def test_a_refused_login_shows_no_password(
    database: Database,
    plan: Plan,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "plan.json"
    write_plan(path, plan, say)
    monkeypatch.setenv(PASSWORD_VARIABLE, "s3cr3t-canary")
    command = ["write-back", str(path), "--to", database.address, "--verbose", "--json"]
    assert run_command(command) == 4
    told = capsys.readouterr()
    assert json.loads(told.out)["code"] == "database.login_refused"
    assert "s3cr3t-canary" not in told.out + told.err


def test_a_plan_of_other_data_is_not_written(
    database: Database, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_csv_folder(tmp_path / "day", small_tables())
    fingerprint = read_dataset(folder).require().fingerprint
    path = tmp_path / "plan.json"
    command = ["write-back", str(path), "--to", database.address, "--dataset", str(folder)]
    write_plan(path, plan, say)
    assert run_command([*command, "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["column"]) == ("write_back.other_dataset", "--dataset")
    answering = replace(plan, origin=replace(plan.origin, dataset_fingerprint=fingerprint))
    write_plan(path, answering, say)
    assert run_command(command) == 0
    assert counts(database)["wayloom_routes"] == len(plan.routes)
