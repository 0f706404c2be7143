"""Water and green as they stand in an OpenStreetMap file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium
import shapely

from maps.network.land_cover import LandKind

LAND_TAGS = (
    ("natural", "water", LandKind.WATER),
    ("waterway", "riverbank", LandKind.WATER),
    ("natural", "wood", LandKind.GREEN),
    ("leisure", "park", LandKind.GREEN),
    ("landuse", "forest", LandKind.GREEN),
    ("landuse", "grass", LandKind.GREEN),
    ("landuse", "recreation_ground", LandKind.GREEN),
)
"""Tags of areas that are drawn; the first that an area has tells its kind."""

LAND_KEYS = tuple(dict.fromkeys(key for key, _, _ in LAND_TAGS))
_WATERWAYS = frozenset({"river", "canal"})
_NOT_UNDERGROUND = frozenset({"", "no"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OsmLand:
    """Areas and waterways of a file, longitude as x and latitude as y.

    Parameters
    ----------
    kind
        `LandKind` of each shape, ``(s,)``.
    shape
        Multipolygons and lines of shapely, ``(s,)``.
    """

    kind: npt.NDArray[np.uint8]
    shape: npt.NDArray[np.object_]


def area_kind(tags: Mapping[str, str]) -> LandKind | None:
    """What an area with these tags is drawn as; None for one that is not."""
    return next((kind for key, value, kind in LAND_TAGS if tags.get(key) == value), None)


def is_waterway(tags: Mapping[str, str]) -> bool:
    """Whether a way with these tags is a river or canal under the open sky."""
    return tags.get("waterway") in _WATERWAYS and tags.get("tunnel", "") in _NOT_UNDERGROUND


@dataclass(slots=True)
class LandCollector:
    """Gathers areas and waterways while a file is read."""

    kinds: list[LandKind] = field(default_factory=list)
    shapes: list[shapely.Geometry] = field(default_factory=list)
    factory: Any = field(default_factory=osmium.geom.WKBFactory)

    def add_area(self, area: Any, tags: Mapping[str, str]) -> None:
        """Take an area that libosmium has put together, if it is drawn."""
        kind = area_kind(tags)
        if kind is None:
            return
        try:
            shape = shapely.from_wkb(self.factory.create_multipolygon(area))
        except (RuntimeError, shapely.errors.GEOSException):
            # Open, crossing or incomplete outlines are common in OSM; the map only lacks a patch.
            return
        self.kinds.append(kind)
        self.shapes.append(shape)

    def add_way(self, nodes: Any, tags: Mapping[str, str]) -> None:
        """Take a way if it is a waterway, in pieces where nodes have no position."""
        if not is_waterway(tags):
            return
        for is_located, piece in groupby(nodes, key=lambda node: bool(node.location.valid())):
            points = [(node.x / 1e7, node.y / 1e7) for node in piece] if is_located else []
            if len(points) > 1:
                self.kinds.append(LandKind.WATERWAY)
                self.shapes.append(shapely.LineString(points))

    def finish(self) -> OsmLand:
        """Turn what was gathered into arrays."""
        shape = np.empty(len(self.shapes), dtype=object)
        shape[:] = self.shapes
        return OsmLand(kind=np.array(self.kinds, dtype=np.uint8), shape=shape)
