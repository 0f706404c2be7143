"""What of a route that fetches and reloads is on the map, and how full its vehicle is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import StopKind
from maps.picture.map_content import map_content
from maps.picture.plan_facts import fullest_load, trips
from planning.wording import Wording
from tests.maps.carrying_day import carrying_day

DAY = carrying_day()
ROUTE = DAY.plan.routes[0]


@pytest.mark.parametrize(
    ("language", "fetch", "unload"), [("en", "Fetch", "Unload"), ("zh", "取货", "卸货")]
)
def test_the_map_says_what_is_fetched_and_what_delivered(
    language: str, fetch: str, unload: str
) -> None:
    content = map_content(DAY.plan, DAY.dataset, None, Wording(language).say)
    stops = content["routes"][0]["stops"]
    assert [stop["number"] for stop in stops] == [1, 2, 3, 4, 0, 5, 6]
    assert [stop["kind"] for stop in stops] == [stop.kind.value for stop in ROUTE.stops]
    first, second = (dict(stop["rows"]) for stop in stops[2:4])
    assert content["texts"]["fetch"] == fetch
    assert content["texts"]["unload"] == unload
    assert first["fetch"] == second["unload"] == "40 × CRATE Crate"
    assert "address" not in first
    assert second["address"] == "Rosengasse 7"
    assert (first["window"], second["window"]) == ("08:00–11:00", "09:00–16:00")


def test_trips_begin_with_their_reload() -> None:
    assert [[n.number for n in trip] for trip in trips(ROUTE)] == [[1, 2, 3, 4], [0, 5, 6]]
    assert list(trips(replace(ROUTE, stops=()))) == [()]


TASK = st.tuples(st.sampled_from([StopKind.DELIVERY, StopKind.PICKUP]), st.integers(0, 50))
"""What a stop does, and with how much."""


@given(st.lists(st.lists(TASK, max_size=5), min_size=1, max_size=4))
def test_the_fullest_load_is_the_most_that_is_ever_on_board(
    tasks: list[list[tuple[StopKind, int]]],
) -> None:
    template, stops, most = ROUTE.stops[0], [], 0
    for number, trip in enumerate(tasks):
        load = sum(amount for kind, amount in trip if kind is StopKind.DELIVERY)
        most = max(most, load)
        if number:
            stops.append(replace(template, kind=StopKind.RELOAD, load_m3=load, load_kg=load))
        for kind, amount in trip:
            load += amount if kind is StopKind.PICKUP else -amount
            most = max(most, load)
            stops.append(replace(template, kind=kind, load_m3=load, load_kg=load))
    moved = sum(amount for trip in tasks for _, amount in trip)
    route = replace(ROUTE, stops=tuple(stops), load_m3=moved, load_kg=moved)
    assert fullest_load(route) == (most, most)
