"""``wayloom demo``: the whole job on the built-in sample day."""

import argparse
from importlib import resources

from planning.commands.console import Console
from planning.commands.plan import plan_and_write
from planning.pipeline import PlanRequest

ROAD_FILE = "city.osm.gz"


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Plan the sample day; its three orders that cannot be served are expected."""
    with resources.as_file(resources.files("resources") / "sample_day") as source:
        request = PlanRequest(
            roads=str(source / ROAD_FILE),
            time_limit_s=arguments.time_limit,
            seed=arguments.seed,
        )
        _, code = plan_and_write(source, request, arguments.out, arguments.jobs, console)
    return code
