"""A plan as GeoJSON (RFC 7946), for other maps and systems: longitude stands before latitude."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.dataset import Dataset
from domain.geo import Location
from domain.plan import Plan, Route, StopKind, Unassigned
from maps.network.whole_file import write_whole_file
from maps.picture.plan_facts import NumberedStop, PlanFacts, numbered_stops, stop_count
from maps.picture.polyline import decode_polyline

Feature = dict[str, Any]

_KINDS = {StopKind.DELIVERY: "stop", StopKind.PICKUP: "pickup", StopKind.RELOAD: "reload"}
"""What other systems tell stops by."""


def write_geojson(path: Path, plan: Plan, dataset: Dataset) -> None:
    """Write warehouses, routes, stops in order, and the orders left out, as one collection.

    Telephone numbers and notes are left out: they are for the driver.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    features = ",\n".join(
        json.dumps(feature, ensure_ascii=False, allow_nan=False)
        for feature in _features(plan, dataset)
    )
    text = f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'
    write_whole_file(path, text.encode("utf-8", "replace"))


def _features(plan: Plan, dataset: Dataset) -> Iterator[Feature]:
    facts = PlanFacts(plan, dataset)
    for warehouse in dataset.warehouses:
        properties = {"kind": "warehouse", "id": warehouse.warehouse_id, "name": warehouse.name}
        yield _feature(_point(warehouse.location), properties)
    for i, route in enumerate(plan.routes):
        yield _route(i + 1, route, facts)
        for numbered in numbered_stops(route):
            yield _stop(i + 1, route, numbered, facts)
    for order in plan.unassigned:
        yield _unassigned(order, facts)


def _route(number: int, route: Route, facts: PlanFacts) -> Feature:
    line = _way(route, facts)
    geometry = {"type": "LineString", "coordinates": line} if len(line) > 1 else None
    properties = {
        "kind": "route",
        "route": number,
        "vehicle_id": route.vehicle_id,
        "warehouse_id": route.warehouse_id,
        "end_warehouse_id": route.end_warehouse_id or None,
        "start": facts.moment(route.start_s).isoformat(),
        "end": facts.moment(route.end_s).isoformat(),
        "stops": stop_count(route),
        "distance_m": route.distance_m,
        "drive_s": route.drive_s,
        "load_m3": route.load_m3,
        "load_kg": route.load_kg,
        "cost_minor": route.cost.total_minor,
        "currency": facts.plan.currency,
    }
    return _feature(geometry, properties)


def _stop(number: int, route: Route, numbered: NumberedStop, facts: PlanFacts) -> Feature:
    stop = numbered.stop
    orders = facts.orders(stop)
    properties = {
        "kind": _KINDS[stop.kind],
        "route": number,
        "vehicle_id": route.vehicle_id,
        "stop": numbered.number or None,
        "order_ids": list(stop.order_ids),
        "warehouse_id": stop.warehouse_id or None,
        "customer": "; ".join(dict.fromkeys(o.customer_name for o in orders if o.customer_name)),
        "address": "; ".join(dict.fromkeys(filter(None, (facts.address(o, stop) for o in orders)))),
        "arrival": facts.moment(stop.arrival_s).isoformat(),
        "departure": facts.moment(stop.departure_s).isoformat(),
        "wait_s": stop.wait_s,
        "service_s": stop.service_s,
        "late_s": stop.late_s,
        "load_m3": stop.load_m3,
        "load_kg": stop.load_kg,
    }
    return _feature(_point(stop.location), properties)


def _unassigned(unassigned: Unassigned, facts: PlanFacts) -> Feature:
    order = facts.order(unassigned.order_id)
    properties = {
        "kind": "unassigned",
        "order_ids": [unassigned.order_id],
        "reason_code": unassigned.reason.code,
        # Sorted, as they come out of a plan file.
        "reason_parameters": dict(sorted(unassigned.reason.parameters.items())),
        "cost_minor": unassigned.cost_minor,
        "currency": facts.plan.currency,
    }
    return _feature(_point(order.location) if order else None, properties)


def _way(route: Route, facts: PlanFacts) -> list[list[float]]:
    """The way on the streets, joined; straight from stop to stop where the plan has none."""
    if not route.geometry:
        return [_position(place) for place in facts.places(route)]
    line: list[list[float]] = []
    for leg in route.geometry:
        points = decode_polyline(leg)[:, ::-1].tolist()
        line += points[1:] if line and points and points[0] == line[-1] else points
    return line


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(place: Location) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(place)}


def _position(place: Location) -> list[float]:
    return [round(place.lon, 7), round(place.lat, 7)]
