"""The forecast as a file: CSV for spreadsheets, or JSON with every quantile.

Figures are per day, and over the lead time of each series that is supplied by a lane. Figures of a
lead time come from sample paths: quantiles of single days must never be added.
"""

import csv
import datetime
import io
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from domain.demand import Forecast, SeriesKey
from domain.products import SupplyLane
from maps.network.whole_file import write_whole_file
from maps.picture.plan_text import Say
from planning.outputs.spreadsheet_text import safe_cell

FORMAT = "wayloom.forecast"
VERSION = 1

CSV_PERCENTS = (5, 10, 25, 50, 75, 90, 95)
"""Quantiles of the CSV file; the JSON file has all that were forecast."""

_DIGITS = 3
_EVERY_SKU = "*"


class ForecastKind(StrEnum):
    """Kinds of files that a forecast can be written as, by their ending."""

    CSV = ".csv"
    JSON = ".json"


def write_forecast(path: Path, forecast: Forecast, lead_days: Sequence[int], say: Say) -> int:
    """Write a forecast into a file of the kind that its name ends in.

    Parameters
    ----------
    lead_days
        Lead time of each series, from `lead_days_of`.

    Returns
    -------
    rows
        Series times days, and one for each lead time.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    ValueError
        If it ends in nothing known.
    """
    if ForecastKind(path.suffix.lower()) is ForecastKind.CSV:
        content = forecast_csv(forecast, lead_days).encode("utf-8-sig")
    else:
        content = forecast_json(forecast, lead_days, say).encode()
    write_whole_file(path, content)
    sums = sum(days > 0 for days in lead_days)
    return len(forecast.keys) * forecast.horizon_days + sums


def lead_days_of(keys: Sequence[SeriesKey], lanes: Iterable[SupplyLane]) -> tuple[int, ...]:
    """Longest lead time of the lanes that supply each series, in whole days; 0 without a lane."""
    days: dict[tuple[str, str], int] = {}
    for lane in lanes:
        key = lane.to_id, lane.sku
        days[key] = max(days.get(key, 0), math.ceil(lane.lead_time_days))
    return tuple(
        max(days.get((key.place_id, sku), 0) for sku in (key.item_id, _EVERY_SKU)) for key in keys
    )


def forecast_csv(forecast: Forecast, lead_days: Sequence[int]) -> str:
    """The CSV file: a header, then for each series its days and its lead time.

    Column `days` is 1 for a day, and the number of days of a sum from `date` on.
    """
    content = io.StringIO()
    csv.writer(content).writerows(_rows(forecast, lead_days))
    return content.getvalue()


def _rows(forecast: Forecast, lead_days: Sequence[int]) -> Iterator[list[str]]:
    levels = np.array(CSV_PERCENTS) / 100
    columns = [int(np.argmin(np.abs(forecast.levels - level))) for level in levels]
    named = [f"p{percent:02d}" for percent in CSV_PERCENTS]
    yield ["place_id", "item_id", "date", "days", "mean", *named]
    dates = [date.isoformat() for date in _dates(forecast)]
    for row, key in enumerate(forecast.keys):
        of_series = [safe_cell(key.place_id), safe_cell(key.item_id)]
        # Plain numbers are written twice as fast as those of arrays.
        means, of_days = forecast.mean[row].tolist(), forecast.quantiles[row][:, columns]
        for date, mean, quantiles in zip(dates, means, of_days.tolist(), strict=True):
            yield [*of_series, date, "1", _text(mean), *map(_text, quantiles)]
        if days := min(lead_days[row], forecast.horizon_days):
            mean = float(forecast.mean[row, :days].sum(dtype=np.float64))
            sums = forecast.sum_quantiles(row, days, levels)
            yield [*of_series, dates[0], str(days), _text(mean), *map(_text, sums.tolist())]


def forecast_json(forecast: Forecast, lead_days: Sequence[int], say: Say) -> str:
    """The JSON file: one series per line, quantiles in the order of `levels`."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "first_date": forecast.first_date.isoformat(),
        "horizon_days": forecast.horizon_days,
        "levels": [round(level, 4) for level in forecast.levels.tolist()],
        "method": {"code": forecast.method.code, "text": say(forecast.method)},
    }
    fields = [f'"{name}": {_json(value)}' for name, value in head.items()]
    totals = ",\n".join(_json(one) for one in _totals(forecast))
    series = ",\n".join(_json(one) for one in _series(forecast, lead_days))
    return (
        "{\n" + ",\n".join(fields) + ',\n"totals": [\n' + totals + '\n],\n"series": [\n' + series
    ) + "\n]\n}\n"


def _totals(forecast: Forecast) -> Iterator[Mapping[str, Any]]:
    """Demand of each place, each item and all together, summed over the horizon by futures."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, key in enumerate(forecast.keys):
        for group in ((key.place_id, ""), ("", key.item_id), ("", "")):
            rows[group].append(row)
    for (place_id, item_id), members in sorted(rows.items()):
        yield {
            "place_id": place_id,
            "item_id": item_id,
            "days": forecast.horizon_days,
            "mean": round(float(forecast.mean[members].sum(dtype=np.float64)), _DIGITS),
            "quantiles": _rounded(
                forecast.sum_quantiles(members, forecast.horizon_days, forecast.levels)
            ),
        }


def _series(forecast: Forecast, lead_days: Sequence[int]) -> Iterator[Mapping[str, Any]]:
    for row, key in enumerate(forecast.keys):
        days = min(lead_days[row], forecast.horizon_days)
        lead_time = {
            "days": days,
            "mean": round(float(forecast.mean[row, :days].sum(dtype=np.float64)), _DIGITS),
            "quantiles": _rounded(forecast.sum_quantiles(row, days, forecast.levels)),
        }
        yield {
            "place_id": key.place_id,
            "item_id": key.item_id,
            "mean": _rounded(forecast.mean[row]),
            "quantiles": _rounded(forecast.quantiles[row]),
            "lead_time": lead_time if days else None,
            "basis": forecast.basis[row].value if forecast.basis else None,
        }


def _dates(forecast: Forecast) -> Iterator[datetime.date]:
    for day in range(forecast.horizon_days):
        yield forecast.first_date + datetime.timedelta(days=day)


def _rounded(values: np.ndarray[Any, Any]) -> Any:
    return np.round(values.astype(np.float64), _DIGITS).tolist()


def _text(value: float) -> str:
    return f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
