"""All coordinates of a table in WGS84, and those that cannot be any place."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import shapely

from domain.column import Kind
from planning.reading.columns import ReadColumn
from planning.reading.datum import to_wgs84
from planning.reading.problems import Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import Numbers, ReadTable

_PREFIXES = ("", "pickup_", "from_", "to_")


def convert_coordinates(table: ReadTable, datum: str) -> tuple[ReadTable, list[Finding]]:
    """Convert every pair of coordinates, and every polygon, of a table from its datum."""
    columns = dict(table.columns)
    found: list[Finding] = []
    for prefix in _PREFIXES:
        lat_name, lon_name = f"{prefix}lat", f"{prefix}lon"
        lat, lon = columns.get(lat_name), columns.get(lon_name)
        if lat is not None and lon is not None:
            moved_lat, moved_lon = to_wgs84(lat.values, lon.values, datum)
            found += _impossible(table, lat, lon, (moved_lat, moved_lon))
            good = _on_earth(moved_lat, moved_lon)
            columns[lat_name] = _moved(lat, moved_lat, good)
            columns[lon_name] = _moved(lon, moved_lon, good)
    for name, column in table.columns.items():
        if column.declared.kind is Kind.POLYGON and datum != "wgs84":
            columns[name] = dataclasses.replace(column, values=_polygons(column, datum))
    return dataclasses.replace(table, columns=columns), found


def _moved(column: ReadColumn, values: Numbers, on_earth: Mask) -> ReadColumn:
    good = column.good & (on_earth | ~column.given)
    return dataclasses.replace(column, values=np.where(good, values, np.nan), good=good)


def _on_earth(lat: Numbers, lon: Numbers) -> Mask:
    return np.asarray((np.abs(lat) <= 90) & (np.abs(lon) <= 180))


def _impossible(
    table: ReadTable, lat: ReadColumn, lon: ReadColumn, moved: tuple[Numbers, Numbers]
) -> Iterator[Finding]:
    """Pairs that are half there, at 0, 0 or off the globe."""
    lat_name, lon_name = lat.declared.name, lon.declared.name
    yield table.finding(lat.given & ~lon.given & lon.good, "coordinate.half_given", lon_name)
    yield table.finding(lon.given & ~lat.given & lat.good, "coordinate.half_given", lat_name)
    read = lat.given & lat.good & lon.given & lon.good
    zero = read & (lat.values == 0) & (lon.values == 0)
    yield table.finding(zero, "coordinate.zero", lat_name)
    off = read & ~_on_earth(*moved)
    swapped = off & _on_earth(lon.values, lat.values)
    texts = table.detail(lat=lat_name, lon=lon_name)
    yield table.finding(swapped, "coordinate.swapped", lat_name, detail=texts)
    off &= ~swapped
    lat_off = off & ~(np.abs(moved[0]) <= 90)
    yield table.finding(lat_off, "coordinate.off_the_globe", lat_name, detail=texts)
    yield table.finding(off & ~lat_off, "coordinate.off_the_globe", lon_name, detail=texts)


def _polygons(column: ReadColumn, datum: str) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    def convert(points: Numbers) -> Numbers:
        lat, lon = to_wgs84(points[:, 1].copy(), points[:, 0].copy(), datum)
        return np.column_stack([lon, lat])

    texts = [
        shapely.to_wkt(shapely.transform(shapely.from_wkt(text), convert), rounding_precision=8)
        if text
        else text
        for text in column.values
    ]
    return np.array(texts, dtype=object)
