"""The nodes of a planner's problem: doors to call at, then warehouses, then reloads."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from domain.geo import EARTH_RADIUS_M, Location
from domain.orders import TimeWindow
from domain.plan import StopKind
from domain.routing_problem import Shipment
from domain.travel import warehouse_place
from domain.units import SECONDS_PER_HOUR
from optimizer.routing.arrays import float64, int8, int32, int64, padded
from optimizer.routing.compile_fleet import Reload
from optimizer.routing.problem_view import SAME_PLACE_M, ProblemView, latest_end_s, open_spans
from optimizer.routing.search_problem import NOWHERE, Float64, Int32, Int64, NodeKind, Nodes
from optimizer.routing.tasks import Task

MOST_CLASSES = 62
"""Classes of goods that the bits of one number can tell apart."""

NO_GROUP = -1


def compile_nodes(
    view: ProblemView, tasks: Sequence[Task], reloads: Sequence[Reload], limited: Sequence[int]
) -> Nodes:
    """All that is known of the nodes.

    Parameters
    ----------
    limited
        Numbers of the dimensions in which loads are counted: volume, weight, parcels.

    Raises
    ------
    ValueError
        If orders name more than `MOST_CLASSES` classes of goods that orders hold as incompatible.
    """
    others = len(view.problem.warehouses) + len(reloads)
    shipments = [task.order for task in tasks]
    windows = [*(task.windows for task in tasks), *_open_hours(view, reloads)]
    numbers = [view.numbers[place] for place in node_places(view, tasks, reloads)]
    classes, forbids = _goods(shipments)
    depots = {w.warehouse_id: len(tasks) + i for i, w in enumerate(view.problem.warehouses)}
    reload_s = [math.ceil(reload.vehicle.reload_s) for reload in reloads]
    kinds = [_kind(task) for task in tasks]
    partners = [_partner(number, kind) for number, kind in enumerate(kinds)]
    kinds += [NodeKind.WAREHOUSE] * len(view.problem.warehouses) + [NodeKind.RELOAD] * len(reloads)
    return Nodes(
        place=int32(numbers),
        kind=int8(kinds),
        partner=_task_ints(partners, others, NOWHERE),
        service=int64(
            [s.service_s for s in shipments] + [0] * len(view.problem.warehouses) + reload_s
        ),
        setup=int64([s.setup_s for s in shipments] + [0] * others),
        door=_apart(_doors([view.locations[task.place] for task in tasks]), others),
        hours=_apart(_numbered((t.windows, t.is_soft, t.kind) for t in tasks), others),
        windows=int32([len(spans) for spans in windows]),
        window_from=padded([[span.start_s for span in spans] for spans in windows]),
        window_to=padded([[span.end_s for span in spans] for spans in windows]),
        is_soft=int8([task.is_soft for task in tasks] + [False] * others),
        late_rate=float64([_late_rate(task) for task in tasks] + [0.0] * others),
        release=int64([s.release_s for s in shipments] + [0] * others),
        load=_loads(shipments, others, limited),
        absent=float64([_absent(task) for task in tasks] + [0.0] * others),
        classes=int64([*classes, *[0] * others]),
        forbids=int64([*forbids, *[0] * others]),
        group=_task_ints(_groups(tasks), others, NO_GROUP),
        position=_task_ints([_position(task) for task in tasks], others, 0),
        depot=_task_ints([depots[s.warehouse_id] for s in shipments], others, NOWHERE),
    )


def node_places(
    view: ProblemView, tasks: Sequence[Task], reloads: Sequence[Reload]
) -> tuple[str, ...]:
    """Name of each node's place."""
    return (
        *(task.place for task in tasks),
        *(warehouse_place(w.warehouse_id) for w in view.problem.warehouses),
        *(warehouse_place(reload.warehouse_id) for reload in reloads),
    )


def _open_hours(view: ProblemView, reloads: Sequence[Reload]) -> list[tuple[TimeWindow, ...]]:
    """When each warehouse is open, and when each reload may begin to be over before it closes."""
    last_s = max((latest_end_s(vehicle) for vehicle in view.problem.vehicles), default=0)
    hours = [open_spans(warehouse, last_s) for warehouse in view.problem.warehouses]
    for reload in reloads:
        reload_s = math.ceil(reload.vehicle.reload_s)
        spans = view.hours[reload.vehicle.vehicle_id].reloads[reload.warehouse_id]
        hours.append(
            tuple(
                TimeWindow(span.start_s, span.end_s - reload_s)
                for span in spans
                if span.start_s + reload_s <= span.end_s
            )
        )
    return hours


def _doors(locations: Sequence[Location]) -> Int32:
    """Number of each location's door: those that are within a metre of each other are one."""
    point = _numbered(locations)
    degrees = np.array([(at.lat, at.lon) for at in dict.fromkeys(locations)]).reshape(-1, 2)
    lat, lon = np.radians(degrees).T
    on_sphere = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1)
    tree = cKDTree(EARTH_RADIUS_M * on_sphere)
    one, other = tree.query_pairs(SAME_PLACE_M, output_type="ndarray").T
    links = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(len(lat), len(lat)))
    door = connected_components(links, directed=False)[1] if len(lat) else np.empty(0, np.int32)
    return np.asarray(door, np.int32)[point]


def _numbered(values: Iterable[Hashable]) -> Int32:
    """A number for each value, from 0; the same for the same value."""
    numbers: dict[Hashable, int] = {}
    return int32([numbers.setdefault(value, len(numbers)) for value in values])


def _apart(numbers: Int32, others: int) -> Int32:
    """Numbers of the tasks, followed by one of its own for each other node."""
    first = int(numbers.max(initial=-1)) + 1
    return int32(np.concatenate([numbers, np.arange(first, first + others)]))


def _task_ints(values: Sequence[int], others: int, fill: int) -> Int32:
    return int32([*values, *[fill] * others])


def _kind(task: Task) -> NodeKind:
    """What happens where a task is done."""
    if task.order.kind == "transport":
        return NodeKind.DROP if task.is_own_door else NodeKind.COLLECT
    return NodeKind.PICK_UP if task.kind is StopKind.PICKUP else NodeKind.DELIVER


def _partner(number: int, kind: NodeKind) -> int:
    """Number of a transport's other task; it is collected just before it is dropped."""
    other = {NodeKind.COLLECT: number + 1, NodeKind.DROP: number - 1}
    return other.get(kind, NOWHERE)


def _late_rate(task: Task) -> float:
    """Cost of each second that service begins late."""
    return float(task.order.late_cost_per_hour_minor) / SECONDS_PER_HOUR if task.is_soft else 0.0


def _absent(task: Task) -> float:
    is_second = task.order.kind == "transport" and task.is_own_door
    return 0.0 if is_second else float(task.order.unassigned_cost_minor)


def _position(task: Task) -> int:
    return (task.order.locked_position or 0) if task.is_own_door else 0


def _loads(shipments: Sequence[Shipment], others: int, limited: Sequence[int]) -> Float64:
    """What each node's order takes up; an order is one parcel."""
    rows = [(s.volume_m3, s.weight_kg, 1.0) for s in shipments] + [(0.0, 0.0, 0.0)] * others
    return float64(np.array(rows, np.float64).reshape(-1, 3)[:, list(limited)])


def _groups(tasks: Sequence[Task]) -> list[int]:
    """Number of each task's group; a group of one order is none."""
    sizes = Counter(task.order.same_vehicle_group for task in tasks if task.is_own_door)
    several = [name for name, orders in sizes.items() if name and orders > 1]
    number = {name: i for i, name in enumerate(several)}
    return [number.get(task.order.same_vehicle_group, NO_GROUP) for task in tasks]


def _goods(shipments: Sequence[Shipment]) -> tuple[Int64, Int64]:
    """Bits of the classes that each order holds and forbids, of those that play a role."""
    held = frozenset[str]().union(*(s.goods_classes for s in shipments))
    forbidden = frozenset[str]().union(*(s.incompatible_with for s in shipments))
    both = sorted(held & forbidden)
    if len(both) > MOST_CLASSES:
        raise ValueError(
            f"Orders forbid {len(both)} classes of goods on their trips, "
            f"of which no more than {MOST_CLASSES} can be told apart."
        )
    bit = {name: 1 << number for number, name in enumerate(both)}
    return (
        int64([sum(bit.get(name, 0) for name in s.goods_classes) for s in shipments]),
        int64([sum(bit.get(name, 0) for name in s.incompatible_with) for s in shipments]),
    )
