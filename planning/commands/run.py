"""From arguments to an exit code."""

import errno
import logging
import os
import sys
from typing import NoReturn

from domain.errors import (
    EnvironmentFault,
    InputError,
    Interrupted,
    PlanFileError,
    PlannerError,
    RoadDataError,
)
from domain.message import Message, Problem, message
from planning.commands.arguments import asked_language, build_parser
from planning.commands.console import Console, one_line
from planning.commands.exit_codes import ExitCode
from planning.commands.parser import ArgumentsRefused
from planning.wording import Wording

log = logging.getLogger("wayloom")

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DISK_ERRORS = _NO_ROOM | {errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE}


def run_command(argv: list[str]) -> int:
    """Run the command that the arguments name; return its exit code."""
    wording = Wording(asked_language(argv))
    parser = build_parser(wording)
    try:
        arguments = parser.parse_args(argv)
    except ArgumentsRefused as refused:
        _refuse(refused, Console(wording, as_json="--json" in argv))
    _log_to_stderr(verbose=arguments.verbose)
    console = Console(wording, as_json=arguments.json)
    try:
        code: int = arguments.run(arguments, console)
    except PlannerError as error:
        return _report(error, console)
    except KeyboardInterrupt:
        return _report(Interrupted(message("job.stopped", job=arguments.command)), console)
    except OSError as error:
        return _report_os_error(error, console)
    except Exception:
        log.exception("unexpected failure of %s", arguments.command)
        return _fail(console, ExitCode.OUR_FAULT, Problem(message=message("error.our_fault")))
    return code


def _refuse(refused: ArgumentsRefused, console: Console) -> NoReturn:
    print(refused.usage, file=sys.stderr)
    raise SystemExit(_fail(console, ExitCode.BAD_INPUT, refused.problem))


def _report(error: PlannerError, console: Console) -> int:
    if isinstance(error, InputError):
        sentence = console.wording.say(error.message)
        print(sentence, file=sys.stderr)
        console.problems(error.problems)
        rows = console.problem_rows(error.problems)
        console.finish({"ok": False, "error": sentence, "problems": rows})
        return ExitCode.BAD_INPUT
    code = {
        RoadDataError: ExitCode.BAD_INPUT,
        PlanFileError: ExitCode.BAD_INPUT,
        EnvironmentFault: ExitCode.ENVIRONMENT,
        Interrupted: ExitCode.INTERRUPTED,
    }.get(type(error), ExitCode.OUR_FAULT)
    return _fail(console, code, _located(error.message))


def _located(reason: Message) -> Problem:
    """A problem with the place that its message names: a file, its line, a path in it."""
    given = reason.parameters
    inside = given.get("path", "") if "file" in given else ""
    return Problem(
        message=reason,
        file=str(given.get("file", given.get("path", ""))),
        row=int(given.get("line", 0)),
        column=str(given.get("column", inside)),
    )


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


def _log_to_stderr(*, verbose: bool) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
