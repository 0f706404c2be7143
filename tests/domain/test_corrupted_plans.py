import math
import random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.check_plan import RULES, check_plan
from domain.dataset import Dataset
from domain.plan import Plan
from domain.travel import FleetTravel, MatrixTravel
from tests.domain.corrupt import NONSENSE, Path, places_of, with_value
from tests.domain.fetching import fetching_dataset, fetching_plan, fetching_travel
from tests.domain.kept_by_lot import lot_dataset, lot_plan
from tests.domain.small_data import small_dataset, small_travel
from tests.domain.small_plan import small_plan

Day = tuple[Dataset, Plan, FleetTravel[MatrixTravel]]

SMALL = (small_dataset(), small_plan(), small_travel())
FETCHING = (fetching_dataset(), fetching_plan(), fetching_travel())
BY_LOT = (lot_dataset(), lot_plan(), small_travel())
V5 = ("routes", 3)
"""Where the route of the fetching day is that the small day has not."""

PLACES = [
    *((SMALL, *place) for place in places_of(SMALL[1])),
    *((FETCHING, *place) for place in places_of(FETCHING[1]) if place[0][:2] == V5),
    *((BY_LOT, *place) for place in places_of(BY_LOT[1]) if "lots" in place[0]),
]
NUMBERS = [
    (day, path, value)
    for day, path, value in PLACES
    if isinstance(value, int | float) and not isinstance(value, bool)
]

SMALL_PLACES = [path for path, _ in places_of(SMALL[1])]

MUTATIONS = 2_000
CAUGHT_AT_LEAST = 0.95


def is_caught(day: Day, path: Path, value: float) -> bool:
    dataset, plan, travel = day
    return not check_plan(dataset, with_value(plan, path, value), travel).ok


def is_another_lawful_choice(path: Path, value: float) -> bool:
    """Whole cases of a transfer, up to what is left, may as well be moved."""
    is_transfer = path[0] == "transfers" and path[-1] == "units"
    return is_transfer and value % 6 == 0 and 0 < value <= 37


def changed(value: float, size: float) -> float:
    """A number changed by up to a thousand units, a load or degree by up to ten."""
    if isinstance(value, int):
        return value + (1 if size >= 0 else -1) * math.ceil(abs(size) * 1_000)
    return value + math.copysign(0.001 + abs(size) * 10, size)


@given(st.sampled_from(NUMBERS), st.floats(-1, 1).filter(bool))
def test_no_change_of_one_number_goes_unseen(place: tuple[Day, Path, float], size: float) -> None:
    day, path, value = place
    new = changed(value, size)
    assume(not is_another_lawful_choice(path, new))
    assert is_caught(day, path, new)


def test_nearly_all_random_changes_of_one_number_are_caught() -> None:
    chance = random.Random(7)
    changes = [
        (day, path, changed(value, chance.uniform(-1, 1)))
        for day, path, value in chance.choices(NUMBERS, k=MUTATIONS)
    ]
    caught = sum(is_caught(*change) for change in changes)
    assert caught >= CAUGHT_AT_LEAST * MUTATIONS


def test_a_change_by_one_is_caught_wherever_it_is() -> None:
    """One second, metre, unit or cent; a degree is no such thing."""
    unseen = [
        (path, step)
        for day, path, value in NUMBERS
        for step in (-1, 1)
        if isinstance(value, int) and not is_caught(day, path, value + step)
    ]
    assert unseen == []


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SMALL_PLACES) - 1), st.sampled_from(NONSENSE)),
        min_size=1,
        max_size=4,
    )
)
def test_nonsense_is_answered_with_a_report(changes: list[tuple[int, Any]]) -> None:
    dataset, plan, travel = SMALL
    for number, nonsense in changes:
        try:
            plan = with_value(plan, SMALL_PLACES[number], nonsense)
        except (AttributeError, IndexError, TypeError, ValueError):
            assume(False)  # the place went with an earlier change, or the noun refuses the value
    report = check_plan(dataset, plan, travel)
    assert len(report.rules) == len(RULES)
    assert all(math.isfinite(violation.amount) for violation in report.violations)


def test_every_place_survives_every_nonsense() -> None:
    fetched = (*V5, "stops", 1)
    small = [place for place in PLACES if place[0] is not FETCHING or place[1][:4] == fetched]
    for (dataset, lawful, travel), path, old in small:
        for nonsense in NONSENSE:
            try:
                plan = with_value(lawful, path, nonsense)
            except (TypeError, ValueError):  # a location refuses it
                continue
            report = check_plan(dataset, plan, travel)
            is_same = nonsense == old or (not nonsense and not old)
            assert is_same or not report.ok, (path, nonsense)
