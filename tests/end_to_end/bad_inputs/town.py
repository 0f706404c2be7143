"""A town of named streets with an island and a one-way trap, and a dataset at its doors."""

from tests.maps.osm_xml import Way, osm_text
from tests.planning.reading.small_dataset import Tables, small_tables

SIDE = 16
STEP = 0.001
"""Degrees between streets: about 110 m north, 74 m east."""

SOUTH, WEST = 48.0, 8.0
ISLAND_LON = WEST + STEP * (SIDE + 3)
TRAP_LAT = SOUTH - STEP * 2


def _lat(row: float) -> float:
    return SOUTH + STEP * row


def _lon(column: float) -> float:
    return WEST + STEP * column


def street_name(row: int) -> str:
    """Name of a street from west to east."""
    return f"{chr(ord('A') + row)}-Linden Street"


def avenue_name(column: int) -> str:
    """Name of a street from south to north."""
    return f"{chr(ord('A') + column)}-Oak Avenue"


def door(row: int, column: int) -> tuple[float, float]:
    """Latitude and longitude of a door beside a street, half-way to the next avenue."""
    return _lat(row + 0.12), _lon(column + 0.5)


def town_roads() -> str:
    """The roads as an OSM file; not quite a grid, so that no shift maps it onto itself."""
    nodes = {
        row * SIDE + column + 1: (
            _lat(row + 0.17 * ((row * 7 + column * 3) % 4 - 1.5)),
            _lon(column + 0.17 * ((row * 5 + column * 11) % 4 - 1.5)),
        )
        for row in range(SIDE)
        for column in range(SIDE)
    }
    ways: list[Way] = []
    for line in range(SIDE):
        along = [line * SIDE + i + 1 for i in range(SIDE)]
        across = [i * SIDE + line + 1 for i in range(SIDE)]
        ways.append((along, {"highway": "residential", "name": street_name(line)}))
        ways.append((across, {"highway": "residential", "name": avenue_name(line)}))
    nodes |= {901: (_lat(4), ISLAND_LON), 902: (_lat(8), ISLAND_LON)}
    ways.append(([901, 902], {"highway": "residential", "name": "Island Road"}))
    nodes |= {911: (TRAP_LAT, _lon(2)), 912: (TRAP_LAT, _lon(6))}
    trap = {"highway": "residential", "name": "No Return", "oneway": "yes"}
    ways.append(([3, 911, 912], trap))
    return osm_text(nodes, ways)


def town_tables(north_deg: float = 0.0, east_deg: float = 0.0, *, addresses: bool = True) -> Tables:
    """The small dataset with thirty doors beside streets of the town, all moved by as much."""
    tables = small_tables()
    for table, places in (("warehouses", [(3.0, 3.0), (11.0, 11.0)]),):
        for record, (row, column) in zip(tables[table][1:], places, strict=True):
            record[3], record[4] = f"{_lat(row) + north_deg:.6f}", f"{_lon(column) + east_deg:.6f}"
    header = tables["orders"][0]
    records, lines = [], [tables["order_lines"][0]]
    for number in range(30):
        row, column = (number * 7) % SIDE, (number * 5 + 3) % (SIDE - 1)
        lat, lon = door(row, column)
        address = f"{street_name(row)} {number + 1}"
        if number % 2:
            lat, lon = _lat(column + 0.5), _lon(row + 0.12)
            address = f"{avenue_name(row)} {number + 1}"
        order_id = f"O{number + 1}"
        cells = {
            "order_id": order_id,
            "address": address if addresses else "",
            "lat": f"{lat + north_deg:.6f}",
            "lon": f"{lon + east_deg:.6f}",
            "due_date": "2026-11-20",
        }
        records.append([cells.get(name, "") for name in header])
        lines.append([order_id, "007", "1"])
    tables["orders"], tables["order_lines"] = [header, *records], lines
    tables["stock"][1][2] = "400"
    return tables
