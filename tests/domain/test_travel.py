import math
import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from domain.travel import (
    UNREACHABLE_M,
    UNREACHABLE_S,
    MatrixTravel,
    order_place,
    static_travel,
    warehouse_place,
)

PLACES = ("warehouse:W1", "order:O1")
LATEST_S = 6_000


def pair_travel(starts_s: list[int], there_s: list[int]) -> MatrixTravel:
    """Two places with one drive time per bucket from the first to the second."""
    drive_s = np.zeros((len(starts_s), 2, 2), dtype=np.int32)
    drive_s[:, 0, 1] = there_s
    return MatrixTravel(
        places=PLACES,
        bucket_starts_s=np.array(starts_s, dtype=np.int64),
        drive_s=drive_s,
        drive_m=np.zeros_like(drive_s),
    )


@st.composite
def travels(draw: st.DrawFn) -> MatrixTravel:
    """Buckets that start anywhere, with drives much shorter and much longer than a bucket."""
    starts_s = sorted(draw(st.sets(st.integers(0, 3_000), min_size=1, max_size=6)))
    there_s = [draw(st.integers(0, 2_000)) for _ in starts_s]
    return pair_travel(starts_s, there_s)


def exact_arrival_s(travel: MatrixTravel, depart_s: int) -> Fraction:
    """When a trip arrives: march from bucket to bucket in exact fractions."""
    starts_s = [int(start) for start in travel.bucket_starts_s[1:]]
    needs_s = [int(need) for need in travel.drive_s[:, 0, 1]]
    time_s, left = Fraction(depart_s), Fraction(1)
    for need_s, until_s in zip(needs_s, [*starts_s, None], strict=True):
        if until_s is not None and time_s >= until_s:
            continue
        if until_s is None or time_s + left * need_s <= until_s:
            return time_s + left * need_s
        left -= (until_s - time_s) / need_s
        time_s = Fraction(until_s)
    raise AssertionError("The last bucket has no end.")


@given(travels(), st.integers(-100, LATEST_S))
def test_a_drive_is_the_march_through_the_buckets_rounded_up(
    travel: MatrixTravel, depart_s: int
) -> None:
    takes_s = exact_arrival_s(travel, depart_s) - depart_s
    assert travel.duration_s(0, 1, depart_s) in {math.ceil(takes_s), math.ceil(takes_s - 1e-6)}


@given(travels(), st.integers(-100, LATEST_S), st.integers(0, 2_000))
def test_who_leaves_later_never_arrives_earlier(
    travel: MatrixTravel, depart_s: int, later_s: int
) -> None:
    early = depart_s + travel.duration_s(0, 1, depart_s)
    late = depart_s + later_s + travel.duration_s(0, 1, depart_s + later_s)
    assert early <= late


@given(travels(), st.integers(-100, LATEST_S))
def test_a_drive_lies_between_the_quickest_and_the_slowest_bucket(
    travel: MatrixTravel, depart_s: int
) -> None:
    needs_s = travel.drive_s[:, 0, 1]
    assert needs_s.min() <= travel.duration_s(0, 1, depart_s) <= needs_s.max()


@given(st.integers(0, 2_000), st.integers(-100, LATEST_S))
def test_equal_buckets_are_as_one(need_s: int, depart_s: int) -> None:
    travel = pair_travel([0, 700, 900], [need_s] * 3)
    assert travel.duration_s(0, 1, depart_s) == need_s


@pytest.mark.parametrize(("depart_s", "takes_s"), [(0, 100), (950, 125), (999, 150), (1_000, 150)])
def test_what_is_left_of_a_trip_goes_on_at_the_next_rate(depart_s: int, takes_s: int) -> None:
    """At 950 half the trip is done when the rate falls; the other half takes 75 s."""
    assert pair_travel([0, 1_000], [100, 150]).duration_s(0, 1, depart_s) == takes_s


def test_distance_is_that_of_the_hour_of_departure() -> None:
    travel = pair_travel([0, 1_000], [100, 150])
    metres = np.array([[[0, 900], [0, 0]], [[0, 1_200], [0, 0]]], dtype=np.int32)
    travel = replace(travel, drive_m=metres)
    distances = [travel.distance_m(0, 1, depart_s) for depart_s in (-5, 999, 1_000, 10**9)]
    assert distances == [900, 900, 1_200, 1_200]


def test_a_pair_without_a_way_is_not_reachable() -> None:
    drive_s = np.array([[0, UNREACHABLE_S], [60, 0]], dtype=np.int32)
    drive_m = np.array([[0, UNREACHABLE_M], [500, 0]], dtype=np.int32)
    travel = static_travel(PLACES, drive_s, drive_m)
    assert not travel.reachable(0, 1)
    assert travel.reachable(1, 0)
    assert travel.duration_s(0, 1, 0) == UNREACHABLE_S


@given(
    arrays.arrays(np.int32, (2, 5, 5), elements=st.integers(0, 9_000)),
    st.permutations(range(5)),
    st.integers(1, 5),
)
def test_a_subset_drives_as_the_whole(
    drive_s: np.ndarray[tuple[int, ...], np.dtype[np.int32]], order: list[int], size: int
) -> None:
    drive_s[:, range(5), range(5)] = 0
    whole = MatrixTravel(
        places=tuple("ABCDE"),
        bucket_starts_s=np.array([0, 3_600]),
        drive_s=drive_s,
        drive_m=drive_s[::-1].copy(),
    )
    chosen = ["ABCDE"[number] for number in order[:size]]
    part = whole.subset(chosen)
    assert part.places == tuple(chosen)
    for origin in chosen:
        for there in chosen:
            inner = part.index(origin), part.index(there), 3_000
            outer = whole.index(origin), whole.index(there), 3_000
            assert part.duration_s(*inner) == whole.duration_s(*outer)
            assert part.distance_m(*inner) == whole.distance_m(*outer)


def test_an_unknown_place_is_a_key_error() -> None:
    travel = pair_travel([0], [60])
    with pytest.raises(KeyError, match="order:O9"):
        travel.index("order:O9")
    with pytest.raises(KeyError):
        travel.subset(["order:O9"])


def test_places_are_told_apart_by_kind() -> None:
    assert warehouse_place("7") != order_place("7")


def test_travel_crosses_processes() -> None:
    travel = pickle.loads(pickle.dumps(pair_travel([0, 1_000], [100, 150])))
    assert travel.duration_s(0, 1, 950) == 125


SOUND = pair_travel([0, 1_000], [100, 150])
LOOP = np.copy(SOUND.drive_s)
LOOP[:, 0, 0] = 5
HALF_BLOCKED = np.copy(SOUND.drive_s)
HALF_BLOCKED[0, 0, 1] = UNREACHABLE_S


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"places": ("A", "A")}, "same name"),
        ({"places": ("A", "B", "C")}, "shape"),
        ({"bucket_starts_s": np.array([1_000, 0])}, "ascending"),
        ({"bucket_starts_s": np.array([0, 0])}, "ascending"),
        ({"bucket_starts_s": np.zeros(0, dtype=np.int64)}, "ascending"),
        ({"drive_m": SOUND.drive_m[:1]}, "shape"),
        ({"drive_s": SOUND.drive_s - 1}, "negative"),
        ({"drive_m": SOUND.drive_m - 1}, "negative"),
        ({"drive_s": LOOP}, "itself"),
        ({"drive_s": HALF_BLOCKED}, "another"),
    ],
)
def test_travel_that_makes_no_sense_is_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(SOUND, **changes)  # type: ignore[arg-type]
