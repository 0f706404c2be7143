"""State graphs and hierarchies come back from the cache as they were made, or are made anew."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from maps.driving.open_hierarchy import open_graph, open_hierarchy
from maps.driving.state_graph import StateGraph, state_graph
from maps.driving.turns import TurnCosts
from maps.network.road_cache import import_roads, load_derived, open_roads, store_derived
from maps.network.road_network import RoadNetwork
from tests.maps.osm_xml import small_town, write_osm

COSTS = TurnCosts()


@pytest.fixture
def town(tmp_path: Path) -> RoadNetwork:
    """A small town, imported into a cache of its own."""
    source = write_osm(tmp_path / "town.osm", *small_town())
    return import_roads(source, cache_dir=tmp_path / "cache")


def again(network: RoadNetwork) -> RoadNetwork:
    """The same roads as another process would open them."""
    assert network.cache_path is not None
    return open_roads("town", cache_dir=network.cache_path.parents[1])


def same(one: StateGraph, other: StateGraph) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(StateGraph)
    )


@pytest.mark.parametrize("turns", [None, COSTS])
def test_what_was_made_comes_back(town: RoadNetwork, turns: TurnCosts | None) -> None:
    graph = open_graph(town, turns)
    hierarchy = open_hierarchy(town, graph)
    later = again(town)
    assert same(open_graph(later, turns), graph)
    found = open_hierarchy(later, open_graph(later, turns))
    for name, array in hierarchy.arrays().items():
        assert np.array_equal(found.arrays()[name], array)


def test_other_costs_are_not_mistaken_for_those_kept(town: RoadNetwork) -> None:
    open_graph(town, COSTS)
    dear = replace(COSTS, far_s=60.0)
    later = again(town)
    assert same(open_graph(later, dear), state_graph(town, dear))
    assert same(open_graph(again(town), COSTS), state_graph(town, COSTS))


@pytest.mark.parametrize(
    ("name", "value"), [("edge", 10_000), ("edge", -1), ("offset", -1), ("costs", 0)]
)
def test_a_graph_that_does_not_fit_is_made_anew(town: RoadNetwork, name: str, value: int) -> None:
    open_graph(town, COSTS)
    kept = load_derived(town, "turn_graph")
    assert kept is not None
    spoilt = {key: array.copy() for key, array in kept.items()}
    spoilt[name][1] = value
    store_derived(town, "turn_graph", spoilt)
    assert same(open_graph(again(town), COSTS), state_graph(town, COSTS))


def test_a_hierarchy_of_another_graph_is_made_anew(town: RoadNetwork) -> None:
    graph = open_graph(town, None)
    arrays = open_hierarchy(town, graph).arrays()
    store_derived(town, "hierarchy", {**arrays, "slot": arrays["slot"][:-1]})
    found = open_hierarchy(again(town), graph)
    assert np.array_equal(found.arrays()["slot"], arrays["slot"])
