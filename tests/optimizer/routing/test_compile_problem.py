"""A planner's problem in arrays says what the problem says, and reads its travel alike."""

import math
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.geo import great_circle_m
from domain.travel import MatrixTravel, order_place, warehouse_place
from domain.warehouses import Warehouse
from optimizer.routing.compile_drives import MOST_SLOTS, compile_drives
from optimizer.routing.compile_fleet import MOST_RELOADS
from optimizer.routing.compile_problem import CompiledDay, compile_problem
from optimizer.routing.fitting import misfit
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.search_problem import NOWHERE, Drives, NodeKind
from tests.optimizer.routing.build import (
    Case,
    H,
    case,
    mixed,
    parcel,
    pickup,
    rush_hour,
    tolled,
    transport,
    van,
    window,
)
from tests.optimizer.routing.random_case import RULES, random_case

SEEDS = st.integers(0, 10**6)
RULE_SETS = st.frozensets(st.sampled_from(RULES))


def compiled(made: Case) -> tuple[ProblemView, CompiledDay]:
    view = view_of(made.problem, made.locations)
    return view, compile_problem(view)


def random_travel(chance: np.random.Generator, size: int = 4) -> MatrixTravel:
    """Travel with buckets of a minute to a day, some of which share a matrix."""
    buckets = int(chance.integers(1, 8))
    lengths = chance.choice([60, 900, 3_600, 86_400], buckets)
    begins = int(chance.integers(-90_000, 90_000)) + np.cumsum(lengths) - lengths
    matrices = int(chance.integers(1, buckets + 1))
    numbers = np.concatenate([np.arange(matrices), chance.integers(0, matrices, buckets)])
    drive_s = chance.integers(1, 4 * H, (matrices, size, size)).astype(np.int32)
    np.einsum("kii->ki", drive_s)[:] = 0
    return MatrixTravel(
        places=tuple(f"P{i}" for i in range(size)),
        bucket_starts_s=begins,
        drive_s=drive_s,
        drive_m=drive_s * 10,
        bucket_matrix=chance.permutation(numbers[:buckets]),
        tolls_minor=chance.choice([0, 150], drive_s.shape).astype(np.int32),
    )


def bucket_at(drives: Drives, way: int, time_s: int) -> int:
    """The bucket by the table of slots, stepping on from the slot's start."""
    last = drives.slot_bucket.shape[1] - 1
    slot = math.floor((time_s - int(drives.slot_from[way])) * drives.slots_per_time[way])
    bucket = int(drives.slot_bucket[way, min(max(slot, 0), last)])
    while bucket + 1 < drives.matrix.shape[1] and drives.bucket_from[way, bucket + 1] <= time_s:
        bucket += 1
    return bucket


def drive_s(drives: Drives, way: int, pair: tuple[int, int], leave_s: int) -> int:
    """Seconds of a drive, progress by progress through the buckets."""
    time_s, left = float(leave_s), 1.0
    bucket = bucket_at(drives, way, leave_s)
    while True:
        needs_s = left * drives.time[(drives.matrix[way, bucket], *pair)]
        is_last = bucket + 1 == drives.matrix.shape[1]
        until_s = np.inf if is_last else float(drives.bucket_from[way, bucket + 1])
        if time_s + needs_s <= until_s:
            return math.ceil(float(time_s + needs_s - leave_s) - 1e-6)
        left -= (until_s - time_s) / drives.time[(drives.matrix[way, bucket], *pair)]
        time_s, bucket = until_s, bucket + 1


@given(seed=SEEDS)
def test_drives_are_those_of_the_travel_at_every_hour(seed: int) -> None:
    chance = np.random.default_rng(seed)
    travels = [random_travel(chance) for _ in range(int(chance.integers(1, 4)))]
    drives = compile_drives(travels, (6 * H, 20 * H))
    assert drives.slot_bucket.shape[1] <= MOST_SLOTS
    for way, travel in enumerate(travels):
        edges = travel.bucket_starts_s
        near = (edges[:, np.newaxis] + np.arange(-1, 2)).ravel()
        spread = chance.integers(edges[0] - 9 * H, edges[-1] + 9 * H, 20)
        for leave_s in [*near.tolist(), *spread.tolist()]:
            pair = 0, int(chance.integers(1, 4))
            matrix = drives.matrix[way, bucket_at(drives, way, leave_s)]
            assert drive_s(drives, way, pair, leave_s) == travel.duration_s(*pair, leave_s)
            assert drives.metres[(matrix, *pair)] == travel.distance_m(*pair, leave_s)
            if drives.toll.size > 1:
                assert drives.toll[(matrix, *pair)] == travel.toll_minor(*pair, leave_s)


@given(seed=SEEDS)
def test_least_and_usual_drives_lie_within_those_of_the_hours(seed: int) -> None:
    chance = np.random.default_rng(seed)
    travels = [random_travel(chance) for _ in range(int(chance.integers(1, 4)))]
    drives = compile_drives(travels, (6 * H, 20 * H))
    for way, travel in enumerate(travels):
        assert np.array_equal(drives.least_time[way], travel.drive_s.min(axis=0))
        used = np.unique(travel.matrices_between(6 * H, 20 * H))
        metres = travel.drive_m[used]
        assert np.all(metres.min(axis=0) <= drives.usual_m[way])
        assert np.all(drives.usual_m[way] <= metres.max(axis=0))


def test_matrices_of_one_way_are_shared() -> None:
    made = case([parcel("O1")], [van()], [(900.0, 0.0)])
    (travel,) = made.problem.travel.travels
    drives = compiled(made)[1].problem.drives
    for array, matrix in [
        (drives.time, travel.drive_s),
        (drives.least_time, travel.drive_s),
        (drives.metres, travel.drive_m),
        (drives.usual_m, travel.drive_m),
    ]:
        assert np.shares_memory(array, matrix)
    busy = rush_hour(made, 8 * H, 9 * H, 2.0)
    by_hour = compiled(busy)[1].problem.drives
    assert np.shares_memory(by_hour.time, busy.problem.travel.travels[0].drive_s)


def test_ways_that_nobody_drives_are_left_out() -> None:
    made = case([parcel("O1")], [van("V1"), van("V2")], [(900.0, 0.0)])
    assert compiled(mixed(made, {"V1": 1, "V2": 1}))[1].problem.drives.time.shape[0] == 1
    both = compiled(mixed(made, {"V1": 1, "V2": 0}))[1].problem
    assert both.fleet.way.tolist() == [1, 0]
    assert both.drives.matrix.tolist() == [[0], [1]]


def test_tolls_stand_where_there_are_any() -> None:
    made = case([parcel("O1")], [van()], [(900.0, 0.0)])
    free = compiled(made)[1].problem
    assert free.drives.toll.shape == free.drives.usual_toll.shape == (1, 1, 1)
    charged = compiled(tolled(made, {("warehouse:W1", "order:O1"): 250}))[1].problem
    assert charged.traits.has_tolls
    assert charged.drives.toll[0].tolist() == [[0, 250], [0, 0]]
    assert charged.drives.usual_toll[0].tolist() == [[0, 250], [0, 0]]


@settings(max_examples=60)
@given(seed=SEEDS, rules=RULE_SETS)
def test_a_type_may_serve_what_fits_its_vehicles(seed: int, rules: frozenset[str]) -> None:
    view, day = compiled(random_case(seed, rules))
    fleet, problem = day.problem.fleet, view.problem
    for number, vehicle in enumerate(problem.vehicles):
        for node, place in enumerate(day.places[: day.problem.tasks]):
            order = view.tasks[place].order
            said = bool(fleet.may[fleet.type_of[number], node])
            assert said == (misfit(view, vehicle, order) is None)


@settings(max_examples=60)
@given(seed=SEEDS, rules=RULE_SETS)
def test_arrays_are_read_only_and_of_one_kind(seed: int, rules: frozenset[str]) -> None:
    problem = compiled(random_case(seed, rules))[1].problem
    for block in (problem.nodes, problem.fleet, problem.drives):
        for name, array in block._asdict().items():
            (dtype,) = type(block).__annotations__[name].__args__[1].__args__
            assert array.dtype == dtype, name
            assert array.flags.c_contiguous
            assert not array.flags.writeable


@settings(max_examples=60)
@given(seed=SEEDS, rules=RULE_SETS)
def test_a_plan_comes_back_as_it_was(seed: int, rules: frozenset[str]) -> None:
    view, day = compiled(random_case(seed, rules))
    chance = np.random.default_rng(seed)
    places = [str(place) for place in chance.permutation(day.places[: day.problem.tasks])]
    depots = [warehouse_place(w.warehouse_id) for w in view.problem.warehouses]
    cuts = np.sort(chance.integers(0, len(places) + 1, len(day.vehicle_ids) - 1))
    shares = np.split(np.arange(len(places)), cuts)
    plan = {
        vehicle_id: (*(places[i] for i in share), depots[0], depots[-1])
        for vehicle_id, share in zip(day.vehicle_ids, shares, strict=True)
    }
    assert day.plan(day.routes(plan)) == plan


def test_what_is_unknown_or_there_twice_is_passed_over() -> None:
    made = case([parcel("O1"), parcel("O2")], [van("V1"), van("V2")], [(900.0, 0.0), (0.0, 900.0)])
    day = compiled(made)[1]
    plan = {
        "V1": ("order:O1", "order:O9", "order:O1", "pickup:O2"),
        "V9": ("order:O2",),
        "V2": ("order:O1", "warehouse:W1", "warehouse:W9"),
    }
    routes = day.routes(plan)
    assert routes == ((0,), (2,))
    assert day.plan(routes) == {"V1": ("order:O1",), "V2": ("warehouse:W1",)}
    assert day.plan(((), ())) == {}


@given(seed=SEEDS)
def test_doors_within_a_metre_are_one(seed: int) -> None:
    chance = np.random.default_rng(seed)
    # Places of a grid of ten metres, each up to 30 cm off, so that no chain of doors comes about.
    at = chance.integers(0, 3, (12, 2)) * 10 + chance.uniform(-0.3, 0.3, (12, 2))
    made = case([parcel(f"O{i}") for i in range(12)], [van()], [(x, y) for x, y in at])
    doors = compiled(made)[1].problem.nodes.door
    for one, other in combinations(range(12), 2):
        apart_m = great_circle_m(
            made.locations[order_place(f"O{one}")], made.locations[order_place(f"O{other}")]
        )
        assert (doors[one] == doors[other]) == (apart_m <= 1.0)
    assert len(set(doors[12:].tolist())) == len(doors) - 12
    assert not set(doors[:12].tolist()) & set(doors[12:].tolist())


def test_vehicles_that_may_stand_for_each_other_are_of_one_type() -> None:
    same = [van("V1"), van("V2"), van("V3", capacity_m3=2.0), van("V4"), van("V5", name="Red")]
    orders = [parcel("O1"), parcel("O2", locked_vehicle_id="V4")]
    made = case(orders, same, [(900.0, 0.0), (0.0, 900.0)])
    fleet = compiled(made)[1].problem.fleet
    assert fleet.type_of.tolist() == [0, 0, 1, 2, 0]
    assert fleet.may.tolist() == [[1, 0], [1, 0], [1, 1]]


def test_words_that_no_order_asks_for_make_no_type() -> None:
    lift, dry = frozenset({"lift"}), frozenset({"dry"})
    vans = [van("V1", equipment=lift), van("V2", carries=dry), van("V3")]
    plain = case([parcel("O1")], vans, [(900.0, 0.0)])
    assert compiled(plain)[1].problem.fleet.type_of.tolist() == [0, 0, 0]
    frozen = parcel("O1", requirements=lift, goods_classes=frozenset({"frozen"}))
    asked = case([frozen], vans, [(900.0, 0.0)])
    assert compiled(asked)[1].problem.fleet.type_of.tolist() == [0, 1, 2]


def test_every_vehicle_has_its_own_reloads() -> None:
    depots = (
        Warehouse(warehouse_id="W1", lat=0.0, lon=0.0),
        Warehouse(warehouse_id="W2", lat=0.0, lon=0.1, open_time_s=9 * H, close_time_s=12 * H),
    )
    fleet = [
        van("V1"),
        van("V2", max_trips=3, reload_s=1_800, reload_warehouse_ids=frozenset({"W1", "W2"})),
        van("V3", max_trips=99),
    ]
    orders = [parcel(f"O{i}") for i in range(20)]
    made = case(
        orders,
        fleet,
        [(900.0 * i, 0.0) for i in range(20)],
        warehouses=depots,
        warehouses_at=[(0.0, 0.0), (9_000.0, 0.0)],
    )
    problem = compiled(made)[1].problem
    counts = (problem.fleet.reloads != NOWHERE).sum(axis=1)
    assert counts.tolist() == [0, 4, MOST_RELOADS]
    assert problem.fleet.trips.tolist() == [1, 3, MOST_RELOADS + 1]
    second = problem.fleet.reloads[1, 2]
    nodes = problem.nodes
    assert nodes.kind[second] == NodeKind.RELOAD
    assert nodes.service[second] == 1_800
    assert nodes.windows[second] == 1
    # It may begin while there is time to finish before the warehouse closes.
    assert (nodes.window_from[second, 0], nodes.window_to[second, 0]) == (9 * H, 12 * H - 1_800)
    assert nodes.place[second] == made.problem.travel.travels[0].index("warehouse:W2")


def test_a_transport_is_a_pair_of_tasks() -> None:
    late = {"is_soft": True, "late_cost_per_hour_minor": 7_200}
    carried = transport(
        "O2",
        windows=(window(9, 10),),
        pickup_windows=(window(8, 9),),
        locked_position=2,
        unassigned_cost_minor=500,
        **late,
    )
    orders = [pickup("O1", unassigned_cost_minor=300, **late), carried, parcel("O3")]
    made = case(orders, [van()], [(900.0, 0.0), (0.0, 900.0), (900.0, 900.0)])
    day = compiled(made)[1]
    nodes = day.problem.nodes
    kinds = [NodeKind.PICK_UP, NodeKind.COLLECT, NodeKind.DROP, NodeKind.DELIVER]
    assert day.places[:4] == ("pickup:O1", "pickup:O2", "order:O2", "order:O3")
    assert nodes.kind[:4].tolist() == kinds
    assert nodes.partner[:4].tolist() == [NOWHERE, 2, 1, NOWHERE]
    assert nodes.absent[:4].tolist() == [300.0, 500.0, 0.0, 100_000.0]
    assert nodes.position[:4].tolist() == [0, 0, 2, 0]
    assert nodes.late_rate[:4].tolist() == [2.0, 0.0, 2.0, 0.0]
    assert nodes.is_soft[:4].tolist() == [1, 0, 1, 0]
    assert nodes.window_from[1:3, 0].tolist() == [8 * H, 9 * H]
    assert nodes.depot[:4].tolist() == [4] * 4
    assert np.array_equal(nodes.load[1], nodes.load[2])


def test_neighbours_are_one_stop_only_on_one_side_of_the_counter_and_at_one_time() -> None:
    orders = [
        parcel("O1"),
        parcel("O2"),
        pickup("O3"),
        parcel("O4", windows=(window(8, 9),)),
        parcel("O5", is_soft=True),
    ]
    made = case(orders, [van()], [(900.0, 0.0)] * 5)
    nodes = compiled(made)[1].problem.nodes
    assert nodes.door[:5].tolist() == [0] * 5
    assert nodes.hours[:5].tolist() == [0, 0, 1, 2, 3]


def test_a_group_of_one_is_none() -> None:
    groups = ["A", "B", "A", ""]
    orders = [transport(f"O{i}", same_vehicle_group=name) for i, name in enumerate(groups)]
    made = case(orders, [van()], [(900.0 * i, 0.0) for i in range(4)])
    problem = compiled(made)[1].problem
    assert problem.nodes.group[:8].tolist() == [0, 0, -1, -1, 0, 0, -1, -1]
    assert problem.traits.has_groups


def test_only_limits_that_bind_somebody_are_dimensions() -> None:
    orders = [parcel("O1", volume_m3=2.0, weight_kg=7.0)]
    wide = compiled(case(orders, [van()], [(900.0, 0.0)]))[1].problem
    assert wide.nodes.load[0].tolist() == [2.0]
    vans = [van("V1", capacity_parcels=3), van("V2", capacity_kg=9.0)]
    full = compiled(case(orders, vans, [(900.0, 0.0)]))[1].problem
    assert full.nodes.load[0].tolist() == [2.0, 7.0, 1.0]
    assert full.fleet.capacity[0].tolist() == pytest.approx([10.0, math.inf, 3.0])
    assert full.fleet.capacity[1].tolist() == pytest.approx([10.0, 9.0, math.inf])


def test_more_classes_of_goods_than_bits_are_refused() -> None:
    def day(classes: int) -> npt.NDArray[np.int64]:
        names = frozenset(f"G{i}" for i in range(classes))
        orders = [parcel("O1", goods_classes=names), parcel("O2", incompatible_with=names)]
        made = case(orders, [van()], [(900.0, 0.0), (0.0, 900.0)])
        return compiled(made)[1].problem.nodes.forbids

    assert day(62)[1] == 2**62 - 1
    with pytest.raises(ValueError, match="63 classes"):
        day(63)


def test_a_problem_without_orders_or_vehicles_is_one_too() -> None:
    nobody = case([parcel("O1")], [], [(900.0, 0.0)])
    assert compiled(nobody)[1].problem.vehicles == 0
    nothing = case([], [van()], [])
    assert compiled(nothing)[1].problem.tasks == 0
    assert compiled(nothing)[1].routes({"V1": ()}) == ((),)
