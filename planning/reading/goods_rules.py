"""Rules on products and promotions; all but one are warnings."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.products import ANY_SKU
from planning.reading.problems import Finding
from planning.reading.read_table import ReadTables

DENSEST_KG_M3 = 12_000.0
"""Lead has 11,340: what is denser has a weight in grams or a volume in litres."""

LIGHTEST_KG_M3 = 1.0
"""Foam has 10."""


def odd_densities(data: ReadTables) -> Iterator[Finding]:
    """Products heavier than lead or lighter than foam, and such without any volume."""
    products = data["products"]
    weight, volume = products.numbers("unit_weight_kg"), products.numbers("unit_volume_m3")
    yield products.warning(volume == 0, "product.no_volume", "unit_volume_m3")
    with np.errstate(over="ignore"):
        density = np.divide(weight, volume, out=np.zeros(len(products)), where=volume > 0)
    odd = (density > DENSEST_KG_M3) | ((density < LIGHTEST_KG_M3) & (weight > 0) & (volume > 0))
    yield products.warning(
        odd,
        "product.odd_density",
        "unit_weight_kg",
        lambda record: {"density": min(1e9, float(f"{density[record]:.3g}"))},
    )


def worthless_goods(data: ReadTables) -> Iterator[Finding]:
    """Products that are worth nothing, are given away, or are sold for less than they cost."""
    products = data["products"]
    value, price = products.numbers("unit_value"), products.numbers("unit_price")
    yield products.warning(value == 0, "product.no_value", "unit_value")
    priced = products.given("unit_price")
    yield products.warning(priced & (price == 0), "product.no_price", "unit_price")
    yield products.warning(
        priced & (price > 0) & (price < value),
        "product.price_below_value",
        "unit_price",
        products.detail(value="unit_value"),
    )


def goods_that_expire_on_the_way(data: ReadTables) -> Iterator[Finding]:
    """Products that last no longer than the quickest lane from a supplier takes to bring them."""
    products, lanes = data["products"], data["supply_lanes"]
    if not products.given("shelf_life_days").any() or not len(lanes):
        return
    warehouses = set(data["warehouses"].values("warehouse_id"))
    bought = ~pd.Series(lanes.values("from_id"), dtype=object).isin(warehouses).to_numpy()
    lead_days = pd.Series(np.where(bought, lanes.numbers("lead_time_days"), np.nan))
    quickest = lead_days.groupby(lanes.values("sku").astype(str)).min()
    own = pd.Series(products.values("sku"), dtype=object).map(quickest).to_numpy(dtype=np.float64)
    lead = np.fmin(own, quickest.get(ANY_SKU, np.nan))
    yield products.warning(
        products.given("shelf_life_days") & (products.numbers("shelf_life_days") <= lead),
        "product.expires_on_the_way",
        "shelf_life_days",
        lambda record: {"lead_days": float(lead[record])},
    )


def goods_on_no_lane(data: ReadTables) -> Iterator[Finding]:
    """Products that are sold, but that no lane brings to any warehouse."""
    products, lanes = data["products"], data["supply_lanes"]
    supplied = set(lanes.values("sku")) if "sku" in lanes.columns else {ANY_SKU}
    if not lanes.present or ANY_SKU in supplied:
        return
    sold = {*data["order_lines"].values("sku"), *data["demand_history"].values("sku")}
    names = pd.Series(products.values("sku"), dtype=object)
    without = (names.isin(sold) & ~names.isin(supplied)).to_numpy()
    yield products.warning(without & products.good("sku"), "product.no_lane", "sku")


def reversed_promotions(data: ReadTables) -> Iterator[Finding]:
    """Promotions that end before they start."""
    promotions = data["promotions"]
    ends, starts = promotions.values("end_date"), promotions.values("start_date")
    yield promotions.finding(ends < starts, "promotion.reversed", "end_date")
