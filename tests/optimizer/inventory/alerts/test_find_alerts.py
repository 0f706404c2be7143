"""Every kind of stock alert: when it is raised, what it says, and what it is worth."""

from dataclasses import replace

import numpy as np
import pytest

from domain.demand import Promotion
from domain.orders import OrderLine
from domain.products import Inbound
from domain.stock_alert import StockAlert, StockAlertKind
from domain.warehouses import Warehouse
from tests.optimizer.inventory.alerts.small_stock import (
    LANE,
    PRODUCT,
    after,
    alerts,
    dataset,
    history,
    stock,
)

DAYS = 7
FIVE_A_DAY = [[5.0] * DAYS]


def inbound(units: int, due: int) -> Inbound:
    return Inbound(inbound_id="PO1", warehouse_id="W1", sku="A", units=units, due_date=after(due))


def only(found: tuple[StockAlert, ...], kind: StockAlertKind) -> StockAlert:
    (alert,) = [alert for alert in found if alert.kind is kind]
    return alert


def kinds(found: tuple[StockAlert, ...]) -> set[StockAlertKind]:
    return {alert.kind for alert in found}


def test_enough_stock_is_no_alert() -> None:
    """Fifteen last the three days before goods ordered today come; demand takes all of 35."""
    assert alerts(dataset(stock=(stock(15),)), FIVE_A_DAY, ordered={0: 18}) == ()


def test_a_stock_out_names_its_day_and_costs_the_margin() -> None:
    """In one future of four 20 are wanted on each day; 25 last one day, and 35 are missing."""
    futures = [[2.0] * DAYS] * 3 + [[20.0] * DAYS]
    alert = only(alerts(dataset(stock=(stock(25),)), futures), StockAlertKind.STOCK_OUT)
    assert (alert.chance, alert.date) == (0.25, after(1))
    assert alert.money_at_risk_minor == round(0.25 * 35 * 200)
    assert alert.message.code == "stock_alert.stock_out_nothing_comes"
    assert (alert.message["chance_pct"], alert.message["free"]) == (25, 25)


def test_without_a_price_a_missing_unit_costs_a_share_of_its_value() -> None:
    data = dataset(products=(replace(PRODUCT, unit_price=None),))
    alert = only(alerts(data, FIVE_A_DAY), StockAlertKind.STOCK_OUT)
    assert alert.money_at_risk_minor == 15 * 150


def test_what_is_on_its_way_counts_from_the_day_it_comes() -> None:
    """Five lie there, ten come: on the next day that is enough, a day later it is not."""
    in_time = dataset(stock=(stock(5),), inbound=(inbound(10, 1),))
    late = dataset(stock=(stock(5),), inbound=(inbound(10, 2),))
    assert StockAlertKind.STOCK_OUT not in kinds(alerts(in_time, FIVE_A_DAY))
    alert = only(alerts(late, FIVE_A_DAY), StockAlertKind.STOCK_OUT)
    assert (alert.date, alert.chance) == (after(1), 1.0)
    assert alert.message["receipt_units"] == 10
    assert alert.message["receipt_date"] == str(after(2))


def test_what_is_shipped_today_is_not_wanted_again() -> None:
    """Of 15, five leave today: they are today's demand."""
    assert StockAlertKind.STOCK_OUT not in kinds(
        alerts(dataset(stock=(stock(15),)), FIVE_A_DAY, shipped=5)
    )


def test_without_a_supplier_the_whole_horizon_is_looked_at() -> None:
    data = dataset(stock=(stock(30),), supply_lanes=())
    assert only(alerts(data, FIVE_A_DAY), StockAlertKind.STOCK_OUT).date == after(6)
    assert StockAlertKind.STOCK_OUT not in kinds(
        alerts(replace(data, supply_lanes=(LANE,)), FIVE_A_DAY)
    )


def test_overstock_is_what_a_high_demand_leaves() -> None:
    alert = only(alerts(dataset(stock=(stock(70),)), FIVE_A_DAY), StockAlertKind.OVERSTOCK)
    assert (alert.message["units"], alert.message["cover_days"]) == (35, 14)
    assert alert.message["value"] == "105.00 EUR"
    less = alerts(dataset(stock=(stock(40),)), FIVE_A_DAY)
    assert StockAlertKind.OVERSTOCK not in kinds(less)  # less than a case pack


def test_goods_that_nobody_wants_last_for_a_year() -> None:
    alert = only(alerts(dataset(stock=(stock(9),)), [[0.0] * DAYS]), StockAlertKind.OVERSTOCK)
    assert alert.message.code == "stock_alert.overstock_year"
    assert alert.message["cover_days"] == 365


def test_the_oldest_lot_is_sold_first_and_the_rest_of_it_expires() -> None:
    """Ten can be sold until the second day; of twelve two expire, and the later lot lasts."""
    lots = (stock(9, expiry_date=after(6)), stock(12, expiry_date=after(1)))
    alert = only(alerts(dataset(stock=lots), FIVE_A_DAY), StockAlertKind.EXPIRY)
    assert (alert.date, alert.message["lost"], alert.chance) == (after(1), 2, 1.0)
    assert alert.money_at_risk_minor == 600


def test_goods_that_have_expired_are_lost_for_certain() -> None:
    data = dataset(stock=(stock(4, expiry_date=after(-1)), stock(15)))
    alert = only(alerts(data, FIVE_A_DAY), StockAlertKind.EXPIRY)
    assert alert.message.code == "stock_alert.expired"
    assert (alert.chance, alert.money_at_risk_minor) == (None, 1_200)


def test_overdue_goods_tell_what_depends_on_them() -> None:
    """Counted as coming today they are enough; without them ten are missing."""
    data = dataset(stock=(stock(5),), inbound=(inbound(10, -2),))
    alert = only(alerts(data, FIVE_A_DAY), StockAlertKind.OVERDUE_INBOUND)
    assert (alert.message["late_days"], alert.message["without_pct"]) == (2, 100)
    assert (alert.message["with_pct"], alert.date) == (0, after(1))
    assert alert.money_at_risk_minor == 10 * 200


def warehouse(**capacities: float) -> tuple[Warehouse, ...]:
    return (Warehouse(warehouse_id="W1", lat=47, lon=10, **capacities),)  # type: ignore[arg-type]


def test_what_comes_on_a_day_may_be_more_than_can_be_taken_in() -> None:
    """One cubic metre on its way and six tenths ordered meet on the third day."""
    data = dataset(
        stock=(stock(15),),
        inbound=(inbound(10, 3),),
        warehouses=warehouse(inbound_capacity_m3_per_day=1.5),
    )
    alert = only(alerts(data, FIVE_A_DAY, ordered={0: 6}), StockAlertKind.CAPACITY)
    assert alert.message.code == "stock_alert.receiving_over"
    assert (alert.date, alert.message["used"], alert.message["days"]) == (after(3), 1.6, 1)
    assert StockAlertKind.CAPACITY not in kinds(alerts(data, FIVE_A_DAY))


def test_a_nearly_full_warehouse_tells_what_room_would_save() -> None:
    """A cubic metre lies there after the first day."""
    data = dataset(stock=(stock(15),), warehouses=warehouse(storage_capacity_m3=1.01))
    alert = only(alerts(data, FIVE_A_DAY, storage_price=40.0), StockAlertKind.CAPACITY)
    assert alert.message.code == "stock_alert.storage_full"
    assert (alert.message["saved"], alert.money_at_risk_minor) == ("0.40 EUR", 40)
    assert StockAlertKind.CAPACITY not in kinds(alerts(data, FIVE_A_DAY))


def test_more_orders_than_can_be_sent_out_are_told() -> None:
    """Five units a day are five orders of one unit."""
    line = OrderLine(order_id="O1", sku="A", units=1)
    data = dataset(
        stock=(stock(15),),
        order_lines=(line,),
        warehouses=warehouse(outbound_capacity_orders_per_day=4),
    )
    alert = only(alerts(data, FIVE_A_DAY), StockAlertKind.CAPACITY)
    assert (alert.message.code, alert.message["days"]) == ("stock_alert.outbound_over", DAYS)


PEAK = [[5.0, 5.0, 5.0, 5.0, 20.0, 20.0, 5.0]]


def test_a_peak_that_stock_does_not_cover_is_told_by_its_name() -> None:
    """Twenty wanted before it, forty in it; thirty lie there and ten come."""
    sale = Promotion(promo_id="P", name="Sale", start_date=after(4), end_date=after(5))
    data = dataset(
        stock=(stock(30),), inbound=(inbound(10, 2),), demand=history(5), promotions=(sale,)
    )
    alert = only(alerts(data, PEAK), StockAlertKind.PEAK)
    assert (alert.message.code, alert.message["name"]) == ("stock_alert.named_peak", "Sale")
    assert (alert.message["first"], alert.message["last"]) == (str(after(4)), str(after(5)))
    assert (alert.message["usual_pct"], alert.message["ready_pct"]) == (400, 50)
    assert alert.money_at_risk_minor == 20 * 200


@pytest.mark.parametrize(
    ("usual", "ordered"), [(20.0, {}), (5.0, {0: 30})], ids=["nothing unusual", "covered"]
)
def test_no_peak_or_one_that_is_covered_is_no_alert(usual: float, ordered: dict[int, int]) -> None:
    data = dataset(stock=(stock(30),), demand=history(usual))
    assert StockAlertKind.PEAK not in kinds(alerts(data, PEAK, ordered=ordered))


def test_what_was_never_sold_before_is_no_peak() -> None:
    unknown = history(5)
    unknown.observed[:] = False
    data = dataset(stock=(stock(30),), demand=unknown)
    assert StockAlertKind.PEAK not in kinds(alerts(data, PEAK))


def test_a_usual_day_is_one_of_the_same_weekday() -> None:
    """Twenty on two weekdays of each of the last four weeks are as usual."""
    usual = history(5)
    usual.units[:, 4::7] = usual.units[:, 5::7] = 20
    data = dataset(stock=(stock(30),), demand=usual)
    assert StockAlertKind.PEAK not in kinds(alerts(data, PEAK))
    usual.units[:] = np.roll(usual.units, 2, axis=1)
    assert StockAlertKind.PEAK in kinds(alerts(data, PEAK))


def test_goods_ordered_today_that_come_today_leave_nothing_to_fear() -> None:
    at_once = replace(LANE, lead_time_days=0)
    assert alerts(dataset(supply_lanes=(at_once,)), FIVE_A_DAY) == ()


def test_a_forecast_of_a_region_is_of_no_warehouse() -> None:
    assert alerts(dataset(), FIVE_A_DAY, place="north") == ()


def test_the_most_money_at_risk_comes_first() -> None:
    data = dataset(
        stock=(stock(5), stock(4, expiry_date=after(-1))),
        inbound=(inbound(1, -1), inbound(20, 3)),
        warehouses=warehouse(inbound_capacity_m3_per_day=1.0),
    )
    money = [alert.money_at_risk_minor for alert in alerts(data, FIVE_A_DAY)]
    assert money[-1] is None
    known = [amount for amount in money if amount is not None]
    assert len(known) >= 3
    assert np.all(np.diff(known) <= 0)
