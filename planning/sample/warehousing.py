"""The made-up warehouses: where they stand, what lies in them, what is on its way to them."""

import datetime
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from domain.geo import Location
from planning.sample.city import City, location_of
from planning.sample.customers import CustomerOrder, Impossible
from planning.sample.goods import Good
from planning.sample.polylines import Floats, Points, length_m, point_at, polar
from planning.sample.roads import Road
from planning.sample.tables import Row

TIMEZONE = "Europe/Zurich"
LOW_SHARE = 0.22
"""Share of SKUs of which one warehouse has next to nothing."""

LEAD_DAYS = {
    "Groceries": 3, "Drinks": 3, "Household": 5, "Pets": 5, "Baby": 6, "Kitchen": 9,
    "Electronics": 8, "Toys": 10, "Sports": 10, "Fashion": 12, "Garden": 9, "Furniture": 14,
    "Appliances": 11,
}  # fmt: skip
SIDES = ("East", "North-East", "North", "North-West", "West", "South-West", "South", "South-East")

Units = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A warehouse: its id, its name and where it stands, in degrees and in the plane."""

    warehouse_id: str
    name: str
    location: Location
    place: Points


def choose_sites(city: City, count: int) -> tuple[Site, ...]:
    """Sites near larger streets all around the city, about two thirds of the way out."""
    network = city.streets.network
    is_fit = np.isin(network.road, (Road.PRIMARY, Road.SECONDARY, Road.TERTIARY)) & ~network.bridge
    fit = np.flatnonzero(is_fit)
    middles = np.array([network.line(stretch).mean(axis=0) for stretch in fit.tolist()])
    width = len(str(count))
    sites = []
    for index in range(count):
        angle = np.pi / 2 + 2 * np.pi * index / count
        target = polar(0.64 * city.terrain.radius_m, angle)
        nearest = int(fit[np.argmin(np.hypot(*(middles - target).T))])
        place = _beside(city, network.line(nearest))
        side = SIDES[round(angle / (np.pi / 4)) % 8]
        sites.append(Site(f"W{index + 1:0{width}d}", f"Depot {side}", location_of(place), place))
    return tuple(sites)


def _beside(city: City, line: Points) -> Points:
    """A place a little off the middle of a street, on dry land."""
    half_m = length_m(line) / 2
    here, ahead = point_at(line, [half_m, half_m + 1])
    normal = np.array([here[1] - ahead[1], ahead[0] - here[0]])
    river = city.terrain.river.corridor()
    is_wet = river.contains(shapely.Point(here + 28 * normal))
    return np.asarray(here + (-28 if is_wet else 28) * normal)


def shares_of(city: City, sites: tuple[Site, ...]) -> Floats:
    """Share of the city's doors that lie nearest to each site."""
    nearest = np.argmin(_distances_m(city.doors.places, sites), axis=1)
    share = np.bincount(nearest, minlength=len(sites)) + 1.0
    return np.asarray(share / share.sum())


def _distances_m(places: Points, sites: tuple[Site, ...]) -> Floats:
    away = places[:, None] - np.array([site.place for site in sites])
    return np.asarray(np.hypot(away[..., 0], away[..., 1]))


def stock_units(
    sites: tuple[Site, ...],
    goods: tuple[Good, ...],
    orders: tuple[CustomerOrder, ...],
    mean_units: Floats,
    impossible: Impossible,
    rng: np.random.Generator,
) -> Units:
    """Units on hand, ``(w, s)``: scarce in places, yet each order can be shipped from somewhere.

    A warehouse that is not low on a SKU has enough of it for all orders of the day, and every
    order has a warehouse that is low on nothing in it: whichever ships first, all can be shipped.
    """
    stock = np.ceil(mean_units * rng.uniform(4, 14, mean_units.shape)).astype(np.int64) + 1
    is_low = np.zeros(stock.shape, dtype=bool)
    if len(sites) > 1:
        some = np.flatnonzero(rng.random(len(goods)) < LOW_SHARE)
        is_low[rng.integers(len(sites), size=len(some)), some] = True
    needed = np.zeros(len(goods), dtype=np.int64)
    for order in orders:
        items = [index for index, _ in order.lines]
        if is_low[:, items].any(axis=1).all():
            nearest = min(range(len(sites)), key=lambda w: _away(sites[w].location, order.place))
            is_low[nearest, items] = False
        for index, units in order.lines:
            needed[index] += units
    stock = np.where(is_low, rng.integers(0, 3, stock.shape), np.maximum(stock, needed + 1))
    scarce = impossible.scarce_units // (2 * len(sites))
    stock[:, impossible.scarce_good] = rng.integers(scarce // 2, scarce + 1, len(sites))
    return stock


def _away(here: Location, there: Location) -> float:
    """Distance on the map, in degrees of latitude: good enough to compare."""
    east = (here.lon - there.lon) * np.cos(np.radians(here.lat))
    return float(np.hypot(here.lat - there.lat, east))


def warehouse_rows(sites: tuple[Site, ...], orders: int) -> list[Row]:
    """The table ``warehouses``: the first one is the regional centre."""
    return [
        {
            "warehouse_id": site.warehouse_id,
            "name": site.name,
            "type": "rdc" if index == 0 else "fdc",
            "region_id": "AVER",
            "lat": site.location.lat,
            "lon": site.location.lon,
            "open_time": datetime.time(5, 30),
            "close_time": datetime.time(22, 0),
            "timezone": TIMEZONE,
            "outbound_capacity_orders_per_day": max(10, round(1.9 * orders / len(sites))),
            "holding_cost_per_m3_day": 0.35,
            "handling_cost_per_order": 0.9 if index == 0 else 1.1,
        }
        for index, site in enumerate(sites)
    ]


def product_rows(goods: tuple[Good, ...], mean_units: Floats) -> list[Row]:
    """The table ``products``."""
    return [
        {
            "sku": good.sku,
            "name": good.name,
            "category": good.category,
            "unit_value": good.value,
            "unit_price": round(1.45 * good.value, 2),
            "unit_volume_m3": good.volume_m3,
            "unit_weight_kg": good.weight_kg,
            "case_pack_units": _case_units(good, float(mean)),
        }
        for good, mean in zip(goods, mean_units.min(axis=0), strict=True)
    ]


def _case_units(good: Good, mean_units: float) -> int:
    """Units in a case: no more than sell in two months at the slowest warehouse."""
    return max(1, min(good.case_units, int(60 * mean_units)))


def lane_rows(sites: tuple[Site, ...], goods: tuple[Good, ...], mean_units: Floats) -> list[Row]:
    """The table ``supply_lanes``: from each category's supplier, and between warehouses."""
    rows: list[Row] = []
    for index, good in enumerate(goods):
        case_units = _case_units(good, float(mean_units[:, index].min()))
        for site in sites:
            rows.append(
                _lane(f"S-{good.sku[:3]}", site.warehouse_id, good.sku)
                | {
                    "lead_time_days": LEAD_DAYS[good.category],
                    "lead_time_sd_days": round(0.2 * LEAD_DAYS[good.category], 1),
                    "review_days": _review_days(good),
                    "moq_units": case_units,
                    "order_multiple_units": case_units,
                    "unit_cost": good.value,
                    "fixed_cost_per_order": 18,
                }
            )
    pairs = [(a, b) for a in sites for b in sites if a is not b]
    rows += [_lane(a.warehouse_id, b.warehouse_id, "*") for a, b in pairs]
    return rows


def _lane(from_id: str, to_id: str, sku: str) -> dict[str, str | float]:
    """A lane for transfers within the city, overnight and piece by piece."""
    return {
        "from_id": from_id,
        "to_id": to_id,
        "sku": sku,
        "lead_time_days": 1,
        "lead_time_sd_days": 0.0,
        "review_days": 1,
        "moq_units": 1,
        "order_multiple_units": 1,
        "unit_cost": 0.4,
        "fixed_cost_per_order": 6,
    }


def stock_rows(
    sites: tuple[Site, ...], goods: tuple[Good, ...], units: Units, date: datetime.date
) -> list[Row]:
    """The table ``stock`` on the morning of the plan."""
    return [
        {
            "warehouse_id": site.warehouse_id,
            "sku": good.sku,
            "on_hand_units": int(units[place, item]),
            "as_of_date": date,
        }
        for place, site in enumerate(sites)
        for item, good in enumerate(goods)
    ]


def inbound_rows(
    sites: tuple[Site, ...],
    goods: tuple[Good, ...],
    mean_units: Floats,
    date: datetime.date,
    rng: np.random.Generator,
) -> list[Row]:
    """The table ``inbound``: of most goods, what sells while the next delivery is on its way."""
    cover = rng.uniform(0.6, 1.2, mean_units.shape)
    is_ordered = rng.random(mean_units.shape) < 0.85
    rows: list[Row] = []
    for place, item in np.argwhere(is_ordered):
        good, days = goods[item], LEAD_DAYS[goods[item].category] + _review_days(goods[item])
        case_units = _case_units(good, float(mean_units[:, item].min()))
        cases = round(days * float(cover[place, item] * mean_units[place, item]) / case_units)
        if not cases:
            continue
        rows.append(
            {
                "inbound_id": f"PO-{len(rows) + 1:05d}",
                "type": "po",
                "from_id": f"S-{good.sku[:3]}",
                "warehouse_id": sites[place].warehouse_id,
                "sku": good.sku,
                "units": cases * case_units,
                "due_date": date + datetime.timedelta(days=int(rng.integers(1, days))),
            }
        )
    return rows


def _review_days(good: Good) -> int:
    """Days between two orders to a supplier."""
    return 7 if good.category in {"Furniture", "Appliances"} else 3
