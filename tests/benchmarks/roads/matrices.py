"""Static matrices between nodes, and the order that they come from, against the peers."""

from collections.abc import Iterator
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from maps.driving.edge_costs import unpack
from maps.hierarchy.chordal_graph import eliminate
from maps.hierarchy.hierarchy import Metric
from maps.hierarchy.node_order import order_nodes
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.clocks import alternate, peak_mb, seconds_of, told
from tests.benchmarks.roads.graphs import (
    NEW_YORK,
    PORTO,
    RoadGraph,
    new_york_graph,
    node_ports,
    porto_graph,
)
from tests.benchmarks.roads.peers import (
    has_peer,
    pandana_rows,
    pyroutingkit_matrix,
    routingkit_order,
    scipy_rows,
)
from tests.benchmarks.roads.rows import Rows, say_not_measured

KNOWN_ARCS = {"Porto": 240_570, "New York": 1_430_675}
"""Arcs that RoutingKit's order left when this was designed, on graphs made as these are."""

_BLOCK_ROWS = 256

TimesAndLengths = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def measure_porto(*, stops: int, runs: int, scipy_count: int, pandana_count: int) -> dict[str, Any]:
    """Time and distance between nodes of Porto, and whether all peers agree.

    Peers are ready before the clock starts, and so are we.
    """
    graph = porto_graph()
    nodes = graph.draw_stops(stops)
    sampled, few = nodes[:scipy_count], nodes[:pandana_count]
    hierarchy = graph.hierarchy()
    hierarchy_s = min(seconds_of(graph.hierarchy) for _ in range(3))
    customise_s = min(seconds_of(lambda: hierarchy.customise(graph.weight)) for _ in range(5))
    metric = hierarchy.customise(graph.weight)
    works: dict[str, Any] = {
        "ours": lambda: fill(metric, nodes),
        "scipy": lambda: scipy_rows(graph, sampled, nodes),
    }
    if has_peer("pyroutingkit"):
        find_times = pyroutingkit_matrix(graph)
        works["pyroutingkit"] = lambda: find_times(nodes)
    if has_peer("pandana"):
        find_seconds = pandana_rows(graph)
        works["pandana"] = lambda: find_seconds(few, nodes)
    alternate({"ours": works["ours"]}, 2)
    seconds = alternate(works, runs)
    drive_ms, length_dm = fill(metric, nodes)
    right_ms, right_dm = scipy_rows(graph, sampled, nodes)
    found: dict[str, Any] = {
        "nodes": graph.nodes,
        "arcs": len(graph.tail),
        "stops": stops,
        "scale": {"ours": 1.0, "scipy": stops / scipy_count},
        "hierarchy_s": round(hierarchy_s, 3),
        "customise_s": round(customise_s, 4),
        "seconds": seconds,
        "differences": {
            "time": int((drive_ms[:scipy_count] != right_ms).sum()),
            "distance": int((length_dm[:scipy_count] != right_dm).sum()),
            "of": 2 * right_ms.size,
        },
    }
    if "pyroutingkit" in works:
        found["scale"]["pyroutingkit"] = 1.0
        found["differences"]["pyroutingkit"] = int((find_times(nodes) != drive_ms).sum())
    if "pandana" in works:
        found["scale"]["pandana"] = stops / pandana_count
        apart = np.abs(find_seconds(few, nodes) * 1000 - drive_ms[:pandana_count])
        found["pandana_most_ms_apart"] = round(float(apart.max()), 1)
    return found


def porto_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """Porto, 1000 x 1000, against each peer, and that nothing differs."""
    if not PORTO.exists():
        say_not_measured("Porto 1000 x 1000", f"{PORTO.name} is not there")
        return
    sampled = 50 if quick else 200
    found = rows.measure(
        "porto",
        stops=1000,
        runs=3 if quick else 5,
        scipy_count=sampled,
        pandana_count=50 if quick else 200,
    )
    if found is None:
        return
    remarks = {
        "scipy": f"one thread, {sampled} rows, scaled; time and distance in one pass of packed "
        "weights, as ours",
        "pyroutingkit": "time only; two threads allowed, contraction and customising not counted",
        "pandana": "time only, in seconds; contraction not counted",
    }
    for peer, target in (("scipy", 50.0), ("pyroutingkit", 3.0), ("pandana", 50.0)):
        goal = f"Porto 1000 x 1000, time and distance: times as fast as {peer}"
        if peer not in found["seconds"]:
            say_not_measured(goal, f"{peer} is not installed; see the extra [bench]")
            continue
        yield _faster(goal, found, peer, target, {"peer": remarks[peer]})
    yield Goal(
        goal="Porto 1000 x 1000: cells that differ from scipy's",
        measured=found["differences"]["time"] + found["differences"]["distance"],
        target=0,
        detail={name: found.get(name) for name in ("differences", "pandana_most_ms_apart", "run")},
    )


def measure_new_york(*, stops: int, runs: int, scipy_count: int) -> dict[str, Any]:
    """Time and distance between nodes of New York, and the memory of the whole process."""
    graph = new_york_graph()
    nodes = graph.draw_stops(stops)
    hierarchy = graph.hierarchy()
    hierarchy_s = min(seconds_of(graph.hierarchy) for _ in range(2))
    customise_s = min(seconds_of(lambda: hierarchy.customise(graph.weight)) for _ in range(3))
    metric = hierarchy.customise(graph.weight)
    fill(metric, nodes[:10])
    before_mb = peak_mb()
    seconds = {"ours": [seconds_of(lambda: fill(metric, nodes)) for _ in range(runs)]}
    whole_mb = peak_mb()
    sampled = nodes[np.linspace(0, stops - 1, scipy_count).astype(np.int64)]
    right_ms, right_dm = scipy_rows(graph, sampled, nodes)
    seconds["scipy"] = [seconds_of(lambda: scipy_rows(graph, sampled, nodes)) for _ in range(runs)]
    drive_ms, length_dm = fill(metric, nodes)
    taken = np.linspace(0, stops - 1, scipy_count).astype(np.int64)
    return {
        "nodes": graph.nodes,
        "arcs": len(graph.tail),
        "stops": stops,
        "scale": {"ours": 1.0, "scipy": stops / scipy_count},
        "hierarchy_s": round(hierarchy_s, 3),
        "customise_s": round(customise_s, 4),
        "seconds": seconds,
        "peak_mb": whole_mb,
        "peak_before_the_matrix_mb": before_mb,
        "differences": {
            "time": int((drive_ms[taken] != right_ms).sum()),
            "distance": int((length_dm[taken] != right_dm).sum()),
            "rows": scipy_count,
        },
    }


def new_york_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """New York, 5000 x 5000: exact, small, and far faster than scipy."""
    if not all(path.exists() for path in NEW_YORK):
        say_not_measured("New York 5000 x 5000", "the files of the DIMACS challenge are not there")
        return
    count = 10 if quick else 20
    found = rows.measure("new_york", stops=5000, runs=3, scipy_count=count)
    if found is None:
        return
    yield _faster(
        "New York 5000 x 5000, time and distance: times as fast as scipy",
        found,
        "scipy",
        150.0,
        {"peer": f"one thread, {count} rows, scaled; time and distance in one pass, as ours"},
    )
    yield Goal(
        goal="New York 5000 x 5000: megabytes at the peak of the whole process",
        measured=found["peak_mb"],
        target=1200,
        detail={
            "what": "a process that opens the arcs, makes the hierarchy and fills both matrices",
            "before_the_matrix_mb": found["peak_before_the_matrix_mb"],
            "run": found["run"],
        },
    )
    yield Goal(
        goal="New York 5000 x 5000: cells that differ from scipy's",
        measured=found["differences"]["time"] + found["differences"]["distance"],
        target=0,
        detail={**found["differences"], "run": found["run"]},
    )


def measure_order(*, city: str, runs: int) -> dict[str, Any]:
    """Seconds that the node order takes and the arcs that it leaves, beside RoutingKit's."""
    graph = {"Porto": porto_graph, "New York": new_york_graph}[city]()
    make = routingkit_order(graph)
    ours = order_of(graph)
    works = {"ours": lambda: order_of(graph), "routingkit": make}
    return {
        "nodes": graph.nodes,
        "seconds": alternate(works, runs),
        "arcs": {"ours": arcs_left(graph, ours), "routingkit": arcs_left(graph, make())},
    }


def order_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """The node order, warm, against RoutingKit's."""
    cities = {"Porto": (PORTO,), "New York": NEW_YORK}
    for city, files in cities.items():
        if not all(path.exists() for path in files):
            say_not_measured(f"node order, {city}", "its files are not there")
            continue
        if not has_peer("routingkit_cch"):
            reason = "routingkit-cch is not installed; see the extra [bench]"
            say_not_measured(f"node order, {city}", reason)
            continue
        found = rows.measure("order", city=city, runs=2 if quick else 3)
        if found is None:
            continue
        arcs, seconds = found["arcs"], found["seconds"]
        yield Goal(
            goal=f"node order, {city}: arcs as a share of RoutingKit's",
            measured=arcs["ours"] / arcs["routingkit"],
            target=0.9,
            detail={**arcs, "routingkit_known": KNOWN_ARCS[city], "nodes": found["nodes"]},
        )
        yield Goal(
            goal=f"node order, {city}: times as fast as RoutingKit",
            measured=median(seconds["routingkit"]) / median(seconds["ours"]),
            target=4.0,
            at_most=False,
            detail={
                **{name: told(runs) for name, runs in seconds.items()},
                "ratio_of_least": round(min(seconds["routingkit"]) / min(seconds["ours"]), 2),
                "peer": "one thread; its lists are made before the clock starts",
                "run": found["run"],
            },
        )


def fill(metric: Metric, nodes: npt.NDArray[np.int64]) -> TimesAndLengths:
    """Times and lengths between nodes as two matrices of int32, block by block."""
    ports = node_ports(nodes)
    drive_ms = np.empty((len(nodes), len(nodes)), np.int32)
    length_dm = np.empty_like(drive_ms)
    for numbers, weights in metric.blocks(ports, ports, block_rows=_BLOCK_ROWS):
        drive_ms[numbers], length_dm[numbers] = unpack(weights)
    return drive_ms, length_dm


def order_of(graph: RoadGraph) -> npt.NDArray[np.int32]:
    """Our order of a graph's nodes."""
    return order_nodes(graph.nodes, graph.tail, graph.head, graph.lat, graph.lon)


def arcs_left(graph: RoadGraph, order: npt.ArrayLike) -> int:
    """Arcs that elimination of a graph's nodes in an order leaves."""
    rank = np.empty(graph.nodes, np.int64)
    rank[np.asarray(order)] = np.arange(graph.nodes)
    low, high = np.sort((rank[graph.tail], rank[graph.head]), axis=0)
    key = np.unique(low * graph.nodes + high)
    first = np.searchsorted(key, np.arange(graph.nodes + 1) * graph.nodes).astype(np.int64)
    return len(eliminate(first, (key % graph.nodes).astype(np.int32))[1])


def _faster(
    goal: str, found: dict[str, Any], peer: str, target: float, remarks: dict[str, Any]
) -> Goal:
    """How many times as fast we are as a peer, by medians."""
    scale = found["scale"][peer]
    theirs, ours = found["seconds"][peer], found["seconds"]["ours"]
    return Goal(
        goal=goal,
        measured=scale * median(theirs) / median(ours),
        target=target,
        at_most=False,
        detail={
            "ratio_of_least": round(scale * min(theirs) / min(ours), 2),
            "ours": told(ours),
            peer: {**told([scale * seconds for seconds in theirs]), "scaled_by": scale},
            "nodes": found["nodes"],
            "arcs": found["arcs"],
            "hierarchy_s_not_counted": found["hierarchy_s"],
            "customise_s_not_counted": found["customise_s"],
            **remarks,
            "run": found["run"],
        },
    )
