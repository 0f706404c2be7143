"""Where a stop is, as a code that opens the driver's navigation app there.

References
----------
RFC 5870 (``geo`` URIs); Google Maps URLs, directions action; AMap URI API, navigation; Baidu Maps
URI API, marker.
"""

import io
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import segno

from domain.geo import Location
from planning.reading.datum import Degrees, Pair, gcj02_to_bd09, wgs84_to_gcj02

ERROR_LEVEL = "m"
QR_IMAGE_SCALE = 3
"""Dots of the picture for each dark or light square."""


def navigation_uri(place: Location, app: str) -> str:
    """The text that leads an app to a place, in the datum and the order of numbers it expects.

    Parameters
    ----------
    app
        One of `domain.settings.NAVIGATION_APPS`.
    """
    return _URIS[app](place)


def qr_rows(text: str) -> tuple[bytes, ...]:
    """The QR code of a text: a row of 0 and 1 for each line, without the quiet zone."""
    return tuple(bytes(row) for row in _code(text).matrix)


def qr_image(text: str) -> bytes:
    """The QR code of a text as a PNG picture, with its quiet zone."""
    picture = io.BytesIO()
    _code(text).save(picture, kind="png", scale=QR_IMAGE_SCALE)
    return picture.getvalue()


@lru_cache(maxsize=2_000)
def _code(text: str) -> segno.QRCode:
    """Kept, as the paper and the workbook of a vehicle show the same codes, and one is slow."""
    return segno.make_qr(text, error=ERROR_LEVEL)


def _geo(place: Location) -> str:
    return f"geo:{place.lat:.6f},{place.lon:.6f}"


def _google(place: Location) -> str:
    at = f"{place.lat:.6f}%2C{place.lon:.6f}"
    return f"https://www.google.com/maps/dir/?api=1&destination={at}&travelmode=driving"


def _amap(place: Location) -> str:
    lat, lon = _degrees(*wgs84_to_gcj02(*_arrays(place)))
    query = f"to={lon},{lat}&mode=car&coordinate=gaode&callnative=1&src=wayloom"
    return f"https://uri.amap.com/navigation?{query}"


def _baidu(place: Location) -> str:
    lat, lon = _degrees(*gcj02_to_bd09(*wgs84_to_gcj02(*_arrays(place))))
    query = f"location={lat},{lon}&title=stop&content=stop&output=html&coord_type=bd09ll"
    return f"https://api.map.baidu.com/marker?{query}&src=wayloom"


def _arrays(place: Location) -> Pair:
    return np.array([place.lat]), np.array([place.lon])


def _degrees(lat: Degrees, lon: Degrees) -> tuple[str, str]:
    return f"{float(lat[0]):.6f}", f"{float(lon[0]):.6f}"


_URIS: Mapping[str, Callable[[Location], str]] = {
    "geo": _geo,
    "google": _google,
    "amap": _amap,
    "baidu": _baidu,
}
