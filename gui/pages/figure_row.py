"""A few figures side by side, each with what it counts below it."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.pages.page import plain_label
from gui.session import Session
from gui.tables.column import Tone

_BETWEEN_PX = 16
_FIGURE_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as text, and what it counts."""

    value: str
    caption: str
    tone: Tone = Tone.PLAIN


class _FigureLabels(QWidget):
    """The figure above, what it counts below."""

    def __init__(self, value_height_px: int) -> None:
        super().__init__()
        self.value: QLabel = plain_label(points=_FIGURE_POINTS, weight=QFont.Weight.DemiBold)
        self.caption: QLabel = plain_label(faint=True)
        self.value.setMinimumHeight(value_height_px)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.value)
        layout.addWidget(self.caption)


class FigureRow(QWidget):
    """Shows figures, in as many rows as they need; labels are made once and used again.

    Parameters
    ----------
    value_height_px
        Least height of a value, to stand on one line with what is beside the row.
    """

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, value_height_px: int = 0
    ) -> None:
        super().__init__(parent)
        self._value_height_px = value_height_px
        self._session = session
        self.figures: tuple[Figure, ...] = ()
        self._labels: list[_FigureLabels] = []
        self._places: list[tuple[int, int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_BETWEEN_PX)
        self._grid.setVerticalSpacing(4)
        session.colours_changed.connect(self._recolour)

    def show_figures(self, *figures: Figure) -> None:
        """Show other figures."""
        self.figures = figures
        while len(self._labels) < len(figures):
            self._labels.append(_FigureLabels(self._value_height_px))
        for i, labels in enumerate(self._labels):
            labels.setVisible(i < len(figures))
        for figure, labels in zip(figures, self._labels, strict=False):
            labels.value.setText(figure.value)
            labels.caption.setText(figure.caption)
        self._recolour()
        self._places = []
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest figure alone."""
        hint = super().minimumSizeHint()
        return QSize(max((w.sizeHint().width() for w in self._shown()), default=0), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _shown(self) -> list[_FigureLabels]:
        return self._labels[: len(self.figures)]

    def _arrange(self) -> None:
        """Place the figures side by side, as many as the width has room for."""
        widths = [labels.sizeHint().width() + _BETWEEN_PX for labels in self._shown()]
        columns = self._columns(widths)
        places = [divmod(i, columns) for i in range(len(widths))]
        if places == self._places:
            return
        self._places = places
        for labels, (row, column) in zip(self._shown(), places, strict=True):
            self._grid.addWidget(labels, row, column)
        for column in range(len(self._labels) + 1):
            self._grid.setColumnStretch(column, int(column == columns))

    def _columns(self, widths: list[int]) -> int:
        """Most columns whose widest figures fit beside each other."""
        for columns in range(len(widths), 1, -1):
            room = self.contentsRect().width() + _BETWEEN_PX
            if sum(max(widths[i::columns]) for i in range(columns)) <= room:
                return columns
        return 1

    @Slot()
    def _recolour(self) -> None:
        for figure, labels in zip(self.figures, self._labels, strict=False):
            colour = figure.tone.colour(self._session.colours).name()
            labels.value.setStyleSheet(f"color: {colour}")
