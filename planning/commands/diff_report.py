"""What differs between two plans or projects, in a planner's words."""

import datetime
from collections.abc import Callable, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.clock import local_time
from domain.plan import Plan
from domain.units import METRES_PER_KM, SECONDS_PER_MINUTE, major_units
from planning.commands.console import Console
from planning.commands.text_table import table_lines
from planning.compare.plans import (
    Figure,
    LeftOut,
    Moved,
    OtherArrival,
    PlanDifference,
    SupplyChange,
    VehicleUse,
)
from planning.compare.projects import ImportSeen, PlanSeen, ProjectDifference
from planning.compare.tables import CellDifference, TableDifference

_LONGEST = 60
"""Characters of a cell that are shown."""

_GRAMS_PER_KG = 1_000

Item = TypeVar("Item")


def report_plans(
    difference: PlanDifference, before: Plan, after: Plan, most: int, console: Console
) -> None:
    """Tell what differs between two plans, at most so many items of each kind."""
    if difference.day_before != difference.day_after:
        days = {"before": str(difference.day_before), "after": str(difference.day_after)}
        console.say("diff.days", **days)
    _report_figures(difference, console)
    told = _Told(most, console)
    told.ids("served", difference.served)
    told.items("left_out", difference.left_out, told.left_out)
    told.ids("gone", difference.gone)
    told.items("moved", difference.moved, told.moved)
    told.items("warehouses", difference.warehouses, told.moved)
    zones = ((before.day, ZoneInfo(before.timezone)), (after.day, ZoneInfo(after.timezone)))
    told.items("arrivals", difference.arrivals, lambda a: told.arrival(a, *zones))
    told.items("vehicles", difference.vehicles, told.vehicle)
    told.items("replenishment", difference.replenishment, told.supply)
    told.items("transfers", difference.transfers, told.supply)
    if difference.other_parts:
        parts = (console.wording.text(f"diff.part.{name}") for name in difference.other_parts)
        console.say("diff.other_parts", parts=", ".join(parts))


def report_projects(difference: ProjectDifference, most: int, console: Console) -> None:
    """Tell what differs between two projects, at most so many items of each kind."""
    told = _Told(most, console)
    if difference.location_before != difference.location_after:
        told.pair("diff.location", difference.location_before, difference.location_after)
    if difference.day_before != difference.day_after:
        told.pair("diff.chosen_day", difference.day_before, difference.day_after)
    told.items("imports_added", difference.imports_added, told.imported)
    told.items("imports_removed", difference.imports_removed, told.imported)
    for table in difference.tables:
        _report_table(table, told, console)
    told.items("plans_added", difference.plans_added, told.plan)
    told.items("plans_removed", difference.plans_removed, told.plan)
    if difference.acts_before != difference.acts_after:
        told.pair("diff.acts", difference.acts_before, difference.acts_after)


def _report_figures(difference: PlanDifference, console: Console) -> None:
    """Costs and figures as one table, before and after."""
    text = console.wording.text
    rows = [[text("diff.what"), *(text(f"diff.{name}") for name in ("before", "after", "change"))]]
    currencies = (difference.currency_before, difference.currency_after)
    for figure in difference.costs:
        before, after = (
            major_units(amount, currency)
            for amount, currency in zip((figure.before, figure.after), currencies, strict=True)
        )
        is_alike = currencies[0] == currencies[1]
        change = f"{after - before:+,}" if is_alike else ""
        name = text(f"diff.cost.{figure.name}", {"currency": currencies[1]})
        rows.append([name, f"{before:,}", f"{after:,}", change])
    rows += [_figure_row(figure, console) for figure in difference.figures]
    for line in table_lines(rows):
        console.print(line)


def _figure_row(figure: Figure, console: Console) -> list[str]:
    shown: Callable[[int], str] = "{:,}".format
    if figure.name.endswith("_m"):
        shown = _kilometres
    elif figure.name.endswith("_s"):
        shown = console.wording.duration
    elif figure.name.endswith("_g"):
        shown = _kilograms
    change = figure.after - figure.before
    sign = "-" if change < 0 else "+"
    name = console.wording.text(f"diff.figure.{figure.name}")
    return [name, shown(figure.before), shown(figure.after), f"{sign}{shown(abs(change))}"]


def _kilometres(distance_m: int) -> str:
    return f"{distance_m / METRES_PER_KM:,.1f}"


def _kilograms(weight_g: int) -> str:
    return f"{weight_g / _GRAMS_PER_KG:,.1f}"


class _Told:
    """Tells items of one kind after the other, the first ones of each."""

    def __init__(self, most: int, console: Console) -> None:
        self._most = most
        self._console = console
        self._text = console.wording.text

    def items(
        self,
        kind: str,
        items: Sequence[Item],
        line: Callable[[Item], str],
        *,
        count: int | None = None,
        **parameters: str,
    ) -> None:
        """A heading with the count, and a line for each of the first items."""
        every = len(items) if count is None else count
        if not every:
            return
        self._console.say(f"diff.{kind}", count=every, **parameters)
        for item in items[: self._most]:
            self._console.print(f"  {line(item)}")
        self._more(every - min(len(items), self._most))

    def ids(self, kind: str, ids: Sequence[str]) -> None:
        """A heading with the count, and the first ids on one line."""
        if ids:
            self._console.say(f"diff.{kind}", count=len(ids))
            self._console.print("  " + ", ".join(ids[: self._most]))
            self._more(len(ids) - self._most)

    def _more(self, count: int) -> None:
        if count > 0:
            self._console.print("  " + self._text("diff.more", {"count": count}))

    def pair(self, code: str, before: object, after: object) -> None:
        """A value and what it was."""
        self._console.say(code, before=_or_dash(before), after=_or_dash(after))

    def left_out(self, order: LeftOut) -> str:
        code = "diff.was_served" if order.was_served else "diff.was_unknown"
        reason = self._console.wording.say(order.reason)
        return f"{order.order_id} ({self._text(code)}): {reason}"

    def moved(self, order: Moved) -> str:
        return f"{order.order_id}: {order.before} → {order.after}"

    def arrival(
        self,
        order: OtherArrival,
        was: tuple[datetime.date, ZoneInfo],
        now: tuple[datetime.date, ZoneInfo],
    ) -> str:
        before = local_time(was[0], order.before_s, was[1])
        after = local_time(now[0], order.after_s, now[1])
        minutes = round((order.after_s - order.before_s) / SECONDS_PER_MINUTE)
        by = self._text("unit.minutes", {"minutes": f"{minutes:+d}"})
        return f"{order.order_id}, {order.vehicle_id}: {before:%H:%M} → {after:%H:%M} ({by})"

    def vehicle(self, use: VehicleUse) -> str:
        duration = self._console.wording.duration
        return self._text(
            "diff.vehicle",
            {
                "vehicle": use.vehicle_id,
                "stops_before": use.stops_before,
                "stops_after": use.stops_after,
                "km_before": _kilometres(use.distance_m_before),
                "km_after": _kilometres(use.distance_m_after),
                "time_before": duration(use.duration_s_before),
                "time_after": duration(use.duration_s_after),
            },
        )

    def supply(self, change: SupplyChange) -> str:
        sign = "+" if change.units_before is None else "-" if change.units_after is None else "~"
        units = _change(change.units_before, change.units_after)
        due = _change(change.due_before, change.due_after)
        lane = f"{change.from_id} → {change.to_id}, {change.sku}"
        return f"{sign} " + self._text("diff.supply", {"lane": lane, "units": units, "due": due})

    def imported(self, seen: ImportSeen) -> str:
        return f"{_minute(seen.at)}  {seen.location}"

    def plan(self, plan: PlanSeen) -> str:
        return f"{_minute(plan.at)}  {plan.day}"

    def cell(self, cell: CellDifference) -> str:
        values = " → ".join(_short(value) for value in (cell.before, cell.after))
        return f"{_short(cell.key)}, {cell.column}: {values}"


def _report_table(table: TableDifference, told: _Told, console: Console) -> None:
    """What differs in one table; of a table that is new or gone only how many rows it has."""
    name = table.table
    if table.rows_before is None:
        console.say("diff.table_added", table=name, count=table.rows_added)
        return
    if table.rows_after is None:
        console.say("diff.table_removed", table=name, count=table.rows_removed)
        return
    for kind, columns in (("added", table.columns_added), ("removed", table.columns_removed)):
        if columns:
            console.say(f"diff.columns_{kind}", table=name, columns=", ".join(columns))
    told.items("cells", table.cells, told.cell, count=table.cells_changed, table=name)
    told.items("rows_added", table.added, _short, count=table.rows_added, table=name)
    told.items("rows_removed", table.removed, _short, count=table.rows_removed, table=name)
    if table.lost_before or table.lost_after:
        counts = {"before": table.lost_before, "after": table.lost_after}
        console.say("diff.unreadable_rows", table=name, **counts)


def _change(before: object, after: object) -> str:
    """A value, or what it was and is where it differs."""
    if before is None or after is None or before == after:
        return str(after if before is None else before)
    return f"{before} → {after}"


def _short(text: str) -> str:
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return shown or "–"


def _or_dash(value: object) -> str:
    return "–" if value in {None, ""} else str(value)


def _minute(at: datetime.datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
