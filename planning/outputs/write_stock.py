"""The files of a stock plan alone: one of a kind, or all of them in a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

from domain.dataset import Dataset
from domain.plan import CostSummary, Origin, Plan, Summary
from maps.picture.plan_text import Say
from planning.outputs.stock_file import StockFile, write_stock_file, write_stock_lines
from planning.outputs.stock_tables import write_stock_tables

STOCK_NAME = "stock_plan"


def write_stock(out: Path, file: StockFile, dataset: Dataset, say: Say) -> Iterator[Path]:
    """Write a file of the kind that its name ends in, or one of each kind into a folder.

    Raises
    ------
    EnvironmentFault
        If a file cannot be written.
    """
    kind = out.suffix.lower()
    if kind in STOCK_KINDS and not out.is_dir():
        STOCK_KINDS[kind](out, file, dataset, say)
        yield out
        return
    out.mkdir(parents=True, exist_ok=True)
    for ending, write in STOCK_KINDS.items():
        path = out / f"{STOCK_NAME}{ending}"
        write(path, file, dataset, say)
        yield path


def _json(path: Path, file: StockFile, _: Dataset, say: Say) -> None:
    write_stock_file(path, file, say)


def _csv(path: Path, file: StockFile, _: Dataset, say: Say) -> None:
    write_stock_lines(path, (*file.replenishment, *file.transfers), file.currency, say)


def _xlsx(path: Path, file: StockFile, dataset: Dataset, say: Say) -> None:
    write_stock_tables(path, _plan_of(file, dataset), dataset, say, with_orders=False)


STOCK_KINDS: dict[str, Callable[[Path, StockFile, Dataset, Say], None]] = {
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
}
"""What writes a file of each ending."""


def _plan_of(file: StockFile, dataset: Dataset) -> Plan:
    """The stock plan as a plan of nothing else, as tables take it."""
    return Plan(
        day=file.day,
        timezone=dataset.timezone,
        currency=file.currency,
        origin=Origin(
            dataset_name=file.dataset_name,
            dataset_fingerprint=file.dataset_fingerprint,
            seed=file.seed,
        ),
        summary=Summary(
            cost_minor=CostSummary(),
            distance_m=0,
            drive_s=0,
            wait_s=0,
            late_s=0,
            co2_g=0,
            orders_served=0,
            orders_unassigned=0,
            units_ordered=0,
            units_served=0,
            vehicles_used=0,
        ),
        routes=(),
        unassigned=(),
        replenishment=file.replenishment,
        transfers=file.transfers,
        later_supply=file.later_supply,
        stock_summary=file.stock_summary,
        stock_alerts=file.stock_alerts,
    )
