"""Snapping, reopening, and importing, the last beside OSMnx's own pipeline."""

import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from maps.driving.open_hierarchy import open_graph, open_hierarchy
from maps.driving.travel_times import snap_places
from maps.driving.turns import TurnCosts
from maps.network.road_cache import default_name, import_roads, open_roads
from maps.snapping.snap import warm_up_snapping
from maps.warm_up import warm_up
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.clocks import alternate, peak_mb, told
from tests.benchmarks.roads.graphs import (
    EXTRACTS,
    PORTO,
    SHARED,
    conditions_of,
    draw_places,
    graph_of,
    porto_roads,
)
from tests.benchmarks.roads.matrices import fill
from tests.benchmarks.roads.rows import Rows, say_not_measured, state_folder

_QUICK_EXTRACTS = 3


def measure_snapping(*, points: int, runs: int) -> dict[str, Any]:
    """Seconds to snap points to streets once the index is open."""
    conditions = conditions_of(porto_roads())
    places = draw_places(conditions.network, points)
    first = alternate({"first": lambda: snap_places(conditions, places)}, 1)["first"][0]
    seconds = alternate({"snap": lambda: snap_places(conditions, places)}, runs)["snap"]
    return {"first_s": round(first, 3), "seconds": seconds, "edges": conditions.network.edge_count}


def snapping_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """1,000 points at once."""
    if not PORTO.exists():
        say_not_measured("snapping", f"{PORTO.name} is not there")
        return
    found = rows.measure("snapping", points=1000, runs=5 if quick else 15)
    if found is not None:
        yield Goal(
            goal="snapping 1,000 points to streets, Porto: seconds",
            measured=median(found["seconds"]),
            target=0.1,
            detail={
                **told(found["seconds"]),
                "first_with_the_index_made_s": found["first_s"],
                "edges": found["edges"],
                "run": found["run"],
            },
        )


def measure_preparing() -> dict[str, Any]:
    """Compile everything; import Porto and make its hierarchies, for others to open."""
    warm_up()
    if PORTO.exists():
        roads = porto_roads()
        for turns in (None, TurnCosts()):
            open_hierarchy(roads, open_graph(roads, turns))
        graph = graph_of(roads)
        fill(graph.hierarchy().customise(graph.weight), graph.draw_stops(10))
    return {}


def measure_reopening(*, turns: bool, run: int) -> dict[str, Any]:
    """Processor seconds to open roads, graph and hierarchy in a process that has opened nothing.

    numba loads half of itself at the first call of anything compiled; that is told apart. The
    number of the run makes it a measurement of its own, here as below.
    """
    begun_s = time.process_time()
    warm_up_snapping()
    numba_s = time.process_time() - begun_s
    costs = TurnCosts() if turns else None
    first, again = _opened(costs), _opened(costs)
    return {"first": {**first, "numba_starts_s": numba_s}, "again": again, "number": run}


def _opened(costs: TurnCosts | None) -> dict[str, float]:
    """Processor seconds of each step of opening a city, and seconds on the wall."""
    wall_s, work_s = time.perf_counter(), [time.process_time()]
    roads = open_roads(default_name(PORTO), cache_dir=state_folder() / "cache")
    work_s.append(time.process_time())
    graph = open_graph(roads, costs)
    work_s.append(time.process_time())
    open_hierarchy(roads, graph)
    work_s.append(time.process_time())
    wall_s = time.perf_counter() - wall_s
    steps = [end - begin for begin, end in pairwise(work_s)]
    whole = {"work_s": sum(steps), "wall_s": wall_s}
    return whole | dict(zip(("roads_s", "graph_s", "hierarchy_s"), steps, strict=True))


def reopening_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """A cached city in a second process."""
    if not PORTO.exists():
        say_not_measured("reopening", f"{PORTO.name} is not there")
        return
    for turns in (False, True):
        found = [
            rows.measure("reopening", turns=turns, run=run) for run in range(3 if quick else 7)
        ]
        opened = [one for one in found if one is not None]
        if not opened:
            continue
        first, again = [
            {
                step: round(median(one[which][step] for one in opened), 4)
                for step in opened[0][which]
            }
            for which in ("first", "again")
        ]
        yield Goal(
            goal=f"reopening Porto {'with' if turns else 'without'} turns: seconds of work",
            measured=first["work_s"],
            target=0.1,
            detail={
                **first,
                "again_in_the_same_process": again,
                "least_work_s": round(min(one["first"]["work_s"] for one in opened), 4),
                "processes": len(opened),
                "what": "processor time of all threads, loading of the machine code used counted; "
                "imports of modules, and numba's own start at the first compiled call, not",
                "run": opened[0]["run"],
            },
        )


def measure_import(*, file: str, run: int) -> dict[str, Any]:
    """Import a file into an empty cache."""
    before_mb = peak_mb()
    with tempfile.TemporaryDirectory() as cache:
        started_s = time.perf_counter()
        roads = import_roads(SHARED / file, cache_dir=Path(cache))
        taken_s = time.perf_counter() - started_s
    return {
        "number": run,
        "seconds": taken_s,
        "before_mb": before_mb,
        "peak_mb": peak_mb(),
        "nodes": roads.node_count,
        "edges": roads.edge_count,
        "length_km": float(roads.length_m.sum()) / 1000,
    }


def measure_osmnx(*, file: str, run: int) -> dict[str, Any]:
    """Make OSMnx's own graph of a file, with speeds and times."""
    import osmnx as ox
    from osmnx import graph as osmnx_graphs

    from tests.maps.osmnx_oracle import osmnx_graph

    before_mb, created_s = peak_mb(), list[float]()
    create = osmnx_graphs._create_graph

    def noted(*arguments: Any, **named: Any) -> Any:
        created_s.append(time.perf_counter())
        return create(*arguments, **named)

    started_s = time.perf_counter()
    with patch.object(osmnx_graphs, "_create_graph", noted):
        graph = ox.add_edge_travel_times(ox.add_edge_speeds(osmnx_graph(SHARED / file)))
    return {
        "number": run,
        "seconds": time.perf_counter() - started_s,
        "reading_s": created_s[0] - started_s,
        "before_mb": before_mb,
        "peak_mb": peak_mb(),
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
        "length_km": sum(data["length"] for _, _, data in graph.edges(data=True)) / 1000,
    }


def import_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """Every extract: as OSMnx, only faster and smaller."""
    files = [file for file in EXTRACTS if file.exists()]
    if len(files) < len(EXTRACTS):
        say_not_measured("import of some extracts", "their files are not there")
    for file in files[:_QUICK_EXTRACTS] if quick else files:
        ours, theirs = [], []
        for run in range(2 if quick else 3):
            ours.append(rows.measure("import", file=file.name, run=run))
            theirs.append(rows.measure("osmnx", file=file.name, run=run))
        known = [one for one in ours if one], [one for one in theirs if one]
        if all(known):
            yield from _import_goals(file.name, *known)


def _import_goals(
    name: str, ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> Iterator[Goal]:
    """Goals of one extract."""
    ours_s, theirs_s = [[one["seconds"] for one in side] for side in (ours, theirs)]
    reading_s = median(one["reading_s"] for one in theirs)
    counts = {
        what: {"ours": round(ours[0][what], 3), "osmnx": round(theirs[0][what], 3)}
        for what in ("nodes", "edges", "length_km")
    }
    run = {"run": ours[0]["run"]}
    yield Goal(
        goal=f"import of {name}: greatest difference from OSMnx in per cent",
        measured=max(100 * abs(one["ours"] / one["osmnx"] - 1) for one in counts.values()),
        target=0.5,
        detail={**counts, **run},
    )
    yield Goal(
        goal=f"import of {name}: times as fast as OSMnx",
        measured=median(theirs_s) / median(ours_s),
        target=4.0,
        at_most=False,
        detail={
            "ours": told(ours_s),
            "osmnx": told(theirs_s),
            "osmnx_reads_by_osmium_s": round(reading_s, 2),
            "ratio_without_its_reading": round((median(theirs_s) - reading_s) / median(ours_s), 2),
            "what": "imports of modules counted on neither side; ours also hashes, keeps arrays, "
            "finds restrictions, limits, land and islands",
            **run,
        },
    )
    ours_mb, theirs_mb = [
        round(median(one["peak_mb"] for one in side), 1) for side in (ours, theirs)
    ]
    yield Goal(
        goal=f"import of {name}: peak memory as a share of OSMnx's",
        measured=ours_mb / theirs_mb,
        target=0.5,
        detail={
            "ours_mb": ours_mb,
            "osmnx_mb": theirs_mb,
            "imports_of_modules_mb": {
                "ours": ours[0]["before_mb"],
                "osmnx": theirs[0]["before_mb"],
            },
            "what": "whole processes, their imports counted",
            **run,
        },
    )
