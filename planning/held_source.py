"""The project in which the tables of a source are held, made when it is first opened."""

import contextlib
import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import PlannerError
from domain.message import Problem
from planning.environment import Directories
from planning.project.acts import SourceSeen
from planning.reading.read_share import OnPart
from planning.reading.source import read_source
from planning.source_digest import source_digest

if TYPE_CHECKING:
    from planning.project.import_tables import Gathered
    from planning.reading.raw_table import RawTable

log = logging.getLogger(__name__)

PROJECT_ENDING = ".wayloom"
MAPPING_ENDING = ".toml"

_LONGEST_NAME = 60
_PATH_DIGITS = 8
_ODD = re.compile(r"[^\w\- .]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSource:
    """Where the tables of a source are held.

    Attributes
    ----------
    project
        None where there is no table to hold.
    source
        Where the tables come from: the source itself, or what a project was imported from; the
        project where that is no path, or is gone.
    problems
        What was wrong with files that are in the project no more: only when it is made.
    has_changed
        Whether the source's files are others than those imported.
    """

    project: Path | None
    source: Path
    problems: tuple[Problem, ...] = ()
    has_changed: bool = False


def is_project(source: Path) -> bool:
    """Whether a path names a project."""
    return source.suffix.lower() == PROJECT_ENDING


def project_of(source: Path, folders: Directories) -> Path:
    """Where the project of a source lies: the same path gives the same one."""
    where = source.absolute()
    digits = hashlib.sha256(str(where).encode("utf-8", "surrogateescape")).hexdigest()
    name = _ODD.sub("_", source_name(where)).strip(" .")[:_LONGEST_NAME] or "data"
    return folders.projects / f"{name}-{digits[:_PATH_DIGITS]}{PROJECT_ENDING}"


def source_name(source: Path) -> str:
    """What a source is called: its folder, or its file without the ending."""
    return source.name if source.is_dir() else source.stem


def hold_source(source: Path, folders: Directories, on_part: OnPart) -> HeldSource:
    """Find the project of a source, or make it.

    Raises
    ------
    PlannerError
        If the project cannot be read, or cannot be made.
    """
    if is_project(source):
        return _held(source, source)
    path = project_of(source, folders)
    if path.exists():
        return _held(path, source)
    gathered, problems = gather_source(source, on_part)
    if not gathered.act.tables:
        return HeldSource(project=None, source=source, problems=problems)
    _make(path, gathered, source_name(source))
    return HeldSource(project=path, source=source, problems=problems)


def gather_source(source: Path, on_part: OnPart) -> "tuple[Gathered, tuple[Problem, ...]]":
    """Read the tables of a source, ready for a project; and what is wrong with its files."""
    from planning.project.import_tables import gather

    # Before the tables: what is written meanwhile shows up as a change later, and is not missed.
    digest = source_digest(source)
    found = read_source(source, on_part)
    seen = SourceSeen(
        location=str(source.absolute()),
        mapping=_mapping(source),
        digest=digest,
        formats=dict(found.formats),
    )
    return gather(found.tables, seen), found.problems


def gather_again(seen: SourceSeen, on_part: OnPart) -> "tuple[Gathered, tuple[Problem, ...]]":
    """Read the tables of an import once more, from where they came and as they were read then."""
    from planning.mapping.mapping_file import parse_mapping
    from planning.mapping.read_by_mapping import read_by_mapping
    from planning.project.import_tables import gather

    source = Path(seen.location)
    if not seen.mapping or (source.suffix.lower() == MAPPING_ENDING and source.is_file()):
        return gather_source(source, on_part)
    problems: list[Problem] = []
    digest = source_digest(source)
    mapping = parse_mapping(seen.mapping, source.name)
    tables: list[RawTable] = read_by_mapping(None, mapping, problems, on_part)
    again = SourceSeen(
        location=seen.location, mapping=seen.mapping, digest=digest, formats=seen.formats
    )
    return gather(tables, again), tuple(problems)


def _mapping(source: Path) -> str:
    """The text of a mapping file; empty for any other source."""
    if source.suffix.lower() != MAPPING_ENDING:
        return ""
    return source.read_text(encoding="utf-8-sig", errors="replace")


def _held(path: Path, source: Path) -> HeldSource:
    from planning.project.project import Project

    with contextlib.closing(Project.read(path)) as project:
        seen = project.source
    place = Path(seen.location)
    if is_project(source):
        source = place if seen.location and _is_there(place) else path
    digest = source_digest(place) if seen.digest and _is_there(place) else ""
    has_changed = bool(digest) and digest != seen.digest
    return HeldSource(project=path, source=source, has_changed=has_changed)


def _make(path: Path, gathered: "Gathered", name: str) -> None:
    from planning.project.project import Project

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        project = Project.create(path, gathered, name=name)
    except PlannerError:
        # Another window may have made it at the same moment.
        if not path.exists():
            raise
        log.info("the project was made meanwhile")
        return
    project.close()


def _is_there(place: Path) -> bool:
    try:
        return place.exists()
    except (OSError, ValueError):
        # A database's address is no path of this computer.
        return False
