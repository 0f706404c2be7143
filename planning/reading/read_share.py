"""How much of a source has been read, told while it is read."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

OnPart = Callable[[float], None]
"""Takes the share that has been read; may raise a `PlannerError` to stop."""


def at_row(on_part: OnPart, share: float, _: int) -> None:
    """Tell again of a share while a table is read, so that somebody can stop it."""
    on_part(share)


def at_rows(files: Sequence[Path], on_part: OnPart) -> Iterator[tuple[Path, float]]:
    """Each file with the share of all bytes that lies before it, which is told."""
    sizes = [path.stat().st_size + 1 for path in files]
    for index, path in enumerate(files):
        share = sum(sizes[:index]) / sum(sizes)
        on_part(share)
        yield path, share
