"""``wayloom forecast tune``: settings of the learned models that suit a dataset's demand."""

import argparse
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.forecast import (
    add_horizon,
    add_seed,
    horizon_of,
    require_history,
)
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.plan import job_pool, read_or_refuse
from planning.commands.text_table import table_lines
from planning.demand_facts import demand_facts
from planning.engine_jobs import tune_job
from planning.environment import directories
from planning.forecast_cleaning import cleaning_options

if TYPE_CHECKING:
    from forecasting.tune import Tried, TuningResult

TIME_LIMIT_S = 600.0

_ERROR_DIGITS = 6

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    add_horizon(parser, say)
    parser.add_argument(
        "--time-limit",
        type=_positive,
        default=TIME_LIMIT_S,
        metavar="S",
        help=say("help.tune_time_limit"),
    )
    add_seed(parser, say)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Try settings until the time is up, and say which are best."""
    dataset = read_or_refuse(arguments.source, console)
    history = require_history(dataset)
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all) as stopped:
        result: TuningResult = pool.submit(
            "forecast",
            tune_job,
            history,
            horizon_of(arguments, dataset),
            arguments.time_limit,
            demand_facts(dataset),
            cleaning_options(dataset),
            arguments.seed,
            directories().models,
            on_progress=console.progress,
        ).result()
    _tell(result, console)
    console.finish({"tried": [_figures(one) for one in result.tried], "best": dict(result.best)})
    return ExitCode.INTERRUPTED if stopped.made else ExitCode.DONE


def _figures(one: "Tried") -> dict[str, Any]:
    """One try as JSON can hold it; a try that came to nothing has no error."""
    return {
        "model": one.model.value,
        "settings": dict(one.settings),
        "error": round(one.error, _ERROR_DIGITS) if math.isfinite(one.error) else None,
        "seconds": round(one.seconds, 1),
    }


def _tell(result: "TuningResult", console: Console) -> None:
    """Print what was tried, the least error of each model first, and what is kept."""
    if not result.tried:
        console.say("tune.nothing_tried")
        return
    text = console.wording.text
    console.say("tune.tried", count=len(result.tried))
    columns = ("model", "settings", "error", "seconds")
    rows = [[text(f"tune.column_{name}") for name in columns]]
    for one in sorted(result.tried, key=lambda one: (one.model, one.error)):
        error = f"{100 * one.error:.2f} %" if math.isfinite(one.error) else "-"
        settings = _named(one.settings, console)
        rows.append([text(f"model.{one.model}"), settings, error, f"{one.seconds:,.0f}"])
    for line in table_lines(rows, left=2):
        console.print(line)
    console.say("tune.best", settings=_named(result.best, console))


def _named(settings: Mapping[str, float | int], console: Console) -> str:
    """Settings with their names."""
    return ", ".join(
        f"{console.wording.text(f'setting.{name}')} {_shown(value)}"
        for name, value in sorted(settings.items())
    )


def _shown(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}': > 0")
    return value
