"""The distinct texts of a company's column, as far as they are looked at."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from planning.reading.raw_table import TEXT, RawTable

MOST_TEXTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Distinct texts of a column, blanks around them removed, empty ones left out.

    Attributes
    ----------
    filled
        How many cells are not empty.
    distinct
        How many distinct texts there are, looked at or not.
    """

    texts: tuple[str, ...]
    filled: int
    distinct: int

    def share(self, holds: Callable[[str], bool]) -> float:
        """Share of the texts for which something holds; all of none."""
        if not self.texts:
            return 1.0
        return sum(map(holds, self.texts)) / len(self.texts)


def samples_of(table: RawTable) -> list[Sample]:
    """A sample of each column."""
    return [_sample(cells) for cells in table.cells]


def _nothing() -> Sample:
    return Sample(texts=(), filled=0, distinct=0)


def _sample(cells: pa.LargeStringArray) -> Sample:
    if not len(cells):
        return _nothing()
    trimmed = pc.utf8_trim_whitespace(cells)
    filled = trimmed.filter(pc.not_equal(trimmed, pa.scalar("", TEXT)))
    distinct = pc.unique(filled)
    texts = distinct[:MOST_TEXTS].to_pylist()
    return Sample(
        texts=tuple(text for text in texts if text), filled=len(filled), distinct=len(distinct)
    )
