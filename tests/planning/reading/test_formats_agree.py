"""One dataset in three formats is one dataset; and what was written is what is read."""

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.dataset import Dataset
from planning.reading.read_dataset import read_dataset
from tests.planning.reading.conftest import ReadSpoilt, only_problem
from tests.planning.reading.small_dataset import (
    EXTRA,
    add_row,
    set_cell,
    small_tables,
    write_csv_folder,
    write_parquet_folder,
    write_workbook,
)


def contents(dataset: Dataset | None) -> dict[str, Any]:
    """All there is in a dataset but its name, in a form that compares."""
    assert dataset is not None
    found = {f.name: getattr(dataset, f.name) for f in dataclasses.fields(dataset)}
    history = found.pop("demand")
    found["keys"], found["first_date"] = history.keys, history.first_date
    for name in ("units", "observed", "promoted"):
        found[name] = getattr(history, name).tolist()
    del found["name"]
    return found


def test_csv_parquet_and_xlsx_give_equal_datasets(tmp_path: Path) -> None:
    tables = small_tables()
    for table in EXTRA:
        set_cell(tables, table, "note", "kept as it is")
    csv = read_dataset(write_csv_folder(tmp_path / "csv", tables))
    parquet = read_dataset(write_parquet_folder(tmp_path / "parquet", tables))
    workbook = read_dataset(write_workbook(tmp_path / "data.xlsx", tables))
    assert contents(csv.dataset) == contents(parquet.dataset) == contents(workbook.dataset)
    assert {p.code for p in csv.problems} == {"column.reserved", "column.unknown"}
    places = [[(p.code, p.row, p.column) for p in r.problems] for r in (csv, parquet)]
    assert places[0] == places[1]


def test_typed_parquet_reads_like_text(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    plain = read_dataset(folder).dataset
    (folder / "orders.csv").unlink()
    (folder / "demand_history.csv").unlink()
    header, *records = small_tables()["orders"]
    by_name = dict(zip(header, (list(c) for c in zip(*records, strict=True)), strict=True))
    none = [[cell or None for cell in column] for column in by_name.values()]
    typed = dict(zip(by_name, none, strict=True))
    clock = datetime.time.fromisoformat
    orders: dict[str, Any] = {
        **{name: pa.array(column) for name, column in typed.items()},
        "customer_name": pa.array(typed["customer_name"]).dictionary_encode(),
        "lat": pa.array([float(str(x)) for x in typed["lat"]], pa.float64()),
        "lon": pa.array([float(str(x)) for x in typed["lon"]], pa.float32()),
        "due_date": pa.array([datetime.datetime(2026, 11, 20)] * 3, pa.timestamp("ns")),
        "window_start": pa.array([x and clock(x) for x in typed["window_start"]], pa.time64("us")),
        "requirements": pa.array([["tail_lift"], None, []]),
    }
    pq.write_table(pa.table(orders), folder / "orders.parquet")
    history = small_tables()["demand_history"]
    columns = [list(c) for c in zip(*history[1:], strict=True)]
    demand: dict[str, Any] = {
        "date": pa.array([datetime.date.fromisoformat(x) for x in columns[0]]),
        "warehouse_id": pa.array(columns[1]),
        "sku": pa.array(columns[2]),
        "units": pa.array([float(x) for x in columns[3]]),
        "stockout": pa.array([x == "1" for x in columns[4]]),
        "promo_id": pa.array([x or None for x in columns[5]]),
    }
    pq.write_table(pa.table(demand), folder / "demand_history.parquet")
    reading = read_dataset(folder)
    assert reading.problems == ()
    assert contents(reading.dataset)["orders"] == contents(plain)["orders"]
    assert contents(reading.dataset) == contents(plain)


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (pa.array([1, 2, 3]), "id.number_cell"),
        (pa.array([b"a", b"b", b"c"]), "column.type_unknown"),
        (pa.array([datetime.timedelta(hours=1)] * 3), "column.type_unknown"),
    ],
)
def test_odd_parquet_columns_are_named(tmp_path: Path, column: Any, code: str) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    (folder / "drivers.csv").unlink()
    pq.write_table(pa.table({"driver_id": column}), folder / "drivers.parquet")
    problem = only_problem(read_dataset(folder), code)
    assert (problem.file, problem.column) == ("drivers.parquet", "driver_id")


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1garbagePAR1", b"order_id,lat\n"])
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, data: bytes) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    (folder / "orders.csv").unlink()
    (folder / "orders.parquet").write_bytes(data)
    reading = read_dataset(folder)
    assert [(p.code, p.file) for p in reading.errors] == [("file.not_parquet", "orders.parquet")]


def test_a_nan_in_parquet_is_no_empty_cell(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "data", small_tables())
    (folder / "inbound.csv").unlink()
    inbound: dict[str, list[Any]] = {
        "inbound_id": ["P"],
        "warehouse_id": ["W1"],
        "sku": ["007"],
        "units": [float("nan")],
        "due_date": ["2026-11-24"],
    }
    pq.write_table(pa.table(inbound), folder / "inbound.parquet")
    problem = only_problem(read_dataset(folder), "value.not_finite")
    assert (problem.file, problem.row, problem.column) == ("inbound.parquet", 2, "units")


def test_the_fingerprint_is_that_of_the_content(read_spoilt: ReadSpoilt, tmp_path: Path) -> None:
    def print_of(spoil: Any) -> str:
        dataset = read_spoilt(spoil).dataset
        assert dataset is not None
        return dataset.fingerprint

    first = print_of(lambda _: None)
    assert print_of(lambda t: set_cell(t, "orders", "lat", "49.40")) == first
    assert print_of(lambda t: set_cell(t, "products", "unit_value", "4.5")) == first
    assert print_of(lambda t: set_cell(t, "orders", "window_start", "8:00:00")) == first
    assert print_of(lambda t: set_cell(t, "orders", "kind", "delivery")) == first
    assert print_of(lambda t: set_cell(t, "orders", "lat", "49.401")) != first
    assert print_of(lambda t: set_cell(t, "orders", "note", "ring twice")) != first
    assert print_of(lambda t: add_row(t, "settings", key="horizon_days", value="7")) != first
    tables = {name: table for name, table in reversed(small_tables().items())}
    moved = read_dataset(write_csv_folder(tmp_path / "elsewhere", tables)).dataset
    assert moved is not None
    assert moved.fingerprint == first
