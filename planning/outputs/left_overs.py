"""What a writer that was killed left behind."""

import time
from contextlib import suppress
from pathlib import Path

from domain.units import SECONDS_PER_HOUR

_PARTS = ".new-*.part"
"""Names of files that are being written whole."""


def remove_left_overs(folder: Path) -> None:
    """Remove the files in a folder that nobody has written to for an hour and that have no name."""
    if not folder.is_dir():
        return
    long_ago = time.time() - SECONDS_PER_HOUR
    for part in folder.glob(_PARTS):
        # Somebody else may remove it at the same time.
        with suppress(OSError):
            if part.stat().st_mtime < long_ago:
                part.unlink()
