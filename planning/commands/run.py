"""From arguments to an exit code."""

import errno
import logging
import os
import sys

from domain.errors import (
    EnvironmentFault,
    InputError,
    Interrupted,
    PlanFileError,
    PlannerError,
    RoadDataError,
)
from domain.message import message
from planning.commands.arguments import asked_language, build_parser
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.wording import Wording

log = logging.getLogger("wayloom")

_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE}


def run_command(argv: list[str]) -> int:
    """Run the command that the arguments name; return its exit code."""
    wording = Wording(asked_language(argv))
    parser = build_parser(wording)
    if not argv:
        parser.print_help()
        return ExitCode.DONE
    arguments = parser.parse_args(argv)
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
        return _fail(console, ExitCode.OUR_FAULT, wording.text("error.our_fault"), "our_fault")
    return code


def _report(error: PlannerError, console: Console) -> int:
    sentence = console.wording.say(error.message)
    if isinstance(error, InputError):
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
    remedy = error.message.code + ".remedy"
    if console.wording.has(remedy):
        sentence = f"{sentence} {console.wording.text(remedy, error.message.parameters)}"
    return _fail(console, code, sentence, error.message.code)


def _report_os_error(error: OSError, console: Console) -> int:
    if isinstance(error, BrokenPipeError):
        # Whoever read the output has had enough of it, and Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    if error.errno not in _DISK_ERRORS:
        log.exception("the computer refused")
    parameters = {"path": str(error.filename or ""), "reason": error.strerror or str(error)}
    code = "disk.full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "disk.refused"
    return _fail(console, ExitCode.ENVIRONMENT, console.wording.text(code, parameters), code)


def _fail(console: Console, exit_code: ExitCode, sentence: str, code: str) -> int:
    print(sentence, file=sys.stderr)
    console.finish({"ok": False, "error": sentence, "code": code})
    return exit_code


def _log_to_stderr(*, verbose: bool) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
