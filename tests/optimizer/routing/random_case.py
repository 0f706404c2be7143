"""Random problems in which most orders can be brought, each with the rules that are asked for."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from domain.fleet import OPEN_ROUTE, Vehicle
from domain.orders import TimeWindow
from domain.routing_problem import Shipment
from domain.travel import UNREACHABLE_M, UNREACHABLE_S, FleetTravel, warehouse_place
from domain.warehouses import Warehouse
from optimizer.routing.fitting import misfit
from optimizer.routing.insertion import Plan
from optimizer.routing.problem_view import view_of
from tests.optimizer.routing.build import DAY, Case, H, case, parcel, rush_hour, van, with_travel

RULES = (
    "bikes", "breaks", "distance", "equipment", "goods", "groups", "hours", "incompatible", "locks",
    "open", "overtime", "parcels", "pickups", "positions", "release", "reloads", "roads", "rush",
    "set-up", "soft", "stops", "territories", "tolls", "transports", "two warehouses", "weight",
    "windows",
)  # fmt: skip

TERRITORIES = frozenset({"north", "south"})

GRID_M = 1_500.0


def random_case(seed: int, rules: frozenset[str]) -> Case:
    """A problem of up to 14 orders and 4 vehicles with these rules; the same for the same seed."""
    chance = np.random.default_rng(seed)
    depots = 2 if "two warehouses" in rules else 1
    orders = [_order(chance, i, depots, rules) for i in range(int(chance.integers(1, 15)))]
    fleet = [_vehicle(chance, i, depots, rules) for i in range(int(chance.integers(1, 5)))]
    at = [_spot(chance) for _ in orders]
    fetched = [o for o in orders if o.kind == "transport"]
    fetched_at = {o.order_id: _spot(chance) for o in fetched}
    cut_off = [o.place for o in orders if "roads" in rules and _rarely(chance)]
    made = case(
        orders,
        fleet,
        at,
        warehouses=[_warehouse(chance, i, rules) for i in range(depots)],
        warehouses_at=[(0.0, 0.0), (9_000.0, 3_000.0)][:depots],
        fetched_at=fetched_at,
        cut_off=cut_off,
        territories=TERRITORIES if "territories" in rules else (),
    )
    if "bikes" in rules:
        made = _with_bikes(chance, made)
    if "rush" in rules:
        made = rush_hour(made, 7 * H, 10 * H, float(chance.uniform(1, 2.5)))
    return _with_tolls(chance, made) if "tolls" in rules else made


def random_plan(made: Case, seed: int) -> Plan:
    """Sequences of calls for some vehicles, most but not all of which keep the rules."""
    chance = np.random.default_rng(seed)
    return {v.vehicle_id: _random_calls(chance, v, orders) for v, orders in _shares(chance, made)}


def _shares(chance: np.random.Generator, made: Case) -> Iterator[tuple[Vehicle, list[Shipment]]]:
    """Some of the orders for each of some vehicles, few of which do not fit."""
    view, orders = view_of(made.problem, made.locations), list(made.problem.shipments)
    chance.shuffle(orders)
    for vehicle in made.problem.vehicles:
        most = int(chance.integers(0, 9))
        fitting = [o for o in orders if chance.random() < 0.01 or not misfit(view, vehicle, o)]
        if fitting[:most]:
            yield vehicle, fitting[:most]
        orders = [order for order in orders if order not in fitting[:most]]


def _random_calls(
    chance: np.random.Generator, vehicle: Vehicle, orders: list[Shipment]
) -> tuple[str, ...]:
    """Orders on one to three trips; a transport's two calls mostly in their order, on one trip."""
    trips = int(chance.integers(1, min(vehicle.max_trips, 3) + 1)) + int(chance.random() < 0.02)
    reloads = sorted(vehicle.reload_warehouse_ids) or [vehicle.warehouse_id]
    loaded_at = [vehicle.warehouse_id, *(str(chance.choice(reloads)) for _ in range(trips - 1))]
    on_trip: list[list[str]] = [[] for _ in loaded_at]
    for order in orders:
        fitting = [i for i, w in enumerate(loaded_at) if w == order.warehouse_id]
        trip = on_trip[int(chance.choice(fitting or [0]))]
        spots = sorted(int(n) for n in chance.integers(0, len(trip) + 1, len(order.places)))
        if chance.random() < 0.02:
            spots.reverse()
        for shift, (spot, place) in enumerate(zip(spots, order.places, strict=True)):
            trip.insert(min(spot + shift, len(trip)), place)
    calls = list(on_trip[0])
    for warehouse_id, trip in zip(loaded_at[1:], on_trip[1:], strict=True):
        if trip or chance.random() < 0.02:
            calls += [warehouse_place(warehouse_id), *trip]
    return tuple(calls)


def _spot(chance: np.random.Generator) -> tuple[float, float]:
    x, y = chance.integers(0, 8, 2)
    return float(x) * GRID_M, float(y) * GRID_M


def _warehouse(chance: np.random.Generator, i: int, rules: frozenset[str]) -> Warehouse:
    """A warehouse that never closes, or is open for one part of the day."""
    hours: dict[str, Any] = {}
    if "hours" in rules and _often(chance):
        opens_h, closes_h = chance.integers(5, 9), chance.integers(12, 23)
        hours = {"open_time_s": int(opens_h) * H, "close_time_s": int(closes_h) * H}
    return Warehouse(warehouse_id=f"W{i + 1}", lat=0.0, lon=0.0, **hours)


def _with_bikes(chance: np.random.Generator, made: Case) -> Case:
    """Every second vehicle drives otherwise: at another speed, on other ways, or on none."""
    (usual,) = made.problem.travel.travels
    factor = chance.uniform(0.5, 2.0, usual.drive_s.shape)
    blocked = (usual.drive_s >= UNREACHABLE_S) | (chance.random(usual.drive_s.shape) < 0.1)
    np.einsum("kii->ki", blocked)[:] = False
    bikes = replace(
        usual,
        drive_s=np.where(blocked, UNREACHABLE_S, usual.drive_s * factor).astype(np.int32),
        drive_m=np.where(blocked, UNREACHABLE_M, usual.drive_m * factor).astype(np.int32),
    )
    of_vehicle = {v.vehicle_id: i % 2 for i, v in enumerate(made.problem.vehicles)}
    return with_travel(made, FleetTravel(travels=(usual, bikes), of_vehicle=of_vehicle))


def _with_tolls(chance: np.random.Generator, made: Case) -> Case:
    """Some ways are charged for, each way of driving and each hour by itself."""
    travel = made.problem.travel
    tolled = tuple(
        replace(t, tolls_minor=chance.choice([0, 0, 0, 150, 1_200], t.drive_s.shape))
        for t in travel.travels
    )
    return with_travel(made, FleetTravel(travels=tolled, of_vehicle=travel.of_vehicle))


def _order(chance: np.random.Generator, i: int, depots: int, rules: frozenset[str]) -> Shipment:
    facts: dict[str, Any] = {
        "warehouse_id": f"W{chance.integers(1, depots + 1)}",
        "service_s": int(chance.integers(0, 900)),
        "volume_m3": round(float(chance.uniform(0, 2)), 3),
        "weight_kg": round(float(chance.uniform(0, 30)), 2),
        "unassigned_cost_minor": int(chance.choice([0, 2_000, 20_000, 100_000])),
    }
    if "windows" in rules:
        facts["windows"] = _windows(chance)
    if "soft" in rules and _often(chance):
        facts |= {"is_soft": True, "late_cost_per_hour_minor": int(chance.integers(0, 9_000))}
    if "release" in rules and _rarely(chance):
        facts["release_s"] = int(chance.choice([9, 11])) * H
    if "set-up" in rules:
        facts["setup_s"] = int(chance.choice([0, 120, 300]))
    if "goods" in rules and _rarely(chance):
        facts["goods_classes"] = frozenset({str(chance.choice(["cold", "dry"]))})
    if "equipment" in rules and _rarely(chance):
        facts["requirements"] = frozenset({"lift"})
    if "groups" in rules and _rarely(chance):
        facts["same_vehicle_group"] = str(chance.choice(["first", "second"]))
    if "incompatible" in rules and _often(chance):
        one, other = chance.permutation(["cold", "dry"])
        facts |= {"goods_classes": frozenset({str(one)})}
        facts |= {"incompatible_with": frozenset({str(other)} if _often(chance) else ())}
    if "positions" in rules and _rarely(chance):
        facts["locked_position"] = int(chance.integers(1, 5))
    if "territories" in rules and _often(chance):
        facts["territory"] = str(chance.choice(sorted(TERRITORIES)))
    facts |= _kind(chance, rules)
    if "locks" in rules and "same_vehicle_group" not in facts and _rarely(chance):
        facts["locked_vehicle_id"] = f"V{chance.integers(0, 5)}"
    return parcel(f"O{i}", **facts)


def _vehicle(chance: np.random.Generator, i: int, depots: int, rules: frozenset[str]) -> Vehicle:
    start_h = int(chance.integers(6, 10))
    facts: dict[str, Any] = {
        "warehouse_id": f"W{i % depots + 1}",
        "capacity_m3": float(chance.integers(4, 15)),
        "fixed_cost": Decimal(int(chance.integers(0, 4_000))) / 100,
        "cost_per_km": Decimal(int(chance.integers(0, 150))) / 100,
        "cost_per_hour": Decimal(int(chance.integers(0, 3_000))) / 100,
        "shift_start_s": start_h * H,
        "shift_end_s": (start_h + int(chance.integers(4, 10))) * H,
    }
    if "overtime" in rules:
        facts |= {"max_overtime_s": 5400, "overtime_cost_per_hour": Decimal(15)}
    if "breaks" in rules and _often(chance):
        facts |= _break(chance)
    if "weight" in rules:
        facts["capacity_kg"] = float(chance.integers(40, 200))
    if "parcels" in rules:
        facts["capacity_parcels"] = int(chance.integers(0, 8))
    if "stops" in rules:
        facts["max_stops"] = int(chance.integers(0, 8))
    if "distance" in rules:
        facts["max_distance_m"] = float(chance.integers(20_000, 80_000))
    if "goods" in rules and _often(chance):
        facts["carries"] = frozenset({str(chance.choice(["cold", "dry"]))})
    if "equipment" in rules and _often(chance):
        facts["equipment"] = frozenset({"lift", "radio"})
    if "open" in rules and _often(chance):
        facts["end_warehouse_id"] = str(chance.choice([OPEN_ROUTE, f"W{depots}"]))
    if "reloads" in rules and _often(chance):
        facts |= {"max_trips": int(chance.integers(2, 4)), "reload_s": 600}
        facts["capacity_m3"] /= 2
        homes = ["W1", f"W{depots}"]
        facts["reload_warehouse_ids"] = frozenset(homes if _often(chance) else ())
    if "territories" in rules and _often(chance):
        zones = ["permit", str(chance.choice(sorted(TERRITORIES)))]
        facts["zone_ids"] = frozenset(zones if _often(chance) else zones[:1])
    return van(f"V{i}", **facts)


def _kind(chance: np.random.Generator, rules: frozenset[str]) -> dict[str, Any]:
    """What is done with an order, where that is no delivery."""
    if "pickups" in rules and chance.random() < 0.3:
        return {"kind": "pickup"}
    if "transports" in rules and chance.random() < 0.3:
        windows = _windows(chance) if "windows" in rules and _often(chance) else (DAY,)
        return {"kind": "transport", "pickup_windows": windows}
    return {}


def _windows(chance: np.random.Generator) -> tuple[TimeWindow, ...]:
    kind, opens_s = chance.integers(0, 4), int(chance.integers(6 * H, 14 * H))
    if kind == 0:
        return (DAY,)
    first = TimeWindow(opens_s, opens_s + int(chance.integers(600, 3 * H)))
    if kind < 3:
        return (first,)
    return (first, TimeWindow(first.end_s + 1800, first.end_s + 5400))


def _break(chance: np.random.Generator) -> dict[str, Any]:
    length_s = int(chance.choice([900, 2700]))
    if _rarely(chance):
        return {"break_s": length_s}
    earliest_s = int(chance.integers(9 * H, 12 * H))
    latest_s = earliest_s + int(chance.integers(0, 2 * H))
    return {"break_s": length_s, "break_earliest_s": earliest_s, "break_latest_s": latest_s}


def _often(chance: np.random.Generator) -> bool:
    return bool(chance.random() < 0.6)


def _rarely(chance: np.random.Generator) -> bool:
    return bool(chance.random() < 0.2)
