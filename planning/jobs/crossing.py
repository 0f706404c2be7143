"""Values on their way to another process; large arrays go as memory-mapped files.

The bytes pass through a pipe between our own processes and are never read from a file.
"""

import io
import pickle
import uuid
from pathlib import Path
from typing import Any

import numpy as np

LARGE_ARRAY_BYTES = 1_000_000


def pack(value: Any, folder: Path) -> bytes:
    """A value as bytes for a pipe; arrays over `LARGE_ARRAY_BYTES` are laid down in `folder`."""
    buffer = io.BytesIO()
    _ArrayPickler(buffer, folder).dump(value)
    return buffer.getvalue()


def unpack(data: bytes) -> Any:
    """The value that `pack` made; large arrays are read-only views of their files."""
    return pickle.loads(data)


class _ArrayPickler(pickle.Pickler):
    """Pickles a large array as the opening of its file."""

    def __init__(self, buffer: io.BytesIO, folder: Path) -> None:
        super().__init__(buffer, protocol=pickle.HIGHEST_PROTOCOL)
        self._folder = folder

    def reducer_override(self, value: Any) -> Any:
        if (
            type(value) is not np.ndarray
            or value.nbytes < LARGE_ARRAY_BYTES
            or value.dtype.hasobject
        ):
            return NotImplemented
        path = self._folder / f"{uuid.uuid4().hex}.npy"
        np.save(path, value, allow_pickle=False)
        return _open_array, (str(path),)


def _open_array(path: str) -> np.ndarray[Any, Any]:
    array: np.ndarray[Any, Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array
