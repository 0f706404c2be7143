"""Lists whose texts and icons keep their colours when a row is selected."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView

from gui.icons import icon
from gui.tables.planner_table import mixed
from gui.theme import Colours

ICON_PX = 16

_SELECTED_SHARE = 0.16


def steady_icon(name: str, look: Colours, *, colour: str = "") -> QIcon:
    """An icon that looks the same in a row that is selected."""
    made = icon(name, look, colour=colour)
    picture = made.pixmap(QSize(ICON_PX, ICON_PX))
    steady = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Active):
        steady.addPixmap(picture, mode)
    return steady


def select_quietly(view: QAbstractItemView, look: Colours) -> None:
    """Let the row selected have a quiet ground, as in the tables of the window."""
    name = next(n for n in ("QTableView", "QTreeView", "QListView") if view.inherits(n))
    ground = mixed(look.accent, look.panel, _SELECTED_SHARE).name()
    view.setStyleSheet(
        f"{name} {{ selection-background-color: {ground}; selection-color: {look.text}; }}"
        f"{name}::item:selected {{ background: {ground}; color: {look.text}; }}"
    )
    view.setIconSize(QSize(ICON_PX, ICON_PX))
