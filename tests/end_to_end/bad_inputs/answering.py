"""What the program answers to a bad input: whether it was told, and told where."""

import contextlib
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from domain.progress import Flag, OnProgress, Progress, ignore_progress
from planning.commands import (
    check,
    forecast,
    forecast_backtest,
    forecast_tune,
    inventory,
    plan,
    roads,
    roads_calibrate,
    roads_explain,
    roads_matrix,
    solve,
    validate,
)
from planning.commands.run import run_command
from planning.environment import CACHE_VARIABLE
from tests.end_to_end.bad_inputs.case import Bed, Case

OUR_FAULT = 5
WITH_A_PATH = ("out.", "plan_file.", "project.", "project_json.")
"""Problems of these kinds name the whole path of a file."""


class HereAndNow:
    """A pool that does each job at once in this process: a process of its own costs seconds."""

    def __init__(self, _: int) -> None:
        pass

    def __enter__(self) -> "HereAndNow":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(
        self,
        _: str,
        function: Callable[..., Any],
        /,
        *arguments: Any,
        on_progress: OnProgress = ignore_progress,
    ) -> "HereAndNow":
        """Do the job."""
        on_progress(Progress(step="step.roads"))
        self.value = function(*arguments, self)
        return self

    def result(self) -> Any:
        """What came of it."""
        return self.value

    def stop_all(self) -> None:
        """Nothing runs."""

    stop = Flag(lambda: False)
    stopping = False
    threads = 1

    def on_progress(self, _: Progress) -> None:
        """Nobody looks."""


@contextlib.contextmanager
def at_once() -> Iterator[None]:
    """Let commands do their jobs in this process."""
    modules = (
        *(plan, check, validate, roads, roads_calibrate, roads_explain, roads_matrix),
        *(forecast, forecast_backtest, forecast_tune, inventory, solve),
    )
    with contextlib.ExitStack() as patches:
        for module in modules:
            patches.enter_context(mock.patch.object(module, "job_pool", HereAndNow))
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a bad input.

    Attributes
    ----------
    answered
        Whether the problem was told at all, with the right exit code.
    located
        Whether it was told in the right file and sheet, row and column.
    crashed
        Whether the program failed, or said nothing that can be read.
    """

    answered: bool
    located: bool
    crashed: bool


def answer(case: Case, folder: Path) -> Answer:
    """Run the command of a case in this process."""
    bed = Bed(folder)
    arguments = [*map(str, case.prepare(bed)), "--json", "--language", "en"]
    out = io.StringIO()
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = str(bed.cache)
    try:
        with (
            at_once(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            code = _exit_code(arguments)
        problems = json.loads(out.getvalue())["problems"]
    except (ValueError, KeyError):
        return Answer(answered=False, located=False, crashed=True)
    finally:
        os.environ.pop(CACHE_VARIABLE)
        if before is not None:
            os.environ[CACHE_VARIABLE] = before
    return Answer(
        answered=code == case.exit and any(problem["code"] == case.code for problem in problems),
        located=any(is_at(problem, case) for problem in problems),
        crashed=code == OUR_FAULT,
    )


def _exit_code(arguments: list[str]) -> int:
    try:
        return run_command(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def is_at(problem: dict[str, Any], case: Case) -> bool:
    """Whether a problem is that of a case, and where it should be; files may come with a path."""
    place = tuple(problem[name] for name in ("code", "sheet", "row", "column"))
    expected = (case.code, case.sheet, case.row, case.column)
    has_path = problem["code"].startswith(WITH_A_PATH)
    named = Path(problem["file"]).name if has_path else problem["file"]
    return place == expected and named == case.file
