"""Routes of a VROOM problem as the JSON that VROOM answers with."""

import json
from collections.abc import Sequence
from typing import Any

from domain.message import Message
from optimizer.routing.instances.vroom_problem import LonLat, Vehicle, VroomProblem
from optimizer.routing.instances.vroom_routes import Driven, Step

Json = dict[str, Any]

_FEW_VIOLATIONS = 1_000


def vroom_answer(problem: VroomProblem, driven: Sequence[Driven], broken: Sequence[Message]) -> str:
    """The solution as JSON; costs and times as the problem counts them.

    Besides what VROOM writes, each task that is left out says why, as far as the data show it, and
    ``violations`` of the summary lists what the routes break, if anything.
    """
    routes = [_route(problem, route) for route in driven]
    served = {task for route in driven for task in route.tasks}
    left_out = [_left_out(problem, i) for i in range(len(problem.tasks)) if i not in served]
    totals = ("cost", "setup", "service", "duration", "waiting_time", "priority", "distance")
    summary: Json = {key: sum(route[key] for route in routes) for key in totals}
    summary |= {"routes": len(routes), "unassigned": len(left_out)}
    for key in ("delivery", "pickup"):
        amounts = [route[key] for route in routes]
        summary[key] = [sum(amount) for amount in zip(*amounts, strict=True)]
    summary["violations"] = [
        {"cause": rule.code, **rule.parameters} for rule in broken[:_FEW_VIOLATIONS]
    ]
    answer = {"code": 0, "summary": summary, "unassigned": left_out, "routes": routes}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _route(problem: VroomProblem, route: Driven) -> Json:
    vehicle, tasks = problem.vehicles[route.vehicle], [problem.tasks[i] for i in route.tasks]
    shown = [
        step
        for step in route.steps
        if not (step.kind == "start" and vehicle.start is None)
        and not (step.kind == "end" and vehicle.end is None)
    ]
    return {
        "vehicle": vehicle.id,
        **_described(vehicle.description),
        "cost": round(route.cost),
        "setup": sum(step.setup for step in shown),
        "service": sum(step.service for step in shown),
        "duration": route.steps[-1].travelled_s,
        "waiting_time": sum(step.waiting for step in shown),
        "priority": sum(task.priority for task in tasks),
        "distance": route.steps[-1].travelled_m,
        "delivery": _total(problem, [task.delivery for task in tasks]),
        "pickup": _total(problem, [task.pickup for task in tasks]),
        "steps": [_step(problem, vehicle, step) for step in shown],
        "violations": [],
    }


def _step(problem: VroomProblem, vehicle: Vehicle, step: Step) -> Json:
    told: Json = {"type": step.kind}
    location: LonLat | None = None
    if step.task >= 0:
        task = problem.tasks[step.task]
        told |= {"id": task.id, **_described(task.description)}
        location = task.location
    elif step.kind == "break" and vehicle.rest is not None:
        told |= {"id": vehicle.rest.id, **_described(vehicle.rest.description)}
    else:
        location = vehicle.start_location if step.kind == "start" else vehicle.end_location
    if location is not None:
        told["location"] = list(location)
    if step.kind != "break":
        told["location_index"] = step.place
    return told | {
        "arrival": step.arrival,
        "duration": step.travelled_s,
        "distance": step.travelled_m,
        "setup": step.setup,
        "service": step.service,
        "waiting_time": step.waiting,
        "load": list(step.load),
        "violations": [],
    }


def _left_out(problem: VroomProblem, number: int) -> Json:
    task = problem.tasks[number]
    told: Json = {"id": task.id, "type": task.kind.value, **_described(task.description)}
    if task.location is not None:
        told["location"] = list(task.location)
    return told | {"location_index": task.place, "reason": _reason(problem, number)}


def _reason(problem: VroomProblem, number: int) -> str:
    """Why a task is left out: what no vehicle could do, else that no route had room for it."""
    task = problem.tasks[number]
    able = [vehicle for vehicle in problem.vehicles if task.skills <= vehicle.skills]
    if not able:
        return "no_vehicle_with_skills"
    load = task.pickup if any(task.pickup) else task.delivery
    roomy = [v for v in able if all(on <= most for on, most in zip(load, v.capacity, strict=False))]
    return "no_route_found" if roomy else "too_large_for_any_vehicle"


def _described(description: str) -> Json:
    return {"description": description} if description else {}


def _total(problem: VroomProblem, amounts: Sequence[Sequence[int]]) -> list[int]:
    given = [amount for amount in amounts if amount]
    return [sum(amount[d] for amount in given) for d in range(problem.dimensions)]
