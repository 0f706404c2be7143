"""A plan in a few lines, as a planner asks for it."""

from collections.abc import Mapping
from pathlib import Path

from domain.plan import Plan
from domain.units import METRES_PER_KM
from planning.commands.console import Console

MAX_UNASSIGNED_SHOWN = 10
MAX_VIOLATIONS_SHOWN = 10


def report_plan(
    plan: Plan, files: Mapping[str, Path], seconds: Mapping[str, float], console: Console
) -> None:
    """Print what a plan costs and does, who is left out and why, and where its files lie."""
    _report_costs(plan, console)
    _report_orders(plan, console)
    _report_stock(plan, console)
    _report_check(plan, console)
    console.say("report.seconds", seconds=seconds["total"])
    for name, path in files.items():
        console.say(f"report.file_{name}", path=str(path))


def _report_costs(plan: Plan, console: Console) -> None:
    summary, money = plan.summary, console.wording.money
    cost = summary.cost_minor
    console.say("report.day", day=str(plan.day), dataset=plan.origin.dataset_name)
    console.say(
        "report.cost",
        total=money(cost.operating, plan.currency),
        transport=money(cost.transport, plan.currency),
        handling=money(cost.handling, plan.currency),
        shortage=money(cost.shortage, plan.currency),
        holding=money(cost.holding, plan.currency),
    )
    console.say(
        "report.distance",
        km=summary.distance_m / METRES_PER_KM,
        driving=console.wording.duration(summary.drive_s),
        vehicles=summary.vehicles_used,
    )
    if plan.origin.speeds:
        console.say(f"report.speeds.{plan.origin.speeds}")


def _report_orders(plan: Plan, console: Console) -> None:
    summary = plan.summary
    orders = summary.orders_served + summary.orders_unassigned
    console.say(
        "report.orders",
        served=summary.orders_served,
        orders=orders,
        unassigned=summary.orders_unassigned,
    )
    console.say("report.fill_rate", percent=100 * summary.fill_rate_units)
    for order in plan.unassigned[:MAX_UNASSIGNED_SHOWN]:
        console.print(f"  {order.order_id}: {console.wording.say(order.reason)}")
    if len(plan.unassigned) > MAX_UNASSIGNED_SHOWN:
        console.say("report.more_unassigned", count=len(plan.unassigned) - MAX_UNASSIGNED_SHOWN)


def _report_stock(plan: Plan, console: Console) -> None:
    if plan.forecast_method is not None:
        console.tell(plan.forecast_method)
    purchase = console.wording.money(plan.summary.cost_minor.purchase, plan.currency)
    console.say(
        "report.stock",
        lines=len(plan.replenishment),
        transfers=len(plan.transfers),
        purchase=purchase,
    )
    if plan.stock_summary is not None:
        console.say(
            "report.stock_ahead",
            days=plan.stock_summary.days,
            cost=console.wording.money(plan.stock_summary.cost_minor, plan.currency),
            gap=plan.stock_summary.gap_percent,
            alerts=len(plan.stock_alerts),
        )


def _report_check(plan: Plan, console: Console) -> None:
    if plan.checks is None:
        return
    console.say("report.check", violations=len(plan.checks.violations))
    for violation in plan.checks.violations[:MAX_VIOLATIONS_SHOWN]:
        console.print(f"  {violation.where}: {console.wording.say(violation.message)}")
