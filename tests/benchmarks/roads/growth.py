"""How time and memory grow with the nodes of a city, and with the stops between them.

Cities are those of the sample's generator, from 1,000 junctions on, imported from their files;
stops are nodes of Porto.
"""

import csv
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from maps.hierarchy.hierarchy import warm_up_hierarchy
from maps.network.road_cache import import_roads
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.clocks import peak_mb, seconds_of
from tests.benchmarks.roads.graphs import PORTO, RoadGraph, city_file, graph_of, porto_graph
from tests.benchmarks.roads.matrices import fill, order_of
from tests.benchmarks.roads.rows import Rows, say_not_measured, state_folder

NODES = (1_000, 3_000, 10_000, 30_000, 100_000, 250_000, 500_000)
QUICK_NODES = NODES[:4]
STOPS = (100, 200, 500, 1_000, 2_000, 5_000)

NODE_STEPS = ("order_s", "hierarchy_s", "customise_s", "matrix_s")
"""The hierarchy's time holds that of the order."""

_CITY_STOPS = 500
_LEAST_MB = 0.1
_FITTED_FROM = 1 / 20
"""Exponents are fitted to sizes from this share of the largest on: small ones flatter."""


def measure_city(*, nodes: int) -> dict[str, Any]:
    """Import a city, generated before, and keep its graph; seconds of the import."""
    file = city_file(nodes)
    with tempfile.TemporaryDirectory() as cache:
        started_s = time.perf_counter()
        roads = import_roads(file, cache_dir=Path(cache))
        taken_s = time.perf_counter() - started_s
        memory_mb = peak_mb()
        graph_of(roads).save(_graph_file(nodes))
    return {
        "edges": roads.edge_count,
        "import_s": round(taken_s, 3),
        "import_peak_mb": memory_mb,
    }


def measure_nodes(*, nodes: int, runs: int) -> dict[str, Any]:
    """What each step takes in a city, the least of some runs, and the memory of the process."""
    warm_up_hierarchy()
    graph = RoadGraph.load(_graph_file(nodes))
    stops = graph.draw_stops(_CITY_STOPS)
    before_mb = peak_mb()
    hierarchy = graph.hierarchy()
    metric = hierarchy.customise(graph.weight)
    fill(metric, stops)
    grown_mb = peak_mb()
    steps = {
        "order_s": lambda: order_of(graph),
        "hierarchy_s": graph.hierarchy,
        "customise_s": lambda: hierarchy.customise(graph.weight),
        "matrix_s": lambda: fill(metric, stops),
    }
    return {
        "nodes": graph.nodes,
        "arcs": len(hierarchy.chordal.head),
        "peak_mb": grown_mb,
        "added_mb": round(max(_LEAST_MB, grown_mb - before_mb), 1),
        **{name: min(seconds_of(step) for _ in range(runs)) for name, step in steps.items()},
    }


def _graph_file(nodes: int) -> Path:
    return state_folder() / f"city-{nodes}.npz"


def measure_stops(*, stops: int, runs: int) -> dict[str, Any]:
    """What a matrix takes, the least of some runs, and the memory that it adds."""
    graph = porto_graph()
    metric = graph.hierarchy().customise(graph.weight)
    nodes = graph.draw_stops(stops)
    fill(metric, nodes[:10])
    before_mb = peak_mb()
    fill(metric, nodes)
    grown_mb = peak_mb()
    matrix_s = min(seconds_of(lambda: fill(metric, nodes)) for _ in range(runs))
    return {
        "stops": stops,
        "matrix_s": matrix_s,
        "peak_mb": grown_mb,
        "added_mb": round(max(_LEAST_MB, grown_mb - before_mb), 1),
        "both_matrices_mb": 8 * stops**2 / 1e6,
    }


def growth_goals(rows: Rows, *, quick: bool, out: Path) -> Iterator[Goal]:
    """Exponents of growth; tables and a picture on the way."""
    sizes = QUICK_NODES if quick else NODES
    cities = [city for nodes in sizes if (city := _city(rows, nodes, quick=quick))]
    if cities:
        _tell("growth with nodes", cities, out / "growth-nodes.csv")
        yield from _node_goals(cities)
    stops = _stop_rows(rows, quick=quick)
    if stops:
        _tell("growth with stops", stops, out / "growth-stops.csv")
        yield from _stop_goals(stops)
    if cities and stops:
        _draw(cities, stops, out)


def _city(rows: Rows, nodes: int, *, quick: bool) -> dict[str, Any] | None:
    """All that was measured of a city."""
    made = rows.measure("city", nodes=nodes)
    if made is None:
        return None
    found = rows.measure("nodes", nodes=nodes, runs=3 if quick else 5)
    return None if found is None else {**made, **found}


def _stop_rows(rows: Rows, *, quick: bool) -> list[dict[str, Any]]:
    """What was measured of matrices of several sizes."""
    if not PORTO.exists():
        say_not_measured("growth with stops", f"{PORTO.name} is not there")
        return []
    found = [rows.measure("stops", stops=count, runs=3 if quick else 5) for count in STOPS]
    return [one for one in found if one]


def _node_goals(cities: Sequence[Mapping[str, Any]]) -> Iterator[Goal]:
    total = [city["hierarchy_s"] + city["customise_s"] + city["matrix_s"] for city in cities]
    nodes = [city["nodes"] for city in cities]
    each = {step: exponent(nodes, [city[step] for city in cities]) for step in NODE_STEPS}
    yield Goal(
        goal="growth with nodes: exponent of the time of hierarchy, customising and matrix",
        measured=exponent(nodes, total),
        target=1.2,
        detail={
            "by_step": each,
            "import": exponent(nodes, [city["import_s"] for city in cities]),
            **_fitted(nodes),
            "stops": _CITY_STOPS,
            "run": cities[-1]["run"],
        },
    )
    grown = [city["added_mb"] for city in cities]
    yield Goal(
        goal="growth with nodes: exponent of the memory that hierarchy and matrix add",
        measured=exponent(nodes, grown),
        target=1.2,
        detail={"added_mb": grown, **_fitted(nodes)},
    )


def _stop_goals(found: Sequence[Mapping[str, Any]]) -> Iterator[Goal]:
    stops = [one["stops"] for one in found]
    yield Goal(
        goal="growth with stops: exponent of the time of a matrix",
        measured=exponent(stops, [one["matrix_s"] for one in found]),
        target=2.1,
        detail={**_fitted(stops), "run": found[-1]["run"]},
    )
    grown = [one["added_mb"] for one in found]
    yield Goal(
        goal="growth with stops: exponent of the memory that a matrix adds",
        measured=exponent(stops, grown),
        target=2.1,
        detail={"added_mb": grown, **_fitted(stops)},
    )


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Slope of the logarithms, fitted to the larger sizes."""
    size, value = np.log(sizes), np.log(values)
    is_large = np.array(sizes) >= _FITTED_FROM * max(sizes)
    return round(float(np.polyfit(size[is_large], value[is_large], 1)[0]), 3)


def _fitted(sizes: Sequence[float]) -> dict[str, Any]:
    return {"sizes": list(sizes), "fitted_from": _FITTED_FROM * max(sizes)}


def _tell(title: str, found: Sequence[Mapping[str, Any]], file: Path) -> None:
    """Print a table, and write it to a file."""
    columns = [name for name in found[0] if name != "run"]
    cells = [[f"{one[name]:.5g}" for name in columns] for one in found]
    print(f"\n{title}\n\n| {' | '.join(columns)} |\n|{' ---: |' * len(columns)}")
    print("\n".join(f"| {' | '.join(row)} |" for row in cells) + "\n", flush=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([columns, *cells])


def _draw(
    cities: Sequence[Mapping[str, Any]], stops: Sequence[Mapping[str, Any]], out: Path
) -> None:
    try:
        from tests.benchmarks.roads.picture import draw_growth
    except ImportError:
        say_not_measured("picture of growth", "matplotlib is not installed; see the extra [bench]")
        return
    print(f"picture: {draw_growth(cities, stops, out)}\n", flush=True)
