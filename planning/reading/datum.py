"""Coordinates of other datums as WGS84.

Maps made in China shift every point by some hundreds of metres: GCJ-02 (AMap, Tencent, Google in
China) by a fixed but winding function of the place, BD-09 (Baidu) by another one on top. Their
inverses have no formula; they are found by iteration here, to less than a millimetre.

References
----------
The shift of GCJ-02 is public through reverse engineering only; this is the form that all open
implementations share (googollee/eviltransform, wandergis/coordtransform).
"""

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

_AXIS_M = 6_378_245.0
_ECCENTRICITY_2 = 0.00669342162296594323
"""Krasovsky's ellipsoid, on which GCJ-02 is defined."""

_CHINA = (0.8293, 55.8271, 72.004, 137.8347)
"""Latitudes and longitudes between which the shift is applied; outside there is none."""

_ENOUGH_DEG = 1e-10
_MOST_ROUNDS = 60

_EPSG = re.compile(r"EPSG:([0-9]{4,6})", re.IGNORECASE)


class UnknownDatum(ValueError):
    """A datum that has no definition here."""


def check_datum(datum: str) -> None:
    """Raise `UnknownDatum` where there is no way from a datum to WGS84."""
    to_wgs84(np.zeros(0), np.zeros(0), datum)


def in_china(lat: Degrees, lon: Degrees) -> npt.NDArray[np.bool_]:
    """Where GCJ-02 and BD-09 shift: the rectangle that all implementations use."""
    south, north, west, east = _CHINA
    return np.asarray((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))


def to_wgs84(lat: Degrees, lon: Degrees, datum: str) -> Pair:
    """Convert coordinates of a datum to WGS84 latitudes and longitudes in degrees.

    Parameters
    ----------
    lat, lon
        Latitude and longitude; for a projected ``EPSG`` code the northing (y) and the easting (x).
    datum
        ``wgs84``, ``gcj02``, ``bd09`` or ``EPSG:<number>``.

    Raises
    ------
    UnknownDatum
        For any other datum.
    """
    if datum == "wgs84":
        return lat, lon
    if datum == "gcj02":
        return gcj02_to_wgs84(lat, lon)
    if datum == "bd09":
        return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))
    return _from_epsg(lat, lon, datum)


def wgs84_to_gcj02(lat: Degrees, lon: Degrees) -> Pair:
    """Shift WGS84 to GCJ-02, inside China."""
    north_deg, east_deg = _gcj02_shift(lat, lon)
    inside = in_china(lat, lon)
    return np.where(inside, lat + north_deg, lat), np.where(inside, lon + east_deg, lon)


def gcj02_to_wgs84(lat: Degrees, lon: Degrees) -> Pair:
    """Undo the shift of GCJ-02, inside China."""
    return _inverse(lat, lon, _shifted_to_gcj02)


def gcj02_to_bd09(lat: Degrees, lon: Degrees) -> Pair:
    """Shift GCJ-02 to BD-09, inside China."""
    moved = _shifted_to_bd09(lat, lon)
    inside = in_china(lat, lon)
    return np.where(inside, moved[0], lat), np.where(inside, moved[1], lon)


def bd09_to_gcj02(lat: Degrees, lon: Degrees) -> Pair:
    """Undo the shift of BD-09, inside China."""
    return _inverse(lat, lon, _shifted_to_bd09)


def _inverse(lat: Degrees, lon: Degrees, forward: Callable[[Degrees, Degrees], Pair]) -> Pair:
    """Where a shift that changes slowly with the place came from, by fixed-point iteration."""
    inside = in_china(lat, lon)
    lat_in, lon_in = lat[inside], lon[inside]
    guess_lat, guess_lon = lat_in.copy(), lon_in.copy()
    for _ in range(_MOST_ROUNDS):
        got_lat, got_lon = forward(guess_lat, guess_lon)
        miss_lat, miss_lon = lat_in - got_lat, lon_in - got_lon
        guess_lat += miss_lat
        guess_lon += miss_lon
        if max(np.abs(miss_lat).max(initial=0), np.abs(miss_lon).max(initial=0)) < _ENOUGH_DEG:
            break
    out_lat, out_lon = lat.copy(), lon.copy()
    out_lat[inside], out_lon[inside] = guess_lat, guess_lon
    return out_lat, out_lon


def _shifted_to_gcj02(lat: Degrees, lon: Degrees) -> Pair:
    north_deg, east_deg = _gcj02_shift(lat, lon)
    return lat + north_deg, lon + east_deg


def _gcj02_shift(lat: Degrees, lon: Degrees) -> Pair:
    """Degrees by which GCJ-02 lies north and east of WGS84."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    shared = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + shared
    north_m += (20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi / 3.0 * y)) * 2.0 / 3.0
    north_m += (160.0 * np.sin(np.pi / 12.0 * y) + 320.0 * np.sin(np.pi / 30.0 * y)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + shared
    east_m += (20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi / 3.0 * x)) * 2.0 / 3.0
    east_m += (150.0 * np.sin(np.pi / 12.0 * x) + 300.0 * np.sin(np.pi / 30.0 * x)) * 2.0 / 3.0
    flat = 1.0 - _ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY_2) / (flat * np.sqrt(flat))
    parallel_m = _AXIS_M / np.sqrt(flat) * np.cos(np.radians(lat))
    return np.degrees(north_m / meridian_m), np.degrees(east_m / parallel_m)


def _shifted_to_bd09(lat: Degrees, lon: Degrees) -> Pair:
    turn = np.pi * 3000.0 / 180.0
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * turn)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * turn)
    return radius * np.sin(angle) + 0.006, radius * np.cos(angle) + 0.0065


def _from_epsg(lat: Degrees, lon: Degrees, datum: str) -> Pair:
    import pyproj

    code = _EPSG.fullmatch(datum)
    if not code:
        raise UnknownDatum(datum)
    try:
        source = pyproj.CRS.from_epsg(int(code.group(1)))
        if not (source.is_geographic or source.is_projected):
            raise UnknownDatum(datum)
        transformer = pyproj.Transformer.from_crs(source, 4326, always_xy=True)
        x, y = transformer.transform(lon, lat)
    except pyproj.exceptions.ProjError:
        raise UnknownDatum(datum) from None
    return np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
