"""Read a road graph that OSMnx saved as GraphML."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

import numpy as np
import shapely

from domain.errors import Interrupted, RoadDataError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.importing.osmnx_network import network_of_osmnx
from maps.importing.road_filter import DRIVE
from maps.importing.while_reporting import while_reporting
from maps.network.road_network import RoadNetwork

if TYPE_CHECKING:
    import networkx as nx

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_ROOT = f"{_NAMESPACE} graphml"
_BYTES_PER_REPORT = 1 << 20
_NEVER = Never()


def read_graphml(
    source: Path,
    *,
    name: str,
    network_type: str = DRIVE,
    area: shapely.Geometry | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> RoadNetwork:
    """Read a simplified graph in degrees, as ``osmnx.save_graphml`` writes it.

    Parameters
    ----------
    area
        Where given, of all nodes only those within it are kept, and the largest part that then
        hangs together.

    Raises
    ------
    RoadDataError
        If the file is damaged, holds entities, or another graph than such a one.
    Interrupted
        If `stop` says so.
    """

    def report(fraction: float) -> None:
        on_progress(Progress(step="roads.reading", fraction=fraction))
        if stop.should_stop():
            raise Interrupted(message("roads.interrupted", file=source.name))

    def build() -> RoadNetwork:
        graph = _load(source)
        if area is not None:
            graph = _clipped(graph, area, source)
        return network_of_osmnx(graph, name=name, source=source.name, network_type=network_type)

    report(0.0)
    _check_xml(source, report)
    return while_reporting(build, lambda: report(1.0))


def _check_xml(source: Path, report: Callable[[float], None]) -> None:
    """Raise unless a file is whole, of GraphML and without entities, before anything is built."""
    parser = expat.ParserCreate(namespace_separator=" ")
    opened: list[str] = []

    def refuse_entities(*_: object) -> None:
        raise RoadDataError(message("roads.entities", file=source.name))

    def check_root(tag: str, _: object) -> None:
        opened.append(tag)
        parser.StartElementHandler = None
        if tag != _ROOT:
            raise RoadDataError(message("roads.graph_foreign", file=source.name))

    parser.StartDoctypeDeclHandler = refuse_entities
    parser.EntityDeclHandler = refuse_entities
    parser.StartElementHandler = check_root
    size = max(source.stat().st_size, 1)
    try:
        with source.open("rb") as file:
            while block := file.read(_BYTES_PER_REPORT):
                parser.Parse(block, False)
                report(file.tell() / size)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise RoadDataError(
            message("roads.damaged", file=source.name, line=error.lineno)
        ) from error
    except (LookupError, ValueError) as error:
        # It is in an encoding that nobody knows, or that expat cannot read.
        raise RoadDataError(message("roads.damaged", file=source.name, line=1)) from error
    except OSError as error:
        raise RoadDataError(
            message("roads.unreadable", file=source.name, detail=str(error.strerror))
        ) from error


def _load(source: Path) -> "nx.MultiDiGraph[int]":
    """The graph of a file that is whole."""
    # OSMnx and networkx take a second to import, and only GraphML needs them.
    import networkx as nx
    import osmnx as ox

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph = ox.load_graphml(source)
    except (
        *(ValueError, TypeError, KeyError, AttributeError, SyntaxError, RecursionError),
        *(MemoryError, nx.NetworkXError, shapely.errors.ShapelyError),
    ) as error:
        raise RoadDataError(message("roads.graph_foreign", file=source.name)) from error
    return graph


def _clipped(
    graph: "nx.MultiDiGraph[int]", area: shapely.Geometry, source: Path
) -> "nx.MultiDiGraph[int]":
    """The largest part of a graph whose nodes all lie in an area."""
    import networkx as nx

    places = np.array([(data.get("x"), data.get("y")) for _, data in graph.nodes(data=True)], float)
    shapely.prepare(area)
    is_within = shapely.intersects_xy(area, *places.reshape(-1, 2).T)
    inside = graph.subgraph(
        [node for node, within in zip(graph, is_within.tolist(), strict=True) if within]
    )
    parts = list(nx.weakly_connected_components(inside)) if graph.is_directed() else []
    if not parts:
        raise RoadDataError(message("roads.empty", file=source.name))
    return inside.subgraph(max(parts, key=len))
