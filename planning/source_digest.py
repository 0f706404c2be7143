"""Whether the files that tables were read from are still those that were read."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from planning.mapping.source_mapping import SourceKind, SourceMapping

_TABLE_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".parquet"})
_MAPPING_ENDING = ".toml"
_BESIDE_SQLITE = "-wal"
_BLOCK_BYTES = 1 << 20


def source_digest(source: Path) -> str:
    """Digest over names and contents of the files of a folder, workbook, database or mapping.

    Returns
    -------
    str
        Empty where there are no such files, or they cannot be read now: nothing is known then.
    """
    digest = hashlib.sha256()
    count = 0
    try:
        for path in _files(source):
            digest.update(f"{path.name}\0{path.stat().st_size}\0".encode("utf-8", "replace"))
            with path.open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    digest.update(block)
            count += 1
    except OSError:
        return ""
    return digest.hexdigest() if count else ""


def _files(source: Path) -> Iterator[Path]:
    """The files of a source that tables are read from, in an order that does not change."""
    if source.is_dir():
        for path in sorted(source.iterdir()):
            if path.suffix.lower() in _TABLE_ENDINGS and path.is_file():
                yield path
    elif source.suffix.lower() == _MAPPING_ENDING:
        yield source
        place = _place_of(source)
        if place is not None:
            yield from _files(place)
    else:
        yield source
        # What a database was given last may lie beside it still.
        journal = source.with_name(source.name + _BESIDE_SQLITE)
        if journal.is_file() and journal.stat().st_size:
            yield journal


def _place_of(mapping_file: Path) -> Path | None:
    """The folder or file that a mapping reads; None for a database."""
    from planning.mapping.mapping_file import read_mapping

    mapping: SourceMapping = read_mapping(mapping_file)
    if mapping.kind is SourceKind.DATABASE:
        return None
    place = mapping_file.parent / mapping.location
    return place if place.suffix.lower() != _MAPPING_ENDING else None
