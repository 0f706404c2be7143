"""Where the datasets that were planned lie, so that a plan file finds the one it answers.

Kept in the user's cache: whoever loses it names the dataset instead.
"""

import json
import logging
from pathlib import Path

from domain.errors import EnvironmentFault
from maps.network.whole_file import write_whole_file
from planning.environment import Directories

log = logging.getLogger(__name__)

MOST_KEPT = 200
_FILE = "sources.json"


def remember_source(folders: Directories, fingerprint: str, source: Path) -> None:
    """Keep where a dataset was read from; nothing happens where that cannot be written."""
    known = _read(folders)
    known.pop(fingerprint, None)
    known[fingerprint] = str(source.resolve())
    kept = dict(list(known.items())[-MOST_KEPT:])
    try:
        write_whole_file(_path(folders), json.dumps(kept, indent=1).encode())
    except EnvironmentFault as fault:
        log.info("sources are not remembered: %s", fault.message.code)


def known_source(folders: Directories, fingerprint: str) -> Path | None:
    """Where a dataset was read from last, if it is still there."""
    kept = _read(folders).get(fingerprint)
    source = Path(kept) if kept else None
    return source if source and source.exists() else None


def _path(folders: Directories) -> Path:
    return folders.cache / _FILE


def _read(folders: Directories) -> dict[str, str]:
    """What was kept, the oldest first; nothing where the file is lost or damaged."""
    try:
        kept = json.loads(_path(folders).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {key: value for key, value in kept.items() if isinstance(value, str)}
