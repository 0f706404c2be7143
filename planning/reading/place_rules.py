"""Rules on where things are: places that no vehicle of these warehouses would drive to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.geo import EARTH_RADIUS_M
from domain.orders import TRANSPORT
from planning.reading.datum import in_china
from planning.reading.problems import Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import Numbers, ReadTable, ReadTables

FAR_M = 300_000.0
"""Farther than a delivery goes from any warehouse: there the coordinates are wrong."""

_MANY_AT_ONE_POINT = 20
_SHARE_AT_ONE_POINT = 0.05
_MOST_CASES = 200
_OUTSIDE_SHARE = 0.5


def orders_far_away(data: ReadTables) -> Iterator[Finding]:
    """Doors far from every warehouse; where the swapped pair is near one, it was swapped."""
    homes = _points(data["warehouses"])
    if len(homes[0]) and len(data["orders"]):
        carried = data["orders"].values("kind") == TRANSPORT
        every = np.ones(len(carried), dtype=np.bool_)
        yield from _doors_far_away(data["orders"], homes, "", every)
        yield from _doors_far_away(data["orders"], homes, "pickup_", carried)


def _doors_far_away(
    orders: ReadTable, homes: tuple[Numbers, Numbers], prefix: str, used: Mask
) -> Iterator[Finding]:
    lat_name, lon_name = f"{prefix}lat", f"{prefix}lon"
    lat, lon = (np.where(used, orders.numbers(name), np.nan) for name in (lat_name, lon_name))
    zero = (lat == 0) & (lon == 0)
    far = (_nearest_m(lat, lon, homes) > FAR_M) & ~zero
    swapped = far.copy()
    swapped[far] = _nearest_m(lon[far], lat[far], homes) <= FAR_M
    texts = orders.detail(lat=lat_name, lon=lon_name)
    yield orders.finding(swapped, "coordinate.swapped", lat_name, detail=texts)
    distances = np.zeros(len(orders))
    distances[far] = _nearest_m(lat[far], lon[far], homes)
    yield orders.finding(
        far & ~swapped,
        "coordinate.far",
        lat_name,
        detail=lambda record: {"distance_km": round(distances[record] / 1000)},
    )


def orders_at_one_point(data: ReadTables) -> Iterator[Finding]:
    """Many addresses at one point: what geocoders answer when they find only the town."""
    orders = data["orders"]
    given = orders.given("lat") & orders.given("lon") & orders.given("address")
    if given.sum() < _MANY_AT_ONE_POINT:
        return
    points = orders.key_codes(("lat", "lon"))
    addresses = pd.Series(pd.factorize(orders.values("address"))[0]).where(given)
    counts = addresses.groupby(points).nunique()
    least = max(_MANY_AT_ONE_POINT, int(_SHARE_AT_ONE_POINT * len(orders)))
    for point in counts.index[(counts >= least) & (counts.index >= 0)]:
        yield orders.one_warning(
            given & (points == point),
            "coordinate.many_at_one_point",
            "lat",
            addresses=int(counts[point]),
        )


def datum_without_effect(data: ReadTables) -> Iterator[Finding]:
    """A Chinese datum for coordinates outside China changes nothing, so it is a mistake."""
    settings = data["settings"]
    lat, lon = _points(data["orders"])
    if data.settings.coordinate_datum not in {"gcj02", "bd09"} or not len(lat):
        return
    if np.mean(~in_china(lat, lon)) > _OUTSIDE_SHARE:
        rows = settings.values("key") == "coordinate_datum"
        yield settings.warning(rows, "setting.datum_outside_china", "value")


def _points(table: ReadTable) -> tuple[Numbers, Numbers]:
    """Coordinates that are known, without those at 0, 0."""
    lat, lon = table.numbers("lat"), table.numbers("lon")
    known = ~np.isnan(lat) & ~np.isnan(lon) & ~((lat == 0) & (lon == 0))
    return lat[known], lon[known]


def _nearest_m(lat: Numbers, lon: Numbers, homes: tuple[Numbers, Numbers]) -> Numbers:
    """Great-circle distance to the nearest of a few points; NaN where a place is unknown."""
    known = ~np.isnan(lat) & ~np.isnan(lon)
    nearest = np.where(known, np.inf, np.nan)
    for home_lat, home_lon in zip(*homes, strict=True):
        nearest = np.minimum(nearest, _great_circle_m(lat, lon, home_lat, home_lon))
    return nearest


def _great_circle_m(lat: Numbers, lon: Numbers, home_lat: float, home_lon: float) -> Numbers:
    phi, home = np.radians(lat), np.radians(home_lat)
    half_lat = np.sin((phi - home) / 2) ** 2
    half_lon = np.sin(np.radians(lon - home_lon) / 2) ** 2
    h = np.clip(half_lat + np.cos(phi) * np.cos(home) * half_lon, 0.0, 1.0)
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(h)))


def warehouses_far_away(data: ReadTables) -> Iterator[Finding]:
    """Warehouses far from every order, where another one is near: their place is wrong."""
    warehouses, orders = data["warehouses"], data["orders"]
    doors = _points(orders)
    if len(warehouses) < 2 or not len(doors[0]):
        return
    step = max(1, len(doors[0]) // _MOST_CASES)
    sample = doors[0][::step], doors[1][::step]
    lat, lon = warehouses.numbers("lat"), warehouses.numbers("lon")
    near = _nearest_m(lat, lon, sample) <= FAR_M
    far = ~near & ~np.isnan(lat) & ~((lat == 0) & (lon == 0))
    if not near.any() or not far.any():
        return
    swapped = far & (_nearest_m(lon, lat, sample) <= FAR_M)
    texts = warehouses.detail(lat="lat", lon="lon")
    yield warehouses.finding(swapped, "coordinate.swapped", "lat", detail=texts)
    yield warehouses.warning(far & ~swapped, "warehouse.far_from_orders", "lat")
