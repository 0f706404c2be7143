"""Two stock plans side by side: their figures, and the lines that differ."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from domain.units import major_units
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.low_table import LowTable
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from planning.stock_decision import CostParts
from planning.what_if import LineChange, VariantFigures

translate = QCoreApplication.translate

_FIGURE_PX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFigure:
    """A figure of both plans.

    Attributes
    ----------
    base, variant
        Money in major units, or a count.
    digits
        Digits after the point.
    less_is_better
        Whether a smaller figure is the better one; None where neither is.
    """

    caption: str
    base: float
    variant: float
    digits: int = 0
    less_is_better: bool | None = None

    @property
    def tone(self) -> Tone:
        """Good where the variant is better, and a warning where it is worse."""
        if self.less_is_better is None or round(self.variant - self.base, self.digits) == 0:
            return Tone.FAINT
        is_better = (self.variant < self.base) == self.less_is_better
        return Tone.GOOD if is_better else Tone.WARNING

    @property
    def difference(self) -> str:
        """How much more or less the variant is; empty where it is the same."""
        text = f"{self.variant - self.base:+,.{self.digits}f}"
        return text if any(digit in text for digit in "123456789") else ""


class ComparedFigures(LowTable[ComparedFigure]):
    """The figures, a row each."""

    def __init__(self, session: Session) -> None:
        self.rows: RowModel[ComparedFigure] = RowModel(_figure_columns(), session.colours)
        super().__init__(self.rows)
        self.rows.setParent(self)
        self.set_look(session.colours)
        self.setSelectionMode(self.SelectionMode.NoSelection)
        self.setAccessibleName(translate("WhatIf", "Both plans in figures"))


class ChangedLines(PlannerTable[LineChange]):
    """The lines that differ, a row each."""

    def __init__(self, session: Session) -> None:
        self.rows: RowModel[LineChange] = RowModel(_line_columns(session), session.colours)
        super().__init__(self.rows)
        self.rows.setParent(self)
        self.set_look(session.colours)
        self.setAccessibleName(translate("WhatIf", "Lines of today that differ"))


def _figure_columns() -> tuple[Column[ComparedFigure], ...]:
    return (
        Column(
            key="caption",
            title=lambda: "",
            text=lambda row: row.caption,
        ),
        Column(
            key="base",
            title=lambda: translate("WhatIf", "As it is"),
            text=lambda row: f"{row.base:,.{row.digits}f}",
            value=lambda row: row.base,
            width=_FIGURE_PX,
            is_number=True,
        ),
        Column(
            key="variant",
            title=lambda: translate("WhatIf", "What if"),
            text=lambda row: f"{row.variant:,.{row.digits}f}",
            value=lambda row: row.variant,
            width=_FIGURE_PX,
            is_number=True,
        ),
        Column(
            key="difference",
            title=lambda: translate("WhatIf", "Difference"),
            text=lambda row: row.difference,
            value=lambda row: row.variant - row.base,
            width=_FIGURE_PX,
            is_number=True,
            tone=lambda row: row.tone,
        ),
    )


def _line_columns(session: Session) -> tuple[Column[LineChange], ...]:
    word = session.wording.text
    return (
        Column(key="sku", title=lambda: word("stock.sku"), text=lambda row: row.sku, width=260),
        Column(
            key="to", title=lambda: word("stock.to"), text=lambda row: row.warehouse_id, width=120
        ),
        Column(
            key="base",
            title=lambda: translate("WhatIf", "As it is"),
            text=lambda row: f"{row.units_before:,}",
            value=lambda row: row.units_before,
            width=_FIGURE_PX,
            is_number=True,
        ),
        Column(
            key="variant",
            title=lambda: translate("WhatIf", "What if"),
            text=lambda row: f"{row.units_after:,}",
            value=lambda row: row.units_after,
            width=_FIGURE_PX,
            is_number=True,
        ),
        Column(
            key="difference",
            title=lambda: translate("WhatIf", "Difference"),
            text=lambda row: f"{row.units_after - row.units_before:+,}",
            value=lambda row: row.units_after - row.units_before,
            width=_FIGURE_PX,
            is_number=True,
        ),
    )


def compared_figures(
    base: VariantFigures, variant: VariantFigures, currency: str
) -> tuple[ComparedFigure, ...]:
    """The figures of two plans, a row each."""

    def money(caption: str, amounts: tuple[int, int], *, judged: bool = True) -> ComparedFigure:
        before, after = (float(major_units(amount, currency)) for amount in amounts)
        return ComparedFigure(
            caption=f"{caption}, {currency}",
            base=before,
            variant=after,
            less_is_better=True if judged else None,
        )

    parts = (base.costs, variant.costs)
    return (
        money(translate("WhatIf", "Expected cost"), _both(parts, "total_minor")),
        money(translate("WhatIf", "of it holding"), _both(parts, "holding_minor"), judged=False),
        money(translate("WhatIf", "of it shortage"), _both(parts, "shortage_minor")),
        money(translate("WhatIf", "of it ordering"), _both(parts, "ordering_minor"), judged=False),
        money(
            translate("WhatIf", "Spent on orders"),
            (base.spent_minor, variant.spent_minor),
            judged=False,
        ),
        ComparedFigure(
            caption=translate("WhatIf", "Lines to order and move today"),
            base=base.lines,
            variant=variant.lines,
        ),
        ComparedFigure(
            caption=translate("WhatIf", "Units to order and move today"),
            base=base.units,
            variant=variant.units,
        ),
        ComparedFigure(
            caption=translate("WhatIf", "SKUs that may run out"),
            base=base.stock_out_alerts,
            variant=variant.stock_out_alerts,
            less_is_better=True,
        ),
        ComparedFigure(
            caption=translate("WhatIf", "At most above the best possible, %"),
            base=base.gap_percent,
            variant=variant.gap_percent,
            digits=2,
        ),
    )


def _both(parts: tuple[CostParts, CostParts], name: str) -> tuple[int, int]:
    return getattr(parts[0], name), getattr(parts[1], name)
