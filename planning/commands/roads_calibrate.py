"""``wayloom roads calibrate``: learn speed profiles from observed trips."""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.parser import written
from planning.commands.plan import job_pool, read_sound
from planning.environment import directories
from planning.outputs.calibration_files import figures_of, write_calibration
from planning.outputs.write_results import require_writable

if TYPE_CHECKING:
    from planning.calibrate_speeds import LearntSpeeds


def add_arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument(
        "--roads", type=written, required=True, metavar="NAME", help=say("help.roads_used")
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=say("help.roads_calibrate_out")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Learn speeds from a dataset's trips, and write them as a table for it."""
    # They load the engine that fits speeds, which no other command needs.
    from planning.calibrate_speeds import calibrate_speeds_job, speed_question
    from planning.usable_trips import left_out_problems

    require_writable(arguments.out)
    reading = read_sound(arguments.source, console)
    question = speed_question(reading.require(), reading.rows, str(arguments.roads))
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all):
        learnt: LearntSpeeds = pool.submit(
            "calibrate",
            calibrate_speeds_job,
            question,
            directories().roads,
            on_progress=console.progress,
        ).result()
    files = write_calibration(arguments.out, learnt, question.roads, console.wording.say)
    problems = left_out_problems(learnt.left_out, question)
    _report(learnt, files, console)
    console.problems(problems)
    console.finish(
        {
            **figures_of(learnt, question.roads),
            "files": {name: str(path) for name, path in files.items()},
            "problems": console.problem_rows(problems),
        }
    )
    return ExitCode.DONE


def _report(learnt: "LearntSpeeds", files: Mapping[str, Path], console: Console) -> None:
    """Say what was learnt, how much better it is, and what was left out."""
    say, errors = console.say, learnt.errors
    hours = float(learnt.driven_h.sum())
    say("calibration.used", used=learnt.trips_used, given=learnt.trips_given, hours=hours)
    if learnt.not_needed:
        say("calibration.not_needed", count=learnt.not_needed)
    kinds = [console.wording.text(f"calibration.day_{kind}") for kind in learnt.kinds]
    by_default = learnt.driven_h[~learnt.is_learnt].sum()
    say("calibration.learnt", kinds=", ".join(kinds), percent=100 * (1 - float(by_default) / hours))
    rows = zip(
        ("free_flow", "default", "learnt"),
        errors.relative_all.tolist(),
        errors.minutes_all.tolist(),
        strict=True,
    )
    say("calibration.judged_by_day" if errors.by_day else "calibration.judged_by_trip")
    for name, relative, minutes in rows:
        say(f"calibration.error_{name}", percent=100 * relative, minutes=minutes)
    for name, path in files.items():
        say(f"calibration.file_{name}", path=str(path))
    for code, count in sorted(Counter(left.reason.code for left in learnt.left_out).items()):
        say(f"calibration.count_{code.removeprefix('trip.')}", count=count)
