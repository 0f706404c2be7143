"""``wayloom diff``: what differs between two plans, or between two projects."""

import argparse
from collections.abc import Callable
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, message
from domain.plan import Plan
from planning.commands.console import Console
from planning.commands.diff_report import report_plans, report_projects
from planning.commands.exit_codes import ExitCode
from planning.compare.plans import MINUTES_THAT_MATTER, compare_plans
from planning.compare.projects import ProjectSnapshot, compare_projects
from planning.compare.read_state import document_format, exported_state, project_state
from planning.plan_file import FORMAT as PLAN_FORMAT
from planning.plan_file import parse_plan, plain_value
from planning.project.project_json import FORMAT as PROJECT_FORMAT

MOST_SHOWN = 20

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("before", type=Path, metavar="A", help=say("help.diff_before"))
    parser.add_argument("after", type=Path, metavar="B", help=say("help.diff_after"))
    parser.add_argument(
        "--minutes",
        type=_whole,
        default=MINUTES_THAT_MATTER,
        metavar="N",
        help=say("help.diff_minutes"),
    )
    parser.add_argument(
        "--most", type=_whole, default=MOST_SHOWN, metavar="N", help=say("help.diff_most")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell what B has otherwise than A; 0 whether or not they differ."""
    before, after = _opened(arguments.before), _opened(arguments.after)
    if isinstance(before, Plan) and isinstance(after, Plan):
        plans = compare_plans(before, after, least_minutes=arguments.minutes)
        report = plain_value(plans, console.wording.say)
        if not plans.equal:
            report_plans(plans, before, after, arguments.most, console)
    elif isinstance(before, ProjectSnapshot) and isinstance(after, ProjectSnapshot):
        projects = compare_projects(before, after)
        report = plain_value(projects, console.wording.say) | {"equal": projects.equal}
        if not projects.equal:
            report_projects(projects, arguments.most, console)
    else:
        raise _refused("diff.two_kinds", arguments.after)
    if report["equal"]:
        console.say("diff.equal")
    console.finish({"kind": "plan" if isinstance(before, Plan) else "project", **report})
    return ExitCode.DONE


def _opened(path: Path) -> Plan | ProjectSnapshot:
    """What a file holds: a plan, a project, or the export of one.

    Raises
    ------
    InputError
        If it is none of these.
    PlannerError
        If it is damaged.
    """
    if not path.is_file():
        raise _refused("diff.missing" if not path.exists() else "diff.unknown_file", path)
    found = document_format(path)
    if found == PLAN_FORMAT:
        return parse_plan(path.read_bytes(), str(path))
    if found == PROJECT_FORMAT:
        return exported_state(path)
    if found is None:
        return project_state(path)
    raise _refused("diff.unknown_file", path)


def _refused(code: str, path: Path) -> InputError:
    return InputError([Problem(message=message(code, file=str(path)), file=str(path))])


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"'{text}': >= 0")
    return value
