"""Tables that a plan is written to in a company's database, and the rows of a plan in them."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from domain.clock import local_time
from domain.plan import Plan, Route, Stop
from domain.supply import ReplenishmentLine
from domain.units import major_units
from maps.picture.plan_text import Say

Row = dict[str, Any]

_NAME = sa.Unicode(100)
_LONG = sa.UnicodeText()
_MONEY = sa.Numeric(18, 3)
_NUMBER: sa.Double[float] = sa.Double()

METADATA = sa.MetaData()


def _table(name: str, *columns: "sa.Column[Any]") -> sa.Table:
    """A table with the columns that say which plan a row is of."""
    return sa.Table(
        name,
        METADATA,
        sa.Column("plan_id", sa.Unicode(16), primary_key=True),
        sa.Column("row_number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False, comment="UTC"),
        *columns,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
    )


def _lines(name: str) -> sa.Table:
    return _table(
        name,
        sa.Column("from_id", _NAME),
        sa.Column("to_id", _NAME),
        sa.Column("sku", _NAME),
        sa.Column("units", sa.BigInteger),
        sa.Column("order_date", sa.Date),
        sa.Column("due_date", sa.Date),
        sa.Column("cost", _MONEY),
        sa.Column("currency", sa.Unicode(3)),
        sa.Column("explanation", _LONG),
    )


ROUTES = _table(
    "wayloom_routes",
    sa.Column("route_number", sa.Integer),
    sa.Column("vehicle_id", _NAME),
    sa.Column("warehouse_id", _NAME),
    sa.Column("end_warehouse_id", _NAME, comment="empty where the route ends at its last stop"),
    sa.Column("start_at", sa.DateTime, comment="local time"),
    sa.Column("end_at", sa.DateTime, comment="local time"),
    sa.Column("stop_count", sa.Integer),
    sa.Column("distance_m", sa.BigInteger),
    sa.Column("drive_s", sa.Integer),
    sa.Column("load_m3", _NUMBER),
    sa.Column("load_kg", _NUMBER),
    sa.Column("cost", _MONEY),
    sa.Column("currency", sa.Unicode(3)),
)
STOPS = _table(
    "wayloom_stops",
    sa.Column("route_number", sa.Integer),
    sa.Column("vehicle_id", _NAME),
    sa.Column("stop_number", sa.Integer),
    sa.Column("kind", sa.Unicode(16), comment="delivery, pickup or reload"),
    sa.Column("order_id", _NAME, comment="one row for each order of a stop; empty at a reload"),
    sa.Column("warehouse_id", _NAME, comment="of a reload; empty at other stops"),
    sa.Column("lat", _NUMBER),
    sa.Column("lon", _NUMBER),
    sa.Column("distance_m", sa.BigInteger, comment="from the stop before; 0 but for its first row"),
    sa.Column("drive_s", sa.Integer, comment="from the stop before; 0 but for its first row"),
    sa.Column("arrival_at", sa.DateTime, comment="local time"),
    sa.Column("wait_s", sa.Integer),
    sa.Column("service_s", sa.Integer, comment="of the whole stop"),
    sa.Column("departure_at", sa.DateTime, comment="local time"),
    sa.Column("late_s", sa.Integer),
    sa.Column("load_m3", _NUMBER, comment="on board when leaving"),
    sa.Column("load_kg", _NUMBER, comment="on board when leaving"),
)
UNASSIGNED = _table(
    "wayloom_unassigned",
    sa.Column("order_id", _NAME),
    sa.Column("reason_code", _NAME),
    sa.Column("reason", _LONG),
    sa.Column("would_help", _LONG),
    sa.Column("cost", _MONEY),
    sa.Column("currency", sa.Unicode(3)),
)
REPLENISHMENT = _lines("wayloom_replenishment")
TRANSFERS = _lines("wayloom_transfers")
ALLOCATION = _table(
    "wayloom_allocation",
    sa.Column("order_id", _NAME),
    sa.Column("warehouse_id", _NAME),
    sa.Column("explanation", _LONG),
)

WRITTEN = (ROUTES, STOPS, UNASSIGNED, REPLENISHMENT, TRANSFERS, ALLOCATION)
"""All tables, in the order they are written."""


def plan_rows(plan: Plan, say: Say) -> Mapping[sa.Table, list[Row]]:
    """Rows of a plan in each table, without the columns that all tables have."""
    return {
        ROUTES: [_route(plan, i + 1, route) for i, route in enumerate(plan.routes)],
        STOPS: [
            row
            for i, route in enumerate(plan.routes)
            for j, stop in enumerate(route.stops)
            for row in _stop(plan, i + 1, route, j + 1, stop)
        ],
        UNASSIGNED: list(_unassigned(plan, say)),
        REPLENISHMENT: list(_supply(plan, plan.replenishment, say)),
        TRANSFERS: list(_supply(plan, plan.transfers, say)),
        ALLOCATION: [
            {
                "order_id": allocation.order_id,
                "warehouse_id": allocation.warehouse_id,
                "explanation": say(allocation.explanation),
            }
            for allocation in plan.allocation
        ],
    }


def _route(plan: Plan, number: int, route: Route) -> Row:
    return {
        "route_number": number,
        "vehicle_id": route.vehicle_id,
        "warehouse_id": route.warehouse_id,
        "end_warehouse_id": route.end_warehouse_id,
        "start_at": _clock(plan, route.start_s),
        "end_at": _clock(plan, route.end_s),
        "stop_count": len(route.stops),
        "distance_m": route.distance_m,
        "drive_s": route.drive_s,
        "load_m3": route.load_m3,
        "load_kg": route.load_kg,
        "cost": major_units(route.cost.total_minor, plan.currency),
        "currency": plan.currency,
    }


def _stop(plan: Plan, number: int, route: Route, position: int, stop: Stop) -> Iterator[Row]:
    """A row for each order, so that an order is found by its id; the way there counts once."""
    for i, order_id in enumerate(stop.order_ids or ("",)):
        yield {
            "route_number": number,
            "vehicle_id": route.vehicle_id,
            "stop_number": position,
            "kind": stop.kind.value,
            "order_id": order_id,
            "warehouse_id": stop.warehouse_id,
            "lat": stop.location.lat,
            "lon": stop.location.lon,
            "distance_m": 0 if i else stop.distance_m,
            "drive_s": 0 if i else stop.drive_s,
            "arrival_at": _clock(plan, stop.arrival_s),
            "wait_s": stop.wait_s,
            "service_s": stop.service_s,
            "departure_at": _clock(plan, stop.departure_s),
            "late_s": stop.late_s,
            "load_m3": stop.load_m3,
            "load_kg": stop.load_kg,
        }


def _unassigned(plan: Plan, say: Say) -> Iterator[Row]:
    for order in plan.unassigned:
        yield {
            "order_id": order.order_id,
            "reason_code": order.reason.code,
            "reason": say(order.reason),
            "would_help": "" if order.relaxation is None else say(order.relaxation),
            "cost": major_units(order.cost_minor, plan.currency),
            "currency": plan.currency,
        }


def _supply(plan: Plan, lines: Iterable[ReplenishmentLine], say: Say) -> Iterator[Row]:
    for line in lines:
        yield {
            "from_id": line.from_id,
            "to_id": line.to_id,
            "sku": line.sku,
            "units": line.units,
            "order_date": line.order_date,
            "due_date": line.due_date,
            "cost": major_units(line.cost_minor, plan.currency),
            "currency": plan.currency,
            "explanation": say(line.explanation),
        }


def _clock(plan: Plan, time_s: int) -> datetime.datetime:
    """Local date and time, as a company's own systems write it."""
    return local_time(plan.day, time_s, ZoneInfo(plan.timezone)).replace(tzinfo=None)
