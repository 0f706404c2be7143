"""Jobs in processes of their own: values, progress, stop, and killed processes."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from domain.errors import EnvironmentFault, Interrupted, RoadDataError
from domain.progress import Progress
from planning.jobs.pool import Job, JobBroken, JobPool
from planning.jobs.worker import Budget
from tests.planning.jobs import small_jobs


@pytest.fixture
def pool() -> Iterator[JobPool]:
    """Two workers of one thread each."""
    with JobPool(workers=2) as two_workers:
        yield two_workers


def test_values_come_back_in_any_number(pool: JobPool) -> None:
    jobs = [pool.submit("double", small_jobs.double, n) for n in range(5)]
    assert [job.result() for job in jobs] == [0, 2, 4, 6, 8]


def test_a_large_array_crosses_as_a_mapped_file_both_ways(pool: JobPool) -> None:
    array = np.arange(300_000, dtype=np.float64)
    total, was_mapped, back = pool.submit("echo", small_jobs.echo_sum, array).result()
    assert total == array.sum()
    assert was_mapped
    np.testing.assert_array_equal(back, array + 1)


def test_an_error_of_ours_keeps_its_message(pool: JobPool) -> None:
    with pytest.raises(RoadDataError) as caught:
        pool.submit("refuse", small_jobs.refuse).result()
    assert caught.value.message.code == "roads.damaged"
    assert caught.value.message["file"] == "city.osm"


def test_a_fault_brings_its_place_and_kind_without_its_words(pool: JobPool) -> None:
    with pytest.raises(JobBroken) as caught:
        pool.submit("break", small_jobs.break_down).result()
    text = str(caught.value)
    assert text.endswith("ZeroDivisionError\n")
    assert "small_jobs.py" in text
    assert "in break_down" in text


def test_a_killed_job_is_tried_again_from_its_best(pool: JobPool, tmp_path: Path) -> None:
    job = pool.submit("killed", small_jobs.be_killed_once, str(tmp_path / "tried"))
    assert job.result() == ("second try started from", 41)


def test_a_job_killed_every_time_ends_clearly(pool: JobPool) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        pool.submit("killed", small_jobs.be_killed_always).result()
    assert caught.value.message.code == "job.killed"
    assert caught.value.message["tries"] == 2


def test_a_job_killed_every_time_still_hands_over_its_best(pool: JobPool) -> None:
    job = pool.submit("killed", small_jobs.keep_best_and_be_killed)
    assert job.result() == "the best so far"


def test_a_killed_job_costs_only_itself(pool: JobPool) -> None:
    killed = pool.submit("killed", small_jobs.be_killed_always)
    others = [pool.submit("double", small_jobs.double, n) for n in range(4)]
    assert [job.result() for job in others] == [0, 2, 4, 6]
    with pytest.raises(EnvironmentFault):
        killed.result()


def test_stop_keeps_what_was_done(pool: JobPool) -> None:
    counted = threading.Event()
    job = pool.submit("count", small_jobs.count_until_stopped, on_progress=lambda _: counted.set())
    assert counted.wait(20)
    job.stop()
    assert job.result() > 0


def test_a_job_that_ignores_the_stop_is_ended_and_its_best_kept() -> None:
    with JobPool(workers=1, stop_grace_s=0.5) as impatient:
        job = impatient.submit("deaf", small_jobs.ignore_stop)
        _wait_until(lambda: job.best is not None)
        job.stop()
        assert job.result(20) == "kept in spite of all"


def test_a_cancelled_job_ends_at_once_and_keeps_nothing(pool: JobPool) -> None:
    job = pool.submit("deaf", small_jobs.ignore_stop)
    _wait_until(lambda: job.best is not None)
    job.cancel()
    with pytest.raises(Interrupted):
        job.result(2)


def test_a_job_may_have_jobs_of_its_own_that_end_with_it(pool: JobPool, tmp_path: Path) -> None:
    job = pool.submit("outer", small_jobs.start_a_job, tmp_path / "pid")
    _wait_until((tmp_path / "pid").exists)
    inner = int((tmp_path / "pid").read_text())
    job.cancel()
    _wait_until(lambda: not Path(f"/proc/{inner}").exists())


def test_a_job_stopped_before_it_had_anything_says_so(pool: JobPool) -> None:
    job = pool.submit("killed", small_jobs.be_killed_always)
    job.stop()
    with pytest.raises(Interrupted):
        job.result()


def test_a_job_over_its_memory_says_so() -> None:
    with JobPool(workers=1, budget=Budget(memory_bytes=1_000_000_000)) as small:
        job = small.submit("greedy", small_jobs.take_memory)
        with pytest.raises(EnvironmentFault) as caught:
            job.result()
    assert caught.value.message.code == "job.out_of_memory"


def test_a_job_gets_its_budget_of_threads() -> None:
    with JobPool(workers=1, budget=Budget(threads=3)) as three:
        assert three.submit("threads", small_jobs.thread_budget).result() == (3, "3")


def test_progress_that_cannot_be_shown_does_not_end_the_job(pool: JobPool) -> None:
    shown: list[Progress] = []

    def fail(progress: Progress) -> None:
        shown.append(progress)
        job.stop()
        raise RuntimeError("no screen")

    job: Job = pool.submit("count", small_jobs.count_until_stopped, on_progress=fail)
    assert job.result() > 0
    assert shown


def _wait_until(is_true: object, limit_s: float = 20) -> None:
    deadline_s = time.monotonic() + limit_s
    while not is_true():  # type: ignore[operator]
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
