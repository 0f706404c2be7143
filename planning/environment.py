"""The computer Wayloom runs on: its folders, its threads and memory."""

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import platformdirs

CACHE_VARIABLE = "WAYLOOM_CACHE"
"""Environment variable that names another folder for everything that can be made again."""

DATA_VARIABLE = "WAYLOOM_DATA"
"""Environment variable that names another folder for what a person did: plans, preferences."""


COMPILED_ROOMS = ("domain/compiled.py", "maps/**/*.py", "optimizer/**/*.py")
"""Where functions are that numba compiles."""

SEARCH_MARK = "search.compiled"
"""File beside the machine code: that of the search for routes is there."""

KEPT_STATES = 4
"""Folders of machine code that are kept, for other versions of the program on this computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directories:
    """Where files of the program live; all of `cache` can be made again, nothing of `data`."""

    cache: Path
    data: Path

    @property
    def roads(self) -> Path:
        """Imported road networks."""
        return self.cache / "roads"

    @property
    def results(self) -> Path:
        """Results kept by the hash of their input."""
        return self.cache / "results"

    @property
    def models(self) -> Path:
        """Trained models of demand."""
        return self.cache / "models"

    @property
    def compiled(self) -> Path:
        """Machine code that numba compiled."""
        return self.cache / "numba"

    @property
    def projects(self) -> Path:
        """The projects of sources that were opened: every edit, and the plans made of them."""
        return self.data / "projects"


def directories() -> Directories:
    """The platform's folders for this user, or those the environment names."""
    cache, data = os.environ.get(CACHE_VARIABLE), os.environ.get(DATA_VARIABLE)
    return Directories(
        cache=Path(cache) if cache else platformdirs.user_cache_path("wayloom"),
        data=Path(data) if data else platformdirs.user_data_path("wayloom"),
    )


def sample_folder() -> Path:
    """Where the built-in sample day lies."""
    return Path(str(resources.files("resources"))) / "sample_day"


def use_compiled_cache() -> None:
    """Let numba keep what it compiles in the user's cache folder, here and in every job.

    To be called before anything imports numba. numba looks only at the file of a function, not at
    those of the functions it calls: so there is a folder for each state of all of them.
    """
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    folder = directories().compiled / _sources_digest()
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    for other in _oldest_first(folder.parent)[:-KEPT_STATES]:
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def search_is_compiled() -> bool:
    """Whether the search for routes is machine code already, or cannot be kept as such."""
    folder = Path(os.environ.get("NUMBA_CACHE_DIR", ""))
    return (folder / SEARCH_MARK).exists() or not os.access(_nearest(folder), os.W_OK)


def note_search_compiled() -> None:
    """Note that the search for routes is machine code now."""
    folder = Path(os.environ.get("NUMBA_CACHE_DIR", ""))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SEARCH_MARK).touch()


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)


def _sources_digest() -> str:
    """Digest of the sources that are compiled, or whose functions are."""
    root, digest = Path(__file__).parents[1], hashlib.sha256()
    for source in sorted(path for room in COMPILED_ROOMS for path in root.glob(room)):
        digest.update(source.relative_to(root).as_posix().encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _oldest_first(folder: Path) -> list[Path]:
    """Folders in a folder, the one that was changed last at the end."""
    try:
        inside = [path for path in folder.iterdir() if path.is_dir()]
        return sorted(inside, key=lambda path: path.stat().st_mtime)
    except OSError:
        return []


def core_count() -> int:
    """Processor cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_bytes() -> int | None:
    """Physical memory of the computer; None where it cannot be told."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
