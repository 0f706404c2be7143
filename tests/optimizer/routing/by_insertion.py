"""The plainest way from a problem to a plan: every order where it costs least, one by one."""

from optimizer.routing.engine import EndReason
from optimizer.routing.insertion import Allowance, Plan, insert_left_out
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.routing_result import RoutingResult, Termination
from optimizer.routing.settle import left_out, routes_of
from optimizer.routing.unassigned import explain_unassigned
from tests.optimizer.routing.build import Case

TIMELINES = 4_000


def by_insertion(made: Case) -> RoutingResult:
    """Routes by insertion, and a reason for every order that is on none."""
    view = view_of(made.problem, made.locations)
    everything = tuple(shipment.order_id for shipment in made.problem.shipments)
    plan = insert_left_out(view, {}, everything, Allowance(TIMELINES))
    return explained(view, plan)


def explained(view: ProblemView, plan: Plan) -> RoutingResult:
    """A settled plan, and a reason for every order that it leaves out."""
    allowance = Allowance(TIMELINES)
    return RoutingResult(
        routes=routes_of(view, plan),
        unassigned=tuple(
            explain_unassigned(view, plan, order, allowance) for order in left_out(view, plan)
        ),
        engine="",
        termination=Termination(reason=EndReason.STOPPED, seconds=0.0),
    )
