"""One bad input and its answer, and the small dataset that each case spoils."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.end_to_end.bad_inputs.town import town_roads, town_tables
from tests.planning.reading.small_dataset import (
    Spoil,
    Tables,
    csv_text,
    small_tables,
    write_csv_folder,
    write_workbook,
)

DATA = "data"
_LARGE_BYTES = 100_000_000


@dataclass
class Bed:
    """A folder with a dataset in it, made when it is first asked for, to be spoilt by a case."""

    folder: Path
    tables: Tables = field(default_factory=small_tables)

    @cached_property
    def data(self) -> Path:
        """The dataset as a folder of CSV files."""
        return write_csv_folder(self.folder / DATA, self.tables)

    @cached_property
    def book(self) -> Path:
        """The dataset as a workbook."""
        return write_workbook(self.folder / "data.xlsx", self.tables)

    @property
    def out(self) -> Path:
        """Where results would go."""
        return self.folder / "out"

    @property
    def cache(self) -> Path:
        """Where imported roads would be kept."""
        return self.folder / "cache"

    @cached_property
    def roads(self) -> Path:
        """The road file of the small town."""
        path = self.folder / "town.osm"
        path.write_text(town_roads(), encoding="utf-8")
        return path

    def in_town(self) -> None:
        """Take a dataset whose places lie in the small town."""
        self.tables = town_tables()

    def write(self, name: str, content: bytes | str) -> Path:
        """Write a file into the dataset's folder; None removes it."""
        path = self.data / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def csv(self, table: str) -> str:
        """The text of a table as it is now."""
        return csv_text(self.tables[table])


Prepare = Callable[[Bed], tuple[object, ...]]
"""Spoils the bed and returns the arguments of the command."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A bad input.

    Parameters
    ----------
    name
        What is bad, in words.
    prepare
        Makes it, and returns the arguments to run.
    exit
        Exit code.
    code, file, sheet, row, column
        The one problem of this code, and its place.
    """

    name: str
    prepare: Prepare
    exit: int = 2
    code: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""


def validate(spoil: Spoil | None = None) -> Prepare:
    """Validate the dataset after something was done to its tables."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        if spoil is not None:
            spoil(bed.tables)
        return "validate", bed.data

    return prepare


def with_file(name: str, content: Callable[[Bed], bytes | str]) -> Prepare:
    """Validate the dataset after one of its files was replaced."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.write(name, content(bed))
        return "validate", bed.data

    return prepare


def contents(folder: Path) -> dict[str, str]:
    """Everything below a folder: path -> hash of the content, or what else stands there."""
    return {str(path.relative_to(folder)): _content(path) for path in _walk(folder)}


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)


def _content(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    if path.is_dir():
        return "folder"
    if not path.is_file():
        return "device"
    status = path.stat()
    if status.st_size > _LARGE_BYTES:
        return f"{status.st_size} bytes of {status.st_mtime_ns}"
    return hashlib.sha256(path.read_bytes()).hexdigest()
