"""Streets for tests: a bent grid with a few wider roads, and the shortest ways on it."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from maps.network.road_limits import no_limits
from maps.network.road_network import RoadNetwork

CLASSES = ("motorway", "primary", "secondary", "tertiary", "residential")
CENTRE = (49.41, 8.69)
KPH = np.array([110.0, 60.0, 50.0, 40.0, 30.0])


def build_streets(side: int = 90, seed: int = 1) -> RoadNetwork:
    """A network of about `side` x `side` junctions, 90 to 110 m apart."""
    rng = np.random.default_rng(seed)
    lat, lon = _junctions(side, rng)
    pairs, road_class = _streets(side, rng)
    tail = np.concatenate([pairs[:, 0], pairs[:, 1]]).astype(np.int32)
    head = np.concatenate([pairs[:, 1], pairs[:, 0]]).astype(np.int32)
    road_class = np.tile(road_class, 2)
    count = len(tail)
    bend = rng.normal(0, 0.00008, (count // 2, 2))
    middle = np.column_stack([lat[pairs].mean(axis=1), lon[pairs].mean(axis=1)]) + bend
    middle = np.tile(middle, (2, 1))
    shape_lat = np.column_stack([lat[tail], middle[:, 0], lat[head]]).ravel()
    shape_lon = np.column_stack([lon[tail], middle[:, 1], lon[head]]).ravel()
    length_m = np.hypot(lat[tail] - lat[head], (lon[tail] - lon[head]) * 0.65) * 111_000
    return RoadNetwork(
        name="made-up",
        source="made-up.osm",
        node_osm_id=np.arange(len(lat)),
        node_lat=lat,
        node_lon=lon,
        tail=tail,
        head=head,
        length_m=length_m,
        speed_kph=KPH[road_class],
        travel_ms=np.rint(length_m / KPH[road_class] * 3600).astype(np.int32),
        maxspeed_kph=np.zeros(count, np.float32),
        road_class=road_class,
        name_text=np.zeros(count, np.int32),
        flags=np.zeros(count, np.uint8),
        twin=np.roll(np.arange(count, dtype=np.int32), count // 2),
        shape_offset=np.arange(count + 1) * 3,
        shape_lat=shape_lat.round(7),
        shape_lon=shape_lon.round(7),
        way_offset=np.arange(count + 1),
        edge_way=np.zeros(count, np.int32),
        way_osm_id=np.array([1]),
        way_text=np.zeros((1, 0), np.int32),
        way_tags=(),
        classes=CLASSES,
        texts=("",),
        **no_limits(count),
    )


class Ways:
    """Shortest ways between junctions."""

    def __init__(self, streets: RoadNetwork) -> None:
        self._streets = streets
        shape = (streets.node_count, streets.node_count)
        self._graph = csr_array(
            (streets.travel_ms.astype(float), (streets.tail, streets.head)), shape=shape
        )
        ends = zip(streets.tail.tolist(), streets.head.tolist(), strict=True)
        self._edge = {pair: edge for edge, pair in enumerate(ends)}

    def nearest(self, lat: float, lon: float) -> int:
        """The junction nearest to a point."""
        streets = self._streets
        return int(np.argmin((streets.node_lat - lat) ** 2 + (streets.node_lon - lon) ** 2))

    def between(self, start: int, end: int) -> tuple[npt.NDArray[np.float64], int, int]:
        """Points, seconds and metres of the shortest way."""
        cost, before = dijkstra(self._graph, indices=[start], return_predecessors=True)
        nodes = [end]
        while nodes[-1] != start:
            nodes.append(int(before[0, nodes[-1]]))
        nodes.reverse()
        edges = [self._edge[pair] for pair in pairwise(nodes)]
        here = (self._streets.node_lat[start], self._streets.node_lon[start])
        shapes = [self._streets.edge_shape(edge)[1:] for edge in edges]
        points = np.vstack([np.reshape(here, (1, 2)), *shapes])
        return points, int(cost[0, end] / 1000), round(float(self._streets.length_m[edges].sum()))


def _junctions(
    side: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    step = np.arange(side) - side / 2
    east, north = np.meshgrid(step, step)
    east = east + 1.5 * np.sin(north / 9) + rng.normal(0, 0.16, east.shape)
    north = north + 1.2 * np.sin(east / 11) + rng.normal(0, 0.16, north.shape)
    return CENTRE[0] + north.ravel() * 0.0009, CENTRE[1] + east.ravel() * 0.0014


def _class_of(line: int) -> int:
    if line % 44 == 22:
        return 0
    return 1 if line % 20 == 0 else 2 if line % 10 == 5 else 3 if line % 5 == 0 else 4


def _streets(
    side: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    pairs, classes = [], []
    for row in range(side):
        for column in range(side):
            here = row * side + column
            for ahead, is_inside, kind in (
                (here + 1, column + 1 < side, _class_of(row)),
                (here + side, row + 1 < side, _class_of(column)),
            ):
                if is_inside and (kind < 4 or rng.random() > 0.06):
                    pairs.append((here, ahead))
                    classes.append(kind)
    return np.array(pairs), np.array(classes, np.uint8)
