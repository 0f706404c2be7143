"""A small table inside a panel."""

from typing import Generic

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QSizePolicy

from gui.tables.column import RowT
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel

_ROW_PX = 20
_EDGE_PX = 2
_FEWEST_ROWS = 2


class LowTable(PlannerTable[RowT], Generic[RowT]):
    """A table as high as its rows where there is room, and scrolled where there is none.

    Its first column takes the width that the others leave.
    """

    def __init__(self, model: RowModel[RowT]) -> None:
        super().__init__(model)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setSortingEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)

    def sizeHint(self) -> QSize:
        """The heading and all rows."""
        return self._with_rows(self.model().rowCount())

    def minimumSizeHint(self) -> QSize:
        """The heading and a few rows."""
        return self._with_rows(_FEWEST_ROWS)

    def _with_rows(self, rows: int) -> QSize:
        heading = self.horizontalHeader().sizeHint().height()
        return QSize(super().minimumSizeHint().width(), heading + rows * _ROW_PX + _EDGE_PX)
