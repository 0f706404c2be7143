"""``wayloom forecast backtest``: how good the forecast would have been on past dates."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from domain.dataset import Dataset
from domain.demand import DemandHistory
from forecasting.backtest import Trial, judged_rows
from forecasting.backtest_report import BASELINE, backtest_report
from forecasting.distribution import DoubleArray, IntArray
from forecasting.model import ModelName
from forecasting.usable_history import usable_history
from maps.network.whole_file import write_whole_file
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
from planning.engine_jobs import backtest_job
from planning.forecast_cleaning import cleaning_options
from planning.outputs.backtest_charts import Backtest
from planning.outputs.backtest_page import backtest_page, summary_sentences
from planning.outputs.backtest_tables import (
    backtest_figures,
    class_table,
    model_table,
    series_figures,
    week_table,
)
from planning.outputs.write_results import require_writable

PAGE_FILE = "backtest.html"
FIGURES_FILE = "backtest.json"

ORIGINS = 3
_MOST_ORIGINS = 60

_ALWAYS = frozenset({BASELINE, ModelName.COMBINATION})
"""Models that are judged whether they are asked for or not."""

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    add_horizon(parser, say)
    parser.add_argument(
        "--origins", type=_origins, default=ORIGINS, metavar="N", help=say("help.backtest_origins")
    )
    parser.add_argument(
        "--models",
        type=_models,
        default=(),
        metavar="NAME,...",
        help=say("help.backtest_models"),
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("help.backtest_out"))
    add_seed(parser, say)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Let the models forecast from past dates, and say how far off each was."""
    out: Path | None = arguments.out
    if out is not None:
        require_writable(out)
    dataset = read_or_refuse(arguments.source, console)
    history = require_history(dataset)
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all) as stopped:
        trials: Mapping[ModelName, tuple[Trial, ...]] = pool.submit(
            "forecast",
            backtest_job,
            history,
            horizon_of(arguments, dataset),
            arguments.origins,
            arguments.models,
            demand_facts(dataset),
            cleaning_options(dataset),
            arguments.seed,
            on_progress=console.progress,
        ).result()
    backtest = _judged(dataset, history, trials, arguments.seed)
    files = {} if out is None else _write(out, backtest, dataset.name, console)
    _tell(backtest, files, console)
    told = {name: str(path) for name, path in files.items()}
    console.finish({**backtest_figures(backtest.report), "files": told})
    return ExitCode.INTERRUPTED if stopped.made else ExitCode.DONE


def unit_values_of(dataset: Dataset, history: DemandHistory, rows: IntArray) -> DoubleArray | None:
    """Value of a unit of each series; None where some are of items that no product is."""
    value = {product.sku: float(product.unit_value) for product in dataset.products}
    items = [history.keys[row].item_id for row in rows]
    if not all(item in value for item in items):
        return None
    return np.array([value[item] for item in items])


def _judged(
    dataset: Dataset,
    history: DemandHistory,
    trials: Mapping[ModelName, tuple[Trial, ...]],
    seed: int,
) -> Backtest:
    rows = judged_rows(history, seed)
    values = unit_values_of(dataset, history, rows)
    return Backtest(
        report=backtest_report(history, trials, rows, values, seed),
        history=usable_history(history),
        trials_by_model=trials,
        rows=rows,
    )


def _write(
    out: Path, backtest: Backtest, dataset_name: str, console: Console
) -> Mapping[str, Path]:
    """Write the page and all figures; return where each lies."""
    figures = {
        "format": "wayloom.backtest",
        "version": 1,
        **backtest_figures(backtest.report),
        "by_series": series_figures(backtest.report.by_series),
    }
    text = json.dumps(figures, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    page = backtest_page(backtest, dataset_name, console.wording)
    files = {"page": (out / PAGE_FILE, page), "figures": (out / FIGURES_FILE, text)}
    for path, content in files.values():
        write_whole_file(path, content.encode())
    return {name: path for name, (path, _) in files.items()}


def _tell(backtest: Backtest, files: Mapping[str, Path], console: Console) -> None:
    """Print the figures as tables."""
    report, wording = backtest.report, console.wording
    for sentence in summary_sentences(backtest, wording):
        console.print(sentence)
    _print_table(model_table(report, wording), console)
    console.say("backtest.by_week")
    _print_table(week_table(report, wording), console)
    console.say("backtest.by_class")
    _print_table(class_table(report, wording), console)
    for name, path in files.items():
        console.say(f"backtest.file_{name}", path=str(path))


def _print_table(rows: Sequence[Sequence[str]], console: Console) -> None:
    console.print("")
    for line in table_lines(rows):
        console.print(line)
    console.print("")


def _origins(text: str) -> int:
    count = int(text)
    if not 1 <= count <= _MOST_ORIGINS:
        raise argparse.ArgumentTypeError(f"'{text}': 1 - {_MOST_ORIGINS}")
    return count


def _models(text: str) -> tuple[ModelName, ...]:
    """Models by their names, in the order given; those judged anyway may be named too."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",")))
    known = [name.value for name in ModelName]
    if not set(names) <= set(known):
        raise argparse.ArgumentTypeError(f"'{text}': {','.join(known)}")
    return tuple(ModelName(name) for name in names if name not in _ALWAYS)
