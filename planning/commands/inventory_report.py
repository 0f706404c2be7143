"""A stock plan in a few lines, as a buyer asks for it, and variants side by side."""

from collections.abc import Iterable, Sequence

from domain.message import Problem, Severity
from domain.supply import ReplenishmentLine, StockSummary
from domain.units import major_units
from planning.commands.console import Console
from planning.commands.text_table import table_lines
from planning.outputs.stock_file import StockFile
from planning.what_if import StockVariant, VariantFigures, describe

MOST_SHOWN = 10

_HEADINGS = (
    *("variant", "holding", "shortage", "ordering", "total", "lines", "units"),
    *("spent_column", "gap", "stock_outs", "changed"),
)


def report_stock(file: StockFile, console: Console) -> None:
    """Print what to order and to move, what it costs, what is scarce and what to look at."""
    if file.stock_summary is not None:
        _report_costs(file, file.stock_summary, console)
    console.say("inventory.nothing_shipped")
    for code, lines in (("to_order", file.replenishment), ("to_move", file.transfers)):
        units = sum(line.units for line in lines)
        console.say(f"inventory.{code}", count=len(lines), units=units)
        _list(console, [_line(line, console) for line in _dearest(lines)], len(lines))
    if file.later_supply:
        console.say("inventory.later", count=len(file.later_supply))
    _report_scarce(file, console)
    console.say("inventory.alerts", count=len(file.stock_alerts))
    alerts = [console.wording.say(alert.message) for alert in file.stock_alerts[:MOST_SHOWN]]
    _list(console, alerts, len(file.stock_alerts))
    if file.conflicts:
        console.say("inventory.conflicts")
    if file.left_out:
        console.say("inventory.left_out", count=len(file.left_out))
    console.problems(problems_of(file))


def problems_of(file: StockFile) -> tuple[Problem, ...]:
    """What cannot fit and what cannot be planned, with the table where it can be mended."""
    return tuple(
        Problem(message=said, severity=Severity.WARNING, file=table)
        for table, sentences in (("warehouses", file.conflicts), ("supply_lanes", file.left_out))
        for said in sentences
    )


def _report_costs(file: StockFile, summary: StockSummary, console: Console) -> None:
    def money(amount_minor: int) -> str:
        return console.wording.money(amount_minor, file.currency)

    console.say("inventory.head", day=str(file.day), dataset=file.dataset_name, days=summary.days)
    console.say(
        "inventory.costs",
        total=money(file.costs.total_minor),
        holding=money(file.costs.holding_minor),
        shortage=money(file.costs.shortage_minor),
        ordering=money(file.costs.ordering_minor),
        gap=round(summary.gap_percent, 2),
    )
    if summary.budget_minor is not None:
        spent, budget = money(summary.spent_minor), money(summary.budget_minor)
        console.say("inventory.spent", spent=spent, budget=budget)


def _dearest(lines: Sequence[ReplenishmentLine]) -> Sequence[ReplenishmentLine]:
    """The lines that cost most, or bring most units."""
    order = sorted(lines, key=lambda n: (-n.cost_minor, -n.units, n.to_id, n.sku, n.from_id))
    return order[:MOST_SHOWN]


def _line(line: ReplenishmentLine, console: Console) -> str:
    facts: dict[str, str | int | float] = {
        "from_id": line.from_id,
        "to_id": line.to_id,
        "sku": line.sku,
        "units": line.units,
        "due_date": str(line.due_date),
        "why": console.wording.say(line.explanation),
    }
    return console.wording.text("inventory.line", facts)


def _report_scarce(file: StockFile, console: Console) -> None:
    for scarce in () if file.stock_summary is None else file.stock_summary.scarce[:MOST_SHOWN]:
        price = scarce.price_minor * float(major_units(1, file.currency))
        console.say(
            "inventory.scarce",
            what=console.wording.text(f"stock.scarce.{scarce.kind}"),
            warehouse_id=scarce.warehouse_id,
            date="" if scarce.date is None else str(scarce.date),
            price=f"{price:.4g} {file.currency}",
        )


def report_comparison(file: StockFile, variants: Sequence[StockVariant], console: Console) -> None:
    """Print variants side by side, and the lines that differ most from the plan as it is."""
    say = console.wording.text
    rows = [[say(f"inventory.{name}") for name in _HEADINGS]]
    rows += [_row(figures, file.currency, console) for figures in file.comparison]
    for text in table_lines(rows):
        console.print(text)
    for variant, figures in zip(variants[1:], file.comparison[1:], strict=True):
        changes = "; ".join(map(console.wording.say, describe(variant.what_if)))
        console.print(f"{variant.name}: {changes}")
        told = [
            say(
                "inventory.change",
                {
                    "name": variant.name,
                    "sku": change.sku,
                    "warehouse_id": change.warehouse_id,
                    "before": change.units_before,
                    "after": change.units_after,
                },
            )
            for change in figures.changes[:MOST_SHOWN]
        ]
        _list(console, told, len(figures.changes))


def _row(figures: VariantFigures, currency: str, console: Console) -> list[str]:
    costs = figures.costs
    money = (costs.holding_minor, costs.shortage_minor, costs.ordering_minor, costs.total_minor)
    return [
        figures.name,
        *(console.wording.money(amount, currency) for amount in money),
        str(figures.lines),
        str(figures.units),
        console.wording.money(figures.spent_minor, currency),
        f"{figures.gap_percent:.2f}",
        str(figures.stock_out_alerts),
        str(len(figures.changes)),
    ]


def _list(console: Console, texts: Iterable[str], count: int) -> None:
    """Print the first of some texts, and how many there are beyond."""
    shown = 0
    for text in texts:
        shown += 1
        console.print(f"  {text}")
    if count > shown:
        console.say("inventory.more", count=count - shown)
