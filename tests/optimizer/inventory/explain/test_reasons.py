"""Reasons beside the sum: why not moved, why not bought, promotions, money as people read it."""

import datetime
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.demand import Promotion, SeriesKey
from domain.message import Message
from domain.products import Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.supply import ReplenishmentLine
from domain.warehouses import Warehouse
from optimizer.inventory.explain.money_text import amount_text
from optimizer.inventory.explain.promotions import Promotions
from tests.optimizer.inventory.explain.stock_cases import DAY, DAYS, forecast_of, planned

BOUGHT = SupplyLane(from_id="SUP", to_id="W1", lead_time_days=2)
BETWEEN = SupplyLane(from_id="W2", to_id="W1", lead_time_days=2, unit_cost=Decimal(2))


def dataset(stock: dict[str, int], *lanes: SupplyLane) -> Dataset:
    """One SKU at two warehouses."""
    return Dataset(
        name="two",
        fingerprint="",
        settings=Settings(service_level=0.9),
        warehouses=tuple(Warehouse(warehouse_id=w, lat=47, lon=10) for w in ("W1", "W2")),
        products=(Product(sku="A", unit_value=Decimal(30), unit_volume_m3=0.01),),
        orders=(),
        order_lines=(),
        vehicles=(),
        supply_lanes=(BOUGHT, replace(BOUGHT, to_id="W2"), *lanes),
        stock=tuple(
            StockLevel(warehouse_id=w, sku="A", on_hand_units=units) for w, units in stock.items()
        ),
    )


def line_to_w1(data: Dataset) -> ReplenishmentLine:
    """The line to W1 where W1 sells 6 to 9 a day, and W2 2 to 3."""
    daily = np.array([np.linspace(6, 9, 40), np.linspace(2, 3, 40)])
    paths = np.repeat(daily[:, :, None], DAYS, axis=2).astype(np.float32)
    keys = tuple(SeriesKey(place_id=w, item_id="A") for w in ("W1", "W2"))
    _, _, plan = planned(data, forecast_of(keys, paths))
    (line,) = (n for n in (*plan.replenishment, *plan.transfers) if n.to_id == "W1")
    return line


def why_not(line: ReplenishmentLine) -> list[Message]:
    return [n for n in line.reasons if n.code.startswith("replenish.not_moved")]


@pytest.mark.parametrize(
    ("at_w2", "lane", "code"),
    [
        (500, None, "replenish.not_moved_no_lane"),
        (500, BETWEEN, "replenish.not_moved_dear"),
        (3, replace(BETWEEN, moq_units=5), "replenish.not_moved_free"),
        (22, BETWEEN, "replenish.not_moved_risky"),
    ],
)
def test_a_bought_line_says_why_it_is_not_moved(
    at_w2: int, lane: SupplyLane | None, code: str
) -> None:
    lanes = () if lane is None else (lane,)
    line = line_to_w1(dataset({"W1": 10, "W2": at_w2}, *lanes))
    assert line.from_id == "SUP"
    (reason,) = why_not(line)
    assert (reason.code, reason["warehouse_id"]) == (code, "W2")


def test_nothing_is_said_of_warehouses_that_have_nothing_to_spare() -> None:
    assert not why_not(line_to_w1(dataset({"W1": 10, "W2": 9})))


def test_a_line_says_how_often_stock_should_last_and_what_that_follows_from() -> None:
    line = line_to_w1(dataset({"W1": 10, "W2": 9}))
    (target,) = (n for n in line.reasons if n.code == "replenish.target")
    assert target["percent"] == pytest.approx(90)
    assert target["holding"] == "0.016 EUR"  # 30 x 0.2 / 365
    assert target["shortage"] == "0.16 EUR"  # a cycle of one day


def test_promotions_are_told_where_their_units_are_known() -> None:
    def over(days: int, scope: str, name: str = "") -> Promotion:
        start = DAY + datetime.timedelta(days=days)
        end = start + datetime.timedelta(days=2)
        return Promotion(
            promo_id=f"R{days}", name=name, start_date=start, end_date=end, scope=scope
        )

    spans = (over(-1, "A", "Autumn"), over(2, "*"), over(5, "A", "late"), over(0, "B", "other"))
    units = {("W1", "A"): 37.6, ("W2", "A"): 0.2}
    told = Promotions(promotions=spans, category={"A": ""}, day=DAY, units=units)
    (reason,) = told.of_series(("W1", "A"), 4)
    assert (reason.code, reason["units"], reason["names"]) == (
        "replenish.promotion",
        38,
        "Autumn, R2",
    )
    assert not list(told.of_series(("W2", "A"), 4))


@pytest.mark.parametrize(
    ("amount_minor", "currency", "text"),
    [
        (123_456.4, "EUR", "1,234.56 EUR"),
        (12.3, "EUR", "0.12 EUR"),
        (3.14159, "EUR", "0.031 EUR"),
        (0.00027, "EUR", "0.0000027 EUR"),
        (0.0, "EUR", "0.00 EUR"),
        (4.2, "JPY", "4.2 JPY"),
        (1500.0, "KWD", "1.500 KWD"),
    ],
)
def test_amounts_are_read_in_money_and_small_ones_to_two_figures(
    amount_minor: float, currency: str, text: str
) -> None:
    assert amount_text(amount_minor, currency) == text
