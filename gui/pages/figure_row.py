"""A few figures side by side, each with what it counts below it."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.pages.page import plain_label
from gui.session import Session
from gui.tables.column import Tone

_BETWEEN_PX = 24
_FIGURE_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as text, and what it counts."""

    value: str
    caption: str
    tone: Tone = Tone.PLAIN


class FigureRow(QWidget):
    """Shows figures; labels are made once and used again."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.figures: tuple[Figure, ...] = ()
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_BETWEEN_PX)
        self._grid.setVerticalSpacing(0)
        session.colours_changed.connect(self._recolour)

    def show_figures(self, *figures: Figure) -> None:
        """Show other figures."""
        self.figures = figures
        for i in range(len(self._labels), len(figures)):
            self._add_labels(i)
        for i, (value, caption) in enumerate(self._labels):
            shown = i < len(figures)
            value.setText(figures[i].value if shown else "")
            caption.setText(figures[i].caption if shown else "")
            value.setVisible(shown)
            caption.setVisible(shown)
        self._recolour()

    def _add_labels(self, column: int) -> None:
        value = plain_label(points=_FIGURE_POINTS, weight=QFont.Weight.DemiBold)
        caption = plain_label(faint=True)
        self._grid.addWidget(value, 0, column)
        self._grid.addWidget(caption, 1, column)
        self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(column + 1, 1)
        self._labels.append((value, caption))

    def _recolour(self) -> None:
        for figure, (value, _) in zip(self.figures, self._labels, strict=False):
            palette = QPalette(value.palette())
            colour = figure.tone.colour(self._session.colours)
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            value.setPalette(palette)
