"""Files that appear whole or not at all."""

import os
import uuid
from pathlib import Path

from domain.errors import EnvironmentFault
from domain.message import message


def write_whole_file(path: Path, content: bytes) -> None:
    """Write a file; whatever lay there stays until the new content is safe on the disk.

    Raises
    ------
    EnvironmentFault
        If the folder cannot be written to, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
        _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            message("output.not_written", file=str(path), reason=reason)
        ) from error


def _replace(path: Path, content: bytes) -> None:
    made = path.parent / f".new-{uuid.uuid4().hex}.part"
    try:
        with made.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name itself outlast a loss of power; Windows has no such call for folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
