"""The Heidelberg day planned with traffic, beside the same day planned as if roads were empty.

``python -m tests.benchmarks.traffic_day [--time-limit 30]``. Both plans are driven at the real
hours: the exact drives of the typical working day, leaving when the plan says, with every stop
served in its turn. Prints one JSON line per plan and one per goal.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from domain.check_plan import check_plan
from domain.dataset import Dataset
from domain.plan import Plan, Route
from domain.progress import ignore_progress
from domain.travel import FleetTravel, order_place, warehouse_place
from maps.driving.exact_travel import ExactTravel
from planning.commands.plan import job_pool
from planning.day_roads import open_day_roads
from planning.environment import Directories, use_compiled_cache
from planning.pipeline import PlannedDay, PlanRequest, plan_day
from planning.reading.read_dataset import read_dataset
from tests.benchmarks.heidelberg_day import DAY, ROADS, write_day


@dataclass(frozen=True)
class Judged:
    """What comes of driving a plan at the real hours."""

    plan: str
    orders_served: int
    vehicles: int
    planned_drive_h: float
    real_drive_h: float
    late_stops: int
    late_h: float
    worst_late_min: int
    over_shift_min: int
    violations: int
    drives_unlike_exact: int


def main() -> int:
    """Plan, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--time-limit", type=float, default=30.0)
    arguments = parser.parse_args()
    use_compiled_cache()
    with tempfile.TemporaryDirectory() as scratch:
        folders = Directories(cache=Path(scratch) / "cache", data=Path(scratch) / "data")
        write_day(Path(scratch) / "day", orders=300, seed=1)
        dataset = read_dataset(Path(scratch) / "day").require()
        empty = replace(dataset, settings=replace(dataset.settings, traffic="free_flow"))
        exact = open_day_roads(dataset, DAY, str(ROADS), folders).exact()
        judged = {}
        for name, data in (("with traffic", dataset), ("empty roads", empty)):
            planned = _plan(data, arguments.time_limit, folders)
            judged[name] = _judge(name, dataset, planned.plan, exact)
            print(json.dumps(asdict(judged[name])))
    ours = judged["with traffic"]
    _goal("drives of the plan with traffic unlike the exact search", ours.drives_unlike_exact)
    _goal("broken rules of the plan with traffic", ours.violations)
    _goal("late stops of the plan with traffic, driven at the real hours", ours.late_stops)
    return 0


def _goal(goal: str, measured: int) -> None:
    print(json.dumps({"goal": goal, "measured": measured, "target": 0, "holds": measured == 0}))


def _plan(dataset: Dataset, time_limit_s: float, folders: Directories) -> PlannedDay:
    request = PlanRequest(day=DAY, roads=str(ROADS), time_limit_s=time_limit_s)
    with job_pool(2) as pool:
        return plan_day(dataset, request, pool, folders, ignore_progress)


def _judge(name: str, dataset: Dataset, plan: Plan, exact: FleetTravel[ExactTravel]) -> Judged:
    drives = [drive for route in plan.routes for drive in _drives(route, dataset, exact)]
    shift_end_s = {v.vehicle_id: v.shift_end_s for v in dataset.vehicles}
    late_s = [drive.late_s for drive in drives if drive.late_s > 0]
    over_s = [
        max(0, drive.ends_s - shift_end_s[drive.vehicle_id]) for drive in drives if drive.is_last
    ]
    return Judged(
        plan=name,
        orders_served=plan.summary.orders_served,
        vehicles=plan.summary.vehicles_used,
        planned_drive_h=round(plan.summary.drive_s / 3600, 2),
        real_drive_h=round(sum(drive.drive_s for drive in drives) / 3600, 2),
        late_stops=len(late_s),
        late_h=round(sum(late_s) / 3600, 2),
        worst_late_min=round(max(late_s, default=0) / 60),
        over_shift_min=round(sum(over_s) / 60),
        violations=len(check_plan(dataset, plan, exact).violations),
        drives_unlike_exact=sum(drive.drive_s != drive.planned_s for drive in drives),
    )


@dataclass(frozen=True)
class _Drive:
    vehicle_id: str
    planned_s: int
    drive_s: int
    ends_s: int
    late_s: int
    is_last: bool = False


def _drives(route: Route, dataset: Dataset, exact: FleetTravel[ExactTravel]) -> Iterator[_Drive]:
    """Every drive of a route as it really goes, the one home last."""
    travel = exact.of(route.vehicle_id)
    windows = {order.order_id: order.windows for order in dataset.orders}
    here, time_s = travel.index(warehouse_place(route.warehouse_id)), route.start_s
    for stop in route.stops:
        there = travel.index(order_place(stop.order_ids[0]))
        drive_s = travel.duration_s(here, there, time_s)
        own = windows[stop.order_ids[0]]
        begins_s = max(time_s + drive_s, own[0].start_s)
        late_s = begins_s - own[-1].end_s
        yield _Drive(route.vehicle_id, stop.drive_s, drive_s, begins_s, late_s)
        here, time_s = there, begins_s + stop.service_s
    home = travel.index(warehouse_place(route.end_warehouse_id))
    drive_s = travel.duration_s(here, home, time_s)
    ends_s = time_s + drive_s
    yield _Drive(route.vehicle_id, route.return_drive_s, drive_s, ends_s, 0, is_last=True)


if __name__ == "__main__":
    sys.exit(main())
