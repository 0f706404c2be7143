"""Read roads, water and green of an OpenStreetMap file: ``.osm``, ``.osm.gz`` or ``.osm.pbf``.

What counts as drivable, one-way or reversed is OSMnx's ``network_type="drive"``, to the letter: its
Overpass filter matches parts of words, and so do the patterns here.

References
----------
Boeing, G. (2025). Modeling and Analyzing Urban Networks and Amenities with OSMnx.
Geographical Analysis. https://doi.org/10.1111/gean.70009
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
from maps.osm_land import LAND_KEYS, LAND_TAGS, LandCollector, OsmLand

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

EXCLUDED = {
    "area": "yes",
    "access": "private",
    "highway": (
        "abandoned|bridleway|bus_guideway|construction|corridor|cycleway|elevator|escalator|"
        "footway|no|path|pedestrian|planned|platform|proposed|raceway|razed|rest_area|service|"
        "services|steps|track"
    ),
    "motor_vehicle": "no",
    "motorcar": "no",
    "service": "alley|driveway|emergency_access|parking|parking_aisle|private",
}
"""Pattern per tag that makes a way not drivable, found anywhere in the tag's value."""

MADE_UP_GENERATOR = "wayloom sample"
"""What the header of our own sample city says wrote it; any other file is OpenStreetMap's."""

_EXCLUDED = tuple((tag, re.compile(pattern)) for tag, pattern in EXCLUDED.items())
_FORMATS = {".osm": "osm", ".osm.gz": "osm.gz", ".osm.pbf": "osm.pbf", ".pbf": "osm.pbf"}
_AT_LINE = re.compile(r"\bline (\d+)")
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_NEVER = Never()
_THINGS_PER_REPORT = 2_000
_SNIFFED_BYTES = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OsmWays:
    """Drivable ways as they stand in the file, cut into pieces where a node has no position.

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
    land
        Water and green of the same file.
    is_made_up
        Whether the file is of our own making, with no streets of OpenStreetMap in it.
    """

    way_id: npt.NDArray[np.int64]
    way_text: npt.NDArray[np.int32]
    texts: tuple[str, ...]
    piece_way: npt.NDArray[np.int64]
    piece_offset: npt.NDArray[np.int64]
    node_id: npt.NDArray[np.int64]
    lat_e7: npt.NDArray[np.int64]
    lon_e7: npt.NDArray[np.int64]
    land: OsmLand
    is_made_up: bool

    def tag(self, name: str) -> npt.NDArray[np.int32]:
        """Number in `texts` of the value that each way has for a tag."""
        return self.way_text[:, WAY_TAGS.index(name)]


def read_ways(
    source: Path, *, on_progress: OnProgress = ignore_progress, stop: StopCriterion = _NEVER
) -> OsmWays:
    """Read the drivable ways of a file with the positions of their nodes, its water and green.

    Areas can only be put together from a file in the usual order of ids; from any other the roads
    are read alone.

    Raises
    ------
    RoadDataError
        If the file is missing, damaged, not what its name says, or holds no drivable road.
    Interrupted
        If `stop` says so.
    """
    # The absolute path keeps libosmium from taking a name for a URL or for standard input.
    file = osmium.io.File(str(source.resolve()), check_kind(source))

    def report() -> None:
        on_progress(Progress(step="roads.reading"))
        if stop.should_stop():
            raise Interrupted(message("roads.interrupted", file=source.name))

    try:
        try:
            collector = _collect(_ways_and_areas(file), report)
        except (RuntimeError, ValueError):
            collector = _collect(_ways(file), report)
        is_made_up = _generator(file) == MADE_UP_GENERATOR
    except (RuntimeError, ValueError) as error:
        raise _damaged(source, error) from error
    return collector.finish(source, is_made_up=is_made_up)


def is_drivable(tags: Mapping[str, str]) -> bool:
    """Whether OSMnx's ``drive`` filter lets a way with these tags through."""
    if "highway" not in tags:
        return False
    return not any(tag in tags and pattern.search(tags[tag]) for tag, pattern in _EXCLUDED)


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
    """All ways that have a ``highway`` tag, their nodes located."""
    processor = osmium.FileProcessor(file, osmium.osm.NODE | osmium.osm.WAY)
    return iter(
        processor.with_locations("flex_mem")
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osmium.filter.KeyFilter("highway"))
    )


def _ways_and_areas(file: Any) -> Iterator[Any]:
    """All ways and areas that may be roads, water or green, their nodes located."""
    drawn = osmium.filter.TagFilter(*((key, value) for key, value, _ in LAND_TAGS))
    return iter(
        osmium.FileProcessor(file)
        .with_locations("flex_mem")
        .with_areas(drawn)
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY | osmium.osm.AREA))
        .with_filter(osmium.filter.KeyFilter("highway", *LAND_KEYS))
    )


def _generator(file: Any) -> str:
    """The program that wrote a file, by its header."""
    with osmium.io.Reader(file, osmium.osm.NOTHING) as reader:
        return str(reader.header().get("generator"))


def _collect(things: Iterator[Any], report: Callable[[], None]) -> "_Collector":
    """Gather ways and areas as they are read."""
    collector = _Collector()
    for count, thing in enumerate(things):
        if count % _THINGS_PER_REPORT == 0:
            report()
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_area():
            collector.land.add_area(thing, tags)
        else:
            collector.land.add_way(thing.nodes, tags)
            if is_drivable(tags):
                collector.add(thing.id, tags, thing.nodes)
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
    """Gathers ways into flat arrays, and water and green, while a file is read."""

    way_id: "array[int]" = field(default_factory=lambda: array("q"))
    way_text: "array[int]" = field(default_factory=lambda: array("i"))
    texts: dict[str, int] = field(default_factory=lambda: {"": 0})
    way_length: "array[int]" = field(default_factory=lambda: array("q"))
    node_id: "array[int]" = field(default_factory=lambda: array("q"))
    lat_e7: "array[int]" = field(default_factory=lambda: array("q"))
    lon_e7: "array[int]" = field(default_factory=lambda: array("q"))
    is_located: "array[int]" = field(default_factory=lambda: array("b"))
    land: LandCollector = field(default_factory=LandCollector)

    def add(self, way_id: int, tags: Mapping[str, str], nodes: Any) -> None:
        """Take a way."""
        texts = self.texts
        self.way_id.append(way_id)
        self.way_length.append(len(nodes))
        for tag in WAY_TAGS:
            self.way_text.append(texts.setdefault(tags.get(tag, ""), len(texts)))
        for node in nodes:
            self.node_id.append(node.ref)
            self.lat_e7.append(node.y)
            self.lon_e7.append(node.x)
            self.is_located.append(node.location.valid())

    def finish(self, source: Path, *, is_made_up: bool) -> OsmWays:
        """Turn what was gathered into arrays."""
        is_located = np.array(self.is_located, dtype=bool)
        if not self.way_id:
            raise RoadDataError(message("roads.empty", file=source.name))
        if 2 * np.count_nonzero(is_located) < len(is_located):
            raise RoadDataError(message("roads.nodes_missing", file=source.name))
        node_id = np.array(self.node_id, dtype=np.int64)
        way = np.repeat(np.arange(len(self.way_id)), np.array(self.way_length))
        piece, is_kept = _pieces(way, node_id, is_located)
        _, first, length = np.unique(piece[is_kept], return_index=True, return_counts=True)
        return OsmWays(
            way_id=np.array(self.way_id, dtype=np.int64),
            way_text=np.array(self.way_text, dtype=np.int32).reshape(-1, len(WAY_TAGS)),
            texts=tuple(self.texts),
            piece_way=way[is_kept][first],
            piece_offset=np.append(0, np.cumsum(length)),
            node_id=node_id[is_kept],
            lat_e7=np.array(self.lat_e7, dtype=np.int64)[is_kept],
            lon_e7=np.array(self.lon_e7, dtype=np.int64)[is_kept],
            land=self.land.finish(),
            is_made_up=is_made_up,
        )


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
