"""``wayloom solve``: a published routing instance, in its own cost convention."""

import argparse
import time

from optimizer.routing.instances.solve_instance import InstanceSolution
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.plan import job_pool
from planning.engine_jobs import solve_instance_job

MOST_VIOLATIONS_SHOWN = 10


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Solve an instance; 3 where no feasible solution was found."""
    started_s = time.monotonic()
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all) as stopped:
        solution = pool.submit(
            "solve",
            solve_instance_job,
            arguments.instance,
            arguments.time_limit,
            arguments.seed,
            arguments.engine,
            on_progress=console.progress,
        ).result()
    if arguments.solution:
        solution.write(arguments.solution)
    seconds = round(time.monotonic() - started_s, 3)
    tell(solution, seconds, console)
    console.finish(_result(solution, seconds))
    if stopped.made:
        return ExitCode.INTERRUPTED
    return ExitCode.DONE if solution.feasible else ExitCode.IN_PART


def tell(solution: InstanceSolution, seconds: float, console: Console) -> None:
    """Say the cost, what the engine passes over, and which rules its routes break."""
    console.say(
        "solve.result",
        instance=solution.instance,
        cost=solution.cost,
        routes=solution.trips,
        seconds=seconds,
    )
    if solution.relaxed:
        names = [
            console.wording.text(f"relaxation.{rule.name.lower()}") for rule in solution.relaxed
        ]
        console.say("solve.relaxed", engine=solution.engine, rules=", ".join(names))
    for broken in solution.violations[:MOST_VIOLATIONS_SHOWN]:
        console.tell(broken)
    if len(solution.violations) > MOST_VIOLATIONS_SHOWN:
        console.say("problems.more", count=len(solution.violations) - MOST_VIOLATIONS_SHOWN)


def _result(solution: InstanceSolution, seconds: float) -> dict[str, object]:
    return {
        "instance": solution.instance,
        "cost": solution.cost,
        "objective": solution.objective,
        "routes": solution.trips,
        "vehicles": solution.vehicles,
        "feasible": solution.feasible,
        "seconds": seconds,
        "engine": solution.engine,
        "relaxed": [rule.value for rule in solution.relaxed],
        "seed": solution.seed,
        "lower_bound": None,
    }
