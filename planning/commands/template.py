"""``wayloom template``: a workbook to fill in by hand."""

import argparse
from collections.abc import Callable
from pathlib import Path

from maps.network.whole_file import write_whole_file
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.parser import refused
from planning.outputs.matrix_files import require_writable_file
from planning.outputs.template_workbook import template_workbook

ENDING = ".xlsx"
DEFAULT_OUT = Path("template.xlsx")


def add_arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_OUT, metavar="FILE", help=say("help.template_out")
    )
    parser.add_argument("--replace", action="store_true", help=say("help.template_replace"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the template; a file that is there may be one that somebody has filled in."""
    out: Path = arguments.out
    if out.suffix.lower() != ENDING:
        raise refused("template.not_xlsx", column="--out", value=str(out))
    if out.exists() and not arguments.replace:
        raise refused("template.out_exists", column="--out", value=str(out))
    require_writable_file(out)
    write_whole_file(out, template_workbook(console.wording))
    console.say("template.written", path=str(out))
    console.say("template.next", path=str(out))
    console.finish({"out": str(out)})
    return ExitCode.DONE
