"""``wayloom map``: proposes how a company's tables become a dataset."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from domain.progress import Progress
from maps.network.whole_file import write_whole_file
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.map_report import report_proposal
from planning.commands.parser import refused, written
from planning.mapping.addresses import holds_password, is_address, without_password
from planning.mapping.look_at_source import propose_for_database, propose_for_files
from planning.mapping.mapping_text import mapping_text
from planning.mapping.proposal import Proposal
from planning.outputs.matrix_files import require_writable_file
from planning.reading.source_kinds import MAPPING_ENDING

if TYPE_CHECKING:
    from domain.message import Problem

STEP = "step.reading"

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    # A text, not a path: a path would make one slash of the two in an address.
    parser.add_argument("source", type=written, metavar="SOURCE", help=say("help.map_source"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=say("help.map_out"))
    parser.add_argument("--replace", action="store_true", help=say("help.map_replace"))
    parser.add_argument(
        "--remember-password", action="store_true", help=say("help.map_remember_password")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the mapping that is proposed; 3 where something required was not found."""
    source: str = arguments.source
    out = arguments.out or Path(_name(source) + MAPPING_ENDING)
    _check_out(out, may_replace=arguments.replace)
    problems: list[Problem] = []
    if is_address(source):
        proposal = _of_database(source, console, remember=arguments.remember_password)
    elif arguments.remember_password:
        raise refused("map.password_of_files", column="--remember-password", value=source)
    else:
        path = Path(source).expanduser()
        location = _location(path, out)
        proposal = propose_for_files(path, location, problems, _reporter(console))
    text = mapping_text(proposal.mapping, wording=console.wording, remarks=proposal.remarks())
    write_whole_file(out, text.encode())
    report_proposal(proposal, out, problems, console)
    return ExitCode.IN_PART if proposal.missing else ExitCode.DONE


def _of_database(address: str, console: Console, *, remember: bool) -> Proposal:
    from planning.reading.database import keep_password, parse_address, password_of

    if holds_password(address):
        raise refused("map.password", column="SOURCE", value=without_password(address))
    address = str(parse_address(address))
    password = _asked(console) if remember else password_of(address)

    def keep() -> None:
        # Only once the database has taken it.
        if remember and password is not None:
            keep_password(address, password)

    return propose_for_database(address, password, keep, _reporter(console))


def _asked(console: Console) -> str:
    """The password as it is typed without being shown, or as it comes through a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass(console.wording.text("map.ask_password") + " ")
    return sys.stdin.readline().rstrip("\r\n")


def _reporter(console: Console) -> Callable[[float], None]:
    return lambda share: console.progress(Progress(step=STEP, fraction=share))


def _name(source: str) -> str:
    """Name of a mapping's file after its source."""
    if is_address(source):
        name = source.partition("?")[0].rstrip("/").rpartition("/")[2]
    else:
        path = Path(source).expanduser().resolve()
        name = path.name if path.is_dir() else path.stem
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in name)
    return plain[:80] or "mapping"


def _location(source: Path, out: Path) -> str:
    """The source as the mapping names it: seen from its own folder where it lies below."""
    whole, folder = source.resolve(), out.resolve().parent
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else whole).as_posix()


def _check_out(out: Path, *, may_replace: bool) -> None:
    """Refuse a name that is no mapping's, and a file that is there already."""
    if out.suffix.lower() != MAPPING_ENDING:
        raise refused("map.not_toml", column="--out", value=str(out))
    if out.exists() and not may_replace:
        raise refused("map.out_exists", column="--out", value=str(out))
    require_writable_file(out)
