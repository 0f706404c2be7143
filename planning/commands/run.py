"""From arguments to an exit code."""

import errno
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from domain.errors import (
    EnvironmentFault,
    ForecastError,
    InputError,
    Interrupted,
    PlanFileError,
    PlannerError,
    ProjectError,
    RoadDataError,
)
from domain.message import Message, Problem, Severity, message
from planning.commands.arguments import asked_language, build_parser
from planning.commands.console import Console, one_line
from planning.commands.exit_codes import ExitCode
from planning.commands.parser import ArgumentsRefused
from planning.failure_text import log_to_stderr
from planning.wording import Wording

log = logging.getLogger("wayloom")

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DISK_ERRORS = _NO_ROOM | {errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE}

_ARGUMENTS: Mapping[str, str] = {
    "day.nothing_due": "--date",
    "day.unclear": "--date",
    "roads.network_off": "--allow-network",
    "roads.unknown_name": "--roads",
}
"""Argument that mends a problem which no engine can locate, for engines know of no arguments."""

_PLANS_NOTHING = {"roads", "forecast", "project", "diff", "map", "template", "write-back"}


def run_command(argv: list[str]) -> int:
    """Run the command that the arguments name; return its exit code."""
    wording = Wording(asked_language(argv))
    parser = build_parser(wording)
    try:
        arguments = parser.parse_args(argv)
    except ArgumentsRefused as refused:
        _refuse(refused, Console(wording, as_json="--json" in argv))
    log_to_stderr(logging.INFO if arguments.verbose else logging.WARNING)
    console = Console(wording, as_json=arguments.json)
    try:
        code: int = arguments.run(arguments, console)
    except PlannerError as error:
        return _report(error, console, arguments.command)
    except KeyboardInterrupt:
        stopped = Interrupted(message("job.stopped", job=arguments.command))
        return _report(stopped, console, arguments.command)
    except OSError as error:
        return _report_os_error(error, console)
    except Exception:
        log.exception("unexpected failure of %s", arguments.command)
        return _fail(console, ExitCode.OUR_FAULT, Problem(message=message("error.our_fault")))
    return code


def _refuse(refused: ArgumentsRefused, console: Console) -> NoReturn:
    print(refused.usage, file=sys.stderr)
    raise SystemExit(_fail(console, ExitCode.BAD_INPUT, refused.problem))


def _report(error: PlannerError, console: Console, command: str) -> int:
    if isinstance(error, InputError):
        sentence = console.wording.say(_heading(error, command))
        print(sentence, file=sys.stderr)
        problems = [_at_argument(problem) for problem in error.problems]
        console.problems(problems)
        rows = console.problem_rows(problems)
        console.finish({"ok": False, "error": sentence, "problems": rows})
        return ExitCode.BAD_INPUT
    code = {
        RoadDataError: ExitCode.BAD_INPUT,
        PlanFileError: ExitCode.BAD_INPUT,
        ProjectError: ExitCode.BAD_INPUT,
        ForecastError: ExitCode.BAD_INPUT,
        EnvironmentFault: ExitCode.ENVIRONMENT,
        Interrupted: ExitCode.INTERRUPTED,
    }.get(type(error), ExitCode.OUR_FAULT)
    return _fail(console, code, _located(error.message))


def _heading(error: InputError, command: str) -> Message:
    """What to say above the problems; some commands plan nothing that could be refused."""
    if command not in _PLANS_NOTHING:
        return error.message
    count = sum(problem.severity is Severity.ERROR for problem in error.problems)
    return message("input.refused_one") if count == 1 else message("input.refused", count=count)


def _at_argument(problem: Problem) -> Problem:
    """A problem with the argument that mends it, where it has no place in any file."""
    argument = _ARGUMENTS.get(problem.code, "")
    return replace(problem, column=problem.column or argument)


def _located(reason: Message) -> Problem:
    """A problem with the place that its message names: a file, its line, a path in it."""
    given = reason.parameters
    inside = given.get("path", "") if "file" in given else ""
    problem = Problem(
        message=reason,
        file=str(given.get("file", given.get("path", ""))),
        row=int(given.get("line", 0)),
        column=str(given.get("column", inside)),
    )
    return _at_argument(problem)


def _report_os_error(error: OSError, console: Console) -> int:
    if isinstance(error, BrokenPipeError):
        # Whoever read the output has had enough of it, and Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    if error.errno not in _DISK_ERRORS:
        log.exception("the computer refused")
    parameters = {"path": str(error.filename or ""), "reason": error.strerror or str(error)}
    code = "disk.full" if error.errno in _NO_ROOM else "disk.refused"
    return _fail(console, ExitCode.ENVIRONMENT, _located(Message(code, parameters)))


def _fail(console: Console, exit_code: ExitCode, problem: Problem) -> int:
    """Say what went wrong and what to do about it, as a sentence and as a row of problems."""
    sentence = " ".join(
        part
        for part in (console.wording.say(problem.message), console.wording.remedy(problem))
        if part
    )
    print(one_line(sentence), file=sys.stderr)
    console.finish(
        {
            "ok": False,
            "error": sentence,
            "code": problem.code,
            "problems": console.problem_rows([problem]),
        }
    )
    return exit_code
