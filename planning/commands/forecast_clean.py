"""``wayloom forecast clean``: what of a demand history is not taken as it is, and why."""

import argparse
from collections.abc import Callable
from pathlib import Path

from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.forecast import require_history
from planning.commands.plan import read_or_refuse
from planning.outputs.write_results import require_writable

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("help.clean_out"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Clean the history as the forecast would, and tell what was changed."""
    # They load the tests of a series, which no other command needs.
    from planning.forecast_cleaning import clean_demand, cleaning_report
    from planning.outputs.cleaning_files import OF_SERIES, change_of, write_cleaning

    out: Path | None = arguments.out
    if out is not None:
        require_writable(out)
    dataset = read_or_refuse(arguments.source, console)
    history = require_history(dataset)
    cleaned = clean_demand(dataset)
    if cleaned is None:
        raise AssertionError("A dataset with a history has one to clean.")
    report = cleaning_report(dataset)
    for sentence in report:
        indent = "  " if sentence.code.endswith(OF_SERIES) else ""
        console.print(indent + console.wording.say(sentence))
    files = (
        {}
        if out is None
        else write_cleaning(out, history, cleaned, report, dataset.name, console.wording)
    )
    for name, path in files.items():
        console.say(f"cleaning.file_{name}", path=str(path))
    console.finish(
        {
            "changes": [change_of(change) for change in cleaned.changes],
            "report": [console.wording.say(sentence) for sentence in report],
            "files": {name: str(path) for name, path in files.items()},
        }
    )
    return ExitCode.DONE
