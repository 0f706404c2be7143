"""Road files that cannot be used, and places that do not fit the roads."""

import gzip
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import osmium

from maps.importing.road_filter import BIKE
from maps.network.road_cache import import_roads
from planning.reading.datum import gcj02_to_bd09, wgs84_to_gcj02
from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.end_to_end.bad_inputs.town import (
    ISLAND_LON,
    SOUTH,
    STEP,
    TRAP_LAT,
    WEST,
    town_roads,
    town_tables,
)
from tests.maps.osm_xml import grid_nodes, osm_text
from tests.planning.reading.small_dataset import Tables, set_cell

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<osm version="0.6"><node id="1" lat="1" lon="1"><tag k="name" v="&b;"/></node></osm>'
)
FOOTWAY = osm_text(grid_nodes(1, 2), [([1, 2], {"highway": "footway"})])
NOWHERE = osm_text({}, [([1, 2], {"highway": "residential"})])


def _imported(name: str, content: bytes | str | Callable[[], bytes]) -> Prepare:
    """Import a road file."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / name
        made = content() if callable(content) else content
        path.write_bytes(made.encode() if isinstance(made, str) else made)
        return "roads", "import", path

    return prepare


@cache
def _pbf() -> bytes:
    """The town as a PBF file of several blocks."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "town.osm", Path(folder) / "town.osm.pbf"
        nodes = grid_nodes(140, 140)
        source.write_text(osm_text(nodes, [(list(nodes), {"highway": "residential"})]))
        with osmium.SimpleWriter(str(target)) as writer:
            for thing in osmium.FileProcessor(str(source)):
                writer.add(thing)
        return target.read_bytes()


def _cut(share: float) -> Callable[[], bytes]:
    return lambda: _pbf()[: int(len(_pbf()) * share)]


def _flipped() -> bytes:
    content = bytearray(_pbf())
    content[len(content) // 2] ^= 0xFF
    return bytes(content)


def _clip(area: str) -> Prepare:
    return lambda bed: ("roads", "import", bed.roads, "--clip", area)


def _damaged_cache(bed: Bed) -> tuple[object, ...]:
    """Roads that were imported, their stored arrays cut short, and their file gone."""
    import_roads(bed.roads, cache_dir=bed.cache / "roads")
    (arrays,) = (bed.cache / "roads" / "arrays").glob("*.npz")
    arrays.write_bytes(arrays.read_bytes()[:-10])
    bed.roads.unlink()
    return "validate", bed.data, "--roads", "town"


def _other_type_gone(bed: Bed) -> tuple[object, ...]:
    """Roads that were imported for bikes only, and their file gone."""
    import_roads(bed.roads, cache_dir=bed.cache / "roads", network_type=BIKE)
    bed.roads.unlink()
    return "validate", bed.data, "--roads", "town"


def _downloaded(*arguments: str) -> Prepare:
    return lambda _: ("roads", "import", *arguments)


def _in_town(spoil: Callable[[Tables], None] | None = None, command: str = "validate") -> Prepare:
    """Validate or plan the town's dataset on the town's roads."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.in_town()
        if spoil is not None:
            spoil(bed.tables)
        out = ("--out", bed.out) if command == "plan" else ()
        return command, bed.data, "--roads", bed.roads, *out

    return prepare


def _door(lat: float, lon: float, row: int = 2, table: str = "orders") -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        set_cell(tables, table, "lat", f"{lat:.6f}", row)
        set_cell(tables, table, "lon", f"{lon:.6f}", row)

    return spoil


def _moved(north_m: float, east_m: float, *, addresses: bool = True) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.tables = town_tables(north_m / 111_195, east_m / 74_400, addresses=addresses)
        return "validate", bed.data, "--roads", bed.roads

    return prepare


def _in_china(datum: str, said: str = "wgs84") -> Prepare:
    """The town in Beijing, its doors in a datum of China, the settings naming one."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.in_town()
        _to_beijing(bed.tables, datum)
        if said != "wgs84":
            bed.tables["settings"].append(["coordinate_datum", said])
        bed.roads.write_text(_beijing_roads(), encoding="utf-8")
        return "validate", bed.data, "--roads", bed.roads

    return prepare


NORTH_DEG, EAST_DEG = 39.9 - SOUTH, 116.4 - WEST


def _to_beijing(tables: Tables, datum: str) -> None:
    for table in ("warehouses", "orders"):
        at = tables[table][0].index("lat")
        for record in tables[table][1:]:
            lat = np.array([float(record[at]) + NORTH_DEG])
            lon = np.array([float(record[at + 1]) + EAST_DEG])
            if datum != "wgs84":
                lat, lon = wgs84_to_gcj02(lat, lon)
            if datum == "bd09":
                lat, lon = gcj02_to_bd09(lat, lon)
            record[at], record[at + 1] = f"{lat[0]:.6f}", f"{lon[0]:.6f}"


def _beijing_roads() -> str:
    import re

    text = town_roads()
    text = re.sub(r'lat="([^"]+)"', lambda m: f'lat="{float(m[1]) + NORTH_DEG:.7f}"', text)
    return re.sub(r'lon="([^"]+)"', lambda m: f'lon="{float(m[1]) + EAST_DEG:.7f}"', text)


def _elsewhere(bed: Bed) -> tuple[object, ...]:
    """The orders of another town than the roads."""
    bed.tables = town_tables(0.5, 0.5)
    for record in bed.tables["warehouses"][1:]:
        record[3], record[4] = f"{SOUTH + 0.003:.6f}", f"{WEST + 0.003:.6f}"
    return "validate", bed.data, "--roads", bed.roads


OFF_LAT = SOUTH - STEP * 8

CASES = [
    Case(
        name="an XML bomb as road file", prepare=_imported("bomb.osm", BOMB),
        code="roads.entities", file="bomb.osm",
    ),
    Case(
        name="a packed XML bomb", prepare=_imported("bomb.osm.gz", gzip.compress(BOMB.encode())),
        code="roads.entities", file="bomb.osm.gz",
    ),
    *(
        Case(
            name=f"an OSM file with a place at {text!r}",
            prepare=_imported("odd.osm", town_roads().replace('lat="48', f'lat="{text}', 1)),
            code="roads.damaged", file="odd.osm",
        )
        for text in ("forty", "48,", "0x48", "48..", "١")
    ),
    Case(
        name="half an OSM file", prepare=_imported("cut.osm", town_roads()[:20_000]),
        code="roads.damaged", file="cut.osm", row=town_roads()[:20_000].count("\n") + 1,
    ),
    Case(
        name="half a packed OSM file",
        prepare=_imported("cut.osm.gz", gzip.compress(town_roads().encode())[:3_000]),
        code="roads.damaged", file="cut.osm.gz",
    ),
    Case(
        name="a web page under the name of roads",
        prepare=_imported("page.osm", "<html><body>Not found</body></html>"),
        code="roads.damaged", file="page.osm",
    ),
    *(
        Case(
            name=f"the first {share:.0%} of a PBF file",
            prepare=_imported("cut.osm.pbf", _cut(share)),
            code="roads.damaged", file="cut.osm.pbf",
        )
        for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
    ),
    Case(
        name="a PBF file with one byte changed", prepare=_imported("odd.osm.pbf", _flipped),
        code="roads.damaged", file="odd.osm.pbf",
    ),
    Case(
        name="the first bytes of a PBF file",
        prepare=_imported("cut.osm.pbf", b"\x00\x00\x00\x0d\n\tOSMHeader\x18\x80\x01"),
        code="roads.damaged", file="cut.osm.pbf",
    ),
    Case(
        name="zeros under the name of a PBF file", prepare=_imported("zero.osm.pbf", bytes(1_000)),
        code="roads.misnamed", file="zero.osm.pbf",
    ),
    Case(
        name="an OSM file under the name of a PBF file",
        prepare=_imported("town.osm.pbf", town_roads()), code="roads.misnamed", file="town.osm.pbf",
    ),
    Case(
        name="an empty road file", prepare=_imported("empty.osm", ""),
        code="roads.misnamed", file="empty.osm",
    ),
    Case(
        name="a road file of an unknown kind", prepare=_imported("roads.shp", b""),
        code="roads.unknown_kind", file="roads.shp",
    ),
    Case(
        name="no road file", prepare=lambda bed: ("roads", "import", bed.folder / "none.osm"),
        code="roads.missing", file="none.osm",
    ),
    Case(
        name="a folder as road file", prepare=lambda bed: ("roads", "import", bed.data),
        code="roads.missing", file="data",
    ),
    Case(
        name="a road file of footways", prepare=_imported("walk.osm", FOOTWAY),
        code="roads.empty", file="walk.osm",
    ),
    Case(
        name="a road file without positions", prepare=_imported("nowhere.osm", NOWHERE),
        code="roads.nodes_missing", file="nowhere.osm",
    ),
    Case(
        name="a clip area that is no polygon",
        prepare=_clip("POINT (8 48)"),
        code="roads.bad_clip", column="--clip",
    ),
    Case(
        name="a clip area that is no text of one",
        prepare=_clip("Heidelberg"),
        code="roads.bad_clip", column="--clip",
    ),
    Case(
        name="a clip area that crosses itself",
        prepare=_clip("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"),
        code="roads.bad_clip", column="--clip",
    ),
    Case(
        name="a clip area without roads",
        prepare=_clip("POLYGON ((1 1, 2 1, 2 2, 1 1))"), code="roads.empty", file="town.osm",
    ),
    Case(
        name="roads that nobody imported",
        prepare=lambda bed: ("validate", bed.data, "--roads", "atlantis"),
        code="roads.unknown_name", column="--roads",
    ),
    Case(
        name="stored roads that are damaged", prepare=_damaged_cache,
        code="roads.cache_damaged", file="town.osm",
    ),
    Case(
        name="roads stored for bikes only, their file gone", prepare=_other_type_gone,
        code="roads.other_type_gone", file="town.osm",
    ),
    Case(
        name="roads of a place without the network",
        prepare=_downloaded("--place", "Heidelberg, Germany"),
        code="roads.network_off", column="--allow-network",
    ),
    Case(
        name="roads of a polygon without the network",
        prepare=_downloaded("--polygon", "POLYGON ((8 48, 9 48, 9 49, 8 48))"),
        code="roads.network_off", column="--allow-network",
    ),
    Case(
        name="roads of a polygon that is none, with the network",
        prepare=_downloaded("--polygon", "Heidelberg", "--allow-network"),
        code="roads.bad_clip", column="--polygon",
    ),
    *(
        Case(
            name=f"roads of {argument} “{text}”",
            prepare=_downloaded(argument, text, "--allow-network"),
            code="argument.blank", column=argument,
        )
        for argument in ("--place", "--polygon")
        for text in ("", " ")
    ),
    Case(
        name="roads without a name", prepare=lambda bed: ("validate", bed.data, "--roads", ""),
        code="argument.blank", column="--roads",
    ),
    Case(
        name="roads of nothing", prepare=_downloaded("--allow-network"),
        code="argument.one_of", column="FILE, --place, --polygon",
    ),
    Case(
        name="roads of a file and of a place",
        prepare=lambda bed: ("roads", "import", bed.roads, "--place", "Heidelberg"),
        code="argument.not_both", column="--place",
    ),
    Case(
        name="roads of a kind that does not exist",
        prepare=lambda bed: ("roads", "import", bed.roads, "--type", "walk"),
        code="argument.not_a_choice", column="--type",
    ),
    Case(
        name="a stop on an island of the roads",
        prepare=_in_town(_door(SOUTH + STEP * 6, ISLAND_LON + 0.0001)), exit=0,
        code="coordinate.cut_off", file="orders.csv", row=2, column="lat",
    ),
    Case(
        name="a stop on a street of no return",
        prepare=_in_town(_door(TRAP_LAT, WEST + STEP * 4, 5)), exit=0,
        code="coordinate.cut_off", file="orders.csv", row=5, column="lat",
    ),
    Case(
        name="a stop too far from any road", prepare=_in_town(_door(OFF_LAT, WEST + STEP * 8, 9)),
        exit=0, code="coordinate.off_roads", file="orders.csv", row=9, column="lat",
    ),
    Case(
        name="a stop outside the region", prepare=_in_town(_door(SOUTH + 0.2, WEST, 31)), exit=0,
        code="coordinate.outside_roads", file="orders.csv", row=31, column="lat",
    ),
    Case(
        name="a warehouse too far from any road",
        prepare=_in_town(_door(OFF_LAT, WEST + STEP * 8, 3, "warehouses")),
        code="coordinate.off_roads", file="warehouses.csv", row=3, column="lat",
    ),
    Case(
        name="a plan from a warehouse too far from any road",
        prepare=_in_town(_door(OFF_LAT, WEST + STEP * 8, 3, "warehouses"), "plan"),
        code="coordinate.off_roads", file="warehouses.csv", row=3, column="lat",
    ),
    Case(
        name="the roads of another town", prepare=_elsewhere,
        code="coordinate.other_region", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="all doors 500 m to the north", prepare=_moved(500, 0),
        code="coordinate.shifted", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="all doors 300 m to the south-west", prepare=_moved(-210, -210),
        code="coordinate.shifted", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="GCJ-02 where the settings say nothing", prepare=_in_china("gcj02"),
        code="coordinate.other_datum", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="BD-09 where the settings say nothing", prepare=_in_china("bd09"),
        code="coordinate.other_datum", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="WGS84 where the settings say GCJ-02", prepare=_in_china("wgs84", "gcj02"),
        code="coordinate.other_datum", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="BD-09 where the settings say GCJ-02", prepare=_in_china("bd09", "gcj02"),
        code="coordinate.other_datum", file="orders.csv", row=1, column="lat",
    ),
]  # fmt: skip
