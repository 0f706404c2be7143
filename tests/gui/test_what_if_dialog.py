"""The what-if dialog asks for changes, follows the work, and puts both plans side by side."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from domain.errors import EnvironmentFault
from domain.message import message
from domain.progress import Progress
from domain.settings import Settings
from gui.background import Operation
from gui.session import Session
from gui.what_if_dialog import Comparison, WhatIfDialog
from planning.stock_decision import CostParts
from planning.what_if import LineChange, VariantFigures, WhatIf
from tests.gui.charts.demand_day import session_of
from tests.gui.pages.show_page import as_shown, cells
from tests.hostile_texts import HOSTILE

SETTINGS = Settings(service_level=0.95, purchase_budget=Decimal(20_000))

BASE = VariantFigures(
    name="base",
    costs=CostParts(holding_minor=50_000, shortage_minor=30_000, ordering_minor=20_000),
    lines=3,
    units=120,
    spent_minor=900_000,
    gap_percent=0.25,
    stock_out_alerts=2,
)
VARIANT = replace(
    BASE,
    name="variant",
    costs=CostParts(holding_minor=50_000, shortage_minor=42_000, ordering_minor=20_000),
    lines=4,
    units=150,
    stock_out_alerts=1,
    changes=(LineChange(warehouse_id="W1", sku="A", units_before=0, units_after=30),),
)


class Work(Operation):
    """Work that is done when the test says so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__("compare", lambda _: None, parent)
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class Starts:
    """Keeps what the dialog asked for."""

    def __init__(self, session: Session) -> None:
        self._parent = session
        self.changes: list[WhatIf] = []
        self.work: list[Work] = []
        self.show: Callable[[Comparison], None] = lambda _: None

    def __call__(self, change: WhatIf, show: Callable[[Comparison], None]) -> Operation:
        self.changes.append(change)
        self.show = show
        self.work.append(Work(self._parent))
        return self.work[-1]


def dialog_of(
    qtbot: QtBot, settings: Settings = SETTINGS, session: Session | None = None
) -> tuple[WhatIfDialog, Starts]:
    held = session or session_of()
    starts = Starts(held)
    dialog = WhatIfDialog(held, settings, starts)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog, starts


def test_only_what_was_changed_is_asked_for(qtbot: QtBot) -> None:
    dialog, starts = dialog_of(qtbot)
    dialog.compare.click()
    assert starts.changes == []
    assert dialog.told.text().startswith("Nothing is changed yet")
    form = dialog.form
    form.demand.setValue(120)
    form.lead_time.setValue(-2)
    dialog.compare.click()
    assert starts.changes == [WhatIf(demand_factor=1.2, lead_time_days=-2)]
    starts.work[-1].ended.emit()
    for box, value in ((form.demand, 100), (form.lead_time, 0), (form.capacity, 80)):
        box.setValue(value)
    form.service.setValue(98.0)
    form.budget.setValue(15_000)
    dialog.compare.click()
    assert starts.changes[-1] == WhatIf(
        capacity_factor=0.8, service_level=0.98, budget=Decimal(15_000)
    )


def test_a_budget_can_be_set_where_there_was_none(qtbot: QtBot) -> None:
    dialog, _ = dialog_of(qtbot, Settings())
    form = dialog.form
    assert form.budget.text() == "no limit"
    assert form.what_if == WhatIf()
    form.budget.setValue(0)
    assert form.what_if == WhatIf(budget=Decimal(0))


def test_both_plans_stand_side_by_side(qtbot: QtBot) -> None:
    dialog, starts = dialog_of(qtbot)
    assert not dialog.figures.isVisible()
    dialog.form.demand.setValue(120)
    dialog.compare.click()
    starts.show((BASE, VARIANT))
    starts.work[-1].ended.emit()
    shown = {row[0]: row[1:] for row in cells(dialog.figures)}
    assert shown["Expected cost, EUR"] == ["1,000", "1,120", "+120"]
    assert shown["of it holding, EUR"] == ["500", "500", ""]
    assert shown["Lines to order and move today"] == ["3", "4", "+1"]
    assert shown["SKUs that may run out"] == ["2", "1", "-1"]
    assert dialog.lines_heading.text() == "Lines of today that differ: 1"
    assert cells(dialog.lines) == [["A", "W1", "0", "30", "+30"]]
    tones = {row.caption: row.tone.value for row in dialog.figures.rows.all_rows}
    assert tones["Expected cost, EUR"] == "warning"
    assert tones["SKUs that may run out"] == "good"


def test_it_says_where_there_is_nothing_to_compare(qtbot: QtBot) -> None:
    dialog, starts = dialog_of(qtbot)
    dialog.form.demand.setValue(120)
    dialog.compare.click()
    starts.show(())
    assert dialog.told.text().startswith("Stock or demand is not known")
    assert not dialog.figures.isVisible()


def test_work_is_followed_and_can_be_cancelled(qtbot: QtBot) -> None:
    dialog, starts = dialog_of(qtbot)
    dialog.form.demand.setValue(120)
    dialog.compare.click()
    assert dialog.bar.isVisible()
    assert not dialog.form.isEnabled()
    starts.work[0].progressed.emit(Progress(step="step.stock", fraction=0.4))
    assert dialog.bar.value() == 400
    assert dialog.told.text() == "Stock plan: what to order and move"
    dialog.cancel.click()
    assert starts.work[0].is_cancelled
    starts.work[0].cancelled.emit()
    starts.work[0].ended.emit()
    assert dialog.told.text() == "Cancelled; nothing has changed."
    assert not dialog.bar.isVisible()
    assert dialog.form.isEnabled()


def test_a_failure_is_told_in_the_dialog(qtbot: QtBot) -> None:
    dialog, starts = dialog_of(qtbot)
    dialog.form.demand.setValue(120)
    dialog.compare.click()
    failure = EnvironmentFault(message("disk.refused", path="/cache", reason="full"))
    starts.work[0].failed.emit(failure)
    starts.work[0].ended.emit()
    assert "/cache" in dialog.told.text()
    assert dialog.compare.isEnabled()


def test_closing_ends_the_work(qtbot: QtBot) -> None:
    dialog, starts = dialog_of(qtbot)
    dialog.form.demand.setValue(120)
    dialog.compare.click()
    dialog.reject()
    assert starts.work[0].is_cancelled


def test_every_value_is_named(qtbot: QtBot) -> None:
    dialog, _ = dialog_of(qtbot)
    boxes: list[Any] = [*dialog.findChildren(QSpinBox), *dialog.findChildren(QDoubleSpinBox)]
    assert len({box.accessibleName() for box in boxes}) == 5


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    dialog, starts = dialog_of(qtbot)
    dialog.form.demand.setValue(120)
    dialog.compare.click()
    change = LineChange(warehouse_id=text, sku=text, units_before=1, units_after=2)
    starts.show((BASE, replace(VARIANT, changes=(change,))))
    assert cells(dialog.lines)[0][:2] == [as_shown(text)] * 2
    starts.work[0].failed.emit(EnvironmentFault(message("disk.refused", path=text, reason="x")))
    assert dialog.told.textFormat() is Qt.TextFormat.PlainText
    assert as_shown(text) in dialog.told.text()
