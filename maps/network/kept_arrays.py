"""The arrays of imported roads in the cache, each with its hash; what does not match is not used.

Everything under ``arrays/`` whose name starts with a key belongs to that key: ``KEY.npz`` with the
network, its SHA-256 in ``KEY.sha256``, the streets left out in ``KEY.islands``, and what was worked
out of the network in ``KEY.KIND.npz`` and ``KEY.KIND.sha256``. Nothing is ever unpickled.
"""

import contextlib
import hashlib
import io
import json
import time
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.errors import EnvironmentFault
from maps.network.cut_off_streets import StreetLines, is_whole, packed
from maps.network.land_cover import LandCover
from maps.network.road_network import RoadNetwork
from maps.network.whole_file import write_whole_file

_TEXT_FIELDS = ("way_tags", "classes", "texts")
_SCALARS = {"is_made_up": bool, "skipped_restrictions": int, "network_type": str}
_DEGREES = ("shape_lat", "shape_lon")
_E7 = "_e7"
_LABELS = ("name", "source", "cache_path")
_LAND_FIELDS = {field.name: f"land_{field.name}" for field in fields(LandCover)}
_UNUSABLE = (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile)
_KEY_LENGTH = 64
_HOUR_S = 3600.0
_DAY_S = 24 * _HOUR_S


def arrays_path(cache_dir: Path, key: str) -> Path:
    """File of the network of a key."""
    return cache_dir / "arrays" / f"{key}.npz"


def islands_path(cache_dir: Path, key: str) -> Path:
    """File of the streets that are not in the network of a key."""
    return cache_dir / "arrays" / f"{key}.islands"


def store_network(cache_dir: Path, key: str, network: RoadNetwork, islands: StreetLines) -> None:
    """Write the arrays of a network, their hash and what was left out; all of them or none."""
    islands_file = {islands_path(cache_dir, key): packed(islands)}
    _store(arrays_path(cache_dir, key), _arrays(network), islands_file)


def load_network(cache_dir: Path, key: str, *, name: str, source: str) -> RoadNetwork | None:
    """The stored network of a key; None where there is none, or none that can be trusted."""
    path = arrays_path(cache_dir, key)
    try:
        values: dict[str, Any] | None = _load(path)
        if values is None or not is_whole(islands_path(cache_dir, key).read_bytes()):
            return None
        for field in _TEXT_FIELDS:
            values[field] = tuple(json.loads(values[field].tobytes()))
        for field, kind in _SCALARS.items():
            values[field] = kind(values[field][()])
        for field in _DEGREES:
            if field + _E7 in values:
                values[field] = values.pop(field + _E7) / 1e7
        values["land"] = LandCover(
            **{name: values.pop(stored) for name, stored in _LAND_FIELDS.items()}
        )
        return RoadNetwork(name=name, source=source, cache_path=path, **values)
    except _UNUSABLE:
        return None


def load_derived(network: RoadNetwork, kind: str) -> dict[str, npt.NDArray[Any]] | None:
    """What `store_derived` kept of a network, read-only; None where that cannot be trusted.

    Parameters
    ----------
    kind
        Name of what was worked out, of small letters and underscores.
    """
    path = _derived_path(network, kind)
    try:
        return None if path is None else _load(path)
    except _UNUSABLE:
        return None


def store_derived(network: RoadNetwork, kind: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Keep arrays that were worked out of a network, if that is in a cache.

    They go when the network goes.

    Raises
    ------
    EnvironmentFault
        If the cache cannot be written.
    """
    path = _derived_path(network, kind)
    if path is not None:
        _store(path, arrays, {})


def prune(cache_dir: Path, *, kept: Collection[str], replaced: Collection[str]) -> None:
    """Delete the arrays of all keys but those kept, and what broken-off writing left behind.

    Keys that nobody knows may belong to an import that goes on at this moment, and are left for an
    hour; those known to be replaced go at once.
    """
    now_s = time.time()
    for path in (cache_dir / "arrays").glob("*"):
        key = path.name[:_KEY_LENGTH]
        is_part = path.suffix == ".part"
        least_age_s = _DAY_S if is_part else 0.0 if key in replaced else _HOUR_S
        if is_part or key not in kept:
            _delete_if_older(path, now_s - least_age_s)
    for path in (*(cache_dir / "names").glob("*.part"), *(cache_dir / "downloads").glob("*.part")):
        _delete_if_older(path, now_s - _DAY_S)


def _delete_if_older(path: Path, before_s: float) -> None:
    # A file that another process holds or has deleted already is no fault: the next turn takes it.
    with contextlib.suppress(OSError):
        if path.stat().st_mtime <= before_s:
            path.unlink()


def _derived_path(network: RoadNetwork, kind: str) -> Path | None:
    """File of what was worked out of a network; None for one that is in no cache."""
    if not kind.replace("_", "").isalpha() or kind != kind.lower():
        raise ValueError(f"Not a kind: {kind!r}.")
    return None if network.cache_path is None else network.cache_path.with_suffix(f".{kind}.npz")


def _store(path: Path, arrays: Mapping[str, Any], beside: Mapping[Path, bytes]) -> None:
    """Write arrays, other files and the hash of the arrays; all of them or none."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest().encode()
    files = {path: content, **beside, path.with_suffix(".sha256"): digest}
    try:
        for target, stored in files.items():
            write_whole_file(target, stored)
    except EnvironmentFault:
        for target in files:
            with contextlib.suppress(OSError):
                target.unlink()
        raise


def _load(path: Path) -> dict[str, npt.NDArray[Any]] | None:
    """The arrays of a file, read-only; None if they do not match their hash."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.with_suffix(".sha256").read_text("ascii"):
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for values in arrays.values():
        values.setflags(write=False)
    return arrays


def _arrays(network: RoadNetwork) -> dict[str, Any]:
    """Everything of a network but its labels, as arrays of numbers."""
    names = [field.name for field in fields(network)]
    arrays = {name: getattr(network, name) for name in names if name not in _LABELS}
    for name in _TEXT_FIELDS:
        arrays[name] = np.frombuffer(json.dumps(arrays[name]).encode(), dtype=np.uint8)
    for name in _SCALARS:
        arrays[name] = np.array(arrays[name])
    for name in _DEGREES:
        e7 = np.rint(arrays[name] * 1e7).astype(np.int32)
        # OpenStreetMap's positions are whole numbers of this unit; those of graphs may not be.
        if np.array_equal(e7 / 1e7, arrays[name]):
            arrays[name + _E7] = e7
            del arrays[name]
    land = arrays.pop("land")
    return arrays | {stored: getattr(land, name) for name, stored in _LAND_FIELDS.items()}
