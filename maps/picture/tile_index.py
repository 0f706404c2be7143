"""Which streets, water and green lie on a tile of the map, and in how much detail.

Tiles are those of every web map: at zoom `z` the world in the Mercator projection is a square of
``2**z`` x ``2**z`` tiles of 256 pixels, counted from the north-western corner.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from maps.network.land_cover import LandCover, LandKind
from maps.network.road_network import EdgeFlag, RoadNetwork

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

TILE_PX = 256
GREATEST_LAT = 85.0511287798066
"""Where the square ends in the north and south."""

_DETAIL_PX = 0.6
_SMALLEST_LAND_PX = 1.0
_LEVELS_FROM_ZOOM = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadKind:
    """Road classes that are drawn alike.

    Parameters
    ----------
    name
        What its colour goes by.
    classes
        OSM ``highway`` values; every other class is a street.
    width_px
        Width at zoom 14.
    from_zoom, names_from_zoom
        First zoom at which they, and their names, are drawn.
    """

    name: str
    classes: frozenset[str]
    width_px: float
    from_zoom: int
    names_from_zoom: int


STREET = RoadKind(
    name="street", classes=frozenset(), width_px=2.3, from_zoom=12, names_from_zoom=16
)
ROAD_KINDS = (
    STREET,
    RoadKind(
        name="tertiary",
        classes=frozenset({"tertiary", "tertiary_link"}),
        width_px=3.1,
        from_zoom=11,
        names_from_zoom=15,
    ),
    RoadKind(
        name="secondary",
        classes=frozenset({"secondary", "secondary_link"}),
        width_px=3.8,
        from_zoom=9,
        names_from_zoom=15,
    ),
    RoadKind(
        name="primary",
        classes=frozenset({"primary_link", "trunk_link"}),
        width_px=3.2,
        from_zoom=11,
        names_from_zoom=17,
    ),
    RoadKind(
        name="primary",
        classes=frozenset({"primary", "trunk"}),
        width_px=4.6,
        from_zoom=6,
        names_from_zoom=14,
    ),
    RoadKind(
        name="motorway",
        classes=frozenset({"motorway_link"}),
        width_px=3.4,
        from_zoom=11,
        names_from_zoom=17,
    ),
    RoadKind(
        name="motorway",
        classes=frozenset({"motorway"}),
        width_px=5.6,
        from_zoom=0,
        names_from_zoom=14,
    ),
)
"""In the order of drawing, the least first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """Lines in pixels.

    Parameters
    ----------
    points
        Right and down from a tile's north-western corner, ``(k, 2)``.
    offset
        Line ``i`` runs through the points ``offset[i]`` up to ``offset[i + 1]``.
    """

    points: Floats
    offset: Numbers

    def __len__(self) -> int:
        return len(self.offset) - 1

    def __getitem__(self, line: int) -> Floats:
        return self.points[self.offset[line] : self.offset[line + 1]]

    def pick(self, lines: Numbers) -> "Lines":
        """Some of the lines, in the order given."""
        counts = np.diff(self.offset)[lines]
        offset = np.append(0, np.cumsum(counts))
        shift = np.repeat(self.offset[lines] - offset[:-1], counts)
        return Lines(points=self.points[shift + np.arange(offset[-1])], offset=offset)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadGroup:
    """Roads of a tile that are drawn alike; `level` is -1 in a tunnel and 1 on a bridge."""

    kind: RoadKind
    level: int
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TileContent:
    """What lies on a tile, all in the order of drawing."""

    land: tuple[tuple[LandKind, Lines], ...]
    roads: tuple[RoadGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedRoads:
    """Roads with a name in a square of the map, least important first.

    Parameters
    ----------
    kind
        Number in `ROAD_KINDS` of each.
    names
        Name of each.
    """

    lines: Lines
    kind: Numbers
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shapes:
    """Shapes as detailed as one zoom shows them, in pixels of the whole world at that zoom.

    The boxes of all shapes are compared with a tile at once: for the 50,000 streets of a city
    that takes 0.2 ms.
    """

    lines: Lines
    low: Floats
    high: Floats

    @classmethod
    def at_zoom(cls, world: Lines, zoom: int) -> "_Shapes":
        """Leave out points that the eye cannot tell from the one before; ends always stay."""
        points = world.points * (TILE_PX * 2.0**zoom)
        starts, ends = world.offset[:-1], world.offset[1:] - 1
        is_kept = np.append(True, np.any(np.diff(points // _DETAIL_PX, axis=0) != 0, axis=1))
        is_kept[starts] = True
        is_kept[ends] = True
        reached = np.append(0, np.cumsum(is_kept))
        lines = Lines(points=points[is_kept], offset=reached[world.offset])
        begins = lines.offset[:-1]
        return cls(
            lines=lines,
            low=np.minimum.reduceat(lines.points, begins, axis=0),
            high=np.maximum.reduceat(lines.points, begins, axis=0),
        )

    def touching(self, corner: Floats, size_px: float, margin_px: float) -> npt.NDArray[np.bool_]:
        """Which shapes come nearer to a square than the margin, by their boxes."""
        return np.asarray(
            (self.high[:, 0] >= corner[0] - margin_px)
            & (self.low[:, 0] <= corner[0] + size_px + margin_px)
            & (self.high[:, 1] >= corner[1] - margin_px)
            & (self.low[:, 1] <= corner[1] + size_px + margin_px)
        )

    def near(self, chosen: Numbers, corner: Floats) -> Lines:
        """Some of the shapes, in pixels from a corner."""
        lines = self.lines.pick(chosen)
        return Lines(points=lines.points - corner, offset=lines.offset)


class TileIndex:
    """The ground of a road network, tile by tile; to be used in one thread at a time."""

    def __init__(self, network: RoadNetwork) -> None:
        first = (network.twin < 0) | (network.twin > np.arange(network.edge_count))
        kind = _kind_of_class(network)[network.road_class]
        level = network.has(EdgeFlag.BRIDGE).astype(np.int64) - network.has(EdgeFlag.TUNNEL)
        edges = np.flatnonzero(first)
        # Sorted in the order of drawing once, so that each tile's share is sorted, too.
        self._edges = edges[np.lexsort((kind[edges], level[edges]))]
        self._network = network
        self._kind, self._level = kind[self._edges], level[self._edges]
        self._zooms: dict[int, tuple[_Shapes | None, _Shapes | None]] = {}

    @cached_property
    def _roads(self) -> Lines:
        network = self._network
        world = mercator(network.shape_lat, network.shape_lon)
        return Lines(points=world, offset=network.shape_offset).pick(self._edges)

    @cached_property
    def _land(self) -> Lines:
        land: LandCover = self._network.land
        return Lines(points=mercator(land.lat_e7 / 1e7, land.lon_e7 / 1e7), offset=land.offset)

    def tile(self, zoom: int, x: int, y: int, *, margin_px: float = 16.0) -> TileContent:
        """What lies on a tile or comes nearer to it than a margin, in pixels from its corner."""
        corner = np.array([x, y], float) * TILE_PX
        roads, land = self._at_zoom(zoom)
        return TileContent(
            land=() if land is None else tuple(self._land_of(land, corner, margin_px)),
            roads=() if roads is None else tuple(self._roads_of(roads, zoom, corner, margin_px)),
        )

    def named(self, zoom: int, corner_px: tuple[int, int], size_px: int) -> NamedRoads:
        """Roads in a square whose names are drawn at a zoom, in pixels from its corner."""
        roads, _ = self._at_zoom(zoom)
        texts = self._network.name_text[self._edges]
        corner = np.array(corner_px, float)
        if roads is None:
            chosen = np.empty(0, np.int64)
        else:
            from_zoom = np.array([kind.names_from_zoom for kind in ROAD_KINDS])
            is_named = (texts > 0) & (from_zoom[self._kind] <= zoom)
            chosen = np.flatnonzero(is_named & roads.touching(corner, size_px, 0.0))
            chosen = chosen[np.argsort(self._kind[chosen], kind="stable")]
        lines = roads.near(chosen, corner) if roads else _NO_LINES
        names = tuple(self._network.texts[int(text)] for text in texts[chosen])
        return NamedRoads(lines=lines, kind=self._kind[chosen], names=names)

    def _at_zoom(self, zoom: int) -> tuple[_Shapes | None, _Shapes | None]:
        """Roads and land in the detail of a zoom, made at its first use."""
        if zoom not in self._zooms:
            roads, land = self._roads, self._land
            self._zooms[zoom] = (
                _Shapes.at_zoom(roads, zoom) if len(roads) else None,
                _Shapes.at_zoom(land, zoom) if len(land) else None,
            )
        return self._zooms[zoom]

    def _land_of(
        self, shapes: _Shapes, corner: Floats, margin_px: float
    ) -> "list[tuple[LandKind, Lines]]":
        kinds = self._network.land.kind
        size = (shapes.high - shapes.low).max(axis=1)
        is_there = shapes.touching(corner, TILE_PX, margin_px) & (size >= _SMALLEST_LAND_PX)
        groups = [(kind, np.flatnonzero(is_there & (kinds == kind))) for kind in LandKind]
        return [(kind, shapes.near(chosen, corner)) for kind, chosen in groups if len(chosen)]

    def _roads_of(
        self, shapes: _Shapes, zoom: int, corner: Floats, margin_px: float
    ) -> "list[RoadGroup]":
        from_zoom = np.array([kind.from_zoom for kind in ROAD_KINDS])
        is_drawn = shapes.touching(corner, TILE_PX, margin_px) & (from_zoom[self._kind] <= zoom)
        chosen = np.flatnonzero(is_drawn)
        level = self._level[chosen] * (zoom >= _LEVELS_FROM_ZOOM)
        groups = np.unique(np.column_stack((level, self._kind[chosen])), axis=0)
        return [
            RoadGroup(
                kind=ROAD_KINDS[kind],
                level=int(height),
                lines=shapes.near(chosen[(level == height) & (self._kind[chosen] == kind)], corner),
            )
            for height, kind in groups
        ]


def mercator(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Floats:
    """Where points in degrees lie on the world's square: right and down, 0 to 1, ``(k, 2)``."""
    sine = np.sin(np.deg2rad(np.clip(lat, -GREATEST_LAT, GREATEST_LAT)))
    return np.column_stack((lon / 360 + 0.5, 0.5 - np.arctanh(sine) / (2 * np.pi)))


def _kind_of_class(network: RoadNetwork) -> Numbers:
    """Number in `ROAD_KINDS` of each road class of the network."""
    return np.array(
        [
            next((i for i, kind in enumerate(ROAD_KINDS) if name in kind.classes), 0)
            for name in network.classes
        ],
        np.int64,
    )


_NO_LINES = Lines(points=np.empty((0, 2)), offset=np.zeros(1, np.int64))
