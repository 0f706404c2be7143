"""Rules on where and when goods are fetched."""

from collections.abc import Iterator

import numpy as np

from domain.orders import TRANSPORT
from planning.reading.problems import Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import ReadTable, ReadTables

PICKUP_COLUMNS = ("pickup_lat", "pickup_lon", "pickup_window_start", "pickup_window_end")


def transports_from_nowhere(data: ReadTables) -> Iterator[Finding]:
    """Transports without the place where they are fetched."""
    orders = data["orders"]
    lat, lon = ("pickup_lat", "pickup_lon")
    asked = _transports(orders) & orders.good(lat) & orders.good(lon)
    without_lat, without_lon = asked & ~orders.given(lat), asked & ~orders.given(lon)
    if lat in orders.columns and lon in orders.columns:
        # Half a pair is told with the coordinates.
        without_lat &= without_lon
    yield orders.finding(without_lat, "order.transport_from_nowhere", lat)
    if lat in orders.columns and lon not in orders.columns:
        yield orders.finding(without_lon & ~without_lat, "order.transport_from_nowhere", lon)


def half_pickup_windows(data: ReadTables) -> Iterator[Finding]:
    """Windows to fetch a transport in of which only one end is given."""
    orders = data["orders"]
    start, end = ("pickup_window_start", "pickup_window_end")
    read = _transports(orders) & orders.good(start) & orders.good(end)
    has_start, has_end = orders.given(start), orders.given(end)
    yield orders.finding(read & has_start & ~has_end, "window.half_given", end)
    yield orders.finding(read & has_end & ~has_start, "window.half_given", start)


def pickup_columns_unused(data: ReadTables) -> Iterator[Finding]:
    """Places and times to fetch goods at, of orders that are no transports."""
    orders = data["orders"]
    others = orders.good("kind") & ~_transports(orders)
    told = np.zeros(len(orders), dtype=np.bool_)
    for column in PICKUP_COLUMNS:
        given = others & orders.given(column) & ~told
        told |= given
        yield orders.warning(
            given,
            "order.pickup_columns_unused",
            column,
            lambda record: {"kind": str(orders.values("kind")[record])},
        )


def _transports(orders: ReadTable) -> Mask:
    return np.asarray(orders.good("kind") & (orders.values("kind") == TRANSPORT), dtype=np.bool_)
