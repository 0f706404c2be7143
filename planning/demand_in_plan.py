"""What a plan keeps of the outlook on demand: brief figures, reasons, alerts and expected loads."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.demand import Forecast, ForecastBasis
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.plan import ExpectedLoad, ForecastLine
from planning.outputs.forecast_files import lead_days_of

BRIEF_LEVELS = {"10": 0.10, "50": 0.50, "90": 0.90}
"""Quantiles of a day that a plan shows, by their names."""

LEAD_LEVELS = {"5": 0.05, **BRIEF_LEVELS, "95": 0.95, "97.5": 0.975, "99": 0.99}
"""Quantiles over a lead time, where stock is decided, by their names."""

_HUNDREDTHS = 100

Array = npt.NDArray[Any]


def demand_parts(dataset: Dataset, outlook: DemandOutlook) -> dict[str, Any]:
    """The fields of a plan that are about demand."""
    return {
        "forecast": tuple(_forecast_lines(dataset, outlook)),
        "forecast_method": outlook.forecast.method,
        "demand_alerts": outlook.alerts,
        "expected_loads": tuple(expected_loads(dataset, outlook.forecast)),
    }


def _forecast_lines(dataset: Dataset, outlook: DemandOutlook) -> Iterator[ForecastLine]:
    forecast, explanation = outlook.forecast, outlook.explanation
    levels = list(BRIEF_LEVELS.values())
    columns = [int(np.argmin(np.abs(forecast.levels - level))) for level in levels]
    lead_days = lead_days_of(forecast.keys, dataset.supply_lanes)
    explained = {key: row for row, key in enumerate(explanation.keys)}
    for i, key in enumerate(forecast.keys):
        days = min(forecast.horizon_days, max(lead_days[i], 1))
        sums = forecast.sum_quantiles(i, days, list(LEAD_LEVELS.values()))
        mean = _rounded(forecast.mean[i])
        yield ForecastLine(
            place_id=key.place_id,
            item_id=key.item_id,
            mean=mean,
            quantiles={
                name: _rounded(forecast.quantiles[i, :, column])
                for name, column in zip(BRIEF_LEVELS, columns, strict=True)
            },
            lead_time_days=days,
            lead_time_quantiles=dict(zip(LEAD_LEVELS, _rounded(sums), strict=True)),
            basis=forecast.basis[i] if forecast.basis else ForecastBasis.OWN,
            **(reasons(mean, explanation, explained[key]) if key in explained else {}),
        )


def reasons(mean: tuple[float, ...], explanation: ForecastExplanation, row: int) -> dict[str, Any]:
    """Baseline and contributions in hundredths of a unit that add up to a rounded mean.

    What rounding leaves over goes to the largest contribution of the day.

    Parameters
    ----------
    mean
        The forecast of each day, rounded to hundredths, ``(h,)``.
    explanation
        Holds the series.
    row
        Its place there.
    """
    baseline = _hundredths(explanation.baseline[row])
    parts = _hundredths(explanation.contributions[row])
    left = _hundredths(np.array(mean)) - baseline - parts.sum(axis=1)
    largest = np.argmax(np.abs(parts), axis=1)
    parts[np.arange(len(parts)), largest] += left
    return {
        "baseline": _units(baseline),
        "contributions": {
            cause: _units(parts[:, column])
            for column, cause in enumerate(explanation.causes)
            if parts[:, column].any()
        },
    }


def _hundredths(values: Array) -> npt.NDArray[np.int64]:
    return np.asarray(np.rint(values * _HUNDREDTHS), np.int64)


def _units(hundredths: npt.NDArray[np.int64]) -> tuple[float, ...]:
    return tuple(value / _HUNDREDTHS for value in hundredths.tolist())


def expected_loads(dataset: Dataset, forecast: Forecast) -> Iterator[ExpectedLoad]:
    """Stops, weight and volume that each warehouse will send out, by day.

    A stop takes as many units as the orders at hand do on average. Items that are no products,
    such as categories, have no weight, and their warehouses are left out.
    """
    products = {product.sku: product for product in dataset.products}
    units_per_stop = _units_per_order(dataset)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(forecast.keys):
        rows[key.place_id].append(row)
    for warehouse in dataset.warehouses:
        own = rows[warehouse.warehouse_id]
        if not own or any(forecast.keys[row].item_id not in products for row in own):
            continue
        items = [products[forecast.keys[row].item_id] for row in own]
        paths = forecast.paths[own].astype(np.float64)
        weights = np.array(
            [
                [1 / units_per_stop for _ in items],
                [item.unit_weight_kg for item in items],
                [item.unit_volume_m3 for item in items],
            ]
        )
        sums = np.einsum("ws,sph->wph", weights, paths)
        found = np.quantile(sums, list(BRIEF_LEVELS.values()), axis=1)
        for day in range(forecast.horizon_days):
            yield ExpectedLoad(
                warehouse_id=warehouse.warehouse_id,
                date=forecast.first_date + datetime.timedelta(days=day),
                stops=_by_level(found[:, 0, day]),
                load_kg=_by_level(found[:, 1, day]),
                volume_m3=_by_level(found[:, 2, day]),
            )


def _by_level(values: Array) -> Mapping[str, float]:
    return dict(zip(BRIEF_LEVELS, _rounded(values), strict=True))


def _units_per_order(dataset: Dataset) -> float:
    """Mean units of an order at hand; 1 where there is none."""
    units = sum(line.units for line in dataset.order_lines)
    orders = len({line.order_id for line in dataset.order_lines})
    return max(units / orders, 1.0) if orders else 1.0


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), 2) for value in values)
