"""What the plan is worth, at the foot of the window and in a panel."""

import dataclasses
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.panels import figures_bar
from gui.panels.cost_parts import cost_parts
from gui.panels.figures_bar import FiguresBar
from gui.panels.figures_panel import FiguresPanel
from gui.session import Session
from gui.tables.column import Tone
from gui.tables.row_model import SUM_ROLE
from tests.gui.tables.sessions import planned_session


@pytest.fixture
def session(qapp: QApplication) -> Session:
    """A plan of three routes; the first stop of the second is late."""
    return planned_session()


def better_plan(session: Session) -> None:
    """Show a plan that costs 38.20 less, drives 1.5 km more and serves one order more."""
    plan = session.plan
    assert plan is not None
    summary = plan.summary
    costs = dataclasses.replace(summary.cost_minor, fixed=summary.cost_minor.fixed - 3_820)
    session.show_plan(
        dataclasses.replace(
            plan,
            summary=dataclasses.replace(
                summary,
                cost_minor=costs,
                distance_m=summary.distance_m + 1_500,
                orders_served=summary.orders_served + 1,
                orders_unassigned=summary.orders_unassigned - 1,
            ),
        )
    )


def test_the_bar_tells_what_the_plan_is_worth(session: Session, qtbot: QtBot) -> None:
    bar = FiguresBar(session)
    qtbot.addWidget(bar)
    values = {figure.code: figure.value for figure in bar.figures}
    assert values["figure.served"] == "18 of 22"
    assert values["figure.fill_rate"] == "98.6 %"
    assert values["figure.late_stops"] != "0"
    assert values["figure.check"] == "broken rules: 1"
    assert all(figure.change == "" for figure in bar.figures)


def test_a_new_plan_shows_for_a_while_what_it_changed(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_bar, "CHANGES_SHOWN_MS", 150)
    bar = FiguresBar(session)
    qtbot.addWidget(bar)
    better_plan(session)
    changes = {f.code: (f.change, f.change_tone) for f in bar.figures if f.change}
    assert changes == {
        "figure.cost": ("-38.20", Tone.GOOD),
        "figure.distance": ("+1.5", Tone.WARNING),
        "figure.served": ("+1", Tone.GOOD),
    }
    qtbot.waitUntil(lambda: not any(figure.change for figure in bar.figures), timeout=3_000)


def test_plans_of_other_data_are_not_compared(session: Session, qtbot: QtBot) -> None:
    bar = FiguresBar(session)
    qtbot.addWidget(bar)
    plan = session.plan
    assert plan is not None
    other = dataclasses.replace(plan.origin, dataset_fingerprint="of other data")
    costs = dataclasses.replace(plan.summary.cost_minor, fixed=0)
    summary = dataclasses.replace(plan.summary, cost_minor=costs)
    session.show_plan(dataclasses.replace(plan, origin=other, summary=summary))
    assert not any(figure.change for figure in bar.figures)


def test_the_bar_never_makes_the_window_wider(session: Session, qtbot: QtBot) -> None:
    bar = FiguresBar(session)
    qtbot.addWidget(bar)
    bar.resize(300, 30)
    assert bar.width() == 300


def test_the_panel_adds_up_to_the_cost_of_the_day(session: Session, qtbot: QtBot) -> None:
    panel = FiguresPanel(session)
    qtbot.addWidget(panel)
    rows = panel.costs.model()
    amounts = [float(rows.index(i, 1).data().replace(",", "")) for i in range(rows.rowCount())]
    *parts, whole, _goods = amounts
    assert sum(parts) == pytest.approx(whole)
    assert session.plan is not None
    assert whole == session.plan.summary.cost_minor.operating / 100
    assert panel.check.text() == "Plan check: broken rules: 1"
    assert [panel.broken.item(i).text() for i in range(panel.broken.count())] == [
        "check.late {'seconds': 12}"
    ]


def test_tolls_are_a_part_of_the_cost_only_where_there_are_any(session: Session) -> None:
    assert session.plan is not None
    summary = session.plan.summary
    costs = dataclasses.replace(summary.cost_minor, toll=450)
    tolled = dataclasses.replace(summary, cost_minor=costs)
    free, charged = (
        cost_parts(session.plan),
        cost_parts(dataclasses.replace(session.plan, summary=tolled)),
    )
    assert "Tolls" not in [part.name for part in free]
    assert [part.amount for part in charged if part.name == "Tolls"] == [Decimal("4.50")]
    assert sum(part.share or 0.0 for part in charged) == pytest.approx(1.0)


def test_both_speak_the_language_of_the_window(session: Session, qtbot: QtBot) -> None:
    bar, panel = FiguresBar(session), FiguresPanel(session)
    qtbot.addWidget(bar)
    qtbot.addWidget(panel)
    session.speak("zh")
    labels = [label.text() for label in bar.findChildren(QLabel) if not label.isHidden()]
    assert "Cost" not in labels
    assert not panel.check.text().startswith("Plan check")
    assert session.source is not None
    assert session.reading is not None
    session.show_data(session.source, session.reading, None)
    assert bar.figures == ()
    assert panel.broken.count() == 0


def test_the_cost_of_the_day_stands_out_as_the_sum(session: Session, qtbot: QtBot) -> None:
    panel = FiguresPanel(session)
    qtbot.addWidget(panel)
    rows = panel.costs.model()
    sums = [i for i in range(rows.rowCount()) if rows.index(i, 0).data(SUM_ROLE)]
    assert [rows.index(i, 0).data() for i in sums] == ["Cost of the day"]
    assert rows.index(sums[0], 1).data(Qt.ItemDataRole.FontRole).bold()


def test_the_plan_check_stands_at_the_right_end_of_the_bar(session: Session, qtbot: QtBot) -> None:
    bar = FiguresBar(session)
    qtbot.addWidget(bar)
    bar.resize(1400, 30)
    bar.show()
    last = max(bar.findChildren(QLabel), key=lambda label: label.geometry().right())
    assert last.text() == "broken rules: 1"
    assert bar.width() - last.geometry().right() < 20


@pytest.mark.parametrize(
    ("speeds", "words"),
    [("built_in", "not measured here"), ("free_flow", "no traffic"), ("", "")],
)
def test_the_panel_says_what_travel_times_are_reckoned_with(
    session: Session, qtbot: QtBot, speeds: str, words: str
) -> None:
    panel = FiguresPanel(session)
    qtbot.addWidget(panel)
    plan = session.plan
    assert plan is not None
    origin = dataclasses.replace(plan.origin, speeds=speeds)
    session.show_plan(dataclasses.replace(plan, origin=origin))
    assert words in panel.speeds.text()
    assert bool(panel.speeds.text()) == bool(words)
