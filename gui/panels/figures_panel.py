"""The panel of the plan's figures: its cost by part, its work, and what the plan check says."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from gui.panels.card import Fact
from gui.panels.cost_parts import CostPart, cost_parts
from gui.panels.figures import check_figure
from gui.panels.labels import plain_label
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from maps.picture.plan_text import PlanText

_GRAMS_PER_KG = 1_000
_MARGIN_PX = 8
"""That of the cells of the table above."""
_AMOUNT_PX = 150


class FiguresPanel(QWidget):
    """All that the plan adds up to.

    Attributes
    ----------
    costs
        The cost by part.
    speeds
        What travel times are reckoned with.
    check, broken
        What the plan check says in a line, and every rule broken in a sentence.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows = RowModel(self._columns(), session.colours, self)
        self.costs = PlannerTable(self._rows, quiet_bars=True)
        self.check = plain_label("", session.colours, bold=True)
        self.speeds = plain_label("", session.colours, Tone.FAINT)
        self.broken = QListWidget()
        self._work = QGridLayout()
        self._set_up()
        session.plan_changed.connect(self.retranslate)
        session.language_changed.connect(self.retranslate)
        session.colours_changed.connect(self.retranslate)
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Show the plan's figures in the current language and colours."""
        session, text = self._session, self._session.plan_text
        self._rows.set_look(session.colours)
        self.costs.set_look(session.colours)
        self.costs.sentence = self.tr("No plan yet. Its figures will be here.")
        self.costs.setAccessibleName(self.tr("Cost by part"))
        self.broken.setAccessibleName(self.tr("Broken rules"))
        self._rows.retranslate()
        self._rows.set_rows(cost_parts(text.plan) if text else ())
        self._fit_costs()
        self._show_work(tuple(self._facts(text)) if text else ())
        self.speeds.setText(self._speeds(text) if text else "")
        self.speeds.setStyleSheet(f"color: {Tone.FAINT.colour(session.colours).name()}")
        self._show_check(text)

    def _columns(self) -> tuple[Column[CostPart], ...]:
        return (
            Column(
                key="part",
                title=lambda: self.tr("Cost by part"),
                text=lambda row: row.name,
                tone=lambda row: Tone.PLAIN if row.amount else Tone.FAINT,
                is_sum=lambda row: row.is_sum,
            ),
            Column(
                key="amount",
                title=self._amount_title,
                text=lambda row: f"{row.amount:,f}",
                value=lambda row: row.amount,
                width=_AMOUNT_PX,
                is_number=True,
                share=lambda row: row.share,
                tone=lambda row: Tone.PLAIN if row.amount else Tone.FAINT,
                is_sum=lambda row: row.is_sum,
            ),
        )

    def _amount_title(self) -> str:
        plan = self._session.plan
        return plan.currency if plan else ""

    def _set_up(self) -> None:
        header = self.costs.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.costs.setSortingEnabled(False)
        self.costs.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._work.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, 12)
        self._work.setVerticalSpacing(6)
        self._work.setColumnStretch(0, 1)
        self.check.setWordWrap(True)
        self.check.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 4)
        self.speeds.setWordWrap(True)
        self.speeds.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 12)
        self.broken.setWordWrap(True)
        self.broken.setFrameShape(QListWidget.Shape.NoFrame)
        self.broken.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.broken.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.costs)
        layout.addLayout(self._work)
        layout.addWidget(self.speeds)
        layout.addWidget(self.check)
        layout.addWidget(self.broken, 1)
        layout.addStretch(0)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _fit_costs(self) -> None:
        """As high as its rows, so that nothing in it scrolls."""
        rows = max(self._rows.rowCount(), 4) * self.costs.verticalHeader().defaultSectionSize()
        self.costs.setFixedHeight(rows + self.costs.horizontalHeader().sizeHint().height() + 2)

    def _facts(self, text: PlanText) -> Iterator[Fact]:
        summary = text.plan.summary
        co2 = f"{summary.co2_g / _GRAMS_PER_KG:,.1f}"
        yield text.say("figure.distance"), text.distance(summary.distance_m)
        yield text.say("sheet.driving"), text.duration(summary.drive_s)
        yield text.say("map.waiting"), text.duration(summary.wait_s)
        yield self.tr("Late, all stops together"), text.duration(summary.late_s)
        yield self.tr("CO₂"), text.say("unit.kg", kg=co2)
        yield self.tr("Vehicles used"), f"{summary.vehicles_used:,}"

    def _speeds(self, text: PlanText) -> str:
        """Where the speeds come from that the plan reckons with; empty in an older plan."""
        return {
            "table": self.tr("Travel times by your speed profiles"),
            "built_in": self.tr("Travel times by built-in typical traffic, not measured here"),
            "both": self.tr(
                "Travel times by your speed profiles, and built-in typical traffic where they say"
                " nothing"
            ),
            "free_flow": self.tr("Travel times at free flow: no traffic at any hour"),
        }.get(text.plan.origin.speeds, "")

    def _show_work(self, facts: Iterable[Fact]) -> None:
        while (item := self._work.takeAt(0)) is not None:
            label = item.widget()
            if label is not None:
                label.hide()
                label.deleteLater()
        look = self._session.colours
        for i, (about, what) in enumerate(facts):
            self._work.addWidget(plain_label(about, look, Tone.FAINT), i, 0)
            right = Qt.AlignmentFlag.AlignRight
            self._work.addWidget(plain_label(what, look), i, 1, right)

    def _show_check(self, text: PlanText | None) -> None:
        figures = check_figure(text) if text else ()
        self.broken.clear()
        self.check.setText("")
        if text is None:
            return
        if not figures or text.plan.checks is None:
            self.check.setText(self.tr("This plan was not checked."))
            self._tint_check(Tone.FAINT)
            return
        figure = figures[0]
        line = self.tr("{name}: {result}")
        self.check.setText(line.format(name=text.say(figure.code), result=figure.value))
        self._tint_check(figure.tone)
        for violation in text.plan.checks.violations:
            self.broken.addItem(text.sentence(violation.message))

    def _tint_check(self, tone: Tone) -> None:
        # A palette would be lost when the window takes another style sheet.
        colour = tone.colour(self._session.colours).name()
        self.check.setStyleSheet(f"color: {colour}")
