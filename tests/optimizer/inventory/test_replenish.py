"""Replenishment: base stock from paths, lots, transfers, and an explanation that adds up."""

import datetime
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dataset import Dataset
from domain.demand import Forecast, SeriesKey
from domain.message import message
from domain.products import Inbound, Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.warehouses import Warehouse
from optimizer.inventory.lot_size import lot_size
from optimizer.inventory.replenish import ReplenishmentPlan, plan_replenishment

DAY = datetime.date(2026, 11, 20)
PRODUCT = Product(sku="A", unit_value=Decimal(3), unit_volume_m3=0.01, case_pack_units=6)
LANE = SupplyLane(
    from_id="SUP", to_id="W1", lead_time_days=2, review_days=1, fixed_cost_per_order=Decimal(5)
)
STOCK = StockLevel(warehouse_id="W1", sku="A", on_hand_units=10)


def dataset(**changes: object) -> Dataset:
    base = Dataset(
        name="test",
        fingerprint="",
        settings=Settings(service_level=0.9),
        warehouses=tuple(Warehouse(warehouse_id=w, lat=47, lon=10) for w in ("W1", "W2")),
        products=(PRODUCT,),
        orders=(),
        order_lines=(),
        vehicles=(),
        supply_lanes=(LANE,),
        stock=(STOCK,),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def forecast(daily: dict[str, list[float]], days: int = 7) -> Forecast:
    """A forecast whose paths are the given units every day, one path per value."""
    paths = np.array(
        [[[value] * days for value in values] for values in daily.values()], dtype=np.float32
    )
    levels = np.array([0.1, 0.5, 0.9])
    quantiles = np.quantile(paths, levels, axis=1).transpose(1, 2, 0).astype(np.float32)
    return Forecast(
        keys=tuple(SeriesKey(place_id=place, item_id="A") for place in daily),
        first_date=DAY,
        mean=paths.mean(axis=1),
        levels=levels,
        quantiles=quantiles,
        paths=paths,
        method=message("test"),
    )


def plan(data: Dataset, daily: dict[str, list[float]], shipped: int = 0) -> ReplenishmentPlan:
    return plan_replenishment(
        data, day=DAY, forecast=forecast(daily), shipped_units={("W1", "A"): shipped}
    )


def test_the_order_lifts_the_position_to_the_target() -> None:
    (line,) = plan(dataset(), {"W1": [8.0]}, shipped=4).replenishment
    assert line.explanation["target"] == 24  # three days of eight
    assert line.explanation["needed"] == 24 - (10 - 4)
    assert line.units == 18
    assert line.due_date == DAY + datetime.timedelta(days=2)
    assert line.cost_minor == (18 * 3 + 5) * 100


def test_enough_stock_orders_nothing() -> None:
    assert plan(dataset(), {"W1": [2.0]}) == ReplenishmentPlan(replenishment=(), transfers=())


def test_goods_on_their_way_count_if_they_come_in_time() -> None:
    def inbound(days: int) -> Inbound:
        due = DAY + datetime.timedelta(days=days)
        return Inbound(inbound_id=f"I{days}", warehouse_id="W1", sku="A", units=14, due_date=due)

    assert not plan(dataset(inbound=(inbound(3),)), {"W1": [8.0]}).replenishment
    assert plan(dataset(inbound=(inbound(4),)), {"W1": [8.0]}).replenishment


def test_the_target_is_a_quantile_of_the_sum_not_the_sum_of_quantiles() -> None:
    independent = forecast({"W1": [0.0] * 10})
    paths = independent.paths.copy()
    for i in range(10):
        paths[0, i, i % 3] = 30.0  # each path sells 30 on one of three days
    shifted = replace(independent, paths=paths)
    (line,) = plan_replenishment(
        dataset(), day=DAY, forecast=shifted, shipped_units={}
    ).replenishment
    assert line.explanation["target"] == 30  # the daily 0.9 quantiles would add up to 90


def test_the_lane_of_the_sku_goes_before_the_common_one_and_the_cheap_before_the_dear() -> None:
    own = replace(LANE, from_id="OWN", sku="A", unit_cost=Decimal(9))
    cheap = replace(LANE, from_id="CHEAP", unit_cost=Decimal(1))
    (line,) = plan(dataset(supply_lanes=(LANE, cheap)), {"W1": [8.0]}).replenishment
    assert line.from_id == "CHEAP"
    (line,) = plan(dataset(supply_lanes=(LANE, cheap, own)), {"W1": [8.0]}).replenishment
    assert line.from_id == "OWN"


def test_a_transfer_takes_only_what_the_other_can_spare() -> None:
    stock = (STOCK, replace(STOCK, warehouse_id="W2", on_hand_units=20))
    between = replace(LANE, from_id="W2")
    supplied = replace(LANE, to_id="W2")
    data = dataset(stock=stock, supply_lanes=(between, supplied))
    made = plan(data, {"W1": [8.0], "W2": [2.0]})
    (move,) = made.transfers
    assert (move.from_id, move.to_id, move.units) == ("W2", "W1", 12)  # 20 - 6 of its own, in sixes
    assert not made.replenishment


def test_what_others_cannot_spare_is_bought() -> None:
    stock = (STOCK, replace(STOCK, warehouse_id="W2", on_hand_units=20))
    between = replace(LANE, from_id="W2", unit_cost=Decimal(1))
    data = dataset(stock=stock, supply_lanes=(between, LANE, replace(LANE, to_id="W2")))
    made = plan(data, {"W1": [12.0], "W2": [2.0]})
    (move,), (order,) = made.transfers, made.replenishment
    assert (move.units, order.units, order.from_id) == (12, 18, "SUP")  # 36 - 10 - 12, in sixes
    assert order.explanation["moved"] == 12


def test_moving_dearer_than_buying_is_not_done() -> None:
    stock = (STOCK, replace(STOCK, warehouse_id="W2", on_hand_units=20))
    between = replace(LANE, from_id="W2", unit_cost=Decimal(4))
    data = dataset(stock=stock, supply_lanes=(between, LANE, replace(LANE, to_id="W2")))
    assert not plan(data, {"W1": [12.0], "W2": [2.0]}).transfers


def test_the_explanation_adds_up() -> None:
    why = plan(dataset(), {"W1": [8.0]}, shipped=4).replenishment[0].explanation
    facts = {name: value for name, value in why.parameters.items() if isinstance(value, int)}
    position = facts["on_hand"] - facts["reserved"] - facts["shipped"] + facts["inbound"]
    assert facts["position"] == position
    assert facts["needed"] == facts["target"] - position
    assert facts["units"] >= facts["needed"]
    assert facts["units"] % facts["multiple"] == 0


@given(
    needed=st.integers(1, 500),
    moq=st.integers(0, 100),
    multiple=st.integers(1, 12),
    pack=st.integers(1, 12),
    most=st.none() | st.integers(0, 400),
)
def test_lots_cover_the_need_and_keep_every_rule(
    needed: int, moq: int, multiple: int, pack: int, most: int | None
) -> None:
    lane = replace(LANE, moq_units=moq, order_multiple_units=multiple, max_units_per_day=most)
    units = lot_size(needed, lane, replace(PRODUCT, case_pack_units=pack))
    assert units % multiple == 0
    assert units % pack == 0
    assert units == 0 or units >= moq
    assert most is None or units <= most
    if most is None:
        assert needed <= units < max(needed, moq) + multiple * pack


@pytest.mark.parametrize("needed", [0, -3])
def test_no_need_is_no_order(needed: int) -> None:
    assert lot_size(needed, LANE, PRODUCT) == 0
