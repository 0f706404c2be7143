"""The sample day out of a company's own database, planned, and the plan written back into it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.dataset import Dataset
from planning.plan_file import read_plan
from planning.reading.database.address import PASSWORD_VARIABLE
from planning.reading.raw_table import RawTable
from planning.reading.read_dataset import read_dataset
from planning.reading.source import read_source
from tests.end_to_end.commands import ROOT, Finished, wayloom
from tests.end_to_end.company_tables import CHINESE, GERMAN, Company, fill, mapping_text
from tests.quick_outlook import keep_quick_outlook
from tests.servers.database import Database, mariadb_database, postgresql_database
from tests.servers.server import PASSWORD
from tests.servers.shared import shared_mariadb, shared_postgresql

SAMPLE = ROOT / "resources" / "sample_day"
PLAN_LIMIT_S = 480
WRITTEN = (
    *("wayloom_routes", "wayloom_stops", "wayloom_unassigned"),
    *("wayloom_replenishment", "wayloom_transfers", "wayloom_allocation"),
)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


@pytest.fixture(scope="module")
def sample() -> dict[str, RawTable]:
    return {table.name: table for table in read_source(SAMPLE, lambda _: None).tables}


@pytest.fixture(scope="module")
def own() -> Dataset:
    """The sample day out of its own files."""
    return read_dataset(SAMPLE).require()


@pytest.fixture(scope="module")
def german() -> Iterator[Database]:
    with shared_postgresql() as server, postgresql_database(server, "handel") as database:
        yield database


@pytest.fixture(scope="module")
def chinese() -> Iterator[Database]:
    with shared_mariadb() as server, mariadb_database(server, "dianshang") as database:
        yield database


def mapped(database: Database, company: Company, sample: dict[str, RawTable], folder: Path) -> Path:
    """Fill a company's database; the mapping file of it."""
    fill(database, company, sample, folder)
    keys = sample["settings"]
    settings = {keys.text("key", i): keys.text("value", i) for i in range(len(keys))}
    path = folder / "company.toml"
    path.write_text(mapping_text(company, database.address, sample, settings), encoding="utf-8")
    return path


def counts(database: Database) -> dict[str, int]:
    return {name: int(database.run(f"SELECT count(*) FROM {name}")[0][0]) for name in WRITTEN}


def told(done: Finished) -> Any:
    assert PASSWORD not in done.out + done.err
    return json.loads(done.out)


@pytest.mark.timeout(2 * PLAN_LIMIT_S)
def test_a_german_company_plans_from_its_postgresql_and_has_the_plan_back(
    german: Database, sample: dict[str, RawTable], own: Dataset, tmp_path: Path
) -> None:
    mapping = mapped(german, GERMAN, sample, tmp_path)
    cache, out = tmp_path / "cache", tmp_path / "out"
    valid = wayloom("validate", mapping, "--json", cache=cache)
    assert valid.code == 0, valid.out
    assert told(valid)["ok"] is True
    keep_quick_outlook(SAMPLE, cache)
    done = wayloom(
        *("plan", mapping, "--roads", SAMPLE / "city.osm.gz", "--out", out),
        *("--time-limit", 2, "--json"),
        cache=cache,
        limit_s=PLAN_LIMIT_S,
    )
    assert done.code in {0, 3}, done.err
    assert told(done)["violations"] == 0
    plan = read_plan(out / "plan.json")
    assert plan.origin.dataset_fingerprint == own.fingerprint
    command = ("write-back", out / "plan.json", "--to", german.address, "--json")
    first = wayloom(*command, cache=cache)
    assert first.code == 0, first.err
    served = sum(len(stop.order_ids) for route in plan.routes for stop in route.stops)
    reloads = sum(not stop.order_ids for route in plan.routes for stop in route.stops)
    expected = {
        "wayloom_routes": len(plan.routes),
        "wayloom_stops": served + reloads,
        "wayloom_unassigned": len(plan.unassigned),
        "wayloom_replenishment": len(plan.replenishment),
        "wayloom_transfers": len(plan.transfers),
        "wayloom_allocation": len(plan.allocation),
    }
    assert told(first)["rows"] == counts(german) == expected
    assert len(plan.routes) > 5
    assert told(wayloom(*command, cache=cache))["rows"] == counts(german) == expected


def test_a_chinese_company_has_the_same_data_in_its_mariadb(
    chinese: Database, sample: dict[str, RawTable], own: Dataset, tmp_path: Path
) -> None:
    mapping = mapped(chinese, CHINESE, sample, tmp_path)
    valid = wayloom("validate", mapping, "--json", cache=tmp_path / "cache")
    assert valid.code == 0, valid.out
    assert told(valid)["ok"] is True
    found = read_dataset(mapping).require()
    assert found.fingerprint == own.fingerprint
    assert len(found.orders) == len(own.orders) == 400
