"""A short name for a plan, by which its printed papers are told from those of another."""

import hashlib
import json

from domain.plan import Plan


def plan_id(plan: Plan) -> str:
    """Eight signs that differ between plans whose data, routes or times differ."""
    routes = [
        [route.vehicle_id, route.start_s, route.end_s]
        + [[*stop.order_ids, stop.warehouse_id, stop.arrival_s] for stop in route.stops]
        for route in plan.routes
    ]
    answered = [plan.origin.dataset_fingerprint, plan.day.isoformat(), routes]
    return hashlib.sha256(json.dumps(answered).encode()).hexdigest()[:8]
