"""Import roads once and open them at once ever after.

A cache holds arrays only, never pickles: ``arrays/KEY.npz`` with its SHA-256 in ``KEY.sha256``, the
streets left out of the network in ``KEY.islands``, and for each name that roads were imported under
``names/HASH.json``. The key hashes all that the arrays depend on, so a changed file or program
makes a new entry; what does not match its hash is never used. Writing is atomic, and a failed
import leaves everything as it was.
"""

import contextlib
import hashlib
import io
import json
import re
import zipfile
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from domain.errors import EnvironmentFault, RoadDataError
from domain.geo import Location
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.build_network import build_network
from maps.cut_off_streets import NO_STREETS, StreetLines, islands_of, packed, unpacked
from maps.land_cover import LandCover
from maps.osm_file import check_kind, read_ways
from maps.road_network import RoadNetwork
from maps.whole_file import write_whole_file

SCHEMA_VERSION = 3
"""Raised whenever the arrays of a network, or the way they are made, change."""

_NEVER = Never()
_TEXT_FIELDS = ("way_tags", "classes", "texts")
_LABELS = ("name", "source")
_LAND_FIELDS = {field.name: f"land_{field.name}" for field in fields(LandCover)}
ROAD_FILE_SUFFIXES = (".osm.pbf", ".osm.gz", ".osm", ".pbf")
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
    """

    name: str
    source: str
    nodes: int
    edges: int
    length_km: float
    south_west: Location
    north_east: Location
    imported_at: datetime


def import_roads(
    source: Path,
    *,
    cache_dir: Path,
    name: str | None = None,
    clip_wkt: str | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> RoadNetwork:
    """Import a road file under a name, its stem if none is given; a second time costs nothing.

    Parameters
    ----------
    clip_wkt
        Polygon to keep the roads of, as WKT with longitude first.

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
    area = _parse_area(clip_wkt)
    check_kind(source)
    name = name or default_name(source)
    on_progress(Progress(step="roads.hashing"))
    key = _key(source, area)
    network = _load(cache_dir, key, name=name, source=source.name)
    if network is None:
        ways = read_ways(source, on_progress=on_progress, stop=stop)
        on_progress(Progress(step="roads.simplifying"))
        network = build_network(ways, name=name, source=source.name, area=area)
        on_progress(Progress(step="roads.saving"))
        _store(cache_dir, key, network, islands_of(ways, network))
    _store_entry(cache_dir, _new_entry(network, key=key, path=source, clip_wkt=clip_wkt))
    on_progress(Progress(step="roads.saving", fraction=1.0))
    return network


def open_roads(name_or_file: str | Path, *, cache_dir: Path) -> RoadNetwork:
    """Open roads by the name of their import, or by their file, imported at its first use.

    A name goes before a file of the same name.

    Raises
    ------
    RoadDataError
        If there are neither, or the cache is damaged and the file it was made of is gone.
    """
    entry = _find_entry(cache_dir, name_or_file) if isinstance(name_or_file, str) else None
    if entry is not None:
        return _open_entry(entry, cache_dir)
    source = Path(name_or_file)
    if not source.is_file() and default_name(source) == source.name:
        raise RoadDataError(message("roads.unknown_name", name=str(name_or_file)))
    return import_roads(source, cache_dir=cache_dir)


def open_islands(name: str, *, cache_dir: Path) -> StreetLines:
    """The streets of imported roads that are cut off from the network."""
    entry = _find_entry(cache_dir, name)
    try:
        content = b"" if entry is None else _islands_path(cache_dir, entry.key).read_bytes()
    except OSError:
        return NO_STREETS
    return unpacked(content)


def list_roads(cache_dir: Path) -> tuple[RoadSummary, ...]:
    """All imported roads, by name."""
    entries = map(_read_entry, (cache_dir / "names").glob("*.json"))
    summaries = (entry.summary for entry in entries if entry is not None)
    return tuple(sorted(summaries, key=lambda summary: summary.name))


def default_name(source: Path) -> str:
    """Name that a file is imported under when none is given: its own without the suffix."""
    lowered = source.name.lower()
    suffix = next((suffix for suffix in ROAD_FILE_SUFFIXES if lowered.endswith(suffix)), "")
    return source.name[: len(source.name) - len(suffix)] or source.name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What is stored under a name: the key of the arrays, and what they were made of."""

    summary: RoadSummary
    key: str
    path: str
    clip_wkt: str | None


def _open_entry(entry: _Entry, cache_dir: Path) -> RoadNetwork:
    """Open the arrays of an entry, made anew from the very same file if they are damaged."""
    name, source = entry.summary.name, Path(entry.path)
    network = _load(cache_dir, entry.key, name=name, source=entry.summary.source)
    if network is not None:
        return network
    if source.is_file() and _key(source, _parse_area(entry.clip_wkt)) == entry.key:
        return import_roads(source, cache_dir=cache_dir, name=name, clip_wkt=entry.clip_wkt)
    raise RoadDataError(message("roads.cache_damaged", name=name, file=entry.summary.source))


def _parse_area(clip_wkt: str | None) -> shapely.Geometry | None:
    """The polygon that roads are clipped to."""
    if clip_wkt is None:
        return None
    try:
        area = shapely.from_wkt(clip_wkt)
    except shapely.errors.GEOSException as error:
        raise RoadDataError(message("roads.bad_clip", clip=clip_wkt[:80])) from error
    if area.geom_type not in {"Polygon", "MultiPolygon"} or area.is_empty or not area.is_valid:
        raise RoadDataError(message("roads.bad_clip", clip=clip_wkt[:80]))
    return area


def _key(source: Path, area: shapely.Geometry | None) -> str:
    """Hash of everything that the arrays depend on."""
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    clip = "" if area is None else shapely.to_wkt(area, rounding_precision=-1)
    parts = (clip, str(SCHEMA_VERSION), version("osmnx"), version("osmium"))
    digest.update("\0".join(parts).encode())
    return digest.hexdigest()


def _islands_path(cache_dir: Path, key: str) -> Path:
    return cache_dir / "arrays" / f"{key}.islands"


def _store(cache_dir: Path, key: str, network: RoadNetwork, islands: StreetLines) -> None:
    """Write the arrays of a network, their hash and what was left out; all of them or none."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **_arrays(network))
    content = buffer.getvalue()
    files = {
        cache_dir / "arrays" / f"{key}.npz": content,
        _islands_path(cache_dir, key): packed(islands),
        cache_dir / "arrays" / f"{key}.sha256": hashlib.sha256(content).hexdigest().encode(),
    }
    try:
        for path, stored in files.items():
            write_whole_file(path, stored)
    except EnvironmentFault:
        for path in files:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def _arrays(network: RoadNetwork) -> dict[str, Any]:
    """Everything of a network but its labels, as arrays of numbers."""
    names = [field.name for field in fields(network)]
    arrays = {name: getattr(network, name) for name in names if name not in _LABELS}
    for name in _TEXT_FIELDS:
        arrays[name] = np.frombuffer(json.dumps(arrays[name]).encode(), dtype=np.uint8)
    arrays["is_made_up"] = np.array(network.is_made_up)
    land = arrays.pop("land")
    return arrays | {stored: getattr(land, name) for name, stored in _LAND_FIELDS.items()}


def _load(cache_dir: Path, key: str, *, name: str, source: str) -> RoadNetwork | None:
    """The stored network of a key; None where there is none, or none that can be trusted."""
    path = cache_dir / "arrays" / f"{key}.npz"
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != path.with_suffix(".sha256").read_text("ascii"):
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            values: dict[str, Any] = {field: stored[field] for field in stored.files}
        for field in _TEXT_FIELDS:
            values[field] = tuple(json.loads(values[field].tobytes()))
        values["is_made_up"] = bool(values["is_made_up"])
        values["land"] = LandCover(
            **{name: values.pop(stored) for name, stored in _LAND_FIELDS.items()}
        )
        return RoadNetwork(name=name, source=source, **values)
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _new_entry(network: RoadNetwork, *, key: str, path: Path, clip_wkt: str | None) -> _Entry:
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
    )
    return _Entry(summary=summary, key=key, path=str(path.resolve()), clip_wkt=clip_wkt)


def _entry_path(cache_dir: Path, name: str) -> Path:
    """File of a name, which may hold letters that no file name may."""
    return cache_dir / "names" / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"


def _find_entry(cache_dir: Path, name: str) -> _Entry | None:
    """What is stored under a name, if anything."""
    return _read_entry(_entry_path(cache_dir, name))


def _store_entry(cache_dir: Path, entry: _Entry) -> None:
    """Remember a name, unless it stands for the same roads already."""
    known = _find_entry(cache_dir, entry.summary.name)
    if known is not None and (known.key, known.path) == (entry.key, entry.path):
        return
    values = asdict(entry)
    values["summary"]["imported_at"] = entry.summary.imported_at.isoformat()
    content = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole_file(_entry_path(cache_dir, entry.summary.name), content.encode())


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
