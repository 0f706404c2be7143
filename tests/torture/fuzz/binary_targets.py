"""Parsers of files of other kinds: workbooks, Parquet, road files."""

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import osmium

from maps.importing.build_network import build_network
from maps.importing.graphml_file import read_graphml
from maps.importing.osm_file import read_ways
from planning.reading.parquet_text import read_parquet
from planning.reading.workbook_text import read_workbook
from tests.maps.osm_xml import osm_text, small_town, write_osm
from tests.planning.reading.small_dataset import (
    small_tables,
    write_parquet_folder,
    write_workbook,
)
from tests.planning.reading.test_bad_workbooks import typed_tables
from tests.torture.fuzz.target import BINARY_RUNS, Parse, Target, refusing


def _parse_workbook(data: bytes, folder: Path) -> None:
    path = folder / "data.xlsx"
    path.write_bytes(data)
    read_workbook(path, [], lambda _: None)


def _workbooks() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.xlsx"
        few = ("orders", "order_lines")
        plain = {name: small_tables()[name] for name in few}
        typed = {name: typed_tables()[name] for name in few}
        return [write_workbook(path, tables).read_bytes() for tables in (plain, typed)]


def _parse_parquet(data: bytes, folder: Path) -> None:
    path = folder / "orders.parquet"
    path.write_bytes(data)
    read_parquet(path, [])


def _parquet_files() -> list[bytes]:
    with tempfile.TemporaryDirectory() as made:
        folder = write_parquet_folder(Path(made), small_tables())
        return [path.read_bytes() for path in sorted(folder.iterdir())]


def _roads(name: str) -> Parse:
    """Read a road file and build its network."""

    def parse(data: bytes, folder: Path) -> None:
        path = folder / name
        path.write_bytes(data)
        build_network(read_ways(path), name="town", source=name)

    return parse


def _osm_files() -> list[bytes]:
    return [osm_text(*small_town()).encode()]


def _pbf_files() -> list[bytes]:
    """The town as PBF, its blocks packed and not, so that changes reach what is in them."""
    with tempfile.TemporaryDirectory() as made:
        source = write_osm(Path(made) / "town.osm", *small_town())
        return [_as_pbf(source, packing) for packing in ("zlib", "none")]


def _as_pbf(source: Path, packing: str) -> bytes:
    target = source.with_name(f"{packing}.osm.pbf")
    file: Any = osmium.io.File(str(target), f"pbf,pbf_compression={packing}")
    with osmium.SimpleWriter(file) as writer:
        for thing in osmium.FileProcessor(str(source)):
            writer.add(thing)
    return target.read_bytes()


def _parse_graph(data: bytes, folder: Path) -> None:
    path = folder / "town.graphml"
    path.write_bytes(data)
    read_graphml(path, name="town")


@cache
def _graphs() -> list[bytes]:
    # It takes a second to import.
    import osmnx as ox

    with tempfile.TemporaryDirectory() as made:
        source = write_osm(Path(made) / "town.osm", *small_town())
        network = build_network(read_ways(source), name="town", source="town.osm")
        ox.save_graphml(network.to_networkx(), path := Path(made) / "town.graphml")
        return [path.read_bytes()]


TARGETS = (
    Target(
        name="workbook", seeds=_workbooks, parse=refusing(_parse_workbook), runs=BINARY_RUNS,
        words=(b'<row r="1048577">', b't="s"', b'<c r="XFD1">', b"<f>A1</f>", b"<v>1e308</v>"),
        packed=True,
    ),
    Target(
        name="parquet", seeds=_parquet_files, parse=refusing(_parse_parquet), runs=BINARY_RUNS,
    ),
    Target(name="osm", seeds=_osm_files, parse=refusing(_roads("town.osm")), runs=BINARY_RUNS),
    Target(name="pbf", seeds=_pbf_files, parse=refusing(_roads("town.osm.pbf")), runs=BINARY_RUNS),
    Target(name="graphml", seeds=_graphs, parse=refusing(_parse_graph), runs=BINARY_RUNS),
)  # fmt: skip
