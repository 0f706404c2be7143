"""An import that is not finished: what it reads, and a folder on disk that outlives a crash.

The folder holds the company's tables as they were read, in a project of their own to which every
mend is an act, durable once it is made; what was asked for; and the project that would come of it
all, as it was checked.
"""

import shutil
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import msgspec

from domain.errors import EnvironmentFault
from domain.message import Problem, message
from maps.network.whole_file import write_whole_file
from planning.environment import Directories
from planning.mapping.source_mapping import (
    DEFAULT_TIME_LIMIT_S,
    SourceKind,
    SourceMapping,
    TextFormat,
)
from planning.outputs.file_names import safe_file_name

DRAFTS = "drafts"
PROJECT_ENDING = ".wayloom"

_SOURCE, _CHECKED = "source.wayloom", "checked.wayloom"
_ABOUT, _MAPPING = "about.json", "mapping.json"

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuery:
    """A query of a database, under the name by which its rows are called."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """Where the data to import lie.

    Attributes
    ----------
    location
        Path of the folder or file, or the address of a database without its password.
    tables
        Files of the folder, or tables of the database, that are read; all where there are none.
    queries
        Own queries of a database.
    password
        Of the database; never written to a file, nor shown.
    mapping_file
        File that says how the tables are mapped; empty where that is proposed.
    """

    kind: SourceKind
    location: str
    tables: tuple[str, ...] = ()
    queries: tuple[OwnQuery, ...] = ()
    time_limit_s: int = DEFAULT_TIME_LIMIT_S
    password: str = field(default="", repr=False)
    mapping_file: str = ""

    @property
    def name(self) -> str:
        """What to call the source: its last part, without the ending of a file."""
        path = Path(self.location.rstrip("/\\"))
        return path.name if self.kind in {SourceKind.FOLDER, SourceKind.DATABASE} else path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDraft:
    """The folder of an import that is not finished."""

    folder: Path

    @property
    def source_project(self) -> Path:
        """The company's own tables, with all mends."""
        return self.folder / _SOURCE

    @property
    def checked_project(self) -> Path:
        """What would be imported, as it was checked last."""
        return self.folder / _CHECKED

    @property
    def is_taken(self) -> bool:
        """Whether tables were read, and what to make of them is known."""
        files = (self.source_project, self._path(_ABOUT), self._path(_MAPPING))
        return all(path.exists() for path in files)

    def write_about(self, about: "About") -> None:
        """Keep what was asked for, and what was wrong on reading; never a password."""
        shown = replace(about, source=replace(about.source, password=""))
        write_whole_file(self._path(_ABOUT), msgspec.json.encode(shown))

    def read_about(self) -> "About":
        """What was asked for, and what was wrong on reading.

        Raises
        ------
        EnvironmentFault
            If the draft is damaged.
        """
        return self._decoded(_ABOUT, About)

    def write_mapping(self, mapping: SourceMapping) -> None:
        """Keep how the company's tables become those of the dataset."""
        write_whole_file(self._path(_MAPPING), msgspec.json.encode(mapping))

    def read_mapping(self) -> SourceMapping:
        """How the company's tables become those of the dataset.

        Raises
        ------
        EnvironmentFault
            If the draft is damaged.
        """
        return self._decoded(_MAPPING, SourceMapping)

    def remove(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _decoded(self, name: str, kind: type[_Kept]) -> _Kept:
        try:
            return msgspec.json.decode(self._path(name).read_bytes(), type=kind)
        except (OSError, ValueError) as error:
            raise EnvironmentFault(message("import.draft_damaged")) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a draft keeps of its source, and what was wrong when that was read.

    Attributes
    ----------
    digest
        Over the files of the source as they were then; empty for a database.
    """

    source: ImportSource
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def new_draft(folders: Directories) -> ImportDraft:
    """A draft with a folder of its own."""
    folder = folders.data / DRAFTS / uuid.uuid4().hex
    folder.mkdir(parents=True)
    return ImportDraft(folder=folder)


def drafts(folders: Directories) -> tuple[ImportDraft, ...]:
    """Drafts that were read to their end, the newest first."""
    try:
        found = [ImportDraft(folder=path) for path in (folders.data / DRAFTS).iterdir()]
        taken = [draft for draft in found if draft.is_taken]
        return tuple(sorted(taken, key=lambda d: -d.source_project.stat().st_mtime))
    except OSError:
        return ()


def free_project_path(folders: Directories, name: str) -> Path:
    """A file for a project of a name, where none lies yet."""
    folder = folders.projects
    path, count = folder / safe_file_name(name, PROJECT_ENDING), 1
    while path.exists():
        count += 1
        path = folder / safe_file_name(name, f" {count}{PROJECT_ENDING}")
    return path


def mapping_formats(mapping: SourceMapping) -> dict[str, TextFormat]:
    """CSV file -> how it is read, where the mapping says it."""
    return {table.source: table.text for table in mapping.tables if table.text != TextFormat()}


def sources_text(sources: tuple[ImportSource, ...]) -> bytes:
    """Sources as JSON, without their passwords."""
    return msgspec.json.encode([replace(source, password="") for source in sources])


def read_sources(text: bytes) -> tuple[ImportSource, ...]:
    """Sources from JSON.

    Raises
    ------
    ValueError
        If the text holds none.
    """
    return msgspec.json.decode(text, type=tuple[ImportSource, ...])
