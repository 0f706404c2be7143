"""A plan as the JSON that VROOM answers with, for programs that read its solutions.

Times are seconds after the local midnight that starts the day, distances metres, places
``[longitude, latitude]``. What differs from VROOM, and what is not in its format:

- Ids are integers, as VROOM wants them: orders are numbered from 1 in the order of their own ids,
  vehicles from 1 in the order of the routes, breaks and reloads from 1 within their route.
  `description` has our own id, which is text.
- `load` is ``[litres, grams]``, rounded, on board when leaving.
- Costs are in minor units of `wayloom.currency` and hold every part of a route's cost, not the
  travel alone.
- A reload at a warehouse, which VROOM does not know, is a step ``job`` with ``"reload": true``.
- An order fetched and brought in to the warehouse is a ``job``, as in VROOM; a transport is a
  ``pickup`` and a ``delivery`` of one id.
- `wayloom` says which plan it is; each order left out has its `reason_code`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import domain
from domain.dataset import Dataset
from domain.geo import Location
from domain.orders import TRANSPORT, Order
from domain.plan import Break, Plan, Route, Stop, StopKind
from maps.network.whole_file import write_whole_file
from maps.picture.plan_facts import PlanFacts, is_carried_from
from planning.outputs.plan_id import plan_id

Json = dict[str, Any]

LITRES_PER_M3 = 1_000
GRAMS_PER_KG = 1_000


def write_vroom_solution(path: Path, plan: Plan, dataset: Dataset) -> None:
    """Write a plan as a VROOM solution, a step on a line.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    write_whole_file(path, vroom_json(plan, dataset))


def vroom_json(plan: Plan, dataset: Dataset) -> bytes:
    """The content of the file."""
    solution = vroom_solution(plan, dataset)
    routes = ",\n".join(map(_route_text, solution["routes"]))
    left_out = ",\n".join(map(_json, solution["unassigned"]))
    parts = [f'"{name}": {_json(solution[name])}' for name in ("code", "summary", "wayloom")]
    parts += [f'"routes": [\n{routes}\n]', f'"unassigned": [\n{left_out}\n]']
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8", "replace")


def vroom_solution(plan: Plan, dataset: Dataset) -> Json:
    """A plan as VROOM's objects."""
    facts, numbers = PlanFacts(plan, dataset), order_numbers(plan)
    routes = [
        _route(number, route, facts, numbers) for number, route in enumerate(plan.routes, start=1)
    ]
    left_out = [_left_out(order.order_id, order.reason.code, facts, numbers)
                for order in plan.unassigned]  # fmt: skip
    return {
        "code": 0,
        "summary": _summary(routes, len(left_out)),
        "wayloom": {
            "version": domain.__version__,
            "plan": plan_id(plan),
            "day": plan.day.isoformat(),
            "timezone": plan.timezone,
            "currency": plan.currency,
            "load": ["l", "g"],
        },
        "routes": routes,
        "unassigned": left_out,
    }


def order_numbers(plan: Plan) -> Mapping[str, int]:
    """The number of each order that a plan serves or leaves out."""
    served = {order_id for route in plan.routes for order_id in route.order_ids}
    left_out = {order.order_id for order in plan.unassigned}
    return {order_id: i for i, order_id in enumerate(sorted(served | left_out), start=1)}


@dataclass(slots=True)
class _Travelled:
    """How far a vehicle has come, and what is on board."""

    drive_s: int = 0
    distance_m: int = 0
    load_m3: float = 0.0
    load_kg: float = 0.0

    def so_far(self) -> Json:
        """What VROOM tells of it at each step."""
        load = [round(self.load_m3 * LITRES_PER_M3), round(self.load_kg * GRAMS_PER_KG)]
        return {"duration": self.drive_s, "distance": self.distance_m, "load": load}


def _route(number: int, route: Route, facts: PlanFacts, numbers: Mapping[str, int]) -> Json:
    steps = list(_steps(route, facts, numbers))
    return {
        "vehicle": number,
        "description": route.vehicle_id,
        "cost": route.cost.total_minor,
        "setup": sum(step["setup"] for step in steps),
        "service": sum(step["service"] for step in steps),
        "duration": route.drive_s,
        "waiting_time": sum(step["waiting_time"] for step in steps),
        "priority": 0,
        "distance": route.distance_m,
        "steps": steps,
        "violations": [],
        **({"geometry_legs": list(route.geometry)} if route.geometry else {}),
    }


def _steps(route: Route, facts: PlanFacts, numbers: Mapping[str, int]) -> Iterator[Json]:
    """Every step of a vehicle's day, in the order of time."""
    travelled = _at_start(route, facts)
    home = facts.warehouse(route.warehouse_id)
    place = home.location if home else None
    yield _step("start", route.start_s, travelled, place, description=route.warehouse_id)
    breaks = list(enumerate(route.breaks, start=1))
    reloads = 0
    for stop in route.stops:
        travelled.drive_s += stop.drive_s
        travelled.distance_m += stop.distance_m
        begins_s = stop.arrival_s + stop.wait_s
        now_s = stop.arrival_s
        for number, rest in _taken(breaks, begins_s):
            yield _rest(number, rest, now_s, travelled)
            now_s = rest.end_s
        if stop.kind is StopKind.RELOAD:
            reloads += 1
            yield _reload(reloads, stop, now_s, travelled)
        else:
            yield from _orders(stop, now_s, travelled, facts, numbers)
        now_s = begins_s + stop.service_s
        for number, rest in _taken(breaks, stop.departure_s):
            yield _rest(number, rest, now_s, travelled)
            now_s = rest.end_s
    travelled.drive_s, travelled.distance_m = route.drive_s, route.distance_m
    last = facts.warehouse(route.end_warehouse_id)
    end = last.location if last else route.stops[-1].location if route.stops else place
    yield _step("end", route.end_s, travelled, end, description=route.end_warehouse_id)


def _taken(breaks: list[tuple[int, Break]], until_s: int) -> Iterator[tuple[int, Break]]:
    """Take out the breaks that end by a time."""
    while breaks and breaks[0][1].end_s <= until_s:
        yield breaks.pop(0)


def _orders(
    stop: Stop, now_s: int, travelled: _Travelled, facts: PlanFacts, numbers: Mapping[str, int]
) -> Iterator[Json]:
    """A step for each order of a stop; the set-up of the place comes with the first."""
    orders = [facts.order(order_id) for order_id in stop.order_ids]
    services = [order.service_s if order else 0 for order in orders]
    setup_s = stop.service_s - sum(services)
    if setup_s < 0 or None in orders:
        # The data are not those that were planned: what the plan says of the stop stays true.
        services, setup_s = [stop.service_s, *(0 for _ in services[1:])], 0
    wait_s = stop.arrival_s + stop.wait_s - now_s
    for i, (order_id, order) in enumerate(zip(stop.order_ids, orders, strict=True)):
        _move(order_id, order, stop, travelled, facts)
        if i == len(orders) - 1:
            travelled.load_m3, travelled.load_kg = stop.load_m3, stop.load_kg
        yield {
            **_step(_kind(order, stop), now_s, travelled, stop.location, description=order_id),
            "id": numbers[order_id],
            "setup": setup_s,
            "service": services[i],
            "waiting_time": wait_s,
        }
        now_s += wait_s + setup_s + services[i]
        setup_s = wait_s = 0


def _kind(order: Order | None, stop: Stop) -> str:
    """VROOM's word for what is done with an order."""
    if order is None or order.kind != TRANSPORT:
        return "job"
    return "pickup" if is_carried_from(order, stop) else "delivery"


def _move(
    order_id: str, order: Order | None, stop: Stop, travelled: _Travelled, facts: PlanFacts
) -> None:
    """Take an order on board, or off it."""
    sign = 1 if stop.kind is StopKind.PICKUP else -1
    volume_m3, weight_kg = _load(order_id, facts)
    travelled.load_m3 += sign * volume_m3
    travelled.load_kg += sign * weight_kg


def _load(order_id: str, facts: PlanFacts) -> tuple[float, float]:
    lines = [(line, product) for line, product in facts.lines(order_id) if product]
    return (
        sum(line.units * product.unit_volume_m3 for line, product in lines),
        sum(line.units * product.unit_weight_kg for line, product in lines),
    )


def _at_start(route: Route, facts: PlanFacts) -> _Travelled:
    """What is loaded for the first trip: all that it delivers and does not fetch before."""
    loads, fetched = [], set()
    for stop in route.stops:
        if stop.kind is StopKind.RELOAD:
            break
        if stop.kind is StopKind.PICKUP:
            fetched |= set(stop.order_ids)
        else:
            loads += [_load(i, facts) for i in stop.order_ids if i not in fetched]
    return _Travelled(
        load_m3=sum(volume_m3 for volume_m3, _ in loads),
        load_kg=sum(weight_kg for _, weight_kg in loads),
    )


def _reload(number: int, stop: Stop, now_s: int, travelled: _Travelled) -> Json:
    travelled.load_m3, travelled.load_kg = stop.load_m3, stop.load_kg
    return {
        **_step("job", now_s, travelled, stop.location, description=stop.warehouse_id),
        "id": number,
        "reload": True,
        "service": stop.service_s,
        "waiting_time": stop.arrival_s + stop.wait_s - now_s,
    }


def _rest(number: int, rest: Break, now_s: int, travelled: _Travelled) -> Json:
    return {
        **_step("break", now_s, travelled, None),
        "id": number,
        "service": rest.end_s - rest.start_s,
        "waiting_time": rest.start_s - now_s,
    }


def _step(
    kind: str,
    arrival_s: int,
    travelled: _Travelled,
    place: Location | None,
    *,
    description: str = "",
) -> Json:
    return {
        "type": kind,
        "arrival": arrival_s,
        "setup": 0,
        "service": 0,
        "waiting_time": 0,
        **travelled.so_far(),
        "violations": [],
        **({"description": description} if description else {}),
        **({"location": _position(place)} if place else {}),
    }


def _left_out(
    order_id: str, reason_code: str, facts: PlanFacts, numbers: Mapping[str, int]
) -> Json:
    order = facts.order(order_id)
    return {
        "id": numbers[order_id],
        "type": "delivery" if order and order.kind == TRANSPORT else "job",
        "description": order_id,
        "reason_code": reason_code,
        **({"location": _position(order.location)} if order else {}),
    }


def _summary(routes: Sequence[Json], left_out: int) -> Json:
    sums = {
        name: sum(route[name] for route in routes)
        for name in ("cost", "setup", "service", "duration", "waiting_time", "priority", "distance")
    }
    return {**sums, "routes": len(routes), "unassigned": left_out, "violations": []}


def _position(place: Location) -> list[float]:
    return [round(place.lon, 7), round(place.lat, 7)]


def _route_text(route: Json) -> str:
    steps = ",\n".join(f"  {_json(step)}" for step in route["steps"])
    rest = [f'"{name}": {_json(value)}' for name, value in route.items() if name != "steps"]
    return " {" + ", ".join(rest) + f', "steps": [\n{steps}\n ]}}'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
