"""Rules on products, supply lanes, stock and goods on their way; all but two are warnings."""

import datetime
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

MOST_DAYS_OF_DEMAND = 180
_DAYS_OF_RATE = 365


def first_day(data: ReadTables) -> datetime.date | None:
    """The day the data is about: the settings' day, else the first on which an order is due."""
    due = data["orders"].values("due_date")
    known = due[data["orders"].good("due_date") & ~np.isnat(due)]
    day = known.min().item() if len(known) else None
    return data.settings.plan_date or day


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


def lanes_in_a_circle(data: ReadTables) -> Iterator[Finding]:
    """Lanes from a place to itself."""
    lanes = data["supply_lanes"]
    same = (lanes.values("from_id") == lanes.values("to_id")) & lanes.given("to_id")
    yield lanes.finding(same, "lane.to_itself", "to_id")


def odd_lot_sizes(data: ReadTables) -> Iterator[Finding]:
    """Least quantities that are no whole number of case packs."""
    lanes, products = data["supply_lanes"], data["products"]
    packs = dict(zip(products.values("sku"), products.numbers("case_pack_units"), strict=True))
    pack = np.array([packs.get(sku, np.nan) for sku in lanes.values("sku")], dtype=np.float64)
    for name in ("moq_units", "order_multiple_units"):
        units = lanes.numbers(name)
        broken = lanes.given(name) & (units > 1) & (np.fmod(units, pack) > 0)
        yield lanes.warning(
            broken, "lane.no_whole_packs", name, lambda record: {"pack": int(pack[record])}
        )


def large_least_quantities(data: ReadTables) -> Iterator[Finding]:
    """Least quantities that last for more than half a year."""
    lanes = data["supply_lanes"]
    moq = lanes.numbers("moq_units")
    if not (moq > 0).any():
        return
    rates = _daily_rates(data)
    keys = zip(lanes.values("to_id"), lanes.values("sku"), strict=True)
    rate = np.array([rates.get(key, np.nan) for key in keys], dtype=np.float64)
    with np.errstate(over="ignore"):
        days = np.divide(moq, rate, out=np.zeros(len(lanes)), where=rate > 0)
    yield lanes.warning(
        days > MOST_DAYS_OF_DEMAND,
        "lane.moq_lasts_long",
        "moq_units",
        lambda record: {"days": round(min(1e9, float(days[record]))), "limit": MOST_DAYS_OF_DEMAND},
    )


def _daily_rates(data: ReadTables) -> dict[tuple[str, str], float]:
    """Units sold a day, by warehouse and SKU, over the last year of the history."""
    history = data["demand_history"]
    if not len(history):
        return {}
    frame = pd.DataFrame(
        {
            "place": history.values("warehouse_id"),
            "sku": history.values("sku"),
            "date": history.values("date"),
            "units": history.numbers("units"),
        }
    ).dropna()
    recent = frame[frame["date"] > frame["date"].max() - pd.Timedelta(days=_DAYS_OF_RATE)]
    mean = recent.groupby(["place", "sku"])["units"].mean()
    return {(str(place), str(sku)): float(rate) for (place, sku), rate in mean.items()}


def stale_stock(data: ReadTables) -> Iterator[Finding]:
    """Stock counted more than a day before the day to plan."""
    stock, day = data["stock"], first_day(data)
    if day is not None:
        limit = np.datetime64(day - datetime.timedelta(days=1))
        old = stock.given("as_of_date") & (stock.values("as_of_date") < limit)
        if old.any():
            yield stock.one_warning(old, "stock.stale", "as_of_date", day=day.isoformat())


def reserved_beyond_stock(data: ReadTables) -> Iterator[Finding]:
    """More units reserved than lie there."""
    stock = data["stock"]
    over = stock.numbers("reserved_units") > stock.numbers("on_hand_units")
    yield stock.warning(over, "stock.reserved_beyond", "reserved_units")


def overdue_inbound(data: ReadTables) -> Iterator[Finding]:
    """Goods that should have come before the day to plan."""
    inbound, day = data["inbound"], first_day(data)
    if day is not None:
        late = inbound.given("due_date") & (inbound.values("due_date") < np.datetime64(day))
        detail = {"day": day.isoformat()}
        yield inbound.warning(late, "inbound.overdue", "due_date", lambda _: detail)


def reversed_promotions(data: ReadTables) -> Iterator[Finding]:
    """Promotions that end before they start."""
    promotions = data["promotions"]
    ends, starts = promotions.values("end_date"), promotions.values("start_date")
    yield promotions.finding(ends < starts, "promotion.reversed", "end_date")
