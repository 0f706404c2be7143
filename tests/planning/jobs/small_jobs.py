"""Jobs for the tests of the pool; a spawned process finds them by name."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.errors import RoadDataError
from domain.message import message
from domain.progress import Progress
from planning.jobs.crossing import file_of
from planning.jobs.pool import JobPool
from planning.jobs.worker import JobControl


def double(number: int, _control: JobControl) -> int:
    return 2 * number


def echo_sum(
    array: npt.NDArray[np.float64], _control: JobControl
) -> tuple[float, bool, npt.NDArray[np.float64]]:
    return float(array.sum()), file_of(array) is not None, array + 1


def make_array(shape: tuple[int, ...], _control: JobControl) -> npt.NDArray[np.float64]:
    return np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def where_it_lies(
    array: npt.NDArray[np.float64], _control: JobControl
) -> tuple[Path | None, bool, npt.NDArray[np.float64]]:
    """The file of an array, whether it can be written to, and the array again."""
    return file_of(array), bool(array.flags.writeable), array


def keep_array_and_be_killed(control: JobControl) -> None:
    control.keep(np.zeros(300_000))
    os.kill(os.getpid(), signal.SIGKILL)


def array_of_an_inner_job(control: JobControl) -> npt.NDArray[np.float64]:
    with JobPool(workers=1) as own:
        made: npt.NDArray[np.float64] = own.submit("inner", make_array, (300_000,)).result()
    return made


def refuse(_control: JobControl) -> None:
    raise RoadDataError(message("roads.damaged", file="city.osm"))


def break_down(_control: JobControl) -> None:
    raise ZeroDivisionError("a fault of ours")


def be_killed_once(path: str, control: JobControl) -> Any:
    """Keep a best answer, die by kill -9, and on the next try say what was left to start from."""
    if os.path.exists(path):
        return ("second try started from", control.best)
    with open(path, "w"):
        pass
    control.keep(41)
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def be_killed_always(_control: JobControl) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def keep_best_and_be_killed(control: JobControl) -> None:
    control.keep("the best so far")
    os.kill(os.getpid(), signal.SIGKILL)


def count_until_stopped(control: JobControl) -> int:
    count = 0
    while not control.stop.should_stop():
        count += 1
        control.on_progress(Progress(step="counting", fraction=0.5))
        time.sleep(0.01)
    return count


def ignore_stop(control: JobControl) -> None:
    control.keep("kept in spite of all")
    while True:
        time.sleep(0.1)


def take_memory(control: JobControl) -> int:
    return len(bytearray(4_000_000_000))


def thread_budget(control: JobControl) -> tuple[int, str]:
    return control.threads, os.environ["OMP_NUM_THREADS"]


def process_id(control: JobControl) -> int:
    control.keep(os.getpid())
    while not control.stop.should_stop():
        time.sleep(0.01)
    return os.getpid()


def start_a_job(path: Path, control: JobControl) -> None:
    """Start a job from within a job, and say which process it is."""
    with JobPool(workers=1) as own:
        inner = own.submit("inner", process_id)
        while inner.best is None:
            time.sleep(0.01)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(str(inner.best))
        unfinished.rename(path)
        inner.result()
