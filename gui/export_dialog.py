"""Where to export a plan, and which of its files."""

import os
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class ExportDialog(QDialog):
    """Asks for a folder and for kinds of files.

    Parameters
    ----------
    folder
        The folder proposed.
    """

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the plan"))
        self._folder = QLineEdit(folder)
        self._folder.setMinimumWidth(380)
        self._folder.setAccessibleName(self.tr("Folder"))
        choose = QPushButton(self.tr("Choose..."))
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self._folder)
        row.addWidget(choose)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(QLabel(self.tr("Folder")))
        column.addLayout(row)
        column.addSpacing(8)
        self._boxes = {}
        for name, text in self._kinds():
            box = QCheckBox(text)
            box.setChecked(True)
            box.toggled.connect(self._check)
            self._boxes[name] = box
            column.addWidget(box)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Export"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addSpacing(8)
        column.addWidget(buttons)
        self._folder.textChanged.connect(self._check)
        self._check()

    @property
    def folder(self) -> Path:
        """The folder to write into."""
        text = self._folder.text().strip()
        return Path(os.path.expanduser(text))

    @property
    def formats(self) -> frozenset[str]:
        """Names of the kinds of files that are wanted."""
        return frozenset(name for name, box in self._boxes.items() if box.isChecked())

    def _kinds(self) -> tuple[tuple[str, str], ...]:
        return (
            ("pdf", self.tr("Papers for drivers and loaders, to print (PDF)")),
            ("xlsx", self.tr("The same papers, route sheets and stock plan as workbooks (XLSX)")),
            ("map", self.tr("Map that opens in any browser (HTML)")),
            ("gpx", self.tr("Routes for navigation devices (GPX)")),
            ("geojson", self.tr("Routes for other maps (GeoJSON)")),
            ("kml", self.tr("Routes for Google Earth and other maps (KML)")),
            ("orders", self.tr("Orders to suppliers and transfers, ready to send (CSV, XLSX)")),
            ("vroom", self.tr("Routes for programs that read VROOM solutions (JSON)")),
            ("plan", self.tr("Plan file for other systems (JSON)")),
        )

    @Slot()
    def _choose(self) -> None:
        start = self._folder.text()
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder to export into"), start)
        if chosen:
            self._folder.setText(chosen)

    @Slot()
    def _check(self) -> None:
        self._ok.setEnabled(bool(self._folder.text().strip()) and bool(self.formats))
