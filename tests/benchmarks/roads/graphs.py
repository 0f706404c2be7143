"""The graphs that are measured: Porto, New York, and cities of the sample's generator."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from domain.driving import Driving
from domain.geo import Location
from domain.traffic_day import FREE_FLOW, TrafficDay
from maps.driving.conditions import RoadConditions, road_conditions
from maps.driving.edge_costs import LOAD_LIMIT, pack
from maps.driving.turns import TurnCosts
from maps.hierarchy.chordal_graph import NO_NODE
from maps.hierarchy.hierarchy import Hierarchy, Ports
from maps.importing.street_arcs import components
from maps.network.road_cache import import_roads
from maps.network.road_network import RoadNetwork
from tests.benchmarks.roads.rows import ROOT, state_folder

SHARED = ROOT.parent / "shared" / "data" / "roads"
PORTO = SHARED / "porto_portugal.osm.pbf"
NEW_YORK = tuple(SHARED / f"USA-road-{kind}" for kind in ("t.NY.gr.gz", "d.NY.gr.gz", "d.NY.co.gz"))
_FILES = ("monaco.osm.gz", "liechtenstein.osm.pbf", "heidelberg.osm.pbf", "porto_portugal.osm.pbf")
EXTRACTS = tuple(SHARED / name for name in _FILES)

_CITY_SEED, _DOORS = 5, 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadGraph:
    """A strongly connected graph without loops or parallel arcs: what every peer can take.

    Parameters
    ----------
    tail, head
        Ends of each arc, ``(arcs,)``.
    time_ms, length_dm
        Weights of each arc; New York's are its file's own units.
    lat, lon
        Where the nodes are, ``(nodes,)``.
    """

    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    time_ms: npt.NDArray[np.int64]
    length_dm: npt.NDArray[np.int64]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.lat)

    @property
    def weight(self) -> npt.NDArray[np.float64]:
        """Times and lengths as one number for each arc."""
        return pack(self.time_ms, self.length_dm)

    def save(self, file: Path) -> None:
        """Keep the arrays, so that another process need not make them."""
        np.savez(file, **{name: getattr(self, name) for name in RoadGraph.__slots__})

    @classmethod
    def load(cls, file: Path) -> "RoadGraph":
        """Open what `save` kept."""
        with np.load(file) as arrays:
            return cls(**arrays)

    def hierarchy(self) -> Hierarchy:
        """The graph's hierarchy, made anew."""
        return Hierarchy.build(
            nodes=self.nodes, tail=self.tail, head=self.head, lat=self.lat, lon=self.lon
        )

    def draw_stops(self, count: int) -> npt.NDArray[np.int64]:
        """Some of the nodes, always the same."""
        return np.random.default_rng(1).choice(self.nodes, count, replace=False)


def node_ports(node: npt.NDArray[np.integer]) -> Ports:
    """Stops that are nodes themselves."""
    pair = np.column_stack((node, np.full(len(node), NO_NODE))).astype(np.int32)
    weight = np.column_stack((np.zeros(len(node)), np.full(len(node), np.inf)))
    return Ports(node=pair, weight=weight)


def porto_graph() -> RoadGraph:
    """The nodes of Porto that can all reach each other."""
    return graph_of(porto_roads())


def graph_of(roads: RoadNetwork) -> RoadGraph:
    """The nodes of a network that can all reach each other."""
    length_dm = np.rint(roads.length_m * 10).astype(np.int64)
    ends, place = (roads.tail, roads.head), (roads.node_lat, roads.node_lon)
    return _plain(ends, roads.travel_ms.astype(np.int64), length_dm, place)


def new_york_graph() -> RoadGraph:
    """New York of the DIMACS challenge, read once and kept as arrays."""
    kept = state_folder() / "new_york.npz"
    if not kept.exists():
        times, lengths, places = (_dimacs(path) for path in NEW_YORK)
        assert (times[:, :2] == lengths[:, :2]).all()
        ends = times[:, 0] - 1, times[:, 1] - 1
        place = places[:, 2] / 1e6, places[:, 1] / 1e6
        _plain(ends, times[:, 2], lengths[:, 2], place).save(kept)
    return RoadGraph.load(kept)


def porto_roads() -> RoadNetwork:
    """The roads of Porto, imported once."""
    return import_roads(PORTO, cache_dir=state_folder() / "cache")


def city_file(nodes: int) -> Path:
    """File of a made-up city of about so many junctions, generated at its first use."""
    from planning.sample.city import build_city
    from planning.sample.osm_file import write_osm

    digest = hashlib.sha256()
    for path in sorted((ROOT / "planning" / "sample").glob("*.py")):
        digest.update(path.read_bytes())
    folder = state_folder().parent.parent / "cities" / digest.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{nodes}.osm.gz"
    if not file.exists():
        part = folder / f"{nodes}.part"
        write_osm(build_city(nodes, doors=_DOORS, seed=_CITY_SEED), part)
        part.replace(file)
    return file


def conditions_of(
    roads: RoadNetwork, traffic: TrafficDay = FREE_FLOW, *, turns: bool = False
) -> RoadConditions:
    """The roads as a van finds them."""
    return road_conditions(roads, Driving(), traffic, turns=TurnCosts() if turns else None)


def draw_places(roads: RoadNetwork, count: int) -> list[tuple[str, Location]]:
    """Named places some tens of metres beside nodes, always the same."""
    rng = np.random.default_rng(1)
    node = rng.choice(roads.node_count, count, replace=False)
    lat = roads.node_lat[node] + rng.normal(0, 0.0003, count)
    lon = roads.node_lon[node] + rng.normal(0, 0.0003, count)
    locations = map(Location, lat.tolist(), lon.tolist())
    return [(str(number), location) for number, location in enumerate(locations)]


def _dimacs(path: Path) -> npt.NDArray[np.int64]:
    """The numbers of an arc or node file of the DIMACS challenge, a row each."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        lines = (line[2:] for line in file if line[0] in "av")
        return np.asarray(np.loadtxt(lines, dtype=np.int64))


def _plain(
    ends: tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]],
    time_ms: npt.NDArray[np.int64],
    length_dm: npt.NDArray[np.int64],
    place: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> RoadGraph:
    """The largest strongly connected part, with the best of parallel arcs."""
    assert length_dm.max() < LOAD_LIMIT
    nodes = len(place[0])
    label = components(nodes, *ends, connection="strong")
    is_kept = label == np.bincount(label).argmax()
    number = np.cumsum(is_kept) - 1
    used = is_kept[ends[0]] & is_kept[ends[1]] & (ends[0] != ends[1])
    tail, head = number[ends[0][used]], number[ends[1][used]]
    time_ms, length_dm = time_ms[used], length_dm[used]
    order = np.lexsort((length_dm, time_ms, head, tail))
    key = (tail * nodes + head)[order]
    best = order[np.diff(key, prepend=-1) != 0]
    return RoadGraph(
        tail=tail[best].astype(np.int32),
        head=head[best].astype(np.int32),
        time_ms=time_ms[best],
        length_dm=length_dm[best],
        lat=np.ascontiguousarray(place[0][is_kept]),
        lon=np.ascontiguousarray(place[1][is_kept]),
    )
