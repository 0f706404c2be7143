"""The sources that were imported last, to be chosen again; never a password."""

from contextlib import suppress
from pathlib import Path

from domain.errors import EnvironmentFault
from maps.network.whole_file import write_whole_file
from planning.environment import Directories
from planning.importing.draft import ImportSource, read_sources, sources_text
from planning.mapping.source_mapping import SourceKind

MOST_KEPT = 8
_FILE = "recent_sources.json"


def recent_sources(folders: Directories) -> tuple[ImportSource, ...]:
    """The sources imported last, the newest first; none where the file is lost or damaged."""
    try:
        return read_sources((folders.data / _FILE).read_bytes())[:MOST_KEPT]
    except (OSError, ValueError):
        return ()


def remember_source(folders: Directories, source: ImportSource) -> None:
    """Put a source first; nothing happens where that cannot be written."""
    others = (known for known in recent_sources(folders) if not _is_same(known, source))
    kept = (source, *others)[:MOST_KEPT]
    with suppress(EnvironmentFault):
        write_whole_file(folders.data / _FILE, sources_text(kept))


WORKBOOKS = frozenset({".xlsx", ".xlsm"})
SQLITE_FILES = frozenset({".sqlite", ".sqlite3", ".db"})
TABLE_FILES = frozenset({".csv", ".txt", ".tsv", ".parquet"})
MAPPINGS = frozenset({".toml"})


def source_of_paths(paths: list[Path]) -> ImportSource | None:
    """What a person means who drops files or a folder; None where nothing can be made of them."""
    if len(paths) == 1 and (alone := _alone(paths[0])) is not None:
        return alone
    endings = {path.suffix.lower() for path in paths}
    if not paths or not endings <= TABLE_FILES or len({path.parent for path in paths}) > 1:
        return None
    names = tuple(sorted(path.name for path in paths))
    return ImportSource(kind=SourceKind.FOLDER, location=str(paths[0].parent), tables=names)


def _alone(path: Path) -> ImportSource | None:
    """A folder or file that is a source by itself."""
    ending = path.suffix.lower()
    if path.is_dir():
        return ImportSource(kind=SourceKind.FOLDER, location=str(path))
    if ending in MAPPINGS:
        return ImportSource(kind=SourceKind.FOLDER, location="", mapping_file=str(path))
    kinds = {SourceKind.WORKBOOK: WORKBOOKS, SourceKind.SQLITE: SQLITE_FILES}
    kind = next((kind for kind, endings in kinds.items() if ending in endings), None)
    return ImportSource(kind=kind, location=str(path)) if kind else None


def _is_same(one: ImportSource, other: ImportSource) -> bool:
    mine, others = (
        (source.kind, source.location, source.tables, source.mapping_file)
        for source in (one, other)
    )
    return mine == others
