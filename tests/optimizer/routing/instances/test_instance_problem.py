"""The problem in arrays is the instance: the judge and the check say the same of any routes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.travel import UNREACHABLE_M
from optimizer.routing.instances.check_routes import cost, violations
from optimizer.routing.instances.instance import (
    Counting,
    InstanceVehicle,
    Objective,
    RoutingInstance,
    Site,
)
from optimizer.routing.instances.instance_problem import (
    MOST_UNITS,
    search_problem_of,
    units_of,
    vehicles_of,
)
from optimizer.routing.instances.read_instance import read_instance
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.search_problem import NodeKind
from tests.optimizer.routing.instances.texts import BACKHAULS, SOLOMON, VRPLIB

SMALL = st.integers(0, 6)
CUSTOMERS, DEPOTS = 6, 2


@st.composite
def sites(draw: st.DrawFn, kind: str) -> Site:
    ready = draw(st.integers(0, 30))
    facts = {"x": draw(SMALL), "y": draw(SMALL), "ready": ready, "service": draw(SMALL)}
    if kind == "depot":
        return Site(x=facts["x"], y=facts["y"], due=60)
    due = draw(st.one_of(st.none(), st.integers(ready, 60)))
    is_backhaul = draw(st.booleans())
    amount = draw(st.integers(1, 6))
    return Site(
        **facts,
        due=due,
        demand=0 if is_backhaul else amount,
        backhaul=amount if is_backhaul else 0,
        release=0 if is_backhaul else draw(st.sampled_from([0, 0, 20])),
        prize=draw(st.sampled_from([0, 3])),
    )


@st.composite
def pairs(draw: st.DrawFn, first: int) -> list[Site]:
    one, other = draw(sites("customer")), draw(sites("customer"))
    amount = draw(st.integers(1, 6))
    return [
        Site(x=one.x, y=one.y, due=one.due, demand=amount, partner=first + 1),
        Site(x=other.x, y=other.y, due=other.due, demand=-amount, partner=first),
    ]


@st.composite
def vehicles(draw: st.DrawFn) -> InstanceVehicle:
    customers = range(DEPOTS, DEPOTS + CUSTOMERS)
    return InstanceVehicle(
        capacity=draw(st.integers(4, 12)),
        depot=draw(st.integers(0, DEPOTS - 1)),
        fixed_cost=draw(SMALL),
        unit_cost=draw(st.sampled_from([1.0, 0.5, 3.0])),
        most_time=draw(st.sampled_from([None, None, 30])),
        most_length=draw(st.sampled_from([None, None, 25])),
        allowed=draw(st.sampled_from([None, None, frozenset(customers[1:])])),
        reloads=draw(st.sampled_from([(), (0,), (0, 1)])),
        most_trips=draw(st.sampled_from([None, 2])),
    )


@st.composite
def instances(draw: st.DrawFn) -> RoutingInstance:
    alone = [draw(sites("customer")) for _ in range(CUSTOMERS - 2)]
    depots = [draw(sites("depot")) for _ in range(DEPOTS)]
    return RoutingInstance(
        name="drawn",
        counting=draw(st.sampled_from([Counting.ROUNDED, Counting.DOUBLE, Counting.TENTHS])),
        objective=Objective.DISTANCE,
        depots=DEPOTS,
        sites=(*depots, *alone, *draw(pairs(DEPOTS + CUSTOMERS - 2))),
        vehicles=(draw(vehicles()), draw(vehicles())),
        has_limited_fleet=True,
        has_times=True,
        backhauls_last=draw(st.booleans()),
    )


@settings(max_examples=400, deadline=None)
@given(
    instance=instances(),
    route=st.lists(
        st.integers(DEPOTS, DEPOTS + CUSTOMERS - 1), min_size=1, max_size=6, unique=True
    ),
    reload=st.tuples(st.integers(1, 12), st.integers(0, DEPOTS - 1)),
    vehicle=st.integers(0, 1),
)
def test_the_judge_and_the_check_agree(
    instance: RoutingInstance, route: list[int], reload: tuple[int, int], vehicle: int
) -> None:
    place, depot = reload
    route = [*route[:place], depot, *route[place:]] if place < len(route) else route
    routes = [route, []] if vehicle == 0 else [[], route]
    found = [v for v in violations(instance, routes) if v.code != "instance.visited"]
    problem = search_problem_of(instance)
    nodes = [problem.tasks + i if i < DEPOTS else i - DEPOTS for i in route]
    judged = judge_route(problem, vehicle, nodes)
    assert bool(judged.broken) == bool(found), (judged.broken, found)
    if not found:
        prizes = sum(instance.sites[i].prize for i in instance.customers if i not in route)
        assert judged.cost == pytest.approx(cost(instance, routes) - prizes, abs=1.5e-3)


def read(folder: Path, text: str) -> RoutingInstance:
    path = folder / "instance.txt"
    path.write_text(text, encoding="utf-8")
    return read_instance(path)


def test_the_arrays_cannot_be_changed(tmp_path: Path) -> None:
    problem = search_problem_of(read(tmp_path, SOLOMON))
    arrays = [*problem.nodes, *problem.fleet, *problem.drives]
    assert not [array for array in arrays if np.asarray(array).flags.writeable]
    assert all(np.asarray(array).flags.c_contiguous for array in arrays)


def test_times_in_double_precision_are_rounded_up_and_lengths_to_nearest(tmp_path: Path) -> None:
    problem = search_problem_of(read(tmp_path, SOLOMON))
    exact = MOST_UNITS * 200**0.5
    assert problem.drives.time[0, 1, 3] == np.ceil(exact)
    assert problem.drives.metres[0, 1, 3] == np.rint(exact)
    assert problem.fleet.per_m[0] == 1 / MOST_UNITS


def test_wide_instances_have_coarser_units(tmp_path: Path) -> None:
    wide = read(tmp_path, SOLOMON.replace("    2      20 ", "    2  9000000 "))
    assert units_of(wide) == 100
    assert search_problem_of(wide).drives.metres.max() == 900_000_000


def test_a_fleet_without_limit_is_large_enough(tmp_path: Path) -> None:
    assert len(vehicles_of(read(tmp_path, VRPLIB))) == 5
    many = read(tmp_path, VRPLIB.replace("CAPACITY : 10", "CAPACITY : 10\nVEHICLES : 3"))
    assert len(vehicles_of(many)) == 3


def test_nothing_is_fetched_first(tmp_path: Path) -> None:
    problem = search_problem_of(read(tmp_path, BACKHAULS))
    metres = problem.drives.metres[0]
    assert problem.nodes.kind[:5].tolist() == [NodeKind.DELIVER] * 3 + [NodeKind.PICK_UP] * 2
    assert (metres[0, 4:] == UNREACHABLE_M).all()
    assert (metres[4:, 1:4] == UNREACHABLE_M).all()
    assert (metres[4:, 0] < UNREACHABLE_M).all()
    assert (metres[1:4, 4:] < UNREACHABLE_M).all()
