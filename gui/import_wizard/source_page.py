"""The first step of an import: where the data are."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.import_wizard.database_form import DatabaseForm
from gui.import_wizard.path_form import PathForm
from gui.import_wizard.recent_sources import recent_sources
from gui.import_wizard.source_kinds import SourceForm, form_of
from gui.import_wizard.steady_look import select_quietly, steady_icon
from gui.import_wizard.work_strip import WorkStrip
from gui.pages.page import MARGIN_PX, SPACING_PX, plain_label
from gui.session import Session
from gui.tables.plain_tip import plain_tip
from planning.environment import Directories
from planning.importing.draft import ImportSource

_ICONS = {
    SourceForm.FOLDER: "mdi6.folder-outline",
    SourceForm.WORKBOOK: "mdi6.file-excel-outline",
    SourceForm.FILES: "mdi6.file-delimited-outline",
    SourceForm.SQLITE: "mdi6.database-outline",
    SourceForm.DATABASE: "mdi6.server-network",
    SourceForm.MAPPING: "mdi6.file-cog-outline",
}
_KINDS_PX = 220
_ROW_PX = 30


class SourcePage(QWidget):
    """Kinds of sources and those of earlier at the left, the form of a kind beside them."""

    changed = Signal()
    resume_wanted = Signal()
    discard_wanted = Signal()

    def __init__(
        self,
        session: Session,
        folders: Directories,
        work: WorkStrip,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.kinds, self.recent = QListWidget(), QListWidget()
        self.paths = PathForm()
        self.database = DatabaseForm(session, work)
        self.banner = QFrame()
        self.banner_text = plain_label(wraps=True)
        self.resume = QPushButton(self.tr("Go on with it"))
        self.discard = QPushButton(self.tr("Discard it"))
        self._heading = plain_label(weight=QFont.Weight.DemiBold)
        self._recent_caption = plain_label(faint=True)
        self._recent_caption.setText(self.tr("Imported before"))
        self._forms = QStackedWidget()
        self._lay_out()
        self._list_kinds()
        self._list_recent(recent_sources(folders))
        self.kinds.currentRowChanged.connect(self._show_form)
        self.recent.itemClicked.connect(self._take_recent)
        self.recent.itemActivated.connect(self._take_recent)
        self.paths.changed.connect(self.changed)
        self.database.changed.connect(self.changed)
        self.resume.clicked.connect(self.resume_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        self.offer_unfinished(None)
        self.kinds.setCurrentRow(0)

    @property
    def form(self) -> SourceForm:
        """The kind of source that is asked for."""
        return list(SourceForm)[max(self.kinds.currentRow(), 0)]

    @property
    def source(self) -> ImportSource | None:
        """What was asked for; None while something is missing."""
        if self.form is SourceForm.DATABASE:
            return self.database.source
        return self.paths.source

    def show_source(self, source: ImportSource) -> None:
        """Take a source that was dropped here, or was imported before."""
        self.kinds.setCurrentRow(list(SourceForm).index(form_of(source)))
        if self.form is SourceForm.DATABASE:
            self.database.show_source(source)
        else:
            self.paths.show_source(source)

    def offer_unfinished(self, source: ImportSource | None) -> None:
        """Offer to go on with an import that a crash ended; none for None."""
        self.banner.setVisible(source is not None)
        if source is not None:
            sentence = self.tr("An import of {name} was not finished. All that was mended is kept.")
            self.banner_text.setText(sentence.format(name=source.name))

    def _caption(self, form: SourceForm) -> str:
        captions = {
            SourceForm.FOLDER: self.tr("Folder"),
            SourceForm.WORKBOOK: self.tr("Workbook"),
            SourceForm.FILES: self.tr("CSV files"),
            SourceForm.SQLITE: self.tr("SQLite file"),
            SourceForm.DATABASE: self.tr("Database"),
            SourceForm.MAPPING: self.tr("Mapping file"),
        }
        return captions[form]

    def _list_kinds(self) -> None:
        for form in SourceForm:
            item = QListWidgetItem(
                steady_icon(_ICONS[form], self._session.colours), self._caption(form)
            )
            item.setSizeHint(QSize(_KINDS_PX - 4, _ROW_PX))
            self.kinds.addItem(item)
        self.kinds.setFixedHeight(len(SourceForm) * _ROW_PX + 2)

    def _list_recent(self, sources: tuple[ImportSource, ...]) -> None:
        self._sources = sources
        for source in sources:
            form = form_of(source)
            item = QListWidgetItem(steady_icon(_ICONS[form], self._session.colours), _shown(source))
            item.setToolTip(
                plain_tip(f"{self._caption(form)}: {source.mapping_file or source.location}")
            )
            self.recent.addItem(item)
        for widget in (self.recent, self._recent_caption):
            widget.setVisible(bool(sources))

    @Slot(int)
    def _show_form(self, _row: int) -> None:
        form = self.form
        is_database = form is SourceForm.DATABASE
        self._heading.setText(self._caption(form))
        self._forms.setCurrentWidget(self.database if is_database else self.paths)
        if not is_database:
            self.paths.ask_for(form)
        self.changed.emit()

    @Slot(QListWidgetItem)
    def _take_recent(self, item: QListWidgetItem) -> None:
        self.show_source(self._sources[self.recent.row(item)])

    def _lay_out(self) -> None:
        for box, name in (
            (self.kinds, self.tr("Kind of source")),
            (self.recent, self.tr("Imported before")),
        ):
            box.setAccessibleName(name)
            box.setFixedWidth(_KINDS_PX)
            select_quietly(box, self._session.colours)
            box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        left = QVBoxLayout()
        left.setSpacing(SPACING_PX)
        left.addWidget(self.kinds)
        left.addSpacing(SPACING_PX)
        left.addWidget(self._recent_caption)
        left.addWidget(self.recent, 1)
        left.addStretch()
        self._forms.addWidget(self.paths)
        self._forms.addWidget(self.database)
        right = QVBoxLayout()
        right.setSpacing(SPACING_PX)
        right.addWidget(self._heading)
        right.addWidget(self._forms, 1)
        both = QHBoxLayout()
        both.setSpacing(2 * MARGIN_PX)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.banner.setObjectName("notice")
        for button in (self.resume, self.discard):
            button.setAutoDefault(False)
        line = QHBoxLayout(self.banner)
        line.addWidget(self.banner_text, 1)
        line.addWidget(self.resume)
        line.addWidget(self.discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN_PX)
        column.addWidget(self.banner)
        column.addLayout(both, 1)


def _shown(source: ImportSource) -> str:
    """A source in the list of those imported before."""
    if source.mapping_file:
        return source.mapping_file.replace("\\", "/").rsplit("/", 1)[-1]
    return source.name
