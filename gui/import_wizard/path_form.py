"""Asks for a folder, a file, or several files of a folder."""

import os
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.import_wizard.recent_sources import source_of_paths
from gui.import_wizard.source_kinds import SourceForm
from gui.pages.page import SPACING_PX, plain_label
from planning.importing.draft import ImportSource
from planning.mapping.source_mapping import SourceKind

_PATH_KIND = {
    SourceForm.FOLDER: SourceKind.FOLDER,
    SourceForm.FILES: SourceKind.FOLDER,
    SourceForm.WORKBOOK: SourceKind.WORKBOOK,
    SourceForm.SQLITE: SourceKind.SQLITE,
    SourceForm.MAPPING: SourceKind.FOLDER,
}


class PathForm(QWidget):
    """A line for the path, and a button to choose it; several files are listed below."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = SourceForm.FOLDER
        self.explained = plain_label(faint=True, wraps=True)
        self.path = QLineEdit()
        self.choose = QPushButton(self.tr("Choose..."))
        self.choose.setAutoDefault(False)
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Files to read"))
        self.hint = plain_label(faint=True, wraps=True)
        self.hint.setText(self.tr("You can also drag a folder or files from elsewhere to here."))
        self._lay_out()
        self.path.textChanged.connect(self._retype)
        self.choose.clicked.connect(self._choose)

    @property
    def source(self) -> ImportSource | None:
        """What was asked for; None where nothing is chosen yet."""
        text = os.path.expanduser(self.path.text().strip())
        if not text:
            return None
        if self._form is SourceForm.MAPPING:
            return ImportSource(kind=SourceKind.FOLDER, location="", mapping_file=text)
        names = tuple(self.files.item(i).text() for i in range(self.files.count()))
        tables = names if self._form is SourceForm.FILES else ()
        if self._form is SourceForm.FILES and not tables:
            return source_of_paths([Path(text)]) if Path(text).is_file() else None
        return ImportSource(kind=_PATH_KIND[self._form], location=text, tables=tables)

    def ask_for(self, form: SourceForm) -> None:
        """Ask for another kind of path."""
        if form is not self._form:
            self.path.clear()
            self.files.clear()
        self._form = form
        sentences = {
            SourceForm.FOLDER: self.tr(
                "A folder with one CSV or Parquet file per table. The names of files and columns"
                " may be your own: you say on the next page what each of them is."
            ),
            SourceForm.WORKBOOK: self.tr(
                "An Excel workbook with one sheet per table, under names of your own."
            ),
            SourceForm.FILES: self.tr("One or several CSV files that lie in the same folder."),
            SourceForm.SQLITE: self.tr("A database that is one file on this computer (SQLite)."),
            SourceForm.MAPPING: self.tr(
                "A mapping file (TOML) saved earlier: it names the source and says what is what."
            ),
        }
        captions = {
            SourceForm.FOLDER: self.tr("Folder"),
            SourceForm.WORKBOOK: self.tr("Workbook"),
            SourceForm.FILES: self.tr("Folder of the files"),
            SourceForm.SQLITE: self.tr("SQLite file"),
            SourceForm.MAPPING: self.tr("Mapping file"),
        }
        self.explained.setText(sentences[form])
        self.path.setAccessibleName(captions[form])
        self.path.setPlaceholderText(captions[form])
        self.files.setVisible(form is SourceForm.FILES)

    def show_source(self, source: ImportSource) -> None:
        """Take a source that was chosen elsewhere."""
        self.path.setText(source.mapping_file or source.location)
        self.files.clear()
        self.files.addItems(list(source.tables))
        self.changed.emit()

    @Slot()
    def _retype(self) -> None:
        """Files chosen before lie in another folder than the one typed now."""
        if self._form is SourceForm.FILES and self.path.hasFocus():
            self.files.clear()
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        title, start = self.path.placeholderText(), self.path.text()
        if self._form is SourceForm.FOLDER:
            chosen = QFileDialog.getExistingDirectory(self, title, start)
            paths = [chosen] if chosen else []
        elif self._form is SourceForm.FILES:
            paths, _ = QFileDialog.getOpenFileNames(self, title, start, self._filter())
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, title, start, self._filter())
            paths = [chosen] if chosen else []
        source = source_of_paths([Path(path) for path in paths])
        if source is not None:
            self.show_source(source)
        elif paths:
            self.path.setText(paths[0])

    def _filter(self) -> str:
        kinds = {
            SourceForm.WORKBOOK: self.tr("Workbooks (*.xlsx *.xlsm)"),
            SourceForm.FILES: self.tr("Tables (*.csv *.txt *.tsv *.parquet)"),
            SourceForm.SQLITE: self.tr("SQLite files (*.sqlite *.sqlite3 *.db)"),
            SourceForm.MAPPING: self.tr("Mapping files (*.toml)"),
        }
        return kinds[self._form]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.explained)
        column.addLayout(row)
        column.addWidget(self.files, 1)
        column.addWidget(self.hint)
        column.addStretch()
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
