"""What-ifs are read as written, change what they name and nothing else, and are compared."""

import datetime
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.demand import Forecast, SeriesKey
from domain.errors import InputError
from domain.message import message
from domain.stock_alert import StockAlert, StockAlertKind
from domain.supply import ReplenishmentLine
from planning.stock_decision import CostParts, StockPlan
from planning.what_if import (
    StockVariant,
    WhatIf,
    changed_dataset,
    changed_forecast,
    compare,
    describe,
    parse_what_if,
)
from tests.domain.small_data import DAY, small_dataset

ALL = "demand=+20%,lead-time=+2,capacity=-10%,service=98%,budget=50000"


def line(units: int, sku: str = "A", to_id: str = "W1", from_id: str = "S1") -> ReplenishmentLine:
    return ReplenishmentLine(
        from_id=from_id,
        to_id=to_id,
        sku=sku,
        units=units,
        order_date=DAY,
        due_date=DAY + datetime.timedelta(days=2),
        cost_minor=100 * units,
        explanation=message("replenish.why"),
    )


def test_a_what_if_is_read_as_it_is_written() -> None:
    found = parse_what_if(ALL)
    assert found.demand_factor == pytest.approx(1.2)
    assert found.lead_time_days == 2
    assert found.capacity_factor == pytest.approx(0.9)
    assert found.service_level == pytest.approx(0.98)
    assert found.budget == Decimal(50_000)
    assert [said.code for said in describe(found)] == [
        *("what_if.demand", "what_if.capacity", "what_if.lead_time"),
        *("what_if.service", "what_if.budget"),
    ]
    assert describe(WhatIf()) == ()


@given(st.integers(-100, 400), st.integers(-365, 365))
def test_what_is_said_of_a_what_if_is_what_was_written(percent: int, days: int) -> None:
    said = describe(parse_what_if(f"demand={percent:+d}%,lead-time={days:+d}"))
    assert [said[0]["percent"], said[1]["days"]] == [f"{percent:+d}", f"{days:+d}"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "what_if.unreadable"),
        ("demand", "what_if.unreadable"),
        ("demand=20", "what_if.unreadable"),
        ("demand=20%", "what_if.unreadable"),
        ("demand=+20", "what_if.unreadable"),
        ("demand=+nan%", "what_if.unreadable"),
        ("price=+20%", "what_if.unreadable"),
        ("lead-time=2", "what_if.unreadable"),
        ("lead-time=+2%", "what_if.unreadable"),
        ("service=0.98", "what_if.unreadable"),
        ("budget=-5", "what_if.unreadable"),
        ("budget=10%", "what_if.unreadable"),
        ("demand=-120%", "what_if.out_of_range"),
        ("demand=+99999999%", "what_if.out_of_range"),
        ("lead-time=+999", "what_if.out_of_range"),
        ("service=100%", "what_if.out_of_range"),
        ("service=20%", "what_if.out_of_range"),
        ("demand=+5%,demand=+6%", "what_if.twice"),
    ],
)
def test_what_makes_no_sense_is_refused_and_shown(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_what_if(text)
    (problem,) = refused.value.problems
    assert (problem.code, problem.column) == (code, "--what-if")


def test_a_what_if_changes_what_it_names_and_nothing_else() -> None:
    before = small_dataset()
    warehouses = tuple(
        replace(w, storage_capacity_m3=10.0, outbound_capacity_orders_per_day=7)
        for w in before.warehouses
    )
    before = replace(before, warehouses=warehouses)
    after = changed_dataset(before, parse_what_if(ALL))
    assert [w.storage_capacity_m3 for w in after.warehouses] == [9.0, 9.0]
    assert [w.outbound_capacity_orders_per_day for w in after.warehouses] == [6, 6]
    assert [w.inbound_capacity_m3_per_day for w in after.warehouses] == [None, None]
    assert [lane.lead_time_days for lane in after.supply_lanes] == [3.5, 3.0]
    assert after.settings.purchase_budget == 50_000
    assert after.settings.service_level == pytest.approx(0.98)
    assert after.stock == before.stock
    assert after.orders == before.orders
    same = changed_dataset(before, WhatIf())
    assert (same.settings, same.supply_lanes) == (before.settings, before.supply_lanes)


def test_no_lane_is_quicker_than_at_once() -> None:
    after = changed_dataset(small_dataset(), parse_what_if("lead-time=-9"))
    assert [lane.lead_time_days for lane in after.supply_lanes] == [0, 0]


def test_demand_changes_in_all_its_figures() -> None:
    forecast = Forecast(
        keys=(SeriesKey(place_id="W1", item_id="A"),),
        first_date=DAY,
        mean=np.full((1, 3), 2, dtype=np.float32),
        levels=np.array([0.5]),
        quantiles=np.full((1, 3, 1), 2, dtype=np.float32),
        paths=np.full((1, 4, 3), 2, dtype=np.float32),
        method=message("forecast.method"),
    )
    more = changed_forecast(forecast, parse_what_if("demand=+50%"))
    assert (more.mean == 3).all()
    assert (more.quantiles == 3).all()
    assert (more.paths == 3).all()
    assert more.paths.dtype == np.float32
    assert changed_forecast(forecast, WhatIf()) is forecast


def test_variants_are_compared_with_the_first() -> None:
    alert = StockAlert(
        kind=StockAlertKind.STOCK_OUT, warehouse_id="W1", date=DAY, message=message("x.y")
    )
    base = StockPlan(replenishment=(line(24), line(6, "B")))
    peak = StockPlan(
        replenishment=(line(36), line(6, "B")),
        transfers=(line(12, "C", "W2", "W1"),),
        alerts=(alert,),
        costs=CostParts(holding_minor=1, shortage_minor=2, ordering_minor=3),
    )
    first, second = compare(
        [StockVariant(name="base", plan=base), StockVariant(name="peak", plan=peak)]
    )
    assert first.changes == ()
    assert (second.lines, second.units, second.stock_out_alerts) == (3, 54, 1)
    assert second.costs.total_minor == 6
    told = [(c.warehouse_id, c.sku, c.units_before, c.units_after) for c in second.changes]
    assert told == [("W1", "A", 24, 36), ("W2", "C", 0, 12)]


def test_units_of_a_sku_that_come_by_two_ways_are_one_change() -> None:
    base = StockPlan(replenishment=(line(24),))
    split = StockPlan(replenishment=(line(12),), transfers=(line(12, from_id="W2"),))
    _, second = compare([StockVariant(name="a", plan=base), StockVariant(name="b", plan=split)])
    assert second.changes == ()
