import datetime
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.demand import ChangeKind, SeriesKey
from planning.reading.dataset_reading import DatasetReading
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


def settled(read_spoilt: ReadSpoilt, rows: list[str], **settings: str) -> DatasetReading:
    """The small dataset with a history of these records, read by these settings."""

    def spoil(tables: Tables) -> None:
        header = ["date", "warehouse_id", "sku", "units", "stockout", "price"]
        tables["demand_history"] = [header, *(row.split() for row in rows)]
        tables["settings"] += [[key, value] for key, value in settings.items()]
        # Nothing else lies there or is ordered.
        tables["stock"][2][1] = tables["order_lines"][2][1] = "007"

    return read_spoilt(spoil)


def codes(reading: DatasetReading) -> list[str]:
    return [problem.code for problem in reading.problems]


TWICE = [
    "2026-11-17 W1 007 5 0 1.5",
    "2026-11-17 W1 007 3 1 1.2",
    "2026-11-18 W1 007 4 0 1.4",
    "2026-11-17 W1 007 2 0 0.9",
]


def test_two_records_of_a_day_are_an_error_by_default(read_spoilt: ReadSpoilt) -> None:
    reading = settled(read_spoilt, TWICE)
    assert codes(reading) == ["demand.day_twice"] * 2
    assert reading.dataset is None


@pytest.mark.parametrize(
    ("way", "units", "observed", "price"),
    [("sum", [10, 4], [False, True], [0.9, 1.4]), ("last", [2, 4], [True, True], [0.9, 1.4])],
)
def test_records_of_a_day_are_added_up_or_the_last_counts(
    read_spoilt: ReadSpoilt, way: str, units: list[float], observed: list[bool], price: list[float]
) -> None:
    reading = settled(read_spoilt, TWICE, demand_duplicates=way)
    assert codes(reading) == [f"demand.day_twice_{way}"]
    assert reading.dataset is not None
    history = reading.dataset.demand
    assert history is not None
    assert history.units.tolist() == [units]
    assert history.observed.tolist() == [observed]
    assert history.price is not None
    np.testing.assert_allclose(history.price, [price], rtol=1e-6)
    (change,) = history.changes
    assert (change.kind, change.count) == (ChangeKind.TWICE, 1)
    assert (change.before, change.after) == (5, units[0])
    assert change.first_day == change.last_day == datetime.date(2026, 11, 17)


def test_units_below_zero_are_an_error_unless_they_are_returns(read_spoilt: ReadSpoilt) -> None:
    rows = ["2026-11-17 W1 007 5 0 1", "2026-11-18 W1 007 -2 0 1", "2026-11-18 W2 A-2 3 0 1"]
    assert codes(settled(read_spoilt, rows)) == ["value.too_small"]
    reading = settled(read_spoilt, rows, demand_negatives="returns")
    assert codes(reading) == ["demand.returns"]
    assert reading.dataset is not None
    history = reading.dataset.demand
    assert history is not None
    assert history.units.tolist() == [[5, 0], [0, 3]]
    assert history.observed.tolist() == [[True, True], [False, True]]
    assert [(c.kind, c.before, c.after) for c in history.changes] == [(ChangeKind.RETURNS, -2, 0)]


def test_a_return_may_be_set_off_on_its_day(read_spoilt: ReadSpoilt) -> None:
    rows = ["2026-11-17 W1 007 5 0 1", "2026-11-17 W1 007 -2 0 1"]
    chosen = {"demand_negatives": "returns", "demand_duplicates": "sum"}
    reading = settled(read_spoilt, rows, **chosen)
    assert reading.dataset is not None
    assert reading.dataset.demand is not None
    assert reading.dataset.demand.units.tolist() == [[3]]


def test_no_record_may_mean_no_sale(read_spoilt: ReadSpoilt) -> None:
    rows = [
        "2026-11-10 W2 A-2 1 0 1",
        "2026-11-12 W1 007 5 0 1",
        "2026-11-15 W1 007 4 1 1",
        "2026-11-16 W1 007 6 0 1",
        "2026-11-18 W2 A-2 1 0 1",
    ]
    assert "demand.gaps" in codes(settled(read_spoilt, rows))
    reading = settled(read_spoilt, rows, demand_missing="zero")
    assert codes(reading) == ["demand.gaps_are_zero"]
    assert reading.dataset is not None
    history = reading.dataset.demand
    assert history is not None
    assert (
        history.observed[0].tolist() == [False, False, True, True, True, False, True] + [False] * 2
    )
    assert history.observed[1].all()
    assert history.stockout is not None
    assert np.argwhere(history.stockout).tolist() == [[0, 5]]
    assert [(c.kind, c.count) for c in history.changes] == [
        (ChangeKind.NO_SALE, 2),
        (ChangeKind.NO_SALE, 7),
    ]


def test_a_place_that_was_closed_has_not_sold_nothing(read_spoilt: ReadSpoilt) -> None:
    first = datetime.date(2026, 8, 3)
    days = [first + datetime.timedelta(days=day) for day in range(70) if day not in {30, 31}]
    rows = [f"{day} {series} 4 0 1" for day in days for series in ("W1 007", "W1 A-2")]
    reading = settled(read_spoilt, rows, demand_missing="zero")
    assert reading.dataset is not None
    history = reading.dataset.demand
    assert history is not None
    assert np.flatnonzero(~history.observed[0]).tolist() == [30, 31]
    assert not history.changes


def test_without_prices_and_stockouts_there_are_none(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        tables["demand_history"] = [
            ["date", "warehouse_id", "sku", "units"],
            ["2026-11-17", "W1", "007", "5"],
        ]

    reading = read_spoilt(spoil)
    assert reading.dataset is not None
    assert reading.dataset.demand is not None
    assert reading.dataset.demand.price is None
    assert reading.dataset.demand.stockout is None


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"holiday_country": "de", "holiday_region": "BW"}, None),
        ({"holiday_country": "Germany"}, "setting.holiday_country_unknown"),
        ({"holiday_country": "DE", "holiday_region": "TX"}, "setting.holiday_region_unknown"),
        ({"holiday_region": "BW"}, "setting.holiday_region_unknown"),
        ({"demand_gaps": "guess"}, "value.not_a_choice"),
        ({"demand_outliers": "drop"}, "value.not_a_choice"),
    ],
)
def test_settings_of_demand_are_checked(
    read_spoilt: ReadSpoilt, chosen: dict[str, str], code: str | None
) -> None:
    reading = settled(read_spoilt, ["2026-11-17 W1 007 5 0 1"], **chosen)
    assert codes(reading) == ([code] if code else [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-11-17 W1 007 nan 0 1", "value.not_finite"),
        ("2026-11-17 W1 007 inf 0 1", "value.not_finite"),
        ("2026-11-17 W1 007 1e15 0 1", "value.too_large"),
        ("2026-11-17 W1 NOSUCH 1 0 1", "id.dangling"),
        ("2026-11-17 NOSUCH 007 1 0 1", "id.dangling"),
        ("2026-13-17 W1 007 1 0 1", "value.no_such_day"),
        ("yesterday W1 007 1 0 1", "value.not_a_date"),
        ("2026-11-17 W1 007 1 0 -3", "value.too_small"),
        ("2026-11-17 W1 007 1 0 nan", "value.not_finite"),
        ("2026-11-17 W1 007 1 maybe 1", "value.not_a_flag"),
        ("2026-12-24 W1 007 1 0 1", "demand.in_the_future"),
        ("1976-11-17 W1 007 1 0 1", "demand.span"),
        ("2026-11-17 W1 007 one 0 1", "value.not_a_number"),
    ],
)
def test_a_bad_record_is_a_problem_with_a_place(
    read_spoilt: ReadSpoilt, row: str, code: str
) -> None:
    reading = settled(read_spoilt, ["2026-11-16 W1 007 5 0 1", row])
    (problem,) = [p for p in reading.problems if p.code not in {"demand.gaps"}]
    assert (problem.code, problem.row > 0) == (code, True)


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
