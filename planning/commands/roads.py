"""``wayloom roads``: import road files, and list what was imported."""

import argparse
from dataclasses import asdict

from maps.road_cache import default_name, list_roads
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.plan import job_pool
from planning.engine_jobs import import_roads_job
from planning.environment import directories


def run_import(arguments: argparse.Namespace, console: Console) -> int:
    """Import a road file under a name."""
    name = arguments.name or default_name(arguments.file)
    folder = directories().roads
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all):
        pool.submit(
            "roads",
            import_roads_job,
            arguments.file,
            name,
            arguments.clip,
            folder,
            on_progress=console.progress,
        ).result()
    summary = next(roads for roads in list_roads(folder) if roads.name == name)
    console.say("roads.imported", name=name, nodes=summary.nodes, edges=summary.edges)
    console.finish({"name": name, "nodes": summary.nodes, "edges": summary.edges})
    return ExitCode.DONE


def run_list(_arguments: argparse.Namespace, console: Console) -> int:
    """List imported roads."""
    summaries = list_roads(directories().roads)
    for summary in summaries:
        console.say("roads.imported", name=summary.name, nodes=summary.nodes, edges=summary.edges)
    if not summaries:
        console.say("roads.none")
    console.finish({"roads": [{k: str(v) for k, v in asdict(s).items()} for s in summaries]})
    return ExitCode.DONE
