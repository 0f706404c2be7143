"""``wayloom inventory``: the stock plan alone, and what-ifs beside it."""

import argparse
import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from domain.dataset import Dataset
from domain.demand_outlook import DemandOutlook
from domain.errors import InputError
from domain.message import Problem, message
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.forecast import add_seed, require_history
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.inventory_report import problems_of, report_comparison, report_stock
from planning.commands.parser import refused
from planning.commands.plan import job_pool, read_or_refuse
from planning.environment import directories
from planning.forecast_step import start_forecast
from planning.jobs.pool import JobPool
from planning.outputs.matrix_files import require_writable_file
from planning.outputs.stock_file import StockFile, stock_json
from planning.outputs.write_results import require_writable
from planning.outputs.write_stock import STOCK_KINDS, write_stock
from planning.stock_decision import StockPlan, plan_stock
from planning.what_if import (
    StockVariant,
    WhatIf,
    changed_dataset,
    changed_forecast,
    compare,
    parse_what_if,
)

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What every variant is planned from."""

    dataset: Dataset
    day: datetime.date
    outlook: DemandOutlook
    seed: int


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument("--date", type=_date, help=say("help.inventory_date"))
    parser.add_argument("--out", type=Path, metavar="FILE_OR_DIR", help=say("help.inventory_out"))
    parser.add_argument(
        "--what-if",
        action="append",
        default=[],
        metavar="NAME:CHANGES",
        help=say("help.inventory_what_if"),
    )
    add_seed(parser, say)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Plan the stock of a day; 3 where goods on their way cannot fit."""
    what_ifs = _what_ifs(arguments.what_if)
    out: Path | None = arguments.out
    if out is not None:
        _require_writable(out)
    dataset = read_or_refuse(arguments.source, console)
    require_history(dataset)
    if dataset.stock is None:
        _refuse_dataset("inventory.no_stock", "stock", dataset)
    day = _day(dataset, arguments.date)
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all) as stopped:
        outlook = start_forecast(
            dataset, day, arguments.seed, pool, directories(), console.progress
        )()
        if outlook is None:
            _refuse_dataset("forecast.no_history", "demand_history", dataset)
        ground = _Ground(dataset=dataset, day=day, outlook=outlook, seed=arguments.seed)
        variants = _variants(ground, what_ifs, pool, console)
    file = _file(ground, variants)
    _report(file, variants, console)
    if out is not None:
        for path in write_stock(out, file, dataset, console.wording.say):
            console.say("inventory.written", path=str(path))
    problems = problems_of(file)
    told = json.loads(stock_json(file, console.wording.say))
    console.finish({**told, "problems": console.problem_rows(problems)})
    if stopped.made:
        return ExitCode.INTERRUPTED
    return ExitCode.IN_PART if file.conflicts else ExitCode.DONE


def _variants(
    ground: _Ground, what_ifs: Sequence[tuple[str, WhatIf]], pool: JobPool, console: Console
) -> tuple[StockVariant, ...]:
    """The plan as it is, then one for each what-if."""
    base = _plan(ground, WhatIf(), pool, console)
    if base.summary is None:
        _refuse_dataset("inventory.nothing_to_plan", "supply_lanes", ground.dataset)
    name = console.wording.text("inventory.base")
    return (
        StockVariant(name=name, plan=base),
        *(
            StockVariant(name=name, what_if=what_if, plan=_plan(ground, what_if, pool, console))
            for name, what_if in what_ifs
        ),
    )


def _plan(ground: _Ground, what_if: WhatIf, pool: JobPool, console: Console) -> StockPlan:
    outlook = DemandOutlook(
        forecast=changed_forecast(ground.outlook.forecast, what_if),
        explanation=ground.outlook.explanation,
        alerts=ground.outlook.alerts,
    )
    dataset = changed_dataset(ground.dataset, what_if)
    return plan_stock(dataset, ground.day, outlook, {}, ground.seed, pool, console.progress)


def _file(ground: _Ground, variants: Sequence[StockVariant]) -> StockFile:
    base, dataset = variants[0].plan, ground.dataset
    return StockFile(
        day=ground.day,
        currency=dataset.settings.currency,
        dataset_name=dataset.name,
        dataset_fingerprint=dataset.fingerprint,
        seed=ground.seed,
        replenishment=base.replenishment,
        transfers=base.transfers,
        later_supply=base.later_supply,
        stock_summary=base.summary,
        stock_alerts=base.alerts,
        costs=base.costs,
        conflicts=base.conflicts,
        left_out=base.left_out,
        comparison=compare(variants) if len(variants) > 1 else (),
    )


def _report(file: StockFile, variants: Sequence[StockVariant], console: Console) -> None:
    report_stock(file, console)
    if file.comparison:
        report_comparison(file, variants, console)


def _what_ifs(texts: Sequence[str]) -> tuple[tuple[str, WhatIf], ...]:
    found: dict[str, WhatIf] = {}
    for text in texts:
        name, colon, changes = text.partition(":")
        name, changes = (name.strip(), changes) if colon else (text, text)
        if name in found:
            raise refused("inventory.name_twice", column="--what-if", value=name[:80])
        found[name] = parse_what_if(changes)
    return tuple(found.items())


def _require_writable(out: Path) -> None:
    if not out.suffix or out.is_dir():
        require_writable(out)
    elif out.suffix.lower() in STOCK_KINDS:
        require_writable_file(out)
    else:
        raise refused("inventory.unknown_kind", column="--out", value=out.name)


def _day(dataset: Dataset, asked: datetime.date | None) -> datetime.date:
    """The day asked for, else the settings' or the orders' only day, else that after the history.

    Stock is planned on a day without orders too.
    """
    due = {order.due_date for order in dataset.orders}
    day = asked or dataset.settings.plan_date or (next(iter(due)) if len(due) == 1 else None)
    if day is None:
        history = require_history(dataset)
        return history.last_date + datetime.timedelta(days=1)
    return day


def _refuse_dataset(code: str, table: str, dataset: Dataset) -> NoReturn:
    reason = message(code, dataset=dataset.name)
    raise InputError([Problem(message=reason, file=table)])


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}': YYYY-MM-DD") from None
