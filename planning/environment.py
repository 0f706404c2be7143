"""The computer Wayloom runs on: its folders, its threads and memory."""

import os
import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import platformdirs

CACHE_VARIABLE = "WAYLOOM_CACHE"
"""Environment variable that names another folder for everything that can be made again."""

DATA_VARIABLE = "WAYLOOM_DATA"
"""Environment variable that names another folder for what a person did: plans, preferences."""


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
    def compiled(self) -> Path:
        """Machine code that numba compiled."""
        return self.cache / "numba"

    @property
    def plans(self) -> Path:
        """The last plan of each dataset and day."""
        return self.data / "plans"


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

    To be called before anything imports numba.
    """
    os.environ.setdefault("NUMBA_CACHE_DIR", str(directories().compiled))


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
