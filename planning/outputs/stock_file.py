"""Files of a stock plan alone: JSON that other programs read, and its lines as CSV."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.message import Message
from domain.stock_alert import StockAlert
from domain.supply import LaterSupply, ReplenishmentLine, StockSummary
from domain.units import major_units
from maps.network.whole_file import write_whole_file
from maps.picture.plan_text import Say
from planning.outputs.spreadsheet_text import csv_bytes
from planning.plan_file import document_json, plain_value
from planning.stock_decision import CostParts
from planning.what_if import VariantFigures

STOCK_FORMAT = "wayloom.stock"
STOCK_VERSION = 1

_CSV_HEADER = (
    *("from_id", "to_id", "sku", "units", "order_date", "due_date", "cost"),
    *("explanation", "reasons"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFile:
    """A stock plan alone, without routes: no order is taken to be shipped on its day.

    Attributes
    ----------
    costs
        What holding, shortage and ordering are expected to cost.
    conflicts
        Goods on their way, or lying there, that cannot fit whatever is ordered.
    left_out
        SKUs that cannot be planned and lanes that cannot be used, with the reason.
    comparison
        The plan and its what-ifs side by side, itself first; empty where there is no what-if.
    """

    day: datetime.date
    currency: str
    dataset_name: str
    dataset_fingerprint: str
    seed: int
    replenishment: tuple[ReplenishmentLine, ...]
    transfers: tuple[ReplenishmentLine, ...]
    later_supply: tuple[LaterSupply, ...]
    stock_summary: StockSummary | None
    stock_alerts: tuple[StockAlert, ...]
    costs: CostParts
    conflicts: tuple[Message, ...] = ()
    left_out: tuple[Message, ...] = ()
    comparison: tuple[VariantFigures, ...] = ()


def stock_json(file: StockFile, say: Say) -> bytes:
    """The content of a file of the stock alone."""
    document = {"format": STOCK_FORMAT, "version": STOCK_VERSION, **plain_value(file, say)}
    return document_json(document)


def write_stock_file(path: Path, file: StockFile, say: Say) -> None:
    """Write a stock plan as JSON.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    write_whole_file(path, stock_json(file, say))


def write_stock_lines(
    path: Path, lines: Sequence[ReplenishmentLine], currency: str, say: Say
) -> None:
    """Write what to order and move today as CSV, a line each.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    rows = [
        (
            *(line.from_id, line.to_id, line.sku, str(line.units)),
            *(line.order_date.isoformat(), line.due_date.isoformat()),
            str(major_units(line.cost_minor, currency)),
            say(line.explanation),
            " ".join(map(say, line.reasons)),
        )
        for line in lines
    ]
    write_whole_file(path, csv_bytes([_CSV_HEADER, *rows]))
