"""Small datasets and forecasts made by hand, to build stock problems from."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from domain.dataset import Dataset
from domain.demand import Forecast, SeriesKey
from domain.message import message
from domain.orders import Order, OrderLine
from domain.products import Inbound, Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.warehouses import Warehouse
from optimizer.inventory.build_problem import BuiltProblem, build_problem

DAY = datetime.date(2026, 11, 20)
DAYS = 7
PRODUCT = Product(sku="A", unit_value=Decimal(3), unit_volume_m3=0.01, case_pack_units=6)
LANE = SupplyLane(
    from_id="SUP", to_id="W1", lead_time_days=2, review_days=1, fixed_cost_per_order=Decimal(5)
)
STOCK = StockLevel(warehouse_id="W1", sku="A", on_hand_units=10)


def warehouses(**changes: Any) -> tuple[Warehouse, ...]:
    """Two warehouses, the first with some facts changed."""
    first, second = (Warehouse(warehouse_id=name, lat=47, lon=10) for name in ("W1", "W2"))
    return replace(first, **changes), second


def dataset(**changes: Any) -> Dataset:
    """Ten units of one SKU at the first of two warehouses, supplied in two days."""
    base = Dataset(
        name="test",
        fingerprint="",
        settings=Settings(service_level=0.9),
        warehouses=warehouses(),
        products=(PRODUCT,),
        orders=(),
        order_lines=(),
        vehicles=(),
        supply_lanes=(LANE,),
        stock=(STOCK,),
    )
    return replace(base, **changes)


def inbound(units: int, in_days: int, *, name: str = "", warehouse_id: str = "W1") -> Inbound:
    """Units of the SKU that come some days after the day planned."""
    return Inbound(
        inbound_id=name or f"I{in_days}",
        warehouse_id=warehouse_id,
        sku="A",
        units=units,
        due_date=DAY + datetime.timedelta(days=in_days),
    )


def deliveries(count: int) -> dict[str, Any]:
    """Tables of some deliveries due on the day planned, a unit of the SKU each."""
    names = [f"O{i}" for i in range(count)]
    return {
        "orders": tuple(Order(order_id=n, lat=47, lon=10, due_date=DAY) for n in names),
        "order_lines": tuple(OrderLine(order_id=n, sku="A", units=1) for n in names),
    }


def steady(daily: Mapping[tuple[str, str], Sequence[float]], days: int = DAYS) -> Forecast:
    """A forecast whose futures want the same every day: one future for each of the values."""
    futures = [[[value] * days for value in values] for values in daily.values()]
    count = max(map(len, daily.values()), default=1)
    paths = np.array(futures, dtype=np.float32).reshape(len(daily), count, days)
    return Forecast(
        keys=tuple(SeriesKey(place_id=place, item_id=item) for place, item in daily),
        first_date=DAY,
        mean=paths.mean(axis=1),
        levels=np.array([0.5]),
        quantiles=np.median(paths, axis=1)[:, :, None],
        paths=paths,
        method=message("test"),
    )


def built(
    data: Dataset,
    daily: Mapping[tuple[str, str], Sequence[float]] | None = None,
    *,
    days: int = DAYS,
    shipped: Mapping[tuple[str, str], int] | None = None,
    orders_out: Mapping[str, float] | None = None,
) -> BuiltProblem:
    """The problem of a dataset; where no demand is given, of four units a day at the first."""
    return build_problem(
        data,
        day=DAY,
        forecast=steady({("W1", "A"): [4.0]} if daily is None else daily, days),
        shipped_units=shipped or {},
        orders_out=orders_out,
    )
