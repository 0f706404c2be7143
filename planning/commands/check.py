"""``wayloom check``: the independent checker on any plan file."""

import argparse
from dataclasses import asdict

from domain.check_plan import check_plan
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.plan import job_pool, read_or_refuse
from planning.environment import directories
from planning.plan_file import read_plan
from planning.road_steps import roads_of_day


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check a plan against its dataset; 3 where it breaks a rule."""
    plan = read_plan(arguments.plan)
    dataset = read_or_refuse(arguments.dataset, console)
    travel = None
    if arguments.roads:
        with job_pool(1) as pool:
            roads = roads_of_day(
                dataset, plan.day, arguments.roads, pool, directories(), console.progress
            )
        travel = roads.exact()
    report = check_plan(dataset, plan, travel)
    tried = sum(result.checked for result in report.rules)
    console.say("check.result", rules=tried, violations=len(report.violations))
    for result in report.rules:
        if not result.checked:
            console.say("check.not_checked", rule=console.wording.text(f"rule.{result.rule}"))
    for violation in report.violations:
        console.print(f"  {violation.where}: {console.wording.say(violation.message)}")
    rows = [
        {
            "rule": violation.rule,
            "where": violation.where,
            "amount": violation.amount,
            "message": console.wording.say(violation.message),
        }
        for violation in report.violations
    ]
    cost = {**asdict(plan.summary.cost_minor), "total": plan.summary.cost_minor.total}
    console.finish({"ok": report.ok, "violations": rows, "cost": cost})
    return ExitCode.DONE if report.ok else ExitCode.IN_PART
