"""Inserting one more order into routes, by the exact timeline."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from optimizer.routing.fitting import misfit
from optimizer.routing.passes import Broken, Rule
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.timeline import Timeline, broken_limit, time_orders

Plan = Mapping[str, tuple[str, ...]]
"""Order ids of every vehicle that has any, in the order of driving."""


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
        When service of the order begins.
    """

    vehicle_id: str
    order_ids: tuple[str, ...]
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
    """Try an order on every vehicle that fits, at every position."""
    trial = Trial()
    for vehicle in view.problem.vehicles:
        if misfit(view, vehicle, order) is None and not allowance.used_up:
            outcome = try_on(view, vehicle, plan.get(vehicle.vehicle_id, ()), order, allowance)
            if isinstance(outcome, Insertion):
                trial.found.append(outcome)
            else:
                trial.broken[outcome] += 1
    return trial


def try_on(
    view: ProblemView,
    vehicle: Vehicle,
    order_ids: tuple[str, ...],
    order: Shipment,
    allowance: Allowance,
) -> Insertion | Rule:
    """The cheapest way to put an order on a vehicle, or the rule that forbids it."""
    orders = [view.shipments[order_id] for order_id in order_ids]
    limit = broken_limit(view, vehicle, [*orders, order])
    if limit is not None:
        return limit.rule
    before = time_orders(view, vehicle, orders) if orders else None
    before_minor = before.cost.total_minor if isinstance(before, Timeline) else 0
    best: Insertion | None = None
    rule = Rule.END
    for position in range(len(orders), -1, -1):
        allowance.timelines -= 1
        trial = [*orders[:position], order, *orders[position:]]
        timeline = time_orders(view, vehicle, trial)
        if isinstance(timeline, Broken):
            rule = timeline.rule
        elif best is None or timeline.cost.total_minor - before_minor < best.extra_minor:
            best = _insertion(vehicle, order, timeline, before_minor)
    return best or rule


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
    plan[insertion.vehicle_id] = insertion.order_ids
    return True


def _insertion(
    vehicle: Vehicle, order: Shipment, timeline: Timeline, before_minor: int
) -> Insertion:
    calls = zip(timeline.way.calls, timeline.course.moments, strict=True)
    return Insertion(
        vehicle_id=vehicle.vehicle_id,
        order_ids=tuple(o.order_id for call in timeline.way.calls for o in call.orders),
        extra_minor=timeline.cost.total_minor - before_minor,
        begin_s=next(moments.begin_s for call, moments in calls if order in call.orders),
    )
