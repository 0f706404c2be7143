"""Bars in cells show how much is used, and what is too much."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from gui.charts.bar_cell import Bar, BarCell
from gui.tables.column import Column
from gui.tables.row_model import RowModel
from gui.theme import LIGHT

WIDTH, TEXT = 216, 100
"""Room for a bar of 100 pixels between margins of 8."""


def colours_at(qtbot: QtBot, bar: Bar | None, shares: list[float]) -> list[str]:
    """Colours in the middle of the bar at shares of its room."""
    owner = QWidget()
    qtbot.addWidget(owner)
    model: RowModel[Bar | None] = RowModel(
        (Column(key="a", title=str, text=lambda row: ""),), LIGHT
    )
    model.set_rows([bar])
    cell = BarCell(model, lambda row: row, TEXT, owner)
    cell.set_look(LIGHT)
    image = QImage(WIDTH, 25, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = QRectF(0, 0, WIDTH, 25).toRect()
    cell.paint(painter, option, model.index(0, 0))
    painter.end()
    return [image.pixelColor(8 + round(100 * share), 12).name() for share in shares]


FULL, TRACK, OVER = LIGHT.accent.lower(), LIGHT.line.lower(), LIGHT.bad.lower()


def test_used_and_left(qtbot: QtBot) -> None:
    assert colours_at(qtbot, Bar(end=0.6), [0.1, 0.5, 0.7, 0.95]) == [FULL, FULL, TRACK, TRACK]


def test_beyond_the_track_is_too_much(qtbot: QtBot) -> None:
    bar = Bar(start=0.1, end=0.9, track_start=0.3, track_end=0.6)
    shown = colours_at(qtbot, bar, [0.05, 0.2, 0.4, 0.8, 0.97])
    assert shown == ["#ffffff", OVER, FULL, OVER, "#ffffff"]


def test_no_bar_without_a_figure(qtbot: QtBot) -> None:
    assert colours_at(qtbot, None, [0.1, 0.9]) == ["#ffffff", "#ffffff"]
