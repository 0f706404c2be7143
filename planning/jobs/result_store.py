"""Results kept by the hash of what they answer: canonical JSON and ``.npy`` files, never pickles.

An entry is a folder that appears whole or not at all. A damaged one is ignored and made again.
"""

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

log = logging.getLogger(__name__)

_FACTS = "facts.json"


def content_hash(facts: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> str:
    """SHA-256 of JSON facts and arrays: the key of what is computed from them."""
    digest = hashlib.sha256(canonical_json(facts))
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}{array.dtype.str}{array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def canonical_json(facts: Any) -> bytes:
    """JSON with sorted keys and no spaces; NaN is refused."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


class ResultStore:
    """A folder of results."""

    def __init__(self, folder: Path, *, keep: int = 20) -> None:
        self._folder = folder
        self._keep = keep

    def get(self, key: str) -> tuple[Any, dict[str, np.ndarray[Any, Any]]] | None:
        """Facts and arrays stored under a key; None if there are none, or they are damaged."""
        entry = self._folder / key
        try:
            stored = json.loads((entry / _FACTS).read_bytes())
            arrays = {
                name: np.load(entry / f"{name}.npy", allow_pickle=False)
                for name in stored["arrays"]
            }
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("stored result %s is damaged and made again", key)
            return None
        if content_hash(stored["facts"], arrays) != stored["hash"]:
            log.warning("stored result %s is damaged and made again", key)
            return None
        return stored["facts"], arrays

    def put(self, key: str, facts: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """Store facts and arrays under a key; the oldest entries make room."""
        self._folder.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=self._folder, prefix=".new-"))
        try:
            for name, array in arrays.items():
                np.save(made / f"{name}.npy", array, allow_pickle=False)
            record = {
                "facts": facts,
                "arrays": sorted(arrays),
                "hash": content_hash(facts, arrays),
            }
            (made / _FACTS).write_bytes(canonical_json(record))
            shutil.rmtree(self._folder / key, ignore_errors=True)
            made.rename(self._folder / key)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        self._prune()

    def _prune(self) -> None:
        entries = [entry for entry in self._folder.iterdir() if not entry.name.startswith(".")]
        entries.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in entries[self._keep :]:
            shutil.rmtree(entry, ignore_errors=True)
