"""Read roads, water and green of an OpenStreetMap file: ``.osm``, ``.osm.gz`` or ``.osm.pbf``.

What counts as a road, one-way or reversed is as in OSMnx, to the letter. Limits, traffic signals
and turn restrictions are read besides.
"""

import gzip
import logging
import re
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium

from domain.errors import Interrupted, RoadDataError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.importing.osm_land import LAND_KEYS, LAND_TAGS, LandCollector, OsmLand
from maps.importing.osm_rules import NODE_TAGS, OsmRules, RuleCollector
from maps.importing.road_filter import DRIVE, is_road

log = logging.getLogger(__name__)

WAY_TAGS = (
    "highway",
    "name",
    "maxspeed",
    "oneway",
    "junction",
    "bridge",
    "tunnel",
    "ref",
    "lanes",
    "access",
    "area",
    "est_width",
    "landuse",
    "service",
    "width",
)
"""Tags kept of each way: OSMnx's ``useful_tags_way``, the ones read most often first."""

MADE_UP_GENERATOR = "wayloom sample"
"""What the header of our own sample city says wrote it; any other file is OpenStreetMap's."""

_FORMATS = {
    **{".osm": "osm", ".osm.gz": "osm.gz", ".osm.pbf": "osm.pbf", ".pbf": "osm.pbf"},
    ".graphml": "graphml",
}
_AT_LINE = re.compile(r"\bline (\d+)")
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_NEVER = Never()

_UNREADABLE = (RuntimeError, ValueError, osmium.InvalidLocationError)
"""What libosmium raises where a file is damaged, or a coordinate is none."""
_THINGS_PER_REPORT = 2_000
_SNIFFED_BYTES = 512
_WKB = osmium.geom.WKBFactory()
_WKB_HEADER_BYTES = 9
_NOWHERE = (np.nan, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OsmWays:
    """Roads as they stand in the file, cut into pieces where a node has no position.

    Parameters
    ----------
    way_id
        OSM id of each way, ``(w,)``.
    way_text
        Number in `texts` of each way's value for each of `WAY_TAGS`, ``(w, len(WAY_TAGS))``.
    texts
        All different tag values; the first is the empty text, for a tag that is not there.
    piece_way
        Way of each piece, ``(p,)``.
    piece_offset
        Where each piece starts among the nodes, and the end of the last, ``(p + 1,)``.
    node_id, lat_e7, lon_e7
        OSM id and position (degrees times 10^7) of each node of each piece, in order.
    rules
        Limits, traffic signals and turn restrictions of the same file.
    land
        Water and green of the same file.
    is_made_up
        Whether the file is of our own making, with no streets of OpenStreetMap in it.
    network_type
        Which of `NETWORK_TYPES` the ways are of.
    """

    way_id: npt.NDArray[np.int64]
    way_text: npt.NDArray[np.int32]
    texts: tuple[str, ...]
    piece_way: npt.NDArray[np.int64]
    piece_offset: npt.NDArray[np.int64]
    node_id: npt.NDArray[np.int64]
    lat_e7: npt.NDArray[np.int64]
    lon_e7: npt.NDArray[np.int64]
    rules: OsmRules
    land: OsmLand
    is_made_up: bool
    network_type: str

    def tag(self, name: str) -> npt.NDArray[np.int32]:
        """Number in `texts` of the value that each way has for a tag."""
        return self.way_text[:, WAY_TAGS.index(name)]


def read_ways(
    source: Path,
    *,
    network_type: str = DRIVE,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> OsmWays:
    """Read the roads of a file with the positions of their nodes, its water and green.

    Areas can only be put together from a file in the usual order of ids; from any other the roads
    are read alone.

    Raises
    ------
    RoadDataError
        If the file is missing, damaged, not what its name says, or holds no road of the type.
    Interrupted
        If `stop` says so.
    """
    kind = check_kind(source)
    if kind == "graphml":
        raise RoadDataError(message("roads.unknown_kind", file=source.name))
    # The absolute path keeps libosmium from taking a name for a URL or for standard input.
    file = osmium.io.File(str(source.resolve()), kind)

    def report() -> None:
        on_progress(Progress(step="roads.reading"))
        if stop.should_stop():
            raise Interrupted(message("roads.interrupted", file=source.name))

    try:
        try:
            collector = _collect(_ways_and_areas(file), network_type, report)
        except _UNREADABLE:
            collector = _collect(_ways(file), network_type, report)
        is_made_up = _generator(file) == MADE_UP_GENERATOR
    except _UNREADABLE as error:
        raise _damaged(source, error) from error
    return collector.finish(source, is_made_up=is_made_up)


def check_kind(source: Path) -> str:
    """Format of a road file, by its name and by its first bytes.

    Raises
    ------
    RoadDataError
        If there is no such file, its name is of no known kind, or it holds something else.
    """
    if not source.is_file():
        raise RoadDataError(message("roads.missing", file=source.name))
    name = source.name.lower()
    suffix = max((ending for ending in _FORMATS if name.endswith(ending)), key=len, default="")
    if not suffix:
        raise RoadDataError(message("roads.unknown_kind", file=source.name))
    if not _looks_like(source, _FORMATS[suffix]):
        raise RoadDataError(message("roads.misnamed", file=source.name, suffix=suffix))
    return _FORMATS[suffix]


def _looks_like(source: Path, kind: str) -> bool:
    """Whether the first bytes of a file are those of its kind."""
    try:
        with source.open("rb") as file:
            start = file.read(_SNIFFED_BYTES)
        if kind == "osm.pbf":
            return b"OSMHeader" in start
        if kind == "osm.gz":
            with gzip.open(source) as text:
                start = text.read(_SNIFFED_BYTES)
        if _ENTITIES.search(start):
            raise RoadDataError(message("roads.entities", file=source.name))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return False
    except OSError as error:
        raise _unreadable(source, error) from error
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _ways(file: Any) -> Iterator[Any]:
    """All that may tell of roads, the nodes of ways located."""
    kinds = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
    processor = osmium.FileProcessor(file, kinds).with_locations("flex_mem")
    return _about_roads(processor, "highway")


def _ways_and_areas(file: Any) -> Iterator[Any]:
    """All that may tell of roads, water or green, the nodes of ways located."""
    drawn = osmium.filter.TagFilter(*((key, value) for key, value, _ in LAND_TAGS))
    processor = osmium.FileProcessor(file).with_locations("flex_mem").with_areas(drawn)
    return _about_roads(processor, "highway", *LAND_KEYS)


def _about_roads(processor: Any, *keys: str) -> Iterator[Any]:
    """Ways and areas with one of the keys, and the nodes and relations with rules for roads."""
    filters = (
        (osmium.filter.TagFilter(*NODE_TAGS), osmium.osm.NODE),
        (osmium.filter.KeyFilter(*keys), osmium.osm.WAY | osmium.osm.AREA),
        (osmium.filter.TagFilter(("type", "restriction")), osmium.osm.RELATION),
    )
    for kept, kinds in filters:
        kept.enable_for(kinds)
        processor = processor.with_filter(kept)
    return iter(processor)


def _generator(file: Any) -> str:
    """The program that wrote a file, by its header."""
    with osmium.io.Reader(file, osmium.osm.NOTHING) as reader:
        return str(reader.header().get("generator"))


def _collect(things: Iterator[Any], network_type: str, report: Callable[[], None]) -> "_Collector":
    """Gather ways, areas and rules as they are read."""
    collector = _Collector(network_type=network_type)
    for count, thing in enumerate(things):
        if count % _THINGS_PER_REPORT == 0:
            report()
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_way():
            collector.land.add_way(thing.nodes, tags)
            if is_road(tags, network_type):
                collector.add(thing.id, tags, thing.nodes)
        elif thing.is_area():
            collector.land.add_area(thing, tags)
        elif thing.is_node():
            collector.rules.add_node(thing.id, tags)
        else:
            collector.rules.add_relation(thing, tags)
    return collector


def _damaged(source: Path, error: Exception) -> RoadDataError:
    """The error for a file that libosmium cannot read to its end."""
    log.info("%s: %s", source.name, error)
    found = _AT_LINE.search(str(error))
    place = {"line": int(found[1])} if found else {}
    return RoadDataError(message("roads.damaged", file=source.name, **place))


def _unreadable(source: Path, error: OSError) -> RoadDataError:
    """The error for a file that the system does not let us read."""
    return RoadDataError(message("roads.unreadable", file=source.name, detail=str(error.strerror)))


@dataclass(slots=True)
class _Collector:
    """Gathers ways into flat arrays, and all else, while a file is read."""

    network_type: str
    way_id: "array[int]" = field(default_factory=lambda: array("q"))
    way_text: "array[int]" = field(default_factory=lambda: array("i"))
    texts: dict[str, int] = field(default_factory=lambda: {"": 0})
    way_length: "array[int]" = field(default_factory=lambda: array("q"))
    node_id: "array[int]" = field(default_factory=lambda: array("q"))
    lon_lat: bytearray = field(default_factory=bytearray)
    rules: RuleCollector = field(default_factory=RuleCollector)
    land: LandCollector = field(default_factory=LandCollector)

    def add(self, way_id: int, tags: Mapping[str, str], nodes: Any) -> None:
        """Take a way."""
        self.rules.add_way(tags)
        texts = self.texts
        self.way_id.append(way_id)
        self.way_length.append(len(nodes))
        self.way_text.extend(
            [texts.setdefault(tags[tag], len(texts)) if tag in tags else 0 for tag in WAY_TAGS]
        )
        self.node_id.extend([node.ref for node in nodes])
        self.lon_lat += _lon_lat(nodes)

    def finish(self, source: Path, *, is_made_up: bool) -> OsmWays:
        """Turn what was gathered into arrays."""
        lon_lat = np.frombuffer(self.lon_lat).reshape(-1, 2)
        is_located = ~np.isnan(lon_lat[:, 0])
        if not self.way_id:
            raise RoadDataError(message("roads.empty", file=source.name))
        if 2 * np.count_nonzero(is_located) < len(is_located):
            raise RoadDataError(message("roads.nodes_missing", file=source.name))
        node_id = np.array(self.node_id, dtype=np.int64)
        way = np.repeat(np.arange(len(self.way_id)), np.array(self.way_length))
        piece, is_kept = _pieces(way, node_id, is_located)
        _, first, length = np.unique(piece[is_kept], return_index=True, return_counts=True)
        lon_e7, lat_e7 = np.rint(lon_lat[is_kept].T * 1e7).astype(np.int64)
        return OsmWays(
            way_id=np.array(self.way_id, dtype=np.int64),
            way_text=np.array(self.way_text, dtype=np.int32).reshape(-1, len(WAY_TAGS)),
            texts=tuple(self.texts),
            piece_way=way[is_kept][first],
            piece_offset=np.append(0, np.cumsum(length)),
            node_id=node_id[is_kept],
            lat_e7=lat_e7,
            lon_e7=lon_e7,
            rules=self.rules.finish(),
            land=self.land.finish(),
            is_made_up=is_made_up,
            network_type=self.network_type,
        )


def _lon_lat(nodes: Any) -> bytes:
    """Degrees of nodes as pairs of 64-bit numbers, not a number where there is no position."""
    try:
        # libosmium writes a whole line at once, many times as fast as node by node.
        line = _WKB.create_linestring(nodes, osmium.geom.use_nodes.ALL)
    except (osmium.InvalidLocationError, RuntimeError):
        places = [
            (node.x / 1e7, node.y / 1e7) if node.location.valid() else _NOWHERE for node in nodes
        ]
        return np.array(places, dtype=np.float64).tobytes()
    return bytes.fromhex(line)[_WKB_HEADER_BYTES:]


def _pieces(
    way: npt.NDArray[np.int64], node_id: npt.NDArray[np.int64], is_located: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Number of the piece that each node of each way belongs to, and which nodes to keep.

    A way breaks where nodes have no position (the file was cut there), so that no road leaps over
    the gap. A node repeated at once is dropped.
    """
    starts_way = np.append(True, np.diff(way) != 0)
    after_gap = np.append(False, ~is_located[:-1])
    repeats = np.append(False, np.diff(node_id) == 0) & ~starts_way & ~after_gap
    piece = np.cumsum(starts_way | after_gap)
    return piece, is_located & ~repeats
