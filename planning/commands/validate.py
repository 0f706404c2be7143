"""``wayloom validate``: all problems of a dataset, located."""

import argparse

from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.reading.read_dataset import read_dataset


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List every problem; 2 where one of them is an error."""
    reading = read_dataset(arguments.source, on_progress=console.progress)
    if reading.problems:
        console.say("validate.found", errors=reading.error_count, warnings=reading.warning_count)
        console.problems(reading.problems)
    else:
        console.say("validate.clean")
    rows = console.problem_rows(reading.problems)
    console.finish({"ok": not reading.error_count, "problems": rows})
    return ExitCode.BAD_INPUT if reading.error_count else ExitCode.DONE
