"""Values on their way to another process; large arrays go as memory-mapped files.

The bytes pass through a pipe between our own processes and are never read from a file. Each job
has a folder for the files of its arrays, in the folder of its pool. An array that lies in a file of
the same pool already, or is a view of one, crosses by the name of that file.
"""

import contextlib
import io
import mmap
import pickle
import threading
import uuid
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LARGE_ARRAY_BYTES = 1_000_000


def pack(value: Any, folder: Path) -> bytes:
    """A value as bytes for a pipe; new arrays over `LARGE_ARRAY_BYTES` are laid down in `folder`.

    The value must be kept until the other process has opened it.
    """
    buffer = io.BytesIO()
    _ArrayPickler(buffer, folder).dump(value)
    return buffer.getvalue()


def unpack(data: bytes) -> Any:
    """The value that `pack` made; large arrays are read-only views of their files."""
    return pickle.loads(data)


def file_of(array: npt.NDArray[Any]) -> Path | None:
    """The file that an array from another process is a view of; None for any other array."""
    mapped = _mapped_file(array)
    return None if mapped is None else mapped.path


def drop_files(folder: Path) -> None:
    """Remove each file of a folder as soon as no array of this process is a view of it.

    The folder goes with the last.
    """
    for path in tuple(folder.iterdir()):
        mapped = _MAPPED.get(str(path))
        if mapped is None:
            _remove(path)
        else:
            weakref.finalize(mapped, _remove, path)
    _remove_if_empty(folder)


class _MappedFile(mmap.mmap):
    """A file in memory that knows its path."""

    path: Path


_MAPPED: weakref.WeakValueDictionary[str, _MappedFile] = weakref.WeakValueDictionary()
_MAPPING = threading.Lock()


class _ArrayPickler(pickle.Pickler):
    """Pickles a large array as the opening of its file."""

    def __init__(self, buffer: io.BytesIO, folder: Path) -> None:
        super().__init__(buffer, protocol=pickle.HIGHEST_PROTOCOL)
        self._folder = folder

    def reducer_override(self, value: Any) -> Any:
        if (
            type(value) not in {np.ndarray, np.memmap}
            or value.nbytes < LARGE_ARRAY_BYTES
            or value.dtype.hasobject
        ):
            return NotImplemented
        order = "C" if value.flags.c_contiguous else "F" if value.flags.f_contiguous else None
        mapped = _mapped_file(value) if order else None
        if mapped is not None and mapped.path.is_relative_to(self._folder.parent):
            path, offset = mapped.path, value.ctypes.data - _address(mapped)
        else:
            path = self._folder / f"{uuid.uuid4().hex}.npy"
            np.save(path, value, allow_pickle=False)
            offset = path.stat().st_size - value.nbytes
        return _open_array, (str(path), value.dtype, value.shape, offset, order or "C")


def _open_array(
    path: str, dtype: np.dtype[Any], shape: tuple[int, ...], offset: int, order: Any
) -> npt.NDArray[Any]:
    """A read-only view of a file."""
    return np.ndarray(shape, dtype, buffer=_map(path), offset=offset, order=order)


def _map(path: str) -> _MappedFile:
    """The file of a path, mapped once however many arrays are views of it."""
    with _MAPPING:
        mapped = _MAPPED.get(path)
        if mapped is None:
            with Path(path).open("rb") as file:
                mapped = _MappedFile(file.fileno(), 0, access=mmap.ACCESS_READ)
            mapped.path = Path(path)
            _MAPPED[path] = mapped
        return mapped


def _mapped_file(array: npt.NDArray[Any]) -> _MappedFile | None:
    """The file in memory that an array is a view of."""
    owner: Any = array
    while isinstance(owner, np.ndarray):
        owner = owner.base
    return owner if isinstance(owner, _MappedFile) else None


def _address(mapped: _MappedFile) -> int:
    return int(np.frombuffer(mapped, dtype=np.uint8).ctypes.data)


def _remove(path: Path) -> None:
    # On Windows a file cannot be removed while another process has it open.
    with contextlib.suppress(OSError):
        path.unlink()
    _remove_if_empty(path.parent)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
