"""Rules on orders: what they ask for must be clear, and some vehicle should be able to do it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.orders import TRANSPORT
from domain.units import SECONDS_PER_DAY, clock_text
from planning.reading.fleet_by_day import VehiclesOfDay, vehicles_by_day
from planning.reading.problems import Detail, Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import Numbers, ReadTable, ReadTables

WINDOWS = ("window", "window2", "pickup_window")


def orders_without_lines(data: ReadTables) -> Iterator[Finding]:
    """Orders that ask for nothing."""
    orders, lines = data["orders"], data["order_lines"]
    if lines.present and lines.is_whole and len(lines):
        ordered = pd.Series(orders.values("order_id"), dtype=object)
        without = ~ordered.isin(set(lines.values("order_id"))).to_numpy()
        yield orders.finding(without & orders.good("order_id"), "order.no_lines", "order_id")


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
    for start, end in ((f"{name}_start", f"{name}_end") for name in WINDOWS):
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
    soft = orders.values("window_kind") == "soft"
    for vehicles, asked in vehicles_by_day(data):
        if vehicles.shifts:
            (start, end), second = _window(orders, "window"), _window(orders, "window2")
            reached = _in_a_shift(start, np.where(soft, np.inf, end), vehicles)
            reached |= _in_a_shift(second[0], np.where(soft, np.inf, second[1]), vehicles)
            yield orders.warning(
                asked & ~np.isnan(start) & ~np.isnan(end) & ~reached,
                "order.window_outside_shifts",
                "window_end",
                detail=_shift_detail(orders, "window", vehicles),
            )
            start, end = _window(orders, "pickup_window")
            missed = orders.given("pickup_window_end") & ~_in_a_shift(start, end, vehicles)
            yield orders.warning(
                asked & missed & (orders.values("kind") == TRANSPORT),
                "order.window_outside_shifts",
                "pickup_window_end",
                detail=_shift_detail(orders, "pickup_window", vehicles),
            )


def _window(orders: ReadTable, name: str) -> tuple[Numbers, Numbers]:
    """When a window opens, or the order is released if that is later, and when it closes."""
    opens = np.fmax(orders.numbers(f"{name}_start"), orders.numbers("release_time"))
    return opens, orders.numbers(f"{name}_end")


def _in_a_shift(start: Numbers, end: Numbers, vehicles: VehiclesOfDay) -> Mask:
    inside = np.zeros(len(start), dtype=np.bool_)
    for shift_start, shift_end in vehicles.shifts:
        inside |= (start <= shift_end) & (end >= shift_start) & (start <= end)
    return inside


def _shift_detail(orders: ReadTable, name: str, vehicles: VehiclesOfDay) -> Detail:
    earliest, latest = clock_text(int(vehicles.earliest_s)), clock_text(int(vehicles.latest_s))

    def detail(record: int) -> dict[str, str]:
        texts = orders.detail(start=f"{name}_start", end=f"{name}_end")(record)
        return {
            "start": str(texts["start"]) or "00:00",
            "end": str(texts["end"]) or "24:00",
            "earliest": earliest,
            "latest": latest,
        }

    return detail
