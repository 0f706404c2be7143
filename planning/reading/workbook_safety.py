"""Whether a workbook may be opened: what it claims to hold is looked at before it is unpacked."""

import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from domain.message import Message, message

log = logging.getLogger(__name__)

LARGEST_UNPACKED_BYTES = 1024**3
"""More than a full sheet of a million rows and twenty columns takes."""

SUSPICIOUS_UNPACKED_BYTES = 64 * 1024**2
LARGEST_RATIO = 200
"""Unpacked to packed size, from `SUSPICIOUS_UNPACKED_BYTES` on; real sheets stay below 50."""

MOST_ENTRIES = 10_000

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_DECLARES_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOGUE_BYTES = 4_096


def refusal_of_workbook(path: Path) -> Message | None:
    """Why a workbook must not be opened, or None if it may.

    Sizes are those that the archive declares; unpacking stops there, so a lie does not help.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLE_SIGNATURE:
            return message("file.old_or_locked_workbook")
        try:
            with zipfile.ZipFile(file) as archive:
                return _too_large(archive) or _declares_entities(archive)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as e:
            log.info("%s: %s", path.name, e)
            return message("file.not_a_workbook")


def has_formulas(path: Path) -> bool:
    """Whether any sheet of a workbook has a formula."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_contains(archive, name, (b"<f>", b"<f ", b"<f/")) for name in sheets)


def _too_large(archive: zipfile.ZipFile) -> Message | None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    swollen = unpacked > SUSPICIOUS_UNPACKED_BYTES and unpacked / packed > LARGEST_RATIO
    if unpacked > LARGEST_UNPACKED_BYTES or swollen or len(entries) > MOST_ENTRIES:
        return message(
            "file.bomb",
            megabytes=unpacked // 10**6,
            limit_mb=LARGEST_UNPACKED_BYTES // 10**6,
            entries=len(entries),
        )
    return None


def _declares_entities(archive: zipfile.ZipFile) -> Message | None:
    """No spreadsheet program writes document types or entities; bombs are made of them."""
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                if _DECLARES_ENTITIES.search(part.read(_PROLOGUE_BYTES)):
                    return message("file.entities", part=entry.filename[:100])
    return None


def _contains(archive: zipfile.ZipFile, name: str, wanted: tuple[bytes, ...]) -> bool:
    tail = b""
    for block in part_blocks(archive, name):
        joined = tail + block
        if any(mark in joined for mark in wanted):
            return True
        tail = block[-8:]
    return False


def part_blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """One part of a workbook, block by block."""
    with archive.open(name) as part:
        while block := part.read(1 << 20):
            yield block
