"""Import roads once and open them at once ever after.

A cache holds arrays only, see `kept_arrays`, and for each name that roads were imported under
``names/HASH.json``, or ``names/HASH.bike.json`` for a bike network. The key of the arrays hashes
all that they depend on, so a changed file or program makes a new entry. Writing is atomic, and a
failed import leaves everything as it was.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import shapely

from domain.errors import RoadDataError
from domain.geo import Location
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.importing.build_network import build_network
from maps.importing.osm_file import check_kind, read_ways
from maps.importing.road_filter import BIKE, DRIVE, NETWORK_TYPES
from maps.network.cut_off_streets import NO_STREETS, StreetLines, islands_of, unpacked
from maps.network.kept_arrays import (
    arrays_path,
    islands_path,
    load_derived,
    load_network,
    prune,
    store_derived,
    store_network,
)
from maps.network.road_network import RoadNetwork
from maps.network.whole_file import write_whole_file

__all__ = [
    "ROAD_FILE_SUFFIXES",
    "RoadSummary",
    "default_name",
    "import_roads",
    "list_roads",
    "load_derived",
    "open_islands",
    "open_roads",
    "store_derived",
]

SCHEMA_VERSION = 5
"""Raised whenever the arrays of a network, or the way they are made, change."""

_NEVER = Never()
ROAD_FILE_SUFFIXES = (".osm.pbf", ".osm.gz", ".osm", ".pbf", ".graphml")
"""How the names of road files end, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadSummary:
    """What is known of imported roads without opening them.

    Parameters
    ----------
    name
        Name to open them by.
    source
        Name of the file they come from.
    nodes, edges
        Numbers of junctions and of directed edges.
    length_km
        Kilometres of street, each counted once.
    south_west, north_east
        Corners of the bounding box.
    imported_at
        When they were imported, in UTC.
    network_type
        One of `NETWORK_TYPES`.
    """

    name: str
    source: str
    nodes: int
    edges: int
    length_km: float
    south_west: Location
    north_east: Location
    imported_at: datetime
    network_type: str = DRIVE


def import_roads(
    source: Path,
    *,
    cache_dir: Path,
    name: str | None = None,
    clip_wkt: str | None = None,
    network_type: str = DRIVE,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> RoadNetwork:
    """Import a road file under a name, its stem if none is given; a second time costs nothing.

    Parameters
    ----------
    clip_wkt
        Polygon to keep the roads of, as WKT with longitude first.
    network_type
        One of `NETWORK_TYPES`. A name may stand for a network of each.

    Raises
    ------
    RoadDataError
        If the file, the polygon or what is left of the roads cannot be used. Roads imported under
        the same name before stay as they are.
    EnvironmentFault
        If the cache cannot be written.
    Interrupted
        If `stop` says so.
    """
    origin = _Origin(path=str(source.resolve()), clip_wkt=clip_wkt, network_type=network_type)
    area = parse_area(clip_wkt)
    check_kind(source)
    name = name or default_name(source)
    on_progress(Progress(step="roads.hashing"))
    file_sha256 = _file_sha256(source)
    key = _key(file_sha256, area, network_type)
    network = load_network(cache_dir, key, name=name, source=source.name)
    if network is None:
        network, islands = _read(origin, area, name, on_progress, stop)
        on_progress(Progress(step="roads.saving"))
        store_network(cache_dir, key, network, islands)
        network = replace(network, cache_path=arrays_path(cache_dir, key))
    _store_entry(cache_dir, _new_entry(network, origin, key=key, file_sha256=file_sha256))
    on_progress(Progress(step="roads.saving", fraction=1.0))
    return network


def open_roads(
    name_or_file: str | Path, *, cache_dir: Path, network_type: str = DRIVE
) -> RoadNetwork:
    """Open roads by the name of their import, or by their file, imported at its first use.

    A name goes before a file of the same name. A name imported for one type of network is imported
    for the other at its first use, as long as the file is still the same.

    Raises
    ------
    RoadDataError
        If there are neither, the cache is damaged and the file it was made of is gone, or the file
        that the network of the other type was made of is.
    """
    if isinstance(name_or_file, str):
        entry = _find_entry(cache_dir, name_or_file, network_type)
        if entry is not None:
            return _open_entry(entry, cache_dir)
        for other in NETWORK_TYPES:
            entry = _find_entry(cache_dir, name_or_file, other)
            if entry is not None:
                return _import_again(entry, cache_dir, network_type, "roads.other_type_gone")
    source = Path(name_or_file)
    if not source.is_file() and default_name(source) == source.name:
        raise RoadDataError(message("roads.unknown_name", name=str(name_or_file)))
    return import_roads(source, cache_dir=cache_dir, network_type=network_type)


def open_islands(name: str, *, cache_dir: Path) -> StreetLines:
    """The streets of imported roads that are cut off from the network for driving."""
    entry = _find_entry(cache_dir, name, DRIVE)
    try:
        content = b"" if entry is None else islands_path(cache_dir, entry.key).read_bytes()
    except OSError:
        return NO_STREETS
    return unpacked(content)


def list_roads(cache_dir: Path, network_type: str = DRIVE) -> tuple[RoadSummary, ...]:
    """All imported roads of a type, by name."""
    summaries = (entry.summary for entry in _entries(cache_dir))
    found = [summary for summary in summaries if summary.network_type == network_type]
    return tuple(sorted(found, key=lambda summary: summary.name))


def default_name(source: Path) -> str:
    """Name that a file is imported under when none is given: its own without the suffix."""
    lowered = source.name.lower()
    suffix = next((suffix for suffix in ROAD_FILE_SUFFIXES if lowered.endswith(suffix)), "")
    return source.name[: len(source.name) - len(suffix)] or source.name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """What roads are made of."""

    path: str
    clip_wkt: str | None
    network_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What is stored under a name: the key of the arrays, and what they were made of."""

    summary: RoadSummary
    key: str
    path: str
    clip_wkt: str | None
    file_sha256: str = ""


def _read(
    origin: _Origin,
    area: shapely.Geometry | None,
    name: str,
    on_progress: OnProgress,
    stop: StopCriterion,
) -> tuple[RoadNetwork, StreetLines]:
    """The network of a file, and the streets that are not part of it."""
    source, network_type = Path(origin.path), origin.network_type
    if check_kind(source) == "graphml":
        # networkx and OSMnx take time and memory that no other kind of file needs.
        from maps.importing.graphml_file import read_graphml

        network = read_graphml(
            source,
            name=name,
            network_type=network_type,
            area=area,
            on_progress=on_progress,
            stop=stop,
        )
        return network, NO_STREETS
    ways = read_ways(source, network_type=network_type, on_progress=on_progress, stop=stop)
    on_progress(Progress(step="roads.simplifying"))
    network = build_network(ways, name=name, source=source.name, area=area)
    return network, islands_of(ways, network)


def _open_entry(entry: _Entry, cache_dir: Path) -> RoadNetwork:
    """Open the arrays of an entry, made anew from the very same file if they are damaged."""
    summary = entry.summary
    network = load_network(cache_dir, entry.key, name=summary.name, source=summary.source)
    if network is not None:
        return network
    return _import_again(entry, cache_dir, summary.network_type, "roads.cache_damaged")


def _import_again(entry: _Entry, cache_dir: Path, network_type: str, code: str) -> RoadNetwork:
    """Import what a name stands for once more; an error with a code if its file is not the same."""
    name, source = entry.summary.name, Path(entry.path)
    if not source.is_file() or _file_sha256(source) != entry.file_sha256:
        raise RoadDataError(message(code, name=name, file=entry.summary.source))
    return import_roads(
        source,
        cache_dir=cache_dir,
        name=name,
        clip_wkt=entry.clip_wkt,
        network_type=network_type,
    )


def parse_area(clip_wkt: str | None) -> shapely.Polygon | shapely.MultiPolygon | None:
    """The polygon that roads are clipped to.

    Raises
    ------
    RoadDataError
        If the text is no valid polygon.
    """
    if clip_wkt is None:
        return None
    try:
        area = shapely.from_wkt(clip_wkt)
    except shapely.errors.GEOSException as error:
        raise RoadDataError(message("roads.bad_clip", clip=clip_wkt[:80])) from error
    is_usable = area.is_valid and not area.is_empty
    if is_usable and isinstance(area, shapely.Polygon | shapely.MultiPolygon):
        return area
    raise RoadDataError(message("roads.bad_clip", clip=clip_wkt[:80]))


def _file_sha256(source: Path) -> str:
    """Hash of a file."""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(file_sha256: str, area: shapely.Geometry | None, network_type: str) -> str:
    """Hash of everything that the arrays depend on."""
    clip = "" if area is None else shapely.to_wkt(area, rounding_precision=-1)
    versions = (version("osmnx"), version("osmium"))
    parts = (file_sha256, clip, network_type, str(SCHEMA_VERSION), *versions)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _new_entry(network: RoadNetwork, origin: _Origin, *, key: str, file_sha256: str) -> _Entry:
    """What to store under the name of a network imported now."""
    summary = RoadSummary(
        name=network.name,
        source=network.source,
        nodes=network.node_count,
        edges=network.edge_count,
        length_km=round(network.length_km, 3),
        south_west=network.south_west,
        north_east=network.north_east,
        imported_at=datetime.now(UTC).replace(microsecond=0),
        network_type=origin.network_type,
    )
    return _Entry(
        summary=summary,
        key=key,
        path=origin.path,
        clip_wkt=origin.clip_wkt,
        file_sha256=file_sha256,
    )


def _entry_path(cache_dir: Path, name: str, network_type: str) -> Path:
    """File of a name, which may hold letters that no file name may."""
    suffix = ".bike.json" if network_type == BIKE else ".json"
    return cache_dir / "names" / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}{suffix}"


def _find_entry(cache_dir: Path, name: str, network_type: str) -> _Entry | None:
    """What is stored under a name, if anything."""
    return _read_entry(_entry_path(cache_dir, name, network_type))


def _entries(cache_dir: Path) -> tuple[_Entry, ...]:
    """All that is stored under names."""
    entries = map(_read_entry, (cache_dir / "names").glob("*.json"))
    return tuple(entry for entry in entries if entry is not None)


def _store_entry(cache_dir: Path, entry: _Entry) -> None:
    """Remember a name, unless it stands for the same roads already, and forget what it did."""
    name, network_type = entry.summary.name, entry.summary.network_type
    known = _find_entry(cache_dir, name, network_type)
    if known is not None and replace(known, summary=entry.summary) == entry:
        return
    values = asdict(entry)
    values["summary"]["imported_at"] = entry.summary.imported_at.isoformat()
    content = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole_file(_entry_path(cache_dir, name, network_type), content.encode())
    kept = {entry.key for entry in _entries(cache_dir)}
    prune(cache_dir, kept=kept, replaced=set() if known is None else {known.key})


def _read_entry(path: Path) -> _Entry | None:
    """What a name's file holds; None if it is missing or damaged."""
    try:
        values = json.loads(path.read_bytes())
        summary = values.pop("summary")
        for corner in ("south_west", "north_east"):
            summary[corner] = Location(**summary[corner])
        summary["imported_at"] = datetime.fromisoformat(summary["imported_at"])
        entry = _Entry(summary=RoadSummary(**summary), **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return entry if re.fullmatch("[0-9a-f]{64}", entry.key) else None
