"""What cannot fit even without new orders is named: where, when, by how much, which deliveries."""

import datetime
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.check_stock import use_of
from domain.dataset import Dataset
from optimizer.inventory.conflict import StockConflict, find_conflicts
from tests.optimizer.inventory.stock_tables import (
    DAY,
    PRODUCT,
    STOCK,
    built,
    dataset,
    inbound,
    warehouses,
)

VOLUME_M3 = PRODUCT.unit_volume_m3


def conflicts(data: Dataset) -> tuple[StockConflict, ...]:
    return find_conflicts(built(data), data, DAY)


def test_no_limits_no_conflicts() -> None:
    assert not conflicts(dataset(inbound=(inbound(500, 1),)))


def test_the_fewest_deliveries_that_cannot_be_taken_in_are_named() -> None:
    data = dataset(
        warehouses=warehouses(inbound_capacity_m3_per_day=1.0),
        inbound=(
            inbound(30, 2, name="I1"),
            inbound(60, 2, name="I2"),
            inbound(50, 2, name="I3"),
            inbound(90, 3, name="I4"),
            inbound(500, 2, name="I5", warehouse_id="W2"),
        ),
    )
    (found,) = conflicts(data)
    assert found.message.code == "stock.conflict.receiving"
    assert (found.warehouse_id, found.date) == ("W1", DAY + datetime.timedelta(days=2))
    assert found.inbound_ids == ("I2", "I3")
    assert found.capacity_m3 == 1.0
    assert found.taken_m3 == pytest.approx(1.4)
    assert found.over_m3 == pytest.approx(0.4)
    assert found.message["inbound"] == "I2, I3"
    assert found.message["over"] == 0.4


def test_overdue_goods_must_be_taken_in_today() -> None:
    data = dataset(
        warehouses=warehouses(inbound_capacity_m3_per_day=0.0), inbound=(inbound(1, -5),)
    )
    (found,) = conflicts(data)
    assert (found.date, found.inbound_ids) == (DAY, ("I-5",))


def test_a_sentence_names_some_of_many_deliveries() -> None:
    many = tuple(inbound(1, 2, name=f"I{i}") for i in range(9))
    data = dataset(warehouses=warehouses(inbound_capacity_m3_per_day=0.075), inbound=many)
    (found,) = conflicts(data)
    assert len(found.inbound_ids) == 8
    assert found.message["count"] == 8
    assert found.message["inbound"] == "I0, I1, I2, I3, I4"


def test_opening_stock_beyond_the_room_is_a_conflict_of_its_own() -> None:
    data = dataset(
        warehouses=warehouses(storage_capacity_m3=0.5),
        stock=(replace(STOCK, on_hand_units=80),),
        inbound=(inbound(40, 1),),
    )
    (found,) = conflicts(data)
    assert found.message.code == "stock.conflict.storage"
    assert found.date == DAY
    assert not found.inbound_ids
    assert found.taken_m3 == pytest.approx((80 - 4) * VOLUME_M3)


def test_deliveries_beyond_the_room_are_named() -> None:
    data = dataset(
        warehouses=warehouses(storage_capacity_m3=0.5),
        inbound=(inbound(20, 1, name="I1"), inbound(49, 2, name="I2"), inbound(90, 4, name="I3")),
    )
    (found,) = conflicts(data)
    assert found.message.code == "stock.conflict.storage_inbound"
    assert found.date == DAY + datetime.timedelta(days=2)
    assert found.inbound_ids == ("I2", "I1")
    assert found.taken_m3 == pytest.approx((10 + 20 + 49 - 12) * VOLUME_M3)


def test_a_large_delivery_that_is_sold_by_then_is_not_to_blame() -> None:
    data = dataset(
        warehouses=warehouses(storage_capacity_m3=0.5),
        products=(PRODUCT, replace(PRODUCT, sku="B")),
        inbound=(inbound(55, 1, name="SOLD"), replace(inbound(51, 4, name="LEFT"), sku="B")),
    )
    problem = built(data, {("W1", "A"): [15.0], ("W1", "B"): [0.0]})
    (found,) = find_conflicts(problem, data, DAY)
    assert found.inbound_ids == ("LEFT",)


def test_one_large_delivery_is_enough() -> None:
    data = dataset(
        warehouses=warehouses(storage_capacity_m3=0.5),
        inbound=(inbound(20, 1, name="I1"), inbound(200, 2, name="I2")),
    )
    (found,) = conflicts(data)
    assert found.inbound_ids == ("I2",)


@given(
    units=st.lists(st.integers(0, 60), max_size=5),
    room_units=st.integers(0, 120),
    dock_units=st.integers(0, 120),
)
def test_a_conflict_is_told_exactly_where_nothing_ordered_breaks_a_limit(
    units: list[int], room_units: int, dock_units: int
) -> None:
    data = dataset(
        warehouses=warehouses(
            storage_capacity_m3=(room_units + 0.5) * VOLUME_M3,
            inbound_capacity_m3_per_day=(dock_units + 0.5) * VOLUME_M3,
        ),
        inbound=tuple(inbound(n, i % 3, name=f"I{i}") for i, n in enumerate(units)),
    )
    problem = built(data)
    use = use_of(problem.problem, np.zeros(problem.problem.ways.allowed.shape))
    crowded = {
        int(day) for day in (use.stored_m3 > problem.problem.shared.storage_m3)[0].nonzero()[0]
    }
    too_many = {int(day) for day in (problem.problem.shared.receiving_m3 < 0)[0].nonzero()[0]}
    found = find_conflicts(problem, data, DAY)
    days = {
        code: {(c.date - DAY).days for c in found if c.message.code.startswith(code)}
        for code in ("stock.conflict.receiving", "stock.conflict.storage")
    }
    assert days["stock.conflict.receiving"] == too_many
    assert days["stock.conflict.storage"] == ({min(crowded)} if crowded else set())
    by_id = {delivery.inbound_id: delivery.units for delivery in data.inbound}
    for conflict in found:
        assert conflict.over_m3 > 0
        if conflict.message.code == "stock.conflict.receiving":
            named = sorted(by_id[name] for name in conflict.inbound_ids)
            assert sum(named) > dock_units
            assert sum(named[1:]) <= dock_units  # one fewer would fit
