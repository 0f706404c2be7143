"""The arguments of every command."""

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path

import domain
from maps.importing.road_filter import DRIVE, NETWORK_TYPES
from optimizer.routing.engines import ENGINES, TOGETHER
from planning.commands import (
    check,
    demo,
    diff,
    forecast,
    forecast_backtest,
    forecast_clean,
    forecast_tune,
    inventory,
    map,
    plan,
    project,
    roads,
    roads_calibrate,
    roads_explain,
    roads_matrix,
    sheets,
    solve,
    template,
    validate,
    write_back,
)
from planning.commands.parser import ArgumentsRefused, CommandParser, written
from planning.environment import core_count
from planning.outputs.write_results import Format
from planning.wording import LANGUAGES, Wording, preferred_language

DEMO_TIME_LIMIT_S = 20.0
PLAN_TIME_LIMIT_S = 60.0


def build_parser(wording: Wording) -> argparse.ArgumentParser:
    """The parser of the command line, its help in one language."""
    description = wording.text("help.wayloom")
    early = _common_arguments(wording)
    parser = CommandParser(prog="wayloom", description=description, parents=[early])
    parser.set_defaults(json=False, verbose=False)
    parser.add_argument("--version", action="version", version=f"wayloom {domain.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = _common_arguments(wording)
    say = wording.text

    def command(name: str) -> argparse.ArgumentParser:
        text = say(f"help.{name}")
        return commands.add_parser(name, help=text, description=text, parents=[common])

    # Opened by main, which does not load the commands for it; here for the list of commands.
    command("window")
    _demo(command("demo"), say)
    _validate(command("validate"), say)
    map.add_arguments(command("map"), say)
    template.add_arguments(command("template"), say)
    _plan(command("plan"), say)
    _check(command("check"), say)
    _sheets(command("sheets"), say)
    _roads(command("roads"), say, common)
    _forecast(command("forecast"), say, common)
    inventory.add_arguments(command("inventory"), say)
    write_back.add_arguments(command("write-back"), say)
    _project(command("project"), say, common)
    diff.add_arguments(command("diff"), say)
    _solve(command("solve"), say)
    return parser


def asked_language(argv: list[str]) -> str:
    """The language that the arguments ask for, else the environment's."""
    early = CommandParser(add_help=False)
    early.add_argument("--language", default=preferred_language())
    try:
        language: str = early.parse_known_args(argv)[0].language
    except ArgumentsRefused:
        return preferred_language()
    return language if language in LANGUAGES else preferred_language()


Say = Callable[[str], str]


def _common_arguments(wording: Wording) -> CommandParser:
    say = wording.text
    # Suppressed, so that a flag before the command is not reset by the command's default.
    common = CommandParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--json", action="store_true", help=say("help.json"))
    common.add_argument("--language", choices=tuple(LANGUAGES), help=say("help.language"))
    common.add_argument("--verbose", action="store_true", help=say("help.verbose"))
    return common


def _demo(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--out", type=Path, default=Path("sample-plan"), help=say("help.out"))
    _search(parser, say, DEMO_TIME_LIMIT_S)
    parser.set_defaults(run=demo.run)


def _validate(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument("--roads", type=written, metavar="NAME", help=say("help.roads_validated"))
    parser.set_defaults(run=validate.run)


def _plan(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument("--date", type=_date, help=say("help.date"))
    parser.add_argument(
        "--roads", type=written, required=True, metavar="FILE", help=say("help.roads_used")
    )
    parser.add_argument("--out", type=Path, required=True, help=say("help.out"))
    _search(parser, say, PLAN_TIME_LIMIT_S)
    parser.set_defaults(run=plan.run)


def _check(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("plan", type=Path, metavar="PLAN", help=say("help.plan_file"))
    parser.add_argument("--dataset", type=Path, required=True, help=say("help.source"))
    parser.add_argument("--roads", type=written, metavar="NAME", help=say("help.roads_checked"))
    parser.set_defaults(run=check.run)


def _sheets(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("plan", type=Path, metavar="PLAN", help=say("help.plan_file"))
    parser.add_argument("--out", type=Path, required=True, help=say("help.sheets_out"))
    parser.add_argument("--dataset", type=Path, metavar="SOURCE", help=say("help.sheets_dataset"))
    parser.add_argument(
        "--formats",
        type=_formats,
        default=frozenset(sheets.FORMATS),
        metavar=",".join(sheets.FORMATS),
        help=say("help.sheets_formats"),
    )
    parser.set_defaults(run=sheets.run)


def _roads(parser: argparse.ArgumentParser, say: Say, common: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str) -> argparse.ArgumentParser:
        text = say(f"help.roads_{name}")
        return actions.add_parser(name, help=text, description=text, parents=[common])

    importing = action("import")
    source = importing.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?", metavar="FILE", help=say("help.road_file"))
    source.add_argument("--place", type=written, metavar="NAME", help=say("help.roads_place"))
    source.add_argument("--polygon", type=written, metavar="WKT", help=say("help.roads_polygon"))
    importing.add_argument(
        "--allow-network", action="store_true", help=say("help.roads_allow_network")
    )
    importing.add_argument(
        "--type", choices=NETWORK_TYPES, default=DRIVE, help=say("help.roads_type")
    )
    importing.add_argument("--name", type=written, help=say("help.roads_name"))
    importing.add_argument("--clip", type=written, metavar="WKT", help=say("help.roads_clip"))
    importing.set_defaults(run=roads.run_import)
    action("list").set_defaults(run=roads.run_list)
    roads_matrix.add_arguments(action("matrix"), say)
    roads_explain.add_arguments(action("explain"), say)
    roads_calibrate.add_arguments(action("calibrate"), say)


def _forecast(parser: argparse.ArgumentParser, say: Say, common: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, command in (
        ("run", forecast),
        ("backtest", forecast_backtest),
        ("tune", forecast_tune),
        ("clean", forecast_clean),
    ):
        text = say(f"help.forecast_{name}")
        action = actions.add_parser(name, help=text, description=text, parents=[common])
        command.add_arguments(action, say)


def _project(parser: argparse.ArgumentParser, say: Say, common: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, add_arguments in project.ACTIONS.items():
        text = say(f"help.project_{name}")
        action = actions.add_parser(name, help=text, description=text, parents=[common])
        add_arguments(action, say)


def _solve(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("instance", type=Path, metavar="INSTANCE", help=say("help.instance"))
    _search(parser, say, PLAN_TIME_LIMIT_S)
    parser.add_argument(
        "--engine", choices=[*sorted(ENGINES), TOGETHER], default=TOGETHER, help=say("help.engine")
    )
    parser.add_argument("--solution", type=Path, metavar="FILE", help=say("help.solution"))
    parser.set_defaults(run=solve.run)


def _search(parser: argparse.ArgumentParser, say: Say, time_limit_s: float) -> None:
    parser.add_argument(
        "--time-limit",
        type=_positive,
        default=time_limit_s,
        metavar="S",
        help=say("help.time_limit"),
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=say("help.seed"))
    parser.add_argument(
        "--jobs", type=_count, default=core_count(), metavar="N", help=say("help.jobs")
    )


def _formats(text: str) -> frozenset[Format]:
    names = {name.strip() for name in text.split(",")}
    if not names <= set(sheets.FORMATS):
        raise argparse.ArgumentTypeError(f"'{text}': {','.join(sheets.FORMATS)}")
    return frozenset(Format(name) for name in names)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}': YYYY-MM-DD") from None


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}': > 0")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}': >= 1")
    return value
