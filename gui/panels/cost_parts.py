"""The cost of a plan by part, as rows of a table."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from domain.plan import Plan
from domain.units import major_units

_translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPart:
    """A part of the cost, in major units, and its share of the day's cost.

    Attributes
    ----------
    share
        None for a sum, and for what is no part of the day's cost.
    """

    name: str
    amount: Decimal
    share: float | None = None


def cost_parts(plan: Plan) -> tuple[CostPart, ...]:
    """What the day costs by part, their sum, and the goods ordered beside it."""
    costs = plan.summary.cost_minor
    parts = (
        (_translate("Figures", "Vehicles"), costs.fixed),
        (_translate("Figures", "Distance driven"), costs.distance),
        (_translate("Figures", "Working time"), costs.time),
        (_translate("Figures", "Overtime"), costs.overtime),
        (_translate("Figures", "Lateness"), costs.late),
        (_translate("Figures", "Handling"), costs.handling),
        (_translate("Figures", "Orders left out"), costs.shortage),
        (_translate("Figures", "Holding stock"), costs.holding),
    )
    return (
        *(
            CostPart(
                name=name,
                amount=major_units(minor, plan.currency),
                share=minor / costs.operating if costs.operating else 0.0,
            )
            for name, minor in parts
        ),
        CostPart(
            name=_translate("Figures", "Cost of the day"),
            amount=major_units(costs.operating, plan.currency),
        ),
        CostPart(
            name=_translate("Figures", "Goods ordered"),
            amount=major_units(costs.purchase, plan.currency),
        ),
    )
