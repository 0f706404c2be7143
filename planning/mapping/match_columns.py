"""Which column of a company's table is which of a dataset's: by name first, then by its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from domain.column import Kind
from domain.message import Message, message
from domain.tables import TABLE_BY_NAME
from planning.mapping.column_how import ColumnHow, column_how
from planning.mapping.name_keys import NameReading, name_key, unit_of_text
from planning.mapping.name_match import KNOWN, match_column
from planning.mapping.number_signs import has_decimal_commas
from planning.mapping.proposal import SURE
from planning.mapping.samples import Sample, samples_of
from planning.mapping.units import column_names, column_of
from planning.reading.raw_table import RawTable

_LEAST = 0.45
"""Score below which a column is not taken."""

_NEAR = 0.06
"""Difference of scores up to which two columns are as good as each other."""

_SHARED_IDS = 0.8
"""Share of ids that must be known for a column to be the id of another table."""

_UNIT_BESIDE = {"brgew": "gewei", "ntgew": "gewei", "volum": "voleh"}
_UNIT_ENDINGS = ("unit", "uom", "einheit", "eh", "me", "单位")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A column of the company taken for one of the dataset.

    Attributes
    ----------
    position
        Where it stands in the company's table.
    left_out
        Whether it is only told of: its cells are in several units, and nothing converts them all.
    """

    column: str
    position: int
    confidence: float
    how: ColumnHow
    reason: Message
    doubts: tuple[Message, ...] = ()
    left_out: bool = False


class SourceColumns:
    """A company's table with samples of its columns, looked at once."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.samples = samples_of(raw)
        self.has_commas = any(has_decimal_commas(sample) for sample in self.samples)
        self._keys = [name_key(name) for name in raw.header]

    def unit_beside(self, position: int) -> tuple[str, bool]:
        """Unit that another column gives for all cells of one; and whether it gives several."""
        key = self._keys[position]
        names = {_UNIT_BESIDE.get(key, ""), *(key + ending for ending in _UNIT_ENDINGS)} - {""}
        for at, name in enumerate(self._keys):
            if name in names and at != position and self.samples[at].texts:
                units = {unit_of_text(text) or text for text in self.samples[at].texts}
                return (units.pop(), False) if len(units) == 1 else ("", True)
        return "", False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    score: float
    confidence: float
    how: ColumnHow


def match_columns(table: str, source: SourceColumns) -> list[Taken]:
    """The best column of a company's table for each of a dataset's, as far as any is good."""
    names = column_names(table)
    candidates: dict[tuple[int, int], _Candidate] = {}
    for loosely in (False, True):
        settled = _settled(candidates)
        for at, name in enumerate(names):
            for position in range(len(source.raw.header)):
                if loosely and (at in settled[0] or position in settled[1]):
                    continue
                found = _candidate(table, name, source, position, loosely=loosely)
                if found is not None:
                    candidates[at, position] = found
    return sorted(_assigned(names, source, candidates), key=lambda taken: names.index(taken.column))


def match_by_ids(
    table: str, source: SourceColumns, taken: Sequence[Taken], keys: Mapping[str, Sample]
) -> Iterator[Taken]:
    """Columns that are still missing, by cells that are ids of another table.

    Parameters
    ----------
    keys
        Name of an id -> the ids that there are.
    """
    have = {found.column for found in taken}
    used = {found.position for found in taken}
    for name in column_names(table):
        known = frozenset(keys[name].texts) if name in keys else frozenset()
        if name in have or not known or TABLE_BY_NAME[table].key == (name,):
            continue
        shares = {
            position: sample.share(known.__contains__)
            for position, sample in enumerate(source.samples)
            if position not in used and sample.texts
        }
        good = [position for position, share in shares.items() if share >= _SHARED_IDS]
        if len(good) == 1:
            used.add(good[0])
            reason = message("mapping.reason.ids", column=name)
            doubt = message("mapping.doubt.by_ids", source=source.raw.header[good[0]][:60])
            yield Taken(
                column=name,
                position=good[0],
                confidence=0.6,
                how=ColumnHow(),
                reason=reason,
                doubts=(doubt,),
            )


def _settled(candidates: Mapping[tuple[int, int], _Candidate]) -> tuple[set[int], set[int]]:
    """Columns of both sides that have a good match by name already."""
    good = [place for place, found in candidates.items() if found.score >= SURE]
    return {at for at, _ in good}, {position for _, position in good}


def _candidate(
    table: str, name: str, source: SourceColumns, position: int, *, loosely: bool
) -> _Candidate | None:
    match = match_column(table, name, source.raw.header[position], loosely=loosely)
    if match is None:
        return None
    how = _how(table, name, source, position, match.reading)
    fit = how.fit * _fit_as_key(table, name, source.samples[position])
    score = match.confidence * (fit if fit < 0.9 else 1.0)
    return _Candidate(score=score, confidence=match.confidence, how=how)


def _how(
    table: str, name: str, source: SourceColumns, position: int, reading: NameReading
) -> ColumnHow:
    beside, _ = source.unit_beside(position)
    return column_how(
        table,
        name,
        source.samples[position],
        reading,
        unit_beside=beside,
        commas_beside=source.has_commas,
    )


def _fit_as_key(table: str, name: str, sample: Sample) -> float:
    """Lower for a column that should name each row and does not."""
    if TABLE_BY_NAME[table].key != (name,) or not sample.filled:
        return 1.0
    return 0.6 + 0.4 * sample.distinct / sample.filled


def _assigned(
    names: Sequence[str],
    source: SourceColumns,
    candidates: Mapping[tuple[int, int], _Candidate],
) -> Iterator[Taken]:
    scores = np.zeros((len(names), len(source.raw.header)))
    for place, candidate in candidates.items():
        scores[place] = candidate.score
    if not scores.size:
        return
    rows, positions = linear_sum_assignment(scores, maximize=True)
    place_of = dict(zip(positions.tolist(), rows.tolist(), strict=True))
    for position, at in place_of.items():
        found = candidates.get((at, position))
        # A name that is sure is taken though its cells are bad: they are refused in their places.
        if found is not None and (found.score >= _LEAST or found.confidence >= KNOWN):
            rivals = _rivals(scores, at, position, place_of)
            yield _taken(names[at], position, found, source, rivals)


def _rivals(
    scores: npt.NDArray[np.float64], at: int, position: int, place_of: Mapping[int, int]
) -> list[int]:
    """Columns of the company that could as well be taken, and are free or could change places."""
    near = np.flatnonzero(scores[at] >= max(scores[at, position] - _NEAR, _LEAST)).tolist()

    def is_rival(other: int) -> bool:
        elsewhere = place_of.get(other)
        if elsewhere is None or not scores[elsewhere, other]:
            return True
        return bool(scores[elsewhere, position] >= scores[elsewhere, other] - _NEAR)

    return [other for other in near if other != position and is_rival(other)]


def _taken(
    column: str, position: int, found: _Candidate, source: SourceColumns, rivals: Sequence[int]
) -> Taken:
    header = source.raw.header
    name = header[position][:60]
    doubts = list(found.how.doubts)
    others = [header[other][:60] for other in rivals]
    if others:
        doubts.append(message("mapping.doubt.two_columns", source=name, others=", ".join(others)))
    left_out = source.unit_beside(position)[1] and found.how.unit_matters
    if left_out:
        doubts.clear()
        doubts.append(message("mapping.doubt.units_differ", source=name))
    if found.confidence < SURE:
        doubts.append(message("mapping.doubt.likeness", source=name))
    if found.how.fit < SURE and not found.how.doubts:
        percent = round(100 * found.how.fit)
        doubts.append(message("mapping.doubt.cells", source=name, percent=percent))
    code = "mapping.reason.name" if found.confidence >= KNOWN else "mapping.reason.like_name"
    return Taken(
        column=column,
        position=position,
        confidence=found.score,
        how=found.how,
        reason=message(code, source=name),
        doubts=tuple(doubts),
        left_out=left_out,
    )


def key_samples(
    tables: Mapping[str, tuple[SourceColumns, Sequence[Taken]]],
) -> dict[str, Sample]:
    """The ids that name the rows of tables: name of the id -> the ids."""
    found: dict[str, Sample] = {}
    for table, (source, taken) in tables.items():
        key = TABLE_BY_NAME[table].key
        declared = column_of(table, key[0]) if len(key) == 1 else None
        if declared is not None and declared.kind is Kind.ID:
            for column in taken:
                if column.column == key[0]:
                    found[key[0]] = source.samples[column.position]
    return found
