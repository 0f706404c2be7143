"""Rules on orders: what they ask for must be clear, and some vehicle should be able to do it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.units import SECONDS_PER_DAY, clock_text
from planning.reading.fleet_by_day import VehiclesOfDay, vehicles_by_day
from planning.reading.problems import Detail, Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import Numbers, ReadTable, ReadTables


def orders_without_lines(data: ReadTables) -> Iterator[Finding]:
    """Orders that ask for nothing."""
    orders, lines = data["orders"], data["order_lines"]
    if lines.present and lines.is_whole and len(lines):
        ordered = pd.Series(orders.values("order_id"), dtype=object)
        without = ~ordered.isin(set(lines.values("order_id"))).to_numpy()
        yield orders.finding(without & orders.good("order_id"), "order.no_lines", "order_id")


def orders_not_delivered(data: ReadTables) -> Iterator[Finding]:
    """Pickups and transports, which are not planned yet: leaving them out would lose them."""
    orders = data["orders"]
    other = orders.given("kind") & (orders.values("kind") != "delivery")
    yield orders.finding(other, "order.kind_not_planned", "kind", detail=orders.detail(kind="kind"))


def second_windows(data: ReadTables) -> Iterator[Finding]:
    """A second window that is half given, or overlaps the first."""
    orders = data["orders"]
    has_start, has_end = orders.given("window2_start"), orders.given("window2_end")
    read = orders.good("window2_start") & orders.good("window2_end")
    yield orders.finding(read & has_start & ~has_end, "window.half_given", "window2_end")
    yield orders.finding(read & has_end & ~has_start, "window.half_given", "window2_start")
    first = orders.numbers("window_start"), orders.numbers("window_end")
    second = orders.numbers("window2_start"), orders.numbers("window2_end")
    overlap = (first[0] <= second[1]) & (second[0] <= first[1])
    yield orders.finding(overlap & has_start & has_end, "order.windows_overlap", "window2_start")


def windows_past_midnight(data: ReadTables) -> Iterator[Finding]:
    """Windows that end before they start, while no vehicle works past midnight."""
    orders = data["orders"]
    for start, end in (("window_start", "window_end"), ("window2_start", "window2_end")):
        past = orders.given(end) & (orders.numbers(end) > SECONDS_PER_DAY)
        for vehicles, asked in vehicles_by_day(data):
            if not vehicles.count or vehicles.latest_s <= SECONDS_PER_DAY:
                yield orders.warning(
                    past & asked,
                    "order.window_past_midnight",
                    end,
                    detail=orders.detail(start=start, end=end),
                )


def windows_outside_shifts(data: ReadTables) -> Iterator[Finding]:
    """Orders that no vehicle of their day works in the windows of."""
    orders = data["orders"]
    release = orders.numbers("release_time")
    soft = orders.values("window_kind") == "soft"
    windows = [
        (np.fmax(orders.numbers(f"{name}_start"), release), orders.numbers(f"{name}_end"))
        for name in ("window", "window2")
    ]
    for vehicles, asked in vehicles_by_day(data):
        if vehicles.shifts:
            reached = np.zeros(len(orders), dtype=np.bool_)
            known = ~np.isnan(windows[0][0]) & ~np.isnan(windows[0][1])
            for start, end in windows:
                reached |= _in_a_shift(start, np.where(soft, np.inf, end), vehicles)
            yield orders.warning(
                asked & known & ~reached,
                "order.window_outside_shifts",
                "window_end",
                detail=_shift_detail(orders, vehicles),
            )


def _in_a_shift(start: Numbers, end: Numbers, vehicles: VehiclesOfDay) -> Mask:
    inside = np.zeros(len(start), dtype=np.bool_)
    for shift_start, shift_end in vehicles.shifts:
        inside |= (start <= shift_end) & (end >= shift_start) & (start <= end)
    return inside


def _shift_detail(orders: ReadTable, vehicles: VehiclesOfDay) -> Detail:
    earliest, latest = clock_text(int(vehicles.earliest_s)), clock_text(int(vehicles.latest_s))

    def detail(record: int) -> dict[str, str]:
        texts = orders.detail(start="window_start", end="window_end")(record)
        return {
            "start": str(texts["start"]) or "00:00",
            "end": str(texts["end"]) or "24:00",
            "earliest": earliest,
            "latest": latest,
        }

    return detail
