from collections.abc import Callable
from pathlib import Path

import pytest

from domain.message import Problem, Severity
from planning.reading.dataset_reading import DatasetReading
from planning.reading.read_dataset import read_dataset
from tests.planning.reading.small_dataset import Spoil, Tables, small_tables, write_csv_folder

ReadSpoilt = Callable[[Spoil], DatasetReading]


@pytest.fixture
def read_spoilt(tmp_path: Path) -> ReadSpoilt:
    """Reads the small dataset after something was done to its tables."""

    def read(spoil: Spoil) -> DatasetReading:
        tables: Tables = small_tables()
        spoil(tables)
        return read_dataset(write_csv_folder(tmp_path / "data", tables))

    return read


def only_problem(reading: DatasetReading, code: str) -> Problem:
    """The one problem of a code; fails with all that was found otherwise."""
    found = [problem for problem in reading.problems if problem.code == code]
    assert len(found) == 1, reading.problems
    return found[0]


def assert_located(reading: DatasetReading, code: str, place: str) -> None:
    """There is one problem of a code, at "severity table row column"; a warning stops nothing."""
    problem = only_problem(reading, code)
    table = problem.file.removesuffix(".csv")
    assert f"{problem.severity} {table} {problem.row} {problem.column or '-'}" == place
    if problem.severity is Severity.WARNING:
        assert reading.dataset is not None, reading.problems
