"""The small day with a demand history, a forecast, promotions, holidays and goods on their way."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from domain.dataset import Dataset
from domain.demand import DemandHistory, Holiday, Promotion, SeriesKey
from domain.demand_alert import AlertKind, DemandAlert
from domain.message import message
from domain.plan import ForecastLine, Plan
from domain.products import Inbound, StockLevel, SupplyLane
from domain.supply import ReplenishmentLine
from gui.session import Session
from planning.reading.dataset_reading import DatasetReading
from tests.domain.small_data import DAY, small_dataset
from tests.domain.small_plan import small_plan

A1 = SeriesKey(place_id="W1", item_id="A")
A2 = SeriesKey(place_id="W2", item_id="A")
NEW = SeriesKey(place_id="W2", item_id="C")
"""A series that has a forecast but no history."""
OLD = SeriesKey(place_id="W1", item_id="B")
"""A series that has a history but no forecast."""

HISTORY_DAYS, HORIZON = 120, 28
MEAN = tuple(2.0 + i % 3 for i in range(HORIZON))
SHORT_FROM_BEHIND, UNKNOWN_FROM_BEHIND = 10, 20
"""Days before the day planned: one on which the stock ran out, one without a record."""


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def demand_dataset(**changes: Any) -> Dataset:
    dataset = small_dataset()
    products = tuple(
        replace(p, name=f"Product {p.sku}", category="Tools") for p in dataset.products
    )
    warehouses = tuple(replace(w, region_id="NORTH") for w in dataset.warehouses)
    facts: dict[str, Any] = {
        "products": products,
        "warehouses": warehouses,
        "demand": history(),
        "promotions": (
            promotion("Tools", "Tool week", 30, 24),
            promotion("C", "Not this one", 30, 24),
            promotion("*", "Sale", 3, -3),
        ),
        "holidays": (
            holiday(14, "Spring", "NORTH"),
            holiday(13, "Spring", "NORTH"),
            holiday(5, "Elsewhere", "SOUTH"),
            replace(holiday(9, "Make-up day", "NORTH"), working=True),
        ),
        "stock": (
            StockLevel(warehouse_id="W1", sku="A", on_hand_units=20, reserved_units=4),
            StockLevel(warehouse_id="W1", sku="A", on_hand_units=10, lot_id="second"),
            StockLevel(warehouse_id="W2", sku="A", on_hand_units=200),
        ),
        "inbound": (
            inbound("PO-1", 30, days(3)),
            inbound("PO-2", 5, -days(2)),
            inbound("PO-3", 1_000, days(HORIZON)),
        ),
        "supply_lanes": (
            SupplyLane(from_id="S1", to_id="W1", sku="A", lead_time_days=4),
            SupplyLane(from_id="W2", to_id="W1", sku="A", lead_time_days=1),
            SupplyLane(from_id="S1", to_id="W1", lead_time_days=9),
        ),
    }
    return replace(dataset, **(facts | changes))


def history(length: int = HISTORY_DAYS) -> DemandHistory:
    units = np.tile(np.arange(length, dtype=np.float32) % 7, (3, 1))
    observed = np.ones((3, length), dtype=np.bool_)
    observed[0, -SHORT_FROM_BEHIND] = False
    units[0, -SHORT_FROM_BEHIND] = 1
    observed[0, -UNKNOWN_FROM_BEHIND] = False
    units[0, -UNKNOWN_FROM_BEHIND] = 0
    # The second series was first sold halfway.
    observed[1, : length // 2] = False
    units[1, : length // 2] = 0
    return DemandHistory(
        keys=(A1, A2, OLD),
        first_date=DAY - days(length),
        units=units,
        observed=observed,
        promoted=np.zeros_like(observed),
    )


def demand_plan(**changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "forecast": (forecast(A1), forecast(A2, scale=40), forecast(NEW)),
        "forecast_method": message("forecast.method_short_history", borrowed=0),
        "replenishment": (line("S1", "W1", 24, days(4)),),
        "transfers": (line("W2", "W1", 12, days(1)),),
    }
    return replace(small_plan(), **(facts | changes))


def forecast(key: SeriesKey, scale: float = 1.0) -> ForecastLine:
    mean = tuple(scale * m for m in MEAN)
    total = sum(mean[:9])
    return ForecastLine(
        place_id=key.place_id,
        item_id=key.item_id,
        mean=mean,
        quantiles={
            "5": tuple(m - 1.5 for m in mean),
            "10": tuple(m - 1 for m in mean),
            "50": mean,
            "90": tuple(m + 2 for m in mean),
            "95": tuple(m + 3 for m in mean),
        },
        lead_time_days=9,
        lead_time_quantiles={"10": total - 5, "50": total, "90": total + 8},
    )


def explained(key: SeriesKey) -> ForecastLine:
    """A forecast with its reasons: every day a unit less than usual, and a sale on the first."""
    mean = forecast(key).mean
    sale = (1.5, *[0.0] * (HORIZON - 1))
    return replace(
        forecast(key),
        baseline=tuple(m + 1 - s for m, s in zip(mean, sale, strict=True)),
        contributions={"promotion": sale, "recent_level": (-1.0,) * HORIZON},
    )


def alert(
    key: SeriesKey | None, before: int, lasts: int, money: float | None = 250.0
) -> DemandAlert:
    """An alert about days that begin so many days before the day planned."""
    return DemandAlert(
        key=key,
        kind=AlertKind.NO_SALES,
        first_date=DAY - days(before),
        days=lasts,
        expected=30.0,
        actual=0.0,
        units_at_risk=30.0,
        money_at_risk=money,
        message=message(
            "alert.no_sales",
            item=key.item_id if key else "",
            place=key.place_id if key else "",
            day=str(DAY - days(before)),
            days=lasts,
            expected=30,
        ),
    )


def line(from_id: str, to_id: str, units: int, lead: datetime.timedelta) -> ReplenishmentLine:
    return ReplenishmentLine(
        from_id=from_id,
        to_id=to_id,
        sku="A",
        units=units,
        order_date=DAY,
        due_date=DAY + lead,
        cost_minor=100 * units,
        explanation=message(
            "replenish.why",
            on_hand=30,
            reserved=4,
            shipped=0,
            inbound=35,
            position=61,
            days=10,
            usual=28.0,
            target=97,
            service_percent=95.0,
            needed=36,
            moq=1,
            multiple=6,
            units=units,
        ),
    )


def promotion(scope: str, name: str, first_before: int, last_before: int) -> Promotion:
    return Promotion(
        promo_id=f"P-{scope}-{first_before}",
        name=name,
        scope=scope,
        start_date=DAY - days(first_before),
        end_date=DAY - days(last_before),
    )


def holiday(before: int, name: str, region: str) -> Holiday:
    return Holiday(date=DAY - days(before), name=name, region_id=region)


def inbound(name: str, units: int, due: datetime.timedelta) -> Inbound:
    return Inbound(inbound_id=name, warehouse_id="W1", sku="A", units=units, due_date=DAY + due)


def session_of(dataset: Dataset | None = None, plan: Plan | None = None) -> Session:
    """A session that holds a dataset, the small day of it, and a plan."""
    session = Session()
    shown = dataset or demand_dataset()
    reading = DatasetReading(dataset=shown, problems=(), error_count=0, warning_count=0)
    session.show_data(Path("small"), reading, DAY)
    session.show_plan(plan or demand_plan())
    return session
