"""The second step of an import: what each table and column is, with examples of it."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from domain.tables import TABLES
from gui.import_wizard.column_editor import ColumnEditor
from gui.import_wizard.column_lines import ColumnLines
from gui.import_wizard.doubt_question import DoubtQuestion
from gui.import_wizard.mapping_state import MappingState
from gui.import_wizard.preview_table import PreviewTable
from gui.import_wizard.tables_found import TablesFound
from gui.import_wizard.text_format_bar import TextFormatBar
from gui.one_worker import OneWorker
from gui.pages.page import MARGIN_PX, SPACING_PX, plain_label
from gui.pages.table_meanings import table_meaning
from gui.session import Session
from planning.importing.shown import ConvertedColumn, Doubt, Preview, SampleTable
from planning.mapping.source_mapping import ColumnMapping, TableMapping, TextFormat

_LEFT_PX, _LINES_PX, _EDITOR_PX = 292, 432, 240

Made = tuple[TableMapping, Preview, tuple[Doubt, ...]]
Proposed = tuple[str, tuple[ColumnMapping, ...]]


class MappingPage(QWidget):
    """Tables at the left; the columns of one, its questions and a preview at the right.

    Parameters
    ----------
    makes_project
        Whether the tables make a project of their own, which needs some for a plan.

    Attributes
    ----------
    was_doubted
        Whether a person was told that questions are open.
    """

    changed = Signal()
    text_wanted = Signal(str, object)
    """A CSV file is to be read in another way: its name, and a `TextFormat`."""
    save_wanted = Signal()

    def __init__(
        self, session: Session, *, makes_project: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.state: MappingState | None = None
        self.was_doubted = False
        self._makes_project = makes_project
        self._worker = OneWorker(self)
        self._waiting: set[str] = set()
        self.tables = TablesFound(session)
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.meaning = plain_label(faint=True)
        self.text = TextFormatBar(session)
        self.lines = ColumnLines(session)
        self.editor = ColumnEditor(session)
        self.preview = PreviewTable(session)
        self.unused = plain_label(faint=True, wraps=True)
        self.found = PreviewTable(session)
        self.lacking = plain_label(faint=True, wraps=True)
        self.save = QPushButton(self.tr("Save this mapping ..."))
        self.again = QPushButton(self.tr("Use it for another table too"))
        self.table_question = DoubtQuestion(session)
        self._right = QStackedWidget()
        self._lay_out()
        # Loaded while a person still says where the data are.
        self._worker.start(_load, _nothing)
        self.tables.chosen.connect(self._show_table)
        self.tables.target_wanted.connect(self._propose)
        self.lines.chosen.connect(self._show_column)
        self.lines.activated.connect(self.editor.source.setFocus)
        self.editor.edited.connect(self._take_column)
        self.text.wanted.connect(self._want_text)
        self.save.clicked.connect(self.save_wanted)
        self.again.clicked.connect(self._use_again)
        self.table_question.agreed.connect(self._agree_to_table)
        self.editor.agreed.connect(self._agree)

    @property
    def is_waiting(self) -> bool:
        """Whether it is not known yet what the mapping makes of some table."""
        return bool(self._waiting)

    @property
    def doubted(self) -> tuple[str, ...]:
        """The tables that have a question to answer."""
        state = self.state
        if state is None:
            return ()
        return tuple(dict.fromkeys(state.name(key) for key in state.keys if state.doubts(key)))

    @property
    def may_go_on(self) -> bool:
        """Whether some table is used and no question is open."""
        state = self.state
        return state is not None and bool(state.targets) and not (self._waiting or self.doubted)

    def show_state(self, state: MappingState) -> None:
        """Show another source, and begin to work out what comes of it."""
        self.state = state
        self._waiting = set()
        state.changed.connect(self._refresh)
        for source in state.keys:
            self._work_out(source)
        self.tables.show_tables(state)
        self._tell_lacking()
        self.changed.emit()

    @Slot(object, object)
    def take_sample(self, sample: SampleTable, proposed: TableMapping | None) -> None:
        """Take a file that was read in another way."""
        if self.state is not None:
            self.state.set_sample(sample, proposed)

    def close_work(self) -> None:
        """Wait for what is being worked out."""
        self._worker.close()

    def _work_out(self, source: str) -> None:
        """Work out in the background what the mapping makes of a table."""
        state = self.state
        mapped = state.mapped(source) if state else None
        if state is None or mapped is None:
            self._waiting.discard(source)
            return
        self._waiting.add(source)
        sample = state.sample(source)
        self._worker.start(partial(_made, sample, mapped), partial(self._take_made, source))

    def _take_made(self, source: str, made: Made | None) -> None:
        state = self.state
        if state is None:
            return
        if made is None:
            self._waiting.discard(source)
        elif state.mapped(source) == made[0]:
            self._waiting.discard(source)
            state.set_preview(source, made[1], made[2])
        self.tables.refresh(state)
        if source == self.tables.current:
            self._show_made(source, keep=True)
        self._tell_lacking()
        self.changed.emit()

    @Slot(str)
    def _refresh(self, source: str) -> None:
        self._work_out(source)
        if self.state is not None:
            self.tables.refresh(self.state)
        if source == self.tables.current and source not in self._waiting:
            self._show_table(source)
        self.changed.emit()

    @Slot(str)
    def _show_table(self, source: str) -> None:
        state = self.state
        if state is None:
            return
        sample, mapped = state.sample(source), state.mapped(source)
        target = mapped.target if mapped else ""
        name = state.name(source)
        self.heading.setText(f"{name}  →  {target}" if target else name)
        self.meaning.setText(table_meaning(target) if target else "")
        self.text.show_sample(sample)
        self.unused.setText(
            self.tr("This table is not used. Choose at the left what it becomes, if anything.")
        )
        self._show_made(source, keep=False)

    def _show_made(self, source: str, *, keep: bool) -> None:
        state = self.state
        if state is None:
            return
        is_used = state.mapped(source) is not None
        asked = [doubt for doubt in state.doubts(source) if not doubt.column]
        self.table_question.show_doubt(asked[0] if asked else None, None)
        self.again.setEnabled(is_used)
        self._right.setCurrentIndex(0 if is_used else 1)
        if is_used:
            self.lines.show_lines(state, source, keep=keep)
            self.preview.show_preview(state.preview(source))
        else:
            self.found.show_preview(_as_found(state.sample(source)))

    @Slot(str)
    def _show_column(self, target: str) -> None:
        if self.state is not None and self.tables.current:
            self.editor.show_column(self.state, self.tables.current, target)

    @Slot(str, str)
    def _propose(self, source: str, target: str) -> None:
        """Find the columns of a table that a person says is another."""
        state = self.state
        if state is None:
            return
        if not target:
            state.become(source, "", ())
            return
        sample = state.sample(source)
        self._worker.start(partial(_proposed, sample, target), partial(self._take_target, source))

    def _take_target(self, source: str, proposed: Proposed | None) -> None:
        if self.state is not None and proposed is not None:
            self.state.become(source, *proposed)

    @Slot(object)
    def _take_column(self, column: ColumnMapping) -> None:
        if self.state is not None:
            self.state.set_column(self.tables.current, column)

    @Slot(str)
    def _agree(self, target: str) -> None:
        if self.state is not None:
            self.state.settle(self.tables.current, target)

    @Slot()
    def _agree_to_table(self) -> None:
        self._agree("")

    @Slot()
    def _use_again(self) -> None:
        """Offer the table that is looked at for another use."""
        if self.state is not None and self.tables.current:
            key = self.state.use_again(self.tables.current)
            self.tables.show_tables(self.state)
            self.tables.look_at(key)
            self.tables.choice(key).setFocus()

    @Slot(object)
    def _want_text(self, text: TextFormat) -> None:
        if self.state is not None:
            self.text_wanted.emit(self.state.name(self.tables.current), text)

    def _tell_lacking(self) -> None:
        """Name the tables that a plan needs and nothing becomes."""
        targets = self.state.targets if self.state else frozenset()
        lacking = [t.name for t in TABLES if t.required and t.name not in targets]
        sentence = self.tr("Nothing becomes yet: {tables}. A day cannot be planned without.")
        self.lacking.setText(sentence.format(tables=", ".join(lacking)))
        self.lacking.setVisible(bool(lacking) and self._makes_project)

    def _lay_out(self) -> None:
        for button in (self.save, self.again):
            button.setAutoDefault(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.tables, 1)
        column.addWidget(self.lacking)
        column.addWidget(self.again)
        column.addWidget(self.save)
        used = QSplitter(Qt.Orientation.Vertical)
        top = QSplitter(Qt.Orientation.Horizontal)
        top.addWidget(self.lines)
        top.addWidget(self.editor)
        top.setSizes([_LINES_PX, _EDITOR_PX])
        used.addWidget(top)
        used.addWidget(self.preview)
        used.setSizes([330, 130])
        for splitter in (top, used):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(MARGIN_PX)
        self._right.addWidget(used)
        unused = QWidget()
        column = QVBoxLayout(unused)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.unused)
        column.addWidget(self.found, 1)
        self._right.addWidget(unused)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        head = QHBoxLayout()
        head.setSpacing(MARGIN_PX)
        head.addWidget(self.heading)
        head.addWidget(self.meaning, 1)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self.table_question)
        column.addWidget(self._right, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(left)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        both.setSizes([_LEFT_PX, _LINES_PX + _EDITOR_PX])
        both.setChildrenCollapsible(False)
        both.setHandleWidth(MARGIN_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(both)


def _load() -> None:
    """Load what previews need."""
    import planning.importing.doubts
    import planning.importing.preview  # noqa: F401


def _nothing(_: None) -> None:
    """Nothing is to be done when it is loaded."""


def _made(sample: SampleTable, mapped: TableMapping) -> Made:
    """What a mapping makes of a sample, and what is in question of it."""
    from planning.importing.doubts import doubts_of
    from planning.importing.preview import preview

    return mapped, preview(sample, mapped), doubts_of(sample, mapped)


def _as_found(sample: SampleTable) -> Preview:
    """The rows of a table that is not used, as they stand in the source."""
    cells = list(zip(*sample.rows, strict=True)) or [()] * len(sample.header)
    columns = (
        ConvertedColumn(name=name, before=texts, after=texts)
        for name, texts in zip(sample.header, cells, strict=True)
    )
    return Preview(columns=tuple(columns), numbers=sample.numbers)


def _proposed(sample: SampleTable, target: str) -> Proposed:
    """The columns of a sample that seem to be those of a table."""
    from planning.importing.preview import propose_columns

    return target, propose_columns(sample, target)
