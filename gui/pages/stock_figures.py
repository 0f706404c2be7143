"""The stock plan in a few figures."""

from domain.plan import Plan
from domain.supply import StockSummary
from domain.units import major_units
from gui.pages.figure_row import Figure, FigureRow

_FULL_PERCENT = 99.95


class StockFigures(FigureRow):
    """What is ordered and moved today, what that costs, and how good it is."""

    def show_plan(self, plan: Plan | None) -> None:
        """Show a plan in figures."""
        if plan is None:
            self.show_figures()
            return
        bought = sum(line.cost_minor for line in plan.replenishment)
        one, many = self.tr("to order today, 1 line"), self.tr("to order today, {lines} lines")
        count = len(plan.replenishment)
        summary = plan.stock_summary
        self.show_figures(
            Figure(
                value=_money(bought, plan),
                caption=one if count == 1 else many.format(lines=f"{count:,}"),
            ),
            Figure(value=f"{len(plan.transfers):,}", caption=self.tr("lines to move today")),
            *(self._worth(plan, summary) if summary else ()),
        )

    def _worth(self, plan: Plan, summary: StockSummary) -> tuple[Figure, ...]:
        cost = self.tr("expected cost of {days} days").format(days=summary.days)
        figures = (
            Figure(value=_money(summary.cost_minor, plan), caption=cost),
            Figure(
                value=f"{summary.gap_percent:.2f} %",
                caption=self.tr("at most above the best possible"),
            ),
        )
        if summary.budget_minor is None:
            return figures
        percent = 100 * summary.spent_minor / max(summary.budget_minor, 1)
        budget = self.tr("of the budget of {budget}")
        return (
            *figures,
            Figure(
                value=self.tr("all") if percent >= _FULL_PERCENT else f"{percent:.1f} %",
                caption=budget.format(budget=_money(summary.budget_minor, plan)),
            ),
        )


def _money(amount_minor: int, plan: Plan) -> str:
    """A round amount."""
    return f"{major_units(amount_minor, plan.currency):,.0f} {plan.currency}"
