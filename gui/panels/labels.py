"""Labels of plain text in the tones of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from gui.tables.column import Tone
from gui.tables.planner_table import tabular
from gui.theme import Colours


def plain_label(
    text: str,
    look: Colours,
    tone: Tone = Tone.PLAIN,
    *,
    size: float = 1.0,
    bold: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A label that shows a text as it is; `size` is against that of the window's font."""
    label = QLabel(text, parent, textFormat=Qt.TextFormat.PlainText)
    font = tabular(label.font())
    font.setPointSizeF(font.pointSizeF() * size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    label.setFont(font)
    set_tone(label, tone, look)
    return label


def set_tone(label: QLabel, tone: Tone, look: Colours) -> None:
    """Give a label's text a tone."""
    palette = QPalette(label.palette())
    palette.setColor(QPalette.ColorRole.WindowText, tone.colour(look))
    label.setPalette(palette)
    # On a panel in the colour of pages, Qt would take another role.
    label.setForegroundRole(QPalette.ColorRole.WindowText)
