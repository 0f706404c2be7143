"""Arrays go from job to job in the same file, which is there as long as it is needed."""

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from domain.errors import EnvironmentFault
from planning.jobs.crossing import drop_files, file_of, pack, unpack
from planning.jobs.pool import JobPool
from planning.jobs.pool_folder import PoolFolder
from tests.planning.jobs import small_jobs

ROOT = Path(__file__).parents[3]
ROWS, COLUMNS = 5, 250_000


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, which is empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def pool(temporary: Path) -> Iterator[JobPool]:
    """A worker whose files lie in the temporary folder."""
    with JobPool(workers=1) as one_worker:
        yield one_worker


def _arrays_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*.npy"))


def test_an_array_goes_from_job_to_job_in_the_same_file(pool: JobPool, temporary: Path) -> None:
    made = pool.submit("make", small_jobs.make_array, (ROWS, COLUMNS)).result()
    assert _arrays_in(temporary) == [file_of(made)]
    path, is_writable, back = pool.submit("look", small_jobs.where_it_lies, made).result()
    assert path == file_of(made)
    assert not is_writable
    assert np.shares_memory(back, made)
    np.testing.assert_array_equal(back, np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS))
    assert _arrays_in(temporary) == [file_of(made)]


@pytest.mark.parametrize("part", [np.s_[3], np.s_[1:4], np.s_[0, 1_000:], np.s_[2:3, np.newaxis]])
def test_a_part_goes_in_the_file_of_the_whole(pool: JobPool, temporary: Path, part: Any) -> None:
    made: npt.NDArray[np.float64] = pool.submit(
        "make", small_jobs.make_array, (ROWS, COLUMNS)
    ).result()
    view = np.asarray(made)[part]
    path, _, back = pool.submit("look", small_jobs.where_it_lies, view).result()
    assert path == file_of(made)
    np.testing.assert_array_equal(back, view)
    assert len(_arrays_in(temporary)) == 1


def test_a_file_goes_with_the_last_array_that_lies_in_it(pool: JobPool, temporary: Path) -> None:
    made = pool.submit("make", small_jobs.make_array, (ROWS, COLUMNS)).result()
    row = made[1]
    pool.submit("look", small_jobs.where_it_lies, row).result()
    del made
    gc.collect()
    assert _arrays_in(temporary) == [file_of(row)]
    del row
    gc.collect()
    assert _arrays_in(temporary) == []


def test_a_result_outlives_its_pool(temporary: Path) -> None:
    with JobPool(workers=1) as first:
        made = first.submit("make", small_jobs.make_array, (ROWS, COLUMNS)).result()
    assert list(temporary.iterdir()) == []
    with JobPool(workers=1) as second:
        path, _, back = second.submit("look", small_jobs.where_it_lies, made).result()
    assert path != file_of(made)
    np.testing.assert_array_equal(back, made)


def test_an_array_of_an_inner_job_outlives_the_job(pool: JobPool) -> None:
    found = pool.submit("outer", small_jobs.array_of_an_inner_job).result()
    np.testing.assert_array_equal(found, np.arange(300_000))


def test_a_killed_job_leaves_nothing(temporary: Path) -> None:
    with JobPool(workers=1) as pool:
        with pytest.raises(EnvironmentFault):
            pool.submit("killed", small_jobs.be_killed_always).result()
        best = pool.submit("killed", small_jobs.keep_array_and_be_killed).result()
        assert len(_arrays_in(temporary)) == 1
    assert list(temporary.iterdir()) == []
    assert not best.any()


LEAVE_A_FILE = """
import os, signal
import numpy as np
from planning.jobs.crossing import pack
from planning.jobs.pool_folder import PoolFolder
folder = PoolFolder()
pack(np.zeros(300_000), folder.job_folder())
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_folder_of_a_killed_process_is_removed_by_the_next_pool(temporary: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", LEAVE_A_FILE],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary)},
        check=False,
    )
    assert len(_arrays_in(temporary)) == 1
    (left_over,) = temporary.iterdir()
    in_use = PoolFolder()
    hour_ago_s = time.time() - 3600
    for folder in (left_over, in_use.path):
        os.utime(folder, (hour_ago_s, hour_ago_s))
    new = PoolFolder()
    assert set(temporary.iterdir()) == {in_use.path, new.path}
    in_use.remove()
    new.remove()
    assert list(temporary.iterdir()) == []


ARRAYS = {
    "whole": np.arange(600_000.0).reshape(600, 1_000),
    "Fortran": np.asfortranarray(np.arange(600_000.0).reshape(600, 1_000)),
    "every other": np.arange(900_000)[::2],
    "backwards": np.arange(300_000)[::-1],
    "dates": np.arange("1970", "2020", dtype="datetime64[h]"),
    "records": np.zeros(200_000, dtype=[("a", "i4"), ("b", "f8")]),
    "one number": np.broadcast_to(7.0, (400, 500)),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_any_array_crosses_and_crosses_again(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "pool" / "job"
    folder.mkdir(parents=True)
    array = ARRAYS[name]
    first = unpack(pack(array, folder))
    second = unpack(pack(first, folder))
    for crossed in (first, second):
        assert crossed.dtype == array.dtype
        np.testing.assert_array_equal(crossed, array)
        assert not crossed.flags.writeable
    assert np.shares_memory(first, second)
    turned = unpack(pack(first.T, folder))
    np.testing.assert_array_equal(turned, array.T)
    assert len(_arrays_in(tmp_path)) == 1
    every_other = first[::2]
    np.testing.assert_array_equal(unpack(pack(every_other, folder)), array[::2])
    del first, second, crossed, turned, every_other
    gc.collect()
    drop_files(folder)
    assert not folder.exists()
