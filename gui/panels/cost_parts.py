"""The cost of a plan by part, as rows of a table."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from domain.plan import Plan
from domain.units import major_units

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPart:
    """A part of the cost, in major units, and its share of the day's cost.

    Attributes
    ----------
    share
        None for a sum, and for what is no part of the day's cost.
    is_sum
        Whether it sums up the parts before it.
    """

    name: str
    amount: Decimal
    share: float | None = None
    is_sum: bool = False


def cost_parts(plan: Plan) -> tuple[CostPart, ...]:
    """What the day costs by part, their sum, and the goods ordered beside it.

    Tolls are a part only where there are any.
    """
    costs = plan.summary.cost_minor
    tolls = ((translate("Figures", "Tolls"), costs.toll),) if costs.toll else ()
    parts = (
        (translate("Figures", "Vehicles"), costs.fixed),
        (translate("Figures", "Distance driven"), costs.distance),
        *tolls,
        (translate("Figures", "Working time"), costs.time),
        (translate("Figures", "Overtime"), costs.overtime),
        (translate("Figures", "Lateness"), costs.late),
        (translate("Figures", "Handling"), costs.handling),
        (translate("Figures", "Orders left out"), costs.shortage),
        (translate("Figures", "Holding stock"), costs.holding),
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
            name=translate("Figures", "Cost of the day"),
            amount=major_units(costs.operating, plan.currency),
            is_sum=True,
        ),
        CostPart(
            name=translate("Figures", "Goods ordered"),
            amount=major_units(costs.purchase, plan.currency),
        ),
    )
