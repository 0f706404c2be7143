"""Where things are: WGS84 locations and the distance between them."""

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A point on the earth, in WGS84 degrees.

    Parameters
    ----------
    lat
        Latitude in degrees, -90 to 90.
    lon
        Longitude in degrees, -180 to 180.

    Raises
    ------
    ValueError
        If either is not finite or out of range.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            raise ValueError(f"Latitude {self.lat} is not between -90 and 90.")
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            raise ValueError(f"Longitude {self.lon} is not between -180 and 180.")


def great_circle_m(a: Location, b: Location) -> float:
    """Distance in metres between two locations along the great circle (haversine)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    h = half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))
