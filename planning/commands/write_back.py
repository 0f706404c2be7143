"""``wayloom write-back``: a plan into tables of a company's database."""

import argparse
from collections.abc import Callable
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, message
from domain.plan import Plan
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.plan import read_or_refuse
from planning.outputs.plan_id import plan_id
from planning.outputs.write_back import write_back
from planning.plan_file import read_plan

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("plan", type=Path, metavar="PLAN", help=say("help.plan_file"))
    parser.add_argument("--to", required=True, metavar="ADDRESS", help=say("help.write_back_to"))
    parser.add_argument(
        "--dataset", type=Path, metavar="SOURCE", help=say("help.write_back_dataset")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write a plan to a database, where it answers the dataset named."""
    plan = read_plan(arguments.plan)
    if arguments.dataset is not None:
        _require_answer(plan, arguments.dataset, console)
    written = write_back(arguments.to, plan, console.wording.say)
    console.say("write_back.written", plan=plan_id(plan))
    for table, rows in written.items():
        console.say("write_back.rows", table=table, rows=rows)
    console.finish({"plan_id": plan_id(plan), "rows": dict(written)})
    return ExitCode.DONE


def _require_answer(plan: Plan, source: Path, console: Console) -> None:
    """Refuse a plan of other data than those named: they may have changed since."""
    dataset = read_or_refuse(source, console)
    if dataset.fingerprint != plan.origin.dataset_fingerprint:
        reason = message("write_back.other_dataset", dataset=dataset.name)
        raise InputError([Problem(message=reason, column="--dataset", value=str(source)[:80])])
