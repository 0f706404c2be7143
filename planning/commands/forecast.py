"""``wayloom forecast run``: the demand expected of every series, as a file."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from domain.dataset import Dataset
from domain.demand import DemandHistory
from domain.errors import InputError
from domain.message import Problem, message
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.parser import refused
from planning.commands.plan import job_pool, read_or_refuse
from planning.environment import directories
from planning.forecast_step import start_forecast
from planning.outputs.forecast_files import ForecastKind, lead_days_of, write_forecast
from planning.outputs.matrix_files import require_writable_file

MOST_HORIZON_DAYS = 365

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    add_horizon(parser, say)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=say("help.forecast_out")
    )
    add_seed(parser, say)
    parser.set_defaults(run=run)


def add_horizon(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the days to forecast."""
    parser.add_argument(
        "--horizon", type=_horizon, metavar="DAYS", help=say("help.forecast_horizon")
    )


def add_seed(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the seed."""
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=say("help.seed"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Forecast from the day after the history, and write the figures."""
    out: Path = arguments.out
    require_writable_file(out)
    if out.suffix.lower() not in set(ForecastKind):
        raise refused("forecast.unknown_kind", column="--out", value=out.name)
    dataset = read_or_refuse(arguments.source, console)
    history = require_history(dataset)
    horizon_days = horizon_of(arguments, dataset)
    settings = replace(dataset.settings, horizon_days=horizon_days)
    first_date = history.last_date + timedelta(days=1)
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all) as stopped:
        outlook = start_forecast(
            replace(dataset, settings=settings),
            first_date,
            arguments.seed,
            pool,
            directories(),
            console.progress,
        )()
    if outlook is None:
        raise AssertionError("A history before its own end is never empty.")
    forecast = outlook.forecast
    lead_days = lead_days_of(forecast.keys, dataset.supply_lanes)
    rows = write_forecast(out, forecast, lead_days, console.wording.say)
    console.tell(forecast.method)
    console.say(
        "forecast.written",
        file=str(out),
        series=len(forecast.keys),
        days=horizon_days,
        first_date=first_date.isoformat(),
    )
    console.finish(
        {
            "out": str(out),
            "series": len(forecast.keys),
            "first_date": first_date.isoformat(),
            "horizon_days": horizon_days,
            "rows": rows,
            "method": {"code": forecast.method.code, "text": console.wording.say(forecast.method)},
        }
    )
    return ExitCode.INTERRUPTED if stopped.made else ExitCode.DONE


def require_history(dataset: Dataset) -> DemandHistory:
    """The demand history of a dataset.

    Raises
    ------
    InputError
        If it has none.
    """
    if dataset.demand is None or not dataset.demand.keys:
        reason = message("forecast.no_history", dataset=dataset.name)
        raise InputError([Problem(message=reason, file="demand_history")])
    return dataset.demand


def horizon_of(arguments: argparse.Namespace, dataset: Dataset) -> int:
    """Days to forecast: those asked for, else those of the dataset's settings."""
    asked: int | None = arguments.horizon
    return dataset.settings.horizon_days if asked is None else asked


def _horizon(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_HORIZON_DAYS:
        raise argparse.ArgumentTypeError(f"'{text}': 1 - {MOST_HORIZON_DAYS}")
    return days
