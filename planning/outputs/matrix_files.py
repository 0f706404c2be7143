"""Driving times, distances and tolls between places as files: CSV, Parquet or NumPy arrays.

CSV and Parquet hold a row for each pair and departure. A pair without a way has a row too, with no
time, distance or toll in it and `reachable` false. NPZ holds the matrices as they are, with
`UNREACHABLE_S` and `UNREACHABLE_M` where there is no way.
"""

import datetime
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from domain.errors import EnvironmentFault
from domain.message import message
from domain.travel import UNREACHABLE_S, MatrixTravel
from domain.units import MINOR_DIGITS
from planning.outputs.left_overs import remove_left_overs
from planning.outputs.spreadsheet_text import safe_cell

_ROUNDING_S = 1e-6
_BOM = "\ufeff".encode()

_TYPES: Mapping[str, pa.DataType] = {
    **{name: pa.string() for name in ("from_kind", "from", "to_kind", "to", "depart")},
    "reachable": pa.bool_(),
    **{name: pa.int32() for name in ("seconds", "metres")},
    "toll": pa.float64(),
}
SCHEMA = pa.schema(_TYPES)
"""Columns of rows: `depart` is the local time with its offset, `toll` is in major units."""


class MatrixKind(StrEnum):
    """Kinds of files that a matrix can be written as, by their ending."""

    CSV = ".csv"
    PARQUET = ".parquet"
    NPZ = ".npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A departure that a matrix is told for.

    Attributes
    ----------
    time_s
        Elapsed seconds of the plan.
    moment
        The same as a local date and time.
    """

    time_s: int
    moment: datetime.datetime


def write_matrix(
    path: Path,
    travel: MatrixTravel,
    departures: tuple[Departure, ...],
    *,
    currency: str,
) -> int:
    """Write travel between all places into a file of the kind that its name ends in.

    Parameters
    ----------
    departures
        What CSV and Parquet tell; NPZ tells all that there is.

    Returns
    -------
    rows
        Pairs of different places, for each departure or matrix.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    ValueError
        If it ends in nothing known.
    """
    kind = MatrixKind(path.suffix.lower())
    pairs = len(travel.places) * (len(travel.places) - 1)
    with _whole_file(path) as file:
        if kind is MatrixKind.NPZ:
            np.savez_compressed(file, allow_pickle=False, **matrix_arrays(travel))
            return pairs * len(travel.drive_s)
        batches = (_batch(travel, departure, currency) for departure in departures)
        if kind is MatrixKind.PARQUET:
            _write_parquet(file, batches)
        else:
            _write_csv(file, batches)
    return pairs * len(departures)


def require_writable_file(path: Path) -> None:
    """Make sure that a file can be written, before any work is done for it; nothing is left.

    Parts of files that killed runs left in its folder are removed.

    Raises
    ------
    EnvironmentFault
        If it is a folder, or its folder cannot be made or written.
    """
    if path.is_dir():
        raise EnvironmentFault(message("out.is_a_folder", path=str(path)))
    try:
        folder = next(parent for parent in path.resolve().parents if parent.exists())
        with tempfile.TemporaryFile(dir=folder):
            pass
        remove_left_overs(path.resolve().parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            message("out.not_writable", path=str(path), reason=reason)
        ) from error


def matrix_arrays(travel: MatrixTravel) -> dict[str, npt.NDArray[Any]]:
    """Travel as named arrays; what each means is told at `MatrixTravel`."""
    no_tolls = np.zeros((0, *travel.drive_s.shape[1:]), dtype=np.int32)
    return {
        "places": np.array(travel.places, dtype=np.str_),
        "bucket_starts_s": travel.bucket_starts_s,
        "bucket_matrix": travel.bucket_matrix,
        "drive_s": travel.drive_s,
        "drive_m": travel.drive_m,
        "tolls_minor": no_tolls if travel.tolls_minor is None else travel.tolls_minor,
    }


def unreachable_pairs(travel: MatrixTravel) -> int:
    """How many pairs of places have no way from the one to the other."""
    return int(np.count_nonzero(travel.drive_s[0] >= UNREACHABLE_S))


def unreachable_places(travel: MatrixTravel) -> tuple[str, ...]:
    """Names of the places that have no way to or from any other."""
    has_way = travel.drive_s[0] < UNREACHABLE_S
    np.fill_diagonal(has_way, False)
    lonely = ~has_way.any(axis=0) & ~has_way.any(axis=1)
    return tuple(travel.places[place] for place in np.flatnonzero(lonely))


def _batch(travel: MatrixTravel, departure: Departure, currency: str) -> pa.RecordBatch:
    """The rows of one departure: every ordered pair of different places."""
    kinds, ids = zip(*(place.split(":", 1) for place in travel.places), strict=True)
    origin, destination = np.nonzero(~np.eye(len(ids), dtype=np.bool_))
    is_off = travel.drive_s[0][origin, destination] >= UNREACHABLE_S
    number = int(travel.matrices_between(departure.time_s, departure.time_s)[0])
    seconds = np.ceil(travel.durations_s(departure.time_s) - _ROUNDING_S)[origin, destination]
    toll = np.zeros(len(origin))
    if travel.tolls_minor is not None:
        minor = travel.tolls_minor[number][origin, destination]
        toll = minor / 10 ** MINOR_DIGITS.get(currency, 2)
    metres = travel.drive_m[number][origin, destination]
    kind_column, id_column = pa.array(kinds), pa.array(ids)
    columns = [
        kind_column.take(pa.array(origin)),
        id_column.take(pa.array(origin)),
        kind_column.take(pa.array(destination)),
        id_column.take(pa.array(destination)),
        pa.repeat(departure.moment.isoformat(timespec="seconds"), len(origin)),
        pa.array(~is_off),
        pa.array(np.where(is_off, 0, seconds).astype(np.int32), mask=is_off),
        pa.array(metres, mask=is_off),
        pa.array(toll, mask=is_off),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _write_parquet(file: IO[bytes], batches: Iterator[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(file, SCHEMA) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _write_csv(file: IO[bytes], batches: Iterator[pa.RecordBatch]) -> None:
    """Write rows in UTF-8 with the mark by which Excel knows it; no id runs as a formula."""
    file.write(_BOM)
    with pacsv.CSVWriter(file, SCHEMA) as writer:
        for batch in batches:
            writer.write_batch(_without_formulas(batch))


def _without_formulas(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = []
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if field.name not in {"from", "to"}:
            columns.append(column)
            continue
        coded = column.dictionary_encode()
        safe = pa.array(
            [safe_cell(str(text)) for text in coded.dictionary.to_pylist()], pa.string()
        )
        columns.append(safe.take(coded.indices))
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the name only when all is written; too large for memory."""
    made = path.parent / f".new-{uuid.uuid4().hex}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with made.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(
            message("output.not_written", file=str(path), reason=reason)
        ) from error
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
