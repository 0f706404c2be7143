import datetime
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from domain.demand import SeriesKey
from planning.reading.read_dataset import read_dataset
from tests.planning.reading.conftest import ReadSpoilt
from tests.planning.reading.small_dataset import Tables, small_tables, write_csv_folder

SERIES, DAYS = 600, 730


def test_days_without_a_record_and_stockouts_are_not_observed(read_spoilt: ReadSpoilt) -> None:
    dataset = read_spoilt(lambda _: None).dataset
    assert dataset is not None
    history = dataset.demand
    assert history is not None
    assert history.keys == (
        SeriesKey(place_id="W1", item_id="007"),
        SeriesKey(place_id="W2", item_id="A-2"),
    )
    assert history.first_date == datetime.date(2026, 11, 17)
    assert history.units.tolist() == [[5, 7, 0], [0, 1.5, 0]]
    assert history.observed.tolist() == [[True, True, False], [False, True, False]]
    assert history.promoted.tolist() == [[False, True, False], [False, False, False]]
    assert not history.units.flags.writeable


def test_regions_and_categories_are_series_too(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        tables["demand_history"] = [
            ["date", "region_id", "category", "units"],
            ["2026-11-18", "R1", "food", "3"],
            ["2026-11-17", "R1", "food", "2"],
        ]

    dataset = read_spoilt(spoil).dataset
    assert dataset is not None
    assert dataset.demand is not None
    assert dataset.demand.keys == (SeriesKey(place_id="R1", item_id="food"),)
    assert dataset.demand.units.tolist() == [[2, 3]]


def test_a_dataset_without_history_has_no_panel(tmp_path: Path) -> None:
    tables = small_tables()
    del tables["demand_history"]
    dataset = read_dataset(write_csv_folder(tmp_path / "data", tables)).dataset
    assert dataset is not None
    assert dataset.demand is None


def test_438_000_records_take_seconds(tmp_path: Path) -> None:
    """As many as two years of daily demand of 200 SKUs at three warehouses are."""
    tables = small_tables()
    tables["products"] += [
        [f"S{number:03d}", "", "food", "1", "0.01", "1", "1", ""] for number in range(SERIES // 2)
    ]
    tables["supply_lanes"] = [["from_id", "to_id", "lead_time_days"], ["S", "W1", "2"]]
    folder = write_csv_folder(tmp_path / "data", tables)
    (folder / "demand_history.csv").unlink()
    days = np.datetime64("2024-11-20") + np.arange(DAYS)
    skus = [f"S{number:03d}" for number in range(SERIES // 2)]
    units = np.random.default_rng(3).poisson(9, SERIES * DAYS)
    history: dict[str, Any] = {
        "date": np.tile(days, SERIES).astype("datetime64[s]"),
        "warehouse_id": np.repeat(["W1", "W2"], SERIES * DAYS // 2),
        "sku": np.tile(np.repeat(skus, DAYS), 2),
        "units": units,
    }
    pq.write_table(pa.table(history), folder / "demand_history.parquet")
    started_s = time.process_time()
    reading = read_dataset(folder)
    taken_s = time.process_time() - started_s
    assert reading.dataset is not None
    assert reading.dataset.demand is not None
    assert np.array_equal(reading.dataset.demand.units.ravel(), units)
    assert taken_s < 10
