"""From the shapes of an OSM file to a `LandCover`: clip, simplify, drop the small."""

import math

import numpy as np
import numpy.typing as npt
import shapely

from domain.geo import EARTH_RADIUS_M
from maps.importing.osm_land import OsmLand
from maps.network.land_cover import NO_LAND_COVER, LandCover, LandKind

_METRES_PER_DEGREE = math.radians(EARTH_RADIUS_M)
_TOLERANCE_M = 5.0
_LEAST_AREA_M2 = 2_000.0
_MARGIN_M = 3_000.0
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)

Shapes = npt.NDArray[np.object_]
Kinds = npt.NDArray[np.uint8]


def build_land_cover(
    land: OsmLand,
    lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    area: shapely.Geometry | None = None,
) -> LandCover:
    """Make the land cover around some points, within an area where one is given."""
    if not len(land.shape) or not len(lat):
        return NO_LAND_COVER
    box, shrink = _around(lat, lon)
    kind, shape = _clipped(land.kind, land.shape, box)
    if area is not None:
        kind, shape = _clipped(kind, shape, area)
    # Degrees of longitude shrink towards the poles, and tolerances and areas are in metres.
    scale = np.array((_METRES_PER_DEGREE * shrink, _METRES_PER_DEGREE))
    plane = shapely.transform(shape, lambda points: points * scale)
    kind, plane = _parts(kind, shapely.simplify(plane, _TOLERANCE_M))
    kind, outline = _outlines(kind, plane)
    return _flat(kind, shapely.transform(outline, lambda points: points / scale))


def _around(
    lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]
) -> tuple[shapely.Geometry, float]:
    """The box around points with a margin, and the width of a degree there to its height."""
    shrink = max(0.05, math.cos(math.radians(float(lat.mean()))))
    up = _MARGIN_M / _METRES_PER_DEGREE
    right = up / shrink
    corners = (lon.min() - right, lat.min() - up, lon.max() + right, lat.max() + up)
    return shapely.box(*corners), shrink


def _clipped(kind: Kinds, shape: Shapes, limit: shapely.Geometry) -> tuple[Kinds, Shapes]:
    """The shapes within a limit, those on its edge cut."""
    is_bad = ~shapely.is_valid(shape)
    shape = shape.copy()
    shape[is_bad] = shapely.make_valid(shape[is_bad])
    shapely.prepare(limit)
    is_cut = ~shapely.covers(limit, shape)
    shape[is_cut] = shapely.intersection(shape[is_cut], limit)
    return _parts(kind, shape)


def _parts(kind: Kinds, shape: Shapes) -> tuple[Kinds, Shapes]:
    """Single polygons of areas and lines of waterways; where they only touch, nothing."""
    part, index = shapely.get_parts(shape, return_index=True)
    part_kind = kind[index]
    form = shapely.get_type_id(part)
    is_line = part_kind == LandKind.WATERWAY
    fits = np.where(is_line, np.isin(form, _LINES), form == shapely.GeometryType.POLYGON)
    fits &= ~shapely.is_empty(part)
    return part_kind[fits], part[fits]


def _outlines(kind: Kinds, shape: Shapes) -> tuple[Kinds, Shapes]:
    """Lines, and the outlines of areas and holes that are large enough to see."""
    is_line = kind == LandKind.WATERWAY
    polygons = shapely.orient_polygons(shape[~is_line])
    ring, index = shapely.get_rings(polygons, return_index=True)
    is_large = shapely.area(shapely.polygons(ring)) >= _LEAST_AREA_M2
    kinds = np.concatenate((kind[~is_line][index[is_large]], kind[is_line]))
    return kinds, np.concatenate((ring[is_large], shape[is_line]))


def _flat(kind: Kinds, outline: Shapes) -> LandCover:
    """The arrays of outlines and lines in degrees."""
    points = np.rint(shapely.get_coordinates(outline) * 1e7).astype(np.int32)
    return LandCover(
        kind=kind,
        offset=np.append(0, np.cumsum(shapely.get_num_coordinates(outline), dtype=np.int64)),
        lat_e7=np.ascontiguousarray(points[:, 1]),
        lon_e7=np.ascontiguousarray(points[:, 0]),
    )
