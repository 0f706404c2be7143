"""The exact search: fastest through time, first in first out, and the same as matrices where
nothing changes with the hour."""

import math
from dataclasses import replace
from fractions import Fraction
from heapq import heappop, heappush

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from domain.geo import Location
from domain.travel import UNREACHABLE_M, UNREACHABLE_S
from maps.driving.conditions import RoadConditions
from maps.driving.exact_part import ExactPart
from maps.driving.exact_travel import Drive, ExactTravel
from maps.driving.travel_times import road_travel, snap_places
from tests.maps.road_worlds import named, plain, traffic_of, worlds
from tests.maps.small_networks import Street, door_places, location, network_of

LATEST_S = 2_000

ROUND = network_of(
    [(0, 0), (6, 0), (6, 6), (0, 6)],
    [Street(i, (i + 1) % 4, None, 36.0, False) for i in range(4)],
)


def exact_travel(conditions: RoadConditions, places: list[Location]) -> ExactTravel:
    snapped = snap_places(conditions, named(places), limit_m=60.0)
    return ExactTravel(
        places=tuple(name for name, _ in named(places)), conditions=conditions, snapped=snapped
    )


def some_drive(exact: ExactTravel, depart_s: int) -> tuple[int, int, Drive]:
    """The first pair of places with a way between, and that way."""
    for a in range(len(exact.places)):
        for b in range(len(exact.places)):
            drive = exact.drive(a, b, depart_s) if a != b else None
            if drive is not None and drive.pieces:
                return a, b, drive
    return reject()


def without_detours(conditions: RoadConditions) -> RoadConditions:
    """The same roads with no zone and nothing that is only for those who stop there."""
    return replace(
        conditions,
        avoid=np.zeros_like(conditions.avoid),
        toll_minor=np.zeros_like(conditions.toll_minor),
    )


@settings(max_examples=100)
@given(worlds(), door_places())
def test_where_nothing_changes_it_equals_the_matrices(
    world: RoadConditions, places: list[Location]
) -> None:
    world = replace(world, ratios=np.ones_like(world.ratios))
    exact = exact_travel(world, places)
    matrix = road_travel(world, named(places), limit_m=60.0).travel
    for a in range(len(places)):
        for b in range(len(places)):
            assert exact.reachable(a, b) == matrix.reachable(a, b)
            assert exact.duration_s(a, b, 77) == matrix.duration_s(a, b, 77)
            assert exact.distance_m(a, b, 77) == matrix.distance_m(a, b, 77)
            if exact.reachable(a, b):
                assert exact.toll_minor(a, b, 77) == matrix.toll_minor(a, b, 77)


@settings(max_examples=60)
@given(worlds(with_hours=True), door_places(), st.integers(0, LATEST_S), st.integers(0, 600))
def test_who_leaves_later_never_arrives_earlier(
    world: RoadConditions, places: list[Location], depart_s: int, later_s: int
) -> None:
    exact = exact_travel(without_detours(world), places)
    for b in range(1, len(places)):
        early = depart_s + exact.duration_s(0, b, depart_s)
        late = depart_s + later_s + exact.duration_s(0, b, depart_s + later_s)
        assert early <= late


@settings(max_examples=60)
@given(worlds(with_hours=True), door_places(), st.integers(0, LATEST_S))
def test_it_is_the_fastest_way_through_time(
    world: RoadConditions, places: list[Location], depart_s: int
) -> None:
    """A search in exact fractions, edge by edge, arrives at the same time."""
    world = without_detours(world)
    exact = exact_travel(world, places)
    a, b, drive = some_drive(exact, depart_s)
    leaves_ms = Fraction(exact._leaves_ms(a, b, depart_s))
    arrives_ms = _fraction_search(exact, a, b, leaves_ms)
    assert drive.drive_ms == pytest.approx(float(arrives_ms - leaves_ms), abs=1e-3)


def _fraction_search(exact: ExactTravel, a: int, b: int, leaves_ms: Fraction) -> Fraction:
    """When a vehicle arrives at the earliest, by Dijkstra's search over whole edges."""
    roads, stops = exact._roads, exact._stops
    origin = exact._end(int(stops.of_place[a]))
    target = exact._end(int(stops.of_place[b]))
    best = Fraction(10**15)
    heap: list[tuple[Fraction, int]] = []
    for side in range(2):
        edge = int(origin.edge[side])
        if edge < 0:
            continue
        for other in range(2):
            ahead_ms = int(target.along_ms[other] - origin.along_ms[side])
            if int(target.edge[other]) == edge and ahead_ms >= 0:
                best = min(best, _driven(exact, edge, ahead_ms, leaves_ms))
        rest_ms = int(roads.free_ms[edge] - origin.along_ms[side])
        state = int(origin.exit_state[side])
        heappush(heap, (_driven(exact, edge, rest_ms, leaves_ms), state))
    seen: set[int] = set()
    while heap:
        time_ms, state = heappop(heap)
        if state in seen or time_ms >= best:
            continue
        seen.add(state)
        for arc in range(int(roads.offset[state]), int(roads.offset[state + 1])):
            if not roads.is_usable[arc]:
                continue
            edge, turned_ms = int(roads.edge[arc]), time_ms + int(roads.turn_ms[arc])
            for side in range(2):
                if int(target.edge[side]) == edge:
                    along_ms = int(target.along_ms[side])
                    best = min(best, _driven(exact, edge, along_ms, turned_ms))
            there_ms = _driven(exact, edge, int(roads.free_ms[edge]), turned_ms)
            heappush(heap, (there_ms, int(roads.head[arc])))
    return best


def _driven(exact: ExactTravel, edge: int, work_ms: int, enter_ms: Fraction) -> Fraction:
    """When some of an edge is driven, marching from bucket to bucket in exact fractions."""
    roads = exact._roads
    starts_ms = [Fraction(float(start)) for start in roads.starts_ms]
    ratios = [Fraction(float(row[roads.edge_class[edge]])) for row in roads.ratios]
    time_ms, left_ms = enter_ms, Fraction(work_ms)
    for ratio, until_ms in zip(ratios, [*starts_ms[1:], None], strict=True):
        if until_ms is not None and time_ms >= until_ms:
            continue
        if until_ms is None or time_ms + left_ms / ratio <= until_ms:
            return time_ms + left_ms / ratio
        left_ms -= (until_ms - time_ms) * ratio
        time_ms = until_ms
    raise AssertionError("The last bucket has no end.")


@settings(max_examples=60)
@given(worlds(with_hours=True), door_places(), st.integers(0, LATEST_S))
def test_pieces_re_add_to_the_drive(
    world: RoadConditions, places: list[Location], depart_s: int
) -> None:
    exact = exact_travel(world, places)
    a, b, drive = some_drive(exact, depart_s)
    times = exact.piece_times_ms(drive, a, b, depart_s)
    assert times[-1][1] - times[0][0] == pytest.approx(drive.drive_ms, abs=1e-3)
    for piece, following in zip(drive.pieces, drive.pieces[1:], strict=False):
        assert piece.to_share == 1.0
        assert following.from_share == 0.0
        assert world.network.head[piece.edge] == world.network.tail[following.edge]
    length_dm = sum(
        round(p.to_share * int(world.length_dm[p.edge]))
        - round(p.from_share * int(world.length_dm[p.edge]))
        for p in drive.pieces
    )
    assert drive.length_dm == pytest.approx(length_dm, abs=1)


def test_a_rush_hour_on_the_way_slows_what_is_left() -> None:
    """A drive of 32.6 s at free flow that begins 10 s before speed falls to half."""
    conditions = plain(ROUND, traffic_of([0, 1_000], [1.0, 0.5]))
    exact = exact_travel(conditions, [location(0.1, 0), location(5.9, 0)])
    free_s = exact.duration_s(0, 1, 0)
    assert exact.duration_s(0, 1, 2_000) == pytest.approx(2 * free_s, abs=1)
    assert exact.duration_s(0, 1, 990) == pytest.approx(10 + 2 * (free_s - 10), abs=1)
    assert exact.duration_s(0, 1, 1_000 - free_s) == free_s


def test_places_without_a_road_and_unknown_ones() -> None:
    exact = exact_travel(plain(ROUND), [location(1, 0), location(3, 30)])
    assert not exact.reachable(0, 1)
    assert exact.duration_s(0, 1, 0) == UNREACHABLE_S
    assert exact.distance_m(0, 1, 0) == UNREACHABLE_M
    assert exact.duration_s(1, 1, 0) == 0
    with pytest.raises(KeyError):
        exact.index("nowhere")


def test_a_part_drives_as_the_whole() -> None:
    places = [location(1, 0), location(5, 0), location(6, 3), location(2, 6)]
    whole = exact_travel(plain(ROUND, traffic_of([0, 30], [1.0, 0.4])), places)
    part = ExactPart.of(whole, ["3", "1"])
    assert part.index("1") == 1
    assert part.duration_s(0, 1, 7) == whole.duration_s(3, 1, 7)
    assert part.distance_m(1, 0, 7) == whole.distance_m(1, 3, 7)
    assert math.isclose(part.bucket_starts_s[1], 30)
