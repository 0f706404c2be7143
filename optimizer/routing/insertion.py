"""Inserting one more order into routes, by the exact timeline."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from domain.travel import warehouse_place
from optimizer.routing.broken import Broken, Rule
from optimizer.routing.fitting import misfit
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.timeline import Timeline, time_sequence
from optimizer.routing.trips import overloaded, trips_of

Plan = Mapping[str, tuple[str, ...]]
"""Names of the places that each vehicle calls at, in the order of driving; reloads are warehouses.

Vehicles that stand still may be left out.
"""

_BY_POSITION = {Rule.POSITION, Rule.TRIPS, Rule.PAIR}
"""Rules that say more of a position than of the vehicle."""


@dataclass(slots=True)
class Allowance:
    """How many timelines may still be tried: a count, so that the answer never depends on time."""

    timelines: int

    @property
    def used_up(self) -> bool:
        """Whether no more may be tried."""
        return self.timelines <= 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Insertion:
    """An order put into a route, and what the route costs more.

    Attributes
    ----------
    begin_s
        When service at the order's own door begins.
    """

    vehicle_id: str
    places: tuple[str, ...]
    extra_minor: int
    begin_s: int


@dataclass(slots=True, eq=False)
class Trial:
    """What came of trying an order on every vehicle.

    Attributes
    ----------
    found
        The cheapest insertion on each vehicle where there is one.
    broken
        How many vehicles each rule ruled out: the one broken last, at the best position.
    """

    found: list[Insertion] = field(default_factory=list)
    broken: Counter[Rule] = field(default_factory=Counter)

    @property
    def cheapest(self) -> Insertion | None:
        """The insertion that costs least."""
        return min(self.found, key=lambda insertion: insertion.extra_minor, default=None)

    @property
    def earliest(self) -> Insertion | None:
        """The insertion whose service begins first."""
        return min(self.found, key=lambda insertion: insertion.begin_s, default=None)


def try_everywhere(view: ProblemView, plan: Plan, order: Shipment, allowance: Allowance) -> Trial:
    """Try an order on every vehicle that fits and may have it, at every position."""
    trial = Trial()
    only = vehicle_of_group(view, plan, order)
    for vehicle in view.problem.vehicles:
        may_have = only in {"", vehicle.vehicle_id} and misfit(view, vehicle, order) is None
        if may_have and not allowance.used_up:
            outcome = try_on(view, vehicle, plan.get(vehicle.vehicle_id, ()), order, allowance)
            if isinstance(outcome, Insertion):
                trial.found.append(outcome)
            else:
                trial.broken[outcome] += 1
    return trial


def vehicle_of_group(view: ProblemView, plan: Plan, order: Shipment) -> str:
    """The vehicle that others of an order's group ride on; empty where there is none."""
    if not order.same_vehicle_group:
        return ""
    others = (
        vehicle_id
        for vehicle_id, places in plan.items()
        for place in places
        if (task := view.tasks.get(place)) is not None
        and task.order.same_vehicle_group == order.same_vehicle_group
        and task.order.order_id != order.order_id
    )
    return next(others, "")


def try_on(
    view: ProblemView,
    vehicle: Vehicle,
    places: tuple[str, ...],
    order: Shipment,
    allowance: Allowance,
) -> Insertion | Rule:
    """The cheapest way to put an order on a vehicle, or the rule that forbids it."""
    before = time_sequence(view, vehicle, places) if places else None
    before_minor = before.cost.total_minor if isinstance(before, Timeline) else 0
    best: Insertion | None = None
    rule: Rule | None = None
    for trial in _sequences(view, vehicle, places, order):
        if isinstance(trial, Rule):
            rule = trial
            continue
        if allowance.used_up:
            break
        allowance.timelines -= 1
        timeline = time_sequence(view, vehicle, trial)
        if isinstance(timeline, Broken):
            rule = timeline.rule if rule is None or timeline.rule not in _BY_POSITION else rule
        elif best is None or timeline.cost.total_minor - before_minor < best.extra_minor:
            best = _insertion(vehicle, order, trial, timeline, before_minor)
    return best or rule or Rule.TRIPS


def insert_left_out(
    view: ProblemView, plan: Plan, left_out: tuple[str, ...], allowance: Allowance
) -> dict[str, tuple[str, ...]]:
    """A plan with orders put in wherever that costs less than leaving them out, dearest first.

    It goes through the orders again as long as one was put in: a vehicle that drives anyway may
    take along what was not worth a journey.
    """
    better, missing = dict(plan), list(left_out)
    missing.sort(key=lambda order_id: -view.shipments[order_id].unassigned_cost_minor)
    while not allowance.used_up:
        put_in = [order_id for order_id in missing if _put_in(view, better, order_id, allowance)]
        missing = [order_id for order_id in missing if order_id not in put_in]
        if not put_in or not missing:
            break
    return better


def _put_in(
    view: ProblemView, plan: dict[str, tuple[str, ...]], order_id: str, allowance: Allowance
) -> bool:
    """Put an order in where that pays; whether it did."""
    order = view.shipments[order_id]
    insertion = try_everywhere(view, plan, order, allowance).cheapest
    if insertion is None or insertion.extra_minor >= order.unassigned_cost_minor:
        return False
    plan[insertion.vehicle_id] = insertion.places
    return True


def _sequences(
    view: ProblemView, vehicle: Vehicle, places: tuple[str, ...], order: Shipment
) -> Iterator[tuple[str, ...] | Rule]:
    """A route with one more order at each position, or the rule that forbids a whole trip.

    The last trip comes first, and last a trip of its own behind them all.
    """
    trips, end = trips_of(view, vehicle, places), len(places)
    for trip in reversed(trips):
        start = end - len(trip.tasks)
        if trip.warehouse_id == order.warehouse_id:
            alike = [other for other in trip.orders if other.kind == order.kind]
            rule = None if order.kind == "transport" else overloaded(vehicle, [*alike, order])
            yield from _within(places, start, end, order.places) if rule is None else [rule]
        end = start - 1
    reloads = view.hours[vehicle.vehicle_id].reloads
    if places and len(trips) < vehicle.max_trips and order.warehouse_id in reloads:
        yield (*places, warehouse_place(order.warehouse_id), *order.places)


def _within(
    places: tuple[str, ...], start: int, end: int, added: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """One or two places put in between two positions, in their order, the last positions first."""
    *fetched, door = added
    for last in range(end, start - 1, -1):
        with_door = (*places[:last], door, *places[last:])
        if not fetched:
            yield with_door
        for first in range(last, start - 1, -1) if fetched else ():
            yield (*with_door[:first], *fetched, *with_door[first:])


def _insertion(
    vehicle: Vehicle,
    order: Shipment,
    places: tuple[str, ...],
    timeline: Timeline,
    before_minor: int,
) -> Insertion:
    calls = zip(timeline.way.calls, timeline.course.moments, strict=True)
    begins = (
        moments.begin_s
        for call, moments in calls
        for task in call.tasks
        if task.is_own_door and task.order.order_id == order.order_id
    )
    return Insertion(
        vehicle_id=vehicle.vehicle_id,
        places=places,
        extra_minor=timeline.cost.total_minor - before_minor,
        begin_s=next(begins),
    )
