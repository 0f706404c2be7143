"""``wayloom validate``: all problems of a dataset, located."""

import argparse

from domain.message import Severity
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.reading.read_dataset import read_dataset


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List every problem; 2 where one of them is an error."""
    problems = read_dataset(arguments.source).problems
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if problems:
        console.say("validate.found", errors=errors, warnings=len(problems) - errors)
        console.problems(problems)
    else:
        console.say("validate.clean")
    console.finish({"ok": not errors, "problems": console.problem_rows(problems)})
    return ExitCode.BAD_INPUT if errors else ExitCode.DONE
