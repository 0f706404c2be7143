"""What to change of a stock plan, as a form."""

from decimal import Decimal

from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from domain.settings import Settings
from planning.what_if import WhatIf

_LOWEST_PERCENT, _HIGHEST_PERCENT = 10, 500
_LEAD_DAYS = 60
_LOWEST_SERVICE, _HIGHEST_SERVICE = 50.0, 99.9
_GREATEST_BUDGET = 1e12
_NO_LIMIT = -1.0
_ALL = 100
"""Percent of demand and capacity as they are."""

_SERVICE_STEP = 0.001
"""Smallest step of the service level that can be typed."""

_BOX_PX = 150


class WhatIfForm(QWidget):
    """A line per thing that may be changed; at first everything is as it is."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        budget = settings.purchase_budget
        self.demand = _whole(_LOWEST_PERCENT, _HIGHEST_PERCENT, _ALL, suffix=" %")
        self.lead_time = _whole(-_LEAD_DAYS, _LEAD_DAYS, 0)
        self.capacity = _whole(_LOWEST_PERCENT, _HIGHEST_PERCENT, _ALL, suffix=" %")
        self.service = QDoubleSpinBox(decimals=1, suffix=" %", singleStep=0.5)
        self.service.setRange(_LOWEST_SERVICE, _HIGHEST_SERVICE)
        self.service.setValue(100 * settings.service_level)
        self.budget = QDoubleSpinBox(decimals=0, suffix=f" {settings.currency}", singleStep=1_000)
        # Where the data set a budget, it can be changed but not taken away.
        self.budget.setRange(_NO_LIMIT if budget is None else 0, _GREATEST_BUDGET)
        self.budget.setSpecialValueText(self.tr("no limit") if budget is None else "")
        self.budget.setGroupSeparatorShown(True)
        self.budget.setValue(_NO_LIMIT if budget is None else float(budget))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for text, box in (
            (self.tr("Demand, of what is expected"), self.demand),
            (self.tr("Lead times, days more"), self.lead_time),
            (self.tr("Room and capacity of the warehouses"), self.capacity),
            (self.tr("Service level"), self.service),
            (self.tr("Budget of all orders"), self.budget),
        ):
            box.setAccessibleName(text)
            box.setMinimumWidth(_BOX_PX)
            form.addRow(QLabel(text), box)

    @property
    def what_if(self) -> WhatIf:
        """What was changed."""
        demand, capacity = self.demand.value(), self.capacity.value()
        service, budget = self.service.value() / 100, Decimal(round(self.budget.value()))
        is_served_as_it_is = abs(service - self._settings.service_level) < _SERVICE_STEP / 2
        is_same_budget = budget < 0 or budget == self._settings.purchase_budget
        return WhatIf(
            demand_factor=None if demand == _ALL else demand / _ALL,
            lead_time_days=self.lead_time.value() or None,
            capacity_factor=None if capacity == _ALL else capacity / _ALL,
            service_level=None if is_served_as_it_is else service,
            budget=None if is_same_budget else budget,
        )


def _whole(low: int, high: int, value: int, *, suffix: str = "") -> QSpinBox:
    box = QSpinBox(suffix=suffix)
    box.setRange(low, high)
    box.setValue(value)
    return box
