"""The dialog that brings a company's own data into a project, in three steps."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.import_wizard.check_page import CheckPage
from gui.import_wizard.import_flow import ImportFlow
from gui.import_wizard.mapping_page import MappingPage
from gui.import_wizard.recent_sources import source_of_paths
from gui.import_wizard.source_page import SourcePage
from gui.import_wizard.step_row import StepRow
from gui.import_wizard.work_strip import WorkStrip
from gui.pages.page import MARGIN_PX, SPACING_PX
from gui.session import Session
from gui.tables.column import Tone
from planning.environment import Directories
from planning.importing.draft import free_project_path

SIZE = QSize(1000, 680)
SOURCE, MAPPING, CHECK = range(3)


class ImportWizard(QDialog):
    """Asks where the data are and what is what, has them mended, and imports them.

    Parameters
    ----------
    project_path
        The project that takes the tables beside those it has; None where they make a new one.
    """

    imported = Signal(Path)
    """A project was made of the data, and lies there."""
    gathered = Signal(object)
    """The `Gathered` tables that the open project is to take in, in one act."""

    def __init__(
        self,
        session: Session,
        folders: Directories,
        parent: QWidget | None = None,
        *,
        project_path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._session = session
        self._makes_project = project_path is None
        self.setWindowTitle(self.tr("Import your data"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAcceptDrops(True)
        self.steps = StepRow(session)
        self.work = WorkStrip(session)
        self.flow = ImportFlow(folders, self.work, project_path, self)
        self.source_page = SourcePage(session, folders, self.work)
        self.mapping_page = MappingPage(session, makes_project=self._makes_project)
        self.check_page = CheckPage(session, self.flow.mends, asks_path=self._makes_project)
        self.back, self.next = QPushButton(self.tr("Back")), QPushButton()
        self.cancel = QPushButton(self.tr("Cancel"))
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.source_page.offer_unfinished(self.flow.find_unfinished())
        self._show_step(SOURCE)
        self.resize(SIZE)

    @property
    def step(self) -> int:
        """The step at hand."""
        return self._pages.currentIndex()

    def reject(self) -> None:
        """Close, unless a person wants to keep what was done."""
        if not self.flow.has_work or self._may_drop(self.tr("Close without importing?")):
            super().reject()

    def done(self, result: int) -> None:
        """Close; nothing is left behind of an import that was not finished."""
        self.work.cancel()
        super().done(result)
        self.work.idle.connect(self._leave)
        if self.work.is_idle:
            self._leave()

    @Slot()
    def go_on(self) -> None:
        """Do what the step asks for, and go to the next."""
        if self.next.isEnabled():
            (self._look, self.flow.take, self._import)[self.step]()

    @Slot()
    def go_back(self) -> None:
        """Go to the step before; everything said stays."""
        self.work.cancel()
        self.work.tell("")
        self._show_step(max(self.step - 1, SOURCE))

    def take_paths(self, paths: list[Path]) -> None:
        """Take files or a folder as the source; say so where nothing can be made of them."""
        source = source_of_paths(paths)
        if source is None:
            sentence = self.tr("Drop a folder, a workbook, an SQLite file, or CSV files.")
            self.work.tell(sentence, Tone.WARNING)
            return
        self.work.tell("")
        self.source_page.show_source(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in a table do what the table does with it, and not go on besides."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if not (is_enter and _is_in_table(self.focusWidget())):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders at the first step."""
        if self.step == SOURCE and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped as the source."""
        self.take_paths([Path(url.toLocalFile()) for url in event.mimeData().urls()])
        event.acceptProposedAction()

    def _look(self) -> None:
        source = self.source_page.source
        if source is None:
            return
        if self.flow.knows(source):
            self._show_step(MAPPING)
        elif not self.flow.has_work or self._may_drop(self.tr("Read another source?")):
            self.flow.look(source)

    def _import(self) -> None:
        if self._makes_project:
            self.flow.make_project(self.check_page.project_path)
        else:
            self.flow.hand_on()

    @Slot()
    def _show_mapping(self) -> None:
        state = self.flow.state
        if state is None:
            return
        self.mapping_page.show_state(state)
        path = free_project_path(self._folders, state.source.name)
        self.check_page.path.setText(str(path))
        self.source_page.offer_unfinished(None)
        self._show_step(MAPPING)

    @Slot()
    def _show_check(self) -> None:
        if self.flow.checked is not None:
            self.check_page.show_checked(self.flow.checked)
            self._show_step(CHECK)

    @Slot(Path)
    def _tell_imported(self, path: Path) -> None:
        self.flow.remember()
        self.accept()
        self.imported.emit(path)

    @Slot(object)
    def _tell_gathered(self, gathered: object) -> None:
        self.flow.remember()
        self.accept()
        self.gathered.emit(gathered)

    @Slot()
    def _discard(self) -> None:
        self.flow.discard()
        self.source_page.offer_unfinished(None)

    @Slot()
    def _ask_mapping_file(self) -> None:
        state = self.flow.state
        if state is None:
            return
        title, kinds = self.tr("Save this mapping"), self.tr("Mapping files (*.toml)")
        start = f"{state.source.name}.toml"
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, kinds)
        if chosen:
            path = Path(chosen)
            if not path.suffix:
                path = path.with_suffix(".toml")
            self.flow.save_mapping(path, self._session.wording.language)

    @Slot()
    def _leave(self) -> None:
        self.flow.leave()
        self.mapping_page.close_work()
        self.work.close_work()
        # Not before: what was at work tells its end to widgets of this dialog.
        self.deleteLater()

    def _may_drop(self, question: str) -> bool:
        """Ask whether what was said and mended may be dropped."""
        box = QMessageBox(self)
        box.setWindowTitle(self.windowTitle())
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(question)
        box.setInformativeText(self.tr("What you said of the data and mended in them is lost."))
        drop = box.addButton(self.tr("Drop it"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Go on importing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is drop

    def _show_step(self, step: int) -> None:
        is_other = step != self.step or not self.next.text()
        self._pages.setCurrentIndex(step)
        self.steps.show_step(step)
        self._refresh()
        if is_other:
            first = (
                self.source_page.kinds,
                self.mapping_page.tables,
                self.check_page.problems.table,
            )
            first[step].setFocus()

    @Slot()
    def _refresh(self) -> None:
        """Say what the buttons do now."""
        is_busy, step = self.work.is_busy, self.step
        self.back.setEnabled(step > SOURCE)
        may_go_on = (
            self.source_page.source is not None,
            self.mapping_page.may_go_on,
            self.check_page.may_import,
        )
        self.next.setEnabled(may_go_on[step] and not is_busy)
        self.source_page.setEnabled(not is_busy)
        captions = (self.tr("Next"), self.tr("Next"), self._import_caption())
        self.next.setText(captions[step])
        if step == MAPPING and not is_busy:
            self._tell_doubted()

    def _import_caption(self) -> str:
        if self.check_page.has_errors:
            return self.tr("Import, and mend the rest later")
        return self.tr("Import")

    def _tell_doubted(self) -> None:
        doubted = self.mapping_page.doubted
        if doubted:
            sentence = self.tr("Answer the questions first: {tables}.")
            self.work.tell(sentence.format(tables=", ".join(doubted)), Tone.WARNING)
        elif self.mapping_page.was_doubted:
            self.work.tell("")
        self.mapping_page.was_doubted = bool(doubted)

    def _connect(self) -> None:
        flow = self.flow
        flow.looked.connect(self._show_mapping)
        flow.sample_read.connect(self.mapping_page.take_sample)
        flow.was_checked.connect(self._show_check)
        flow.was_imported.connect(self._tell_imported)
        flow.was_gathered.connect(self._tell_gathered)
        self.work.changed.connect(self._refresh)
        self.source_page.changed.connect(self._refresh)
        self.source_page.resume_wanted.connect(flow.resume)
        self.source_page.discard_wanted.connect(self._discard)
        self.mapping_page.changed.connect(self._refresh)
        self.mapping_page.text_wanted.connect(flow.read_anew)
        self.mapping_page.save_wanted.connect(self._ask_mapping_file)
        self.check_page.mended.connect(flow.send_mends)
        self.check_page.mended.connect(self._refresh)
        self.check_page.leave_out_wanted.connect(flow.leave_out)
        self.check_page.take_back_wanted.connect(flow.take_back)
        self.check_page.told.connect(self.work.tell)
        self.check_page.path.textChanged.connect(self._refresh)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        for page in (self.source_page, self.mapping_page, self.check_page):
            self._pages.addWidget(page)
        for button in (self.back, self.cancel):
            button.setAutoDefault(False)
        self.next.setDefault(True)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setStyleSheet(f"color: {self._session.colours.line};")
        foot = QHBoxLayout()
        foot.setSpacing(SPACING_PX)
        foot.addWidget(self.work, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(MARGIN_PX)
        column.addWidget(self.steps)
        column.addWidget(self._pages, 1)
        column.addWidget(line)
        column.addLayout(foot)


def _is_in_table(widget: QWidget | None) -> bool:
    """Whether a widget is a table, or what a cell of one is written in."""
    while widget is not None and not isinstance(widget, QAbstractItemView):
        widget = widget.parentWidget()
    return widget is not None
