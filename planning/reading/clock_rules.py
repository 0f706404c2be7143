"""Clock times that a change of the clock skips or repeats, and a day to plan without orders."""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np

from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR
from planning.reading.fleet_rules import is_time_zone
from planning.reading.problems import Detail, Finding
from planning.reading.read_table import ReadTables, Values

_CLOCKS = {
    "orders": (
        "due_date",
        (
            "window_start", "window_end", "window2_start", "window2_end", "pickup_window_start",
            "pickup_window_end", "release_time",
        ),
    ),
    "vehicles": ("start_date", ("shift_start", "shift_end", "break_earliest", "break_latest")),
}  # fmt: skip
"""Table -> the column of its day, and its clock times."""


def times_of_clock_changes(data: ReadTables) -> Iterator[Finding]:
    """Times of day that do not exist on their day, or come twice."""
    zone = _zone(data)
    if zone is None:
        return
    for name, (day_column, clocks) in _CLOCKS.items():
        table = data[name]
        days = table.values(day_column)
        known = table.given(day_column)
        changing = [day for day in np.unique(days[known]) if _changes(day.item(), zone)]
        for column in clocks if changing else ():
            seconds = table.numbers(column)
            asked = np.flatnonzero(known & table.given(column) & np.isin(days, changing))
            odd = {i: _oddity(days[i].item(), int(seconds[i]), zone) for i in asked.tolist()}
            for code in ("clock.skipped", "clock.twice"):
                records = [record for record, found in odd.items() if found == code]
                indices = np.array(records, dtype=np.int64)
                yield table.warning(indices, code, column, _day_detail(days, zone))


def _day_detail(days: Values, zone: ZoneInfo) -> Detail:
    return lambda record: {"day": str(days[record]), "zone": str(zone)}


def _zone(data: ReadTables) -> ZoneInfo | None:
    names = [name for name in data["warehouses"].values("timezone") if name and is_time_zone(name)]
    return ZoneInfo(names[0]) if names else None


def _changes(day: datetime.date, zone: ZoneInfo) -> bool:
    """Whether the clock changes on a day, or in the night after it."""
    start = datetime.datetime.combine(day, datetime.time(), zone)
    end = datetime.datetime.combine(day + datetime.timedelta(days=2), datetime.time(), zone)
    return start.utcoffset() != end.utcoffset()


def _oddity(day: datetime.date, clock_s: int, zone: ZoneInfo) -> str:
    """What is odd about a clock time: skipped, or there twice; empty if nothing is."""
    days, second = divmod(clock_s, SECONDS_PER_DAY)
    hour, rest = divmod(second, SECONDS_PER_HOUR)
    clock = datetime.time(hour, rest // 60, rest % 60)
    wall = datetime.datetime.combine(day + datetime.timedelta(days=days), clock)
    first, second_time = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second_time is None or first == second_time:
        return ""
    return "clock.skipped" if first < second_time else "clock.twice"


def day_without_orders(data: ReadTables) -> Iterator[Finding]:
    """A day to plan on which no order is due."""
    settings, orders, day = data["settings"], data["orders"], data.settings.plan_date
    due = orders.values("due_date")[orders.good("due_date")]
    if day is None or not len(due) or np.datetime64(day) in due:
        return
    rows = settings.values("key") == "plan_date"
    facts = {"first": str(due.min()), "last": str(due.max())}
    yield settings.warning(rows, "setting.day_without_orders", "value", lambda _: facts)
