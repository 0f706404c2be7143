"""What differs between two plans, as a planner would ask: costs, orders, vehicles, supply."""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.message import Message
from domain.plan import CostSummary, Plan, Route, Stop, StopKind, Summary
from domain.supply import ReplenishmentLine

MINUTES_THAT_MATTER = 15
"""A change of arrival is told from here on, unless another limit is asked for."""

COST_PARTS = (
    *(field.name for field in dataclasses.fields(CostSummary)),
    *("transport", "operating", "total"),
)
FIGURES = tuple(field.name for field in dataclasses.fields(Summary) if field.name != "cost_minor")

_TOLD = frozenset({"summary", "routes", "unassigned", "replenishment", "transfers", "allocation"})
"""Parts of a plan whose differences are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of both plans."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An order that the second plan leaves out and the first does not, and why."""

    order_id: str
    was_served: bool
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An order that another vehicle, or another warehouse, serves now."""

    order_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherArrival:
    """An order that is reached much earlier or later, in seconds of its plan's day."""

    order_id: str
    vehicle_id: str
    before_s: int
    after_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleUse:
    """A vehicle that is used more or less; no stops where it does not drive."""

    vehicle_id: str
    stops_before: int
    stops_after: int
    distance_m_before: int
    distance_m_after: int
    duration_s_before: int
    duration_s_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyChange:
    """A line of what to order or to move that is new, gone or other; None where there is none."""

    from_id: str
    to_id: str
    sku: str
    units_before: int | None
    units_after: int | None
    due_before: datetime.date | None
    due_after: datetime.date | None
    cost_minor_before: int | None
    cost_minor_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDifference:
    """All that differs; empty lists where nothing does.

    Attributes
    ----------
    equal
        Whether the plans are alike in every part, also in those not told here.
    costs, figures
        Those that differ, and always the total.
    served
        Orders that the second plan serves and the first does not: left out there, or unknown.
    left_out
        Orders that the second plan leaves out and the first does not.
    gone
        Orders of the first plan that the second does not know.
    warehouses
        Orders that ship from another warehouse.
    other_parts
        Names of parts that differ besides: the forecast, the checks.
    """

    equal: bool
    day_before: datetime.date
    day_after: datetime.date
    currency_before: str
    currency_after: str
    costs: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    served: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    gone: tuple[str, ...]
    moved: tuple[Moved, ...]
    warehouses: tuple[Moved, ...]
    arrivals: tuple[OtherArrival, ...]
    vehicles: tuple[VehicleUse, ...]
    replenishment: tuple[SupplyChange, ...]
    transfers: tuple[SupplyChange, ...]
    other_parts: tuple[str, ...]


def compare_plans(
    before: Plan, after: Plan, *, least_minutes: float = MINUTES_THAT_MATTER
) -> PlanDifference:
    """What the second plan does otherwise than the first.

    Parameters
    ----------
    least_minutes
        How much earlier or later an order must be reached to be told.
    """
    was, now = _Service(before), _Service(after)
    return PlanDifference(
        equal=before == after,
        day_before=before.day,
        day_after=after.day,
        currency_before=before.currency,
        currency_after=after.currency,
        costs=tuple(_figures(before.summary.cost_minor, after.summary.cost_minor, COST_PARTS)),
        figures=tuple(_figures(before.summary, after.summary, FIGURES)),
        served=tuple(sorted(now.vehicle.keys() - was.vehicle.keys())),
        left_out=tuple(
            LeftOut(order_id=i, was_served=i in was.vehicle, reason=now.left_out[i])
            for i in sorted(now.left_out.keys() - was.left_out.keys())
        ),
        gone=tuple(sorted(was.known - now.known)),
        moved=tuple(_moved(was.vehicle, now.vehicle)),
        warehouses=tuple(_moved(_warehouses(before), _warehouses(after))),
        arrivals=tuple(_arrivals(was, now, least_minutes * 60)),
        vehicles=tuple(_vehicles(before.routes, after.routes)),
        replenishment=tuple(_supply(before.replenishment, after.replenishment)),
        transfers=tuple(_supply(before.transfers, after.transfers)),
        other_parts=tuple(_other_parts(before, after)),
    )


class _Service:
    """Who serves each order of a plan, and when."""

    def __init__(self, plan: Plan) -> None:
        self.vehicle: dict[str, str] = {}
        self.arrival_s: dict[str, int] = {}
        for route in plan.routes:
            for stop in route.stops:
                # Of the two stops of a transport the second one, at its own door, is kept.
                for order_id in stop.order_ids:
                    self.vehicle[order_id] = route.vehicle_id
                    self.arrival_s[order_id] = stop.arrival_s
        self.left_out = {order.order_id: order.reason for order in plan.unassigned}
        self.known = self.vehicle.keys() | self.left_out.keys()


def _figures(before: object, after: object, names: Iterable[str]) -> Iterator[Figure]:
    for name in names:
        figure = Figure(name=name, before=getattr(before, name), after=getattr(after, name))
        if figure.before != figure.after or name == "total":
            yield figure


def _moved(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Moved]:
    for order_id in sorted(was.keys() & now.keys()):
        if was[order_id] != now[order_id]:
            yield Moved(order_id=order_id, before=was[order_id], after=now[order_id])


def _warehouses(plan: Plan) -> Mapping[str, str]:
    return {order.order_id: order.warehouse_id for order in plan.allocation}


def _arrivals(was: _Service, now: _Service, least_s: float) -> Iterator[OtherArrival]:
    """The greatest changes first."""
    changes = [
        OtherArrival(
            order_id=order_id,
            vehicle_id=now.vehicle[order_id],
            before_s=was.arrival_s[order_id],
            after_s=now.arrival_s[order_id],
        )
        for order_id in sorted(was.arrival_s.keys() & now.arrival_s.keys())
    ]
    told = (c for c in changes if abs(c.after_s - c.before_s) >= max(least_s, 1))
    yield from sorted(told, key=lambda change: -abs(change.after_s - change.before_s))


def _vehicles(before: Iterable[Route], after: Iterable[Route]) -> Iterator[VehicleUse]:
    was, now = _use(before), _use(after)
    unused = (0, 0, 0)
    for vehicle_id in sorted(was.keys() | now.keys()):
        old, new = was.get(vehicle_id, unused), now.get(vehicle_id, unused)
        if old != new:
            yield VehicleUse(
                vehicle_id=vehicle_id,
                stops_before=old[0],
                stops_after=new[0],
                distance_m_before=old[1],
                distance_m_after=new[1],
                duration_s_before=old[2],
                duration_s_after=new[2],
            )


def _use(routes: Iterable[Route]) -> Mapping[str, tuple[int, int, int]]:
    """Stops, metres and seconds of each vehicle."""
    return {
        route.vehicle_id: (
            sum(map(_is_door, route.stops)),
            route.distance_m,
            route.end_s - route.start_s,
        )
        for route in routes
    }


def _is_door(stop: Stop) -> bool:
    return stop.kind is not StopKind.RELOAD


def _supply(
    before: Iterable[ReplenishmentLine], after: Iterable[ReplenishmentLine]
) -> Iterator[SupplyChange]:
    """Lines matched by their places and SKU, and where there are several, by their day."""
    was, now = _by_lane(before), _by_lane(after)
    for lane in sorted(was.keys() | now.keys()):
        old, new = was.get(lane, []), now.get(lane, [])
        for i in range(max(len(old), len(new))):
            gone = old[i] if i < len(old) else None
            come = new[i] if i < len(new) else None
            if _what(gone) != _what(come):
                yield _change(lane, gone, come)


def _by_lane(
    lines: Iterable[ReplenishmentLine],
) -> Mapping[tuple[str, str, str], list[ReplenishmentLine]]:
    found: dict[tuple[str, str, str], list[ReplenishmentLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.due_date):
        found[line.from_id, line.to_id, line.sku].append(line)
    return found


def _what(line: ReplenishmentLine | None) -> object:
    return line and (line.units, line.order_date, line.due_date, line.cost_minor)


def _change(
    lane: tuple[str, str, str], gone: ReplenishmentLine | None, come: ReplenishmentLine | None
) -> SupplyChange:
    from_id, to_id, sku = lane
    return SupplyChange(
        from_id=from_id,
        to_id=to_id,
        sku=sku,
        units_before=gone.units if gone else None,
        units_after=come.units if come else None,
        due_before=gone.due_date if gone else None,
        due_after=come.due_date if come else None,
        cost_minor_before=gone.cost_minor if gone else None,
        cost_minor_after=come.cost_minor if come else None,
    )


def _other_parts(before: Plan, after: Plan) -> Iterator[str]:
    for field in dataclasses.fields(Plan):
        is_told = field.name in {*_TOLD, "day", "currency"}
        if not is_told and getattr(before, field.name) != getattr(after, field.name):
            yield field.name
