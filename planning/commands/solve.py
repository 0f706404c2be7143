"""``wayloom solve``: a published routing instance, in its own cost convention."""

import argparse
import time

from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.plan import job_pool
from planning.engine_jobs import solve_instance_job


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
            on_progress=console.progress,
        ).result()
    if arguments.solution:
        solution.write(arguments.solution)
    seconds = round(time.monotonic() - started_s, 3)
    console.say(
        "solve.result",
        instance=solution.instance,
        cost=solution.cost,
        routes=len(solution.routes),
        seconds=seconds,
    )
    console.finish(
        {
            "instance": solution.instance,
            "cost": solution.cost,
            "objective": solution.objective,
            "routes": len(solution.routes),
            "feasible": solution.feasible,
            "seconds": seconds,
            "engine": solution.engine,
            "seed": arguments.seed,
            "lower_bound": None,
        }
    )
    if stopped.made:
        return ExitCode.INTERRUPTED
    return ExitCode.DONE if solution.feasible else ExitCode.IN_PART
