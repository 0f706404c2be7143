"""Land cover for tests: a lake with an island in a wood, and a river."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maps.network.land_cover import LandCover, LandKind
from maps.network.road_network import RoadNetwork

Corner = tuple[float, float]


def box_ring(centre: Corner, half: float, *, is_hole: bool = False) -> list[Corner]:
    """The outline of a square in degrees."""
    lat, lon = centre
    ring = [(-half, -half), (-half, half), (half, half), (half, -half), (-half, -half)]
    return [(lat + up, lon + right) for up, right in (ring[::-1] if is_hole else ring)]


def cover_of(shapes: Sequence[tuple[LandKind, list[Corner]]]) -> LandCover:
    """Land cover of shapes given in degrees."""
    points = np.array([point for _, shape in shapes for point in shape]).reshape(-1, 2)
    units = np.rint(points * 1e7).astype(np.int32)
    return LandCover(
        kind=np.array([kind for kind, _ in shapes], np.uint8),
        offset=np.append(0, np.cumsum([len(shape) for _, shape in shapes], dtype=np.int64)),
        lat_e7=units[:, 0].copy(),
        lon_e7=units[:, 1].copy(),
    )


def with_land(roads: RoadNetwork) -> RoadNetwork:
    """The same roads with a wood, a lake with an island and a river."""
    centre = (float(roads.node_lat.mean()), float(roads.node_lon.mean()))
    shapes = [
        (LandKind.GREEN, box_ring(centre, 0.01)),
        (LandKind.WATER, box_ring(centre, 0.006)),
        (LandKind.WATER, box_ring(centre, 0.002, is_hole=True)),
        (LandKind.WATERWAY, [(centre[0] - 0.02, centre[1]), (centre[0] + 0.02, centre[1])]),
    ]
    return replace(roads, land=cover_of(shapes))
