"""``wayloom project``: make a project, tell its history, and take it to JSON and back."""

import argparse
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from domain.errors import InputError, ProjectError
from domain.message import message
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.project_history import entry_text, history_rows
from planning.commands.text_table import table_lines
from planning.held_source import gather_source, source_name
from planning.outputs.matrix_files import require_writable_file
from planning.plan_file import plain_value
from planning.project.import_json import import_project
from planning.project.project import Project
from planning.project.project_json import export_project

Say = Callable[[str], str]

MOST_SHOWN = 100


def add_new(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of ``project new``."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PROJECT", help=say("help.project_new_out")
    )
    parser.set_defaults(run=run_new)


def add_export(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of ``project export``."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help=say("help.project_path"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.json", help=say("help.project_export_out")
    )
    parser.set_defaults(run=run_export)


def add_import(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of ``project import``."""
    parser.add_argument("file", type=Path, metavar="FILE.json", help=say("help.project_file"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PROJECT", help=say("help.project_new_out")
    )
    parser.add_argument("--replace", action="store_true", help=say("help.project_replace"))
    parser.set_defaults(run=run_import)


def add_history(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of ``project history``."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help=say("help.project_path"))
    parser.set_defaults(run=run_history)


ACTIONS = {"new": add_new, "export": add_export, "import": add_import, "history": add_history}
"""What declares the arguments of each action."""


def run_new(arguments: argparse.Namespace, console: Console) -> int:
    """Make a project of the tables of a source, whatever problems their cells have."""
    out: Path = arguments.out
    if os.path.lexists(out):
        raise ProjectError(message("project.exists", file=str(out)))
    require_writable_file(out)
    gathered, problems = gather_source(arguments.source, lambda _: None)
    if not gathered.act.tables:
        raise InputError(problems)
    out.parent.mkdir(parents=True, exist_ok=True)
    Project.create(out, gathered, name=source_name(arguments.source)).close()
    tables = {stored.name: stored.rows for stored in gathered.act.tables}
    console.say("project.made", path=str(out), tables=len(tables), rows=sum(tables.values()))
    if problems:
        console.say("project.made_with_problems", count=len(problems))
        console.problems(problems)
    console.finish(
        {"project": str(out), "tables": tables, "problems": console.problem_rows(problems)}
    )
    return ExitCode.DONE


def run_export(arguments: argparse.Namespace, console: Console) -> int:
    """Write a project as JSON that can be compared line by line."""
    require_writable_file(arguments.out)
    revision = export_project(arguments.project, arguments.out)
    console.say("project.exported", path=str(arguments.out), entries=revision)
    console.finish({"out": str(arguments.out), "entries": revision})
    return ExitCode.DONE


def run_import(arguments: argparse.Namespace, console: Console) -> int:
    """Make a project of its export."""
    revision = import_project(arguments.file, arguments.out, replaces=arguments.replace)
    console.say("project.imported", path=str(arguments.out), entries=revision)
    console.finish({"project": str(arguments.out), "entries": revision})
    return ExitCode.DONE


def run_history(arguments: argparse.Namespace, console: Console) -> int:
    """List what was done to a project, the last act at the end."""
    with contextlib.closing(Project.read(arguments.project)) as project:
        name, entries = project.name, project.history()
    told: list[dict[str, Any]] = [
        {
            "revision": entry.revision,
            "at": entry.at.isoformat(timespec="milliseconds"),
            "undone": entry.undone,
            **plain_value(entry_text(entry), console.wording.say),
        }
        for entry in entries
    ]
    console.say("project.history", name=name, count=len(entries))
    if len(entries) > MOST_SHOWN:
        console.say("project.history_before", count=len(entries) - MOST_SHOWN)
    rows = history_rows(entries[-MOST_SHOWN:], console.wording)
    for line in table_lines(rows, left=len(rows[0])):
        console.print(line)
    console.finish({"name": name, "history": told})
    return ExitCode.DONE
