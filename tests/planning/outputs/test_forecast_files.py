"""The forecast as CSV and JSON: figures as forecast, sums from paths, ids that run nowhere."""

import csv
import datetime
import io
import json
from pathlib import Path

import numpy as np
import pytest

from domain.demand import Forecast, ForecastBasis, SeriesKey
from domain.message import message
from domain.products import SupplyLane
from forecasting.distribution import LEVELS
from planning.outputs.forecast_files import (
    CSV_PERCENTS,
    forecast_csv,
    forecast_json,
    lead_days_of,
    write_forecast,
)
from tests.plain_wording import say

DAYS, PATHS = 5, 400
KEYS = (SeriesKey(place_id="W1", item_id="007"), SeriesKey(place_id="=W2", item_id="A"))


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    """Of two series, whose days rise and fall together."""
    generator = np.random.default_rng(0)
    level = generator.gamma(4, 10, (2, PATHS, 1))
    paths = (level * np.linspace(0.8, 1.2, DAYS)).astype(np.float32)
    return Forecast(
        keys=KEYS,
        first_date=datetime.date(2026, 2, 27),
        mean=paths.mean(axis=1),
        levels=LEVELS.copy(),
        quantiles=np.moveaxis(np.quantile(paths, LEVELS, axis=1), 0, 2).astype(np.float32),
        paths=paths,
        method=message("forecast.test", n=1),
        basis=(ForecastBasis.OWN, ForecastBasis.SAME_ITEM),
    )


def lane(to_id: str, sku: str, days: float) -> SupplyLane:
    return SupplyLane(from_id="S", to_id=to_id, sku=sku, lead_time_days=days)


def test_lead_times_are_of_the_slowest_lane_that_supplies_a_series() -> None:
    lanes = [lane("W1", "*", 2), lane("W1", "007", 2.5), lane("W1", "008", 9), lane("W3", "A", 4)]
    assert lead_days_of(KEYS, lanes) == (3, 0)


def test_a_row_for_each_day_and_one_for_the_lead_time(forecast: Forecast) -> None:
    header, *rows = csv.reader(io.StringIO(forecast_csv(forecast, (3, 0))))
    named = [f"p{percent:02d}" for percent in CSV_PERCENTS]
    assert header == ["place_id", "item_id", "date", "days", "mean", *named]
    assert len(rows) == 2 * DAYS + 1
    assert rows[0][:4] == ["W1", "007", "2026-02-27", "1"]
    assert rows[2][2] == "2026-03-01"
    assert float(rows[0][4]) == pytest.approx(float(forecast.mean[0, 0]), abs=1e-3)
    (total,) = (row for row in rows if row[3] != "1")
    assert total[:4] == ["W1", "007", "2026-02-27", "3"]
    sums = forecast.paths[0, :, :3].sum(axis=1)
    wanted = np.quantile(sums, np.array(CSV_PERCENTS) / 100)
    np.testing.assert_allclose([float(value) for value in total[5:]], wanted, atol=1e-2)


def test_a_lead_time_beyond_the_horizon_is_told_as_far_as_it_goes(forecast: Forecast) -> None:
    rows = list(csv.reader(io.StringIO(forecast_csv(forecast, (90, 0)))))
    assert [row[3] for row in rows[1:] if row[3] != "1"] == [str(DAYS)]


def test_no_id_runs_as_a_formula(forecast: Forecast) -> None:
    rows = list(csv.reader(io.StringIO(forecast_csv(forecast, (0, 0)))))
    assert {row[0] for row in rows[1:]} == {"W1", "'=W2"}


def test_json_has_every_quantile(forecast: Forecast) -> None:
    told = json.loads(forecast_json(forecast, (3, 0), say))
    assert told["levels"] == [round(level, 4) for level in LEVELS.tolist()]
    assert told["first_date"] == "2026-02-27"
    first, second = told["series"]
    assert np.array(first["quantiles"]).shape == (DAYS, len(LEVELS))
    np.testing.assert_allclose(first["quantiles"], forecast.quantiles[0], atol=1e-3)
    assert first["lead_time"]["days"] == 3
    assert len(first["lead_time"]["quantiles"]) == len(LEVELS)
    assert second["lead_time"] is None
    assert second["basis"] == "same_item"
    assert second["place_id"] == "=W2"


@pytest.mark.parametrize("name", ["forecast.csv", "forecast.JSON"])
def test_the_ending_says_what_is_written(tmp_path: Path, forecast: Forecast, name: str) -> None:
    path = tmp_path / "new" / name
    assert write_forecast(path, forecast, (3, 0), say) == 2 * DAYS + 1
    content = path.read_bytes()
    assert content.startswith(b"{" if name.endswith("JSON") else "\ufeff".encode())
    with pytest.raises(ValueError, match="xlsx"):
        write_forecast(tmp_path / "forecast.xlsx", forecast, (3, 0), say)
