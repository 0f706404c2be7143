"""Road graphs saved by OSMnx that cannot be used."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from maps.importing.build_network import build_network
from maps.importing.osm_file import read_ways
from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.maps.osm_xml import small_town, write_osm

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

    Graph = nx.MultiDiGraph[int]
    Change = Callable[[Graph], None]

FILE = "town.graphml"
CUT_LINES = 60
ENTITIES = '<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa">]><graphml/>'
EMPTY = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"/>'


@cache
def _town() -> Graph:
    """The small town as a graph of OSMnx."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_osm(Path(folder) / "town.osm", *small_town())
        return build_network(read_ways(file), name="town", source="town.osm").to_networkx()


def _save(bed: Bed, change: Change) -> Path:
    # It takes a second to import.
    import osmnx as ox

    graph, path = _town().copy(), bed.folder / FILE
    change(graph)
    ox.save_graphml(graph, path)
    return path


def _changed(change: Change, *arguments: str) -> Prepare:
    """Import the town's graph after a change to it."""
    return lambda bed: ("roads", "import", _save(bed, change), *arguments)


def _edge(field: str, value: object) -> Change:
    return lambda graph: next(iter(graph.edges.values())).__setitem__(field, value)


def _node(field: str, value: object) -> Change:
    return lambda graph: next(iter(graph.nodes.values())).__setitem__(field, value)


def _graph(field: str, value: str) -> Change:
    return lambda graph: graph.graph.__setitem__(field, value)


def _no_lengths(graph: Graph) -> None:
    for edge in graph.edges.values():
        del edge["length"]


def _no_edges(graph: Graph) -> None:
    graph.remove_edges_from(list(graph.edges))


def _nothing(_: Graph) -> None:
    """A sound graph."""


def _text(text: str) -> Prepare:
    """Import a file that is called a graph."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_text(text)
        return "roads", "import", path

    return prepare


def _cut(bed: Bed) -> tuple[object, ...]:
    """The first lines of a graph, its end lost in the middle of a line."""
    path = _save(bed, _nothing)
    path.write_text("\n".join(path.read_text().splitlines()[:CUT_LINES])[:-5])
    return "roads", "import", path


CASES = [
    *(
        Case(
            name=f"a graph with {what}", prepare=_changed(change),
            code="roads.edge_damaged", file=FILE, column=column,
        )
        for what, change, column in (
            ("roads without a length", _no_lengths, "length"),
            ("a road of less than no length", _edge("length", -1.0), "length"),
            ("a road that nobody moves on", _edge("speed_kph", 0.0), "speed_kph"),
            ("a point for a road", _edge("geometry", "POINT (8 48)"), "geometry"),
        )
    ),
    *(
        Case(
            name=f"a graph with {what}", prepare=_changed(_node(column, value)),
            code="roads.node_damaged", file=FILE, column=column,
        )
        for what, column, value in (
            ("a junction off the globe", "y", 91.0),
            ("a junction that is nowhere", "x", "nan"),
        )
    ),
    *(
        Case(
            name=f"a graph with {what}", prepare=_changed(change),
            code="roads.graph_foreign", file=FILE,
        )
        for what, change in (
            ("a word for the id of a way", _edge("osmid", "x")),
            ("a line that is none", _edge("geometry", "LINE")),
            ("coordinates of a kind that nobody knows", _graph("crs", "nonsense")),
            ("banned turns that are none", _graph("banned_turns", "[[1]]")),
        )
    ),
    Case(
        name="a web page under the name of a graph",
        prepare=_text("<?xml version='1.0'?><html/>"), code="roads.graph_foreign", file=FILE,
    ),
    Case(
        name="a graph of some other program", prepare=_text(EMPTY + "</graphml>"),
        code="roads.graph_foreign", file=FILE,
    ),
    Case(
        name="entities in a graph", prepare=_text(ENTITIES), code="roads.entities", file=FILE,
    ),
    Case(
        name="a graph in letters that nobody knows",
        prepare=_text("<?xml version='1.0' encoding='utf-8888'?><graphml/>"),
        code="roads.damaged", file=FILE, row=1,
    ),
    Case(
        name="a graph cut short", prepare=_cut, code="roads.damaged", file=FILE, row=CUT_LINES,
    ),
    Case(
        name="a graph without roads", prepare=_changed(_no_edges), code="roads.empty", file=FILE,
    ),
    Case(
        name="a graph in metres", prepare=_changed(_graph("crs", "epsg:32632")),
        code="roads.graph_projected", file=FILE,
    ),
    Case(
        name="a graph that is not simplified", prepare=_changed(_graph("simplified", "False")),
        code="roads.graph_not_simplified", file=FILE,
    ),
    Case(
        name="a graph of roads for driving, for bikes",
        prepare=_changed(_nothing, "--type", "bike"),
        code="roads.graph_not_for_bikes", file=FILE,
    ),
    Case(
        name="a graph of roads for bikes, for driving",
        prepare=_changed(_graph("network_type", "bike")),
        code="roads.graph_not_for_driving", file=FILE,
    ),
]  # fmt: skip
