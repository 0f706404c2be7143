"""Routes along a line from the warehouse, ten minutes from call to call, as the judge sees them."""

from dataclasses import replace
from typing import Any

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from optimizer.routing.compile_problem import compile_problem
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.judge.judged import Judged
from optimizer.routing.problem_view import view_of
from optimizer.routing.search_problem import SearchProblem
from tests.optimizer.routing.build import Case, H, case

SPACING_M = 6_000

AT_A = 8 * H + 600
"""When a vehicle is at the first of two orders on the line that starts at eight."""

LEAVES_A, AT_B, LEAVES_B, BACK = AT_A + 300, AT_A + 900, AT_A + 1_200, AT_A + 2_400


def line(vehicle: Vehicle, *orders: Shipment, **options: Any) -> Case:
    """Orders along a line; a transport is fetched at the warehouse if it is not said where."""
    at = [(SPACING_M * (i + 1.0), 0.0) for i in range(len(orders))]
    return case(orders, [vehicle], at, **options)


def problem_of(made: Case) -> SearchProblem:
    return compile_problem(view_of(made.problem, made.locations)).problem


def limited(made: Case, **limits: Any) -> SearchProblem:
    """A problem with arrays of its fleet replaced by one number for its one type of vehicle."""
    problem = problem_of(made)
    arrays = {name: getattr(problem.fleet, name) * 0 + number for name, number in limits.items()}
    return replace(problem, fleet=problem.fleet._replace(**arrays))


def drive(made: Case, *places: str, vehicle: int = 0) -> Judged:
    """What the judge says of a vehicle that calls at places, at all orders if none are named."""
    day = compile_problem(view_of(made.problem, made.locations))
    named = places or tuple(p for shipment in made.problem.shipments for p in shipment.places)
    return judge_route(day.problem, vehicle, [day.places.index(place) for place in named])
