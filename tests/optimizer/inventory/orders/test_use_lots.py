"""From which lots goods leave: every unit, from what is there, what expires first at first."""

import datetime
from collections import defaultdict
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.dataset import Dataset
from domain.message import message
from domain.orders import OrderLine
from domain.plan import Allocation
from domain.products import StockLevel
from optimizer.inventory.orders.use_lots import use_lots
from tests.domain.small_data import DAY, small_dataset

WAREHOUSES, SKUS = ("W1", "W2"), ("A", "B")
Rows = dict[tuple[str, str, str], StockLevel]
Wanted = list[tuple[str, dict[str, int]]]


def stocked(rows: Rows) -> Dataset:
    return replace(small_dataset(), stock=tuple(rows.values()))


def level(warehouse_id: str, sku: str, lot_id: str, on_hand: int, **facts: object) -> StockLevel:
    row = StockLevel(warehouse_id=warehouse_id, sku=sku, lot_id=lot_id, on_hand_units=on_hand)
    return replace(row, **facts)  # type: ignore[arg-type]


@st.composite
def stocks(draw: st.DrawFn) -> Rows:
    """Lots of two SKUs at two warehouses: expired, expiring and lasting, some units reserved."""
    rows = {}
    for key in draw(
        st.sets(
            st.tuples(st.sampled_from(WAREHOUSES), st.sampled_from(SKUS), st.sampled_from("XYZ"))
        )
    ):
        days = draw(st.none() | st.integers(-2, 5))
        expiry = None if days is None else DAY + datetime.timedelta(days=days)
        on_hand, reserved = draw(st.integers(0, 6)), draw(st.integers(0, 3))
        rows[key] = level(*key, on_hand, reserved_units=reserved, expiry_date=expiry)
    return rows


@st.composite
def allocated_days(draw: st.DrawFn) -> tuple[Rows, Wanted]:
    """A stock, and orders that take no more than it has."""
    rows = draw(stocks())
    left = stocked(rows).available_units(DAY)
    wanted: Wanted = []
    for _ in range(draw(st.integers(0, 5))):
        warehouse_id, takes = draw(st.sampled_from(WAREHOUSES)), {}
        for sku in SKUS:
            key = (warehouse_id, sku)
            takes[sku] = draw(st.integers(0, left.get(key, 0)))
            left[key] = left.get(key, 0) - takes[sku]
        wanted.append((warehouse_id, {sku: units for sku, units in takes.items() if units}))
    return rows, wanted


def named(rows: Rows, wanted: Wanted) -> tuple[Allocation, ...]:
    """The allocation of some orders, with their lots."""
    why = message("allocation.nearest")
    dataset = stocked(rows)
    return use_lots(
        [
            Allocation(order_id=f"O{i}", warehouse_id=w, explanation=why)
            for i, (w, _) in enumerate(wanted)
        ],
        {
            f"O{i}": [OrderLine(order_id=f"O{i}", sku=s, units=n) for s, n in takes.items()]
            for i, (_, takes) in enumerate(wanted)
        },
        dataset.free_lots(DAY),
        dataset.kept_by_lot,
    )


def used(allocation: tuple[Allocation, ...]) -> dict[tuple[str, str, str], int]:
    """Units that leave of each lot."""
    units: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in allocation:
        for use in line.lots:
            units[line.warehouse_id, use.sku, use.lot_id] += use.units
    return units


@given(allocated_days())
def test_lots_add_up_to_each_order(day: tuple[Rows, Wanted]) -> None:
    rows, wanted = day
    for line, (_, takes) in zip(named(rows, wanted), wanted, strict=True):
        units: dict[str, int] = defaultdict(int)
        for use in line.lots:
            units[use.sku] += use.units
        assert units == takes


@given(allocated_days())
def test_no_lot_gives_more_than_it_has_nor_when_it_has_expired(day: tuple[Rows, Wanted]) -> None:
    rows, wanted = day
    for key, units in used(named(rows, wanted)).items():
        row = rows[key]
        assert 0 < units <= row.on_hand_units - row.reserved_units
        assert row.expiry_date is None or row.expiry_date >= DAY


@given(allocated_days())
def test_nothing_leaves_while_what_expires_earlier_lies_there(day: tuple[Rows, Wanted]) -> None:
    rows, wanted = day
    taken = used(named(rows, wanted))
    free = stocked(rows).free_lots(DAY)
    for (warehouse_id, sku, lot_id), units in taken.items():
        assert units
        mine = rows[warehouse_id, sku, lot_id].expiry_date or datetime.date.max
        for lot in free[warehouse_id, sku]:
            if (lot.expiry_date or datetime.date.max) < mine:
                assert taken[warehouse_id, sku, lot.lot_id] == lot.units


@given(stocks())
def test_free_lots_are_what_is_on_hand_less_all_that_is_reserved_or_expired(rows: Rows) -> None:
    for (warehouse_id, sku), units in stocked(rows).available_units(DAY).items():
        levels = [r for r in rows.values() if (r.warehouse_id, r.sku) == (warehouse_id, sku)]
        good = [r for r in levels if r.expiry_date is None or r.expiry_date >= DAY]
        most = sum(r.on_hand_units for r in good)
        least = most - sum(r.reserved_units for r in levels)
        assert max(0, least) <= units <= most


def test_a_reservation_takes_what_expires_first() -> None:
    """Three of the five reserved in Y are not there: they come out of X."""
    tomorrow = DAY + datetime.timedelta(days=1)
    rows = {
        ("W1", "A", "X"): level("W1", "A", "X", 4, expiry_date=tomorrow),
        ("W1", "A", "Y"): level("W1", "A", "Y", 2, reserved_units=5),
        ("W1", "A", "Z"): level("W1", "A", "Z", 9),
    }
    lots = stocked(rows).free_lots(DAY)["W1", "A"]
    assert [(lot.lot_id, lot.units) for lot in lots] == [("X", 1), ("Z", 9)]


def test_goods_without_lots_name_none() -> None:
    rows = {("W1", "A", ""): level("W1", "A", "", 4)}
    (line,) = named(rows, [("W1", {"A": 2})])
    assert line.lots == ()


def test_goods_ship_on_the_day_they_expire_and_not_a_day_later() -> None:
    dataset = stocked({("W1", "A", "X"): level("W1", "A", "X", 4, expiry_date=DAY)})
    assert dataset.available_units(DAY)["W1", "A"] == 4
    assert dataset.available_units(DAY + datetime.timedelta(days=1))["W1", "A"] == 0
