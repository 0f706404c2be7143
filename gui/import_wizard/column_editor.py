"""How one column of the dataset is read: from where, and in which unit and form."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from domain.column import Column, Kind
from gui.import_wizard.column_examples import ColumnExamples
from gui.import_wizard.column_words import kind_words, unit_words
from gui.import_wizard.doubt_question import DoubtQuestion
from gui.import_wizard.mapping_state import MappingState, columns_to_map
from gui.import_wizard.words_table import WordsTable
from gui.pages.page import SPACING_PX, plain_label
from gui.session import Session
from planning.importing.shown import ConvertedColumn
from planning.mapping.forms import forms_of
from planning.mapping.source_mapping import ColumnMapping
from planning.mapping.units import units_of

_NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}
_WORDED = {Kind.CHOICE, Kind.WORDS, Kind.FLAG}
_NOTHING, _CONSTANT = 0, 1
"""Places in the choice of a source that stand for no column."""


class ColumnEditor(QScrollArea):
    """The form of the column that is looked at, with its question and examples."""

    edited = Signal(object)
    """A `ColumnMapping` as a person wants it."""
    agreed = Signal(str)
    """A column is right as it was proposed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ColumnMapping(target="")
        self._is_filling = False
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.kind = plain_label(faint=True, wraps=True)
        self.question = DoubtQuestion(session)
        self.source, self.unit, self.form, self.decimal = (QComboBox() for _ in range(4))
        self.constant = QLineEdit()
        self.words = WordsTable()
        self.examples = ColumnExamples(session)
        self._form = QFormLayout()
        self._lay_out()
        self.question.answered.connect(self.edited)
        self.question.agreed.connect(self._agree)
        for box in (self.source, self.unit, self.form, self.decimal):
            box.activated.connect(self._tell)
        self.constant.editingFinished.connect(self._tell)
        self.words.changed.connect(self._tell)

    @property
    def said(self) -> ColumnMapping:
        """What the form says now."""
        place = self.source.currentIndex()
        return replace(
            self._said,
            source=self.source.currentText() if place > _CONSTANT else "",
            constant=self.constant.text().strip() if place == _CONSTANT else "",
            unit=self.unit.currentData() or "",
            form=self.form.currentData() or "",
            decimal=self.decimal.currentData() or ".",
            words=self.words.words,
        )

    def show_column(self, state: MappingState, source: str, target: str) -> None:
        """Show how a column is read."""
        mapped = state.mapped(source)
        self.setVisible(mapped is not None)
        if mapped is None:
            return
        self._is_filling = True
        said = state.column(source, target)
        is_same = said.target == self._said.target
        self._said = said
        declared, required = next(item for item in columns_to_map(mapped) if item[0].name == target)
        self.heading.setText(target + (" *" if required else ""))
        self.kind.setText(kind_words(declared))
        doubts = [doubt for doubt in state.doubts(source) if doubt.column == target]
        self.question.show_doubt(doubts[0] if doubts else None, declared.kind)
        self._fill_source(state.sample(source).header, said)
        self._fill_ways(mapped.target, declared, said)
        made = {column.name: column for column in state.preview(source).columns}
        column = made.get(target, ConvertedColumn(name=target))
        choices = ("1", "0") if declared.kind is Kind.FLAG else declared.choices
        is_worded = declared.kind in _WORDED and bool(said.source) and bool(choices)
        self.words.setVisible(is_worded)
        if is_worded:
            self.words.show_words(column.before, said.words, choices)
        else:
            self.words.keep(said.words)
        self.examples.show_column(column)
        self._is_filling = False
        if not is_same:
            self.verticalScrollBar().setValue(0)

    def _fill_source(self, header: tuple[str, ...], said: ColumnMapping) -> None:
        self.source.clear()
        self.source.addItems([self.tr("(nothing)"), self.tr("(one value for all rows)"), *header])
        if said.constant:
            place = _CONSTANT
        elif said.source in header:
            place = header.index(said.source) + _CONSTANT + 1
        else:
            place = _NOTHING
        self.source.setCurrentIndex(place)
        self.constant.setText(said.constant)
        self._show_row(self.constant, is_shown=place == _CONSTANT)

    def _fill_ways(self, table: str, declared: Column, said: ColumnMapping) -> None:
        """Offer units, forms and decimals, as far as the column has any."""
        has_source = bool(said.source)
        units = tuple(units_of(table, declared.name))
        self.unit.clear()
        for unit in units:
            self.unit.addItem(unit_words(unit), unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(said.unit)))
        self._show_row(self.unit, is_shown=has_source and len(units) > 1)
        self.form.clear()
        self.form.addItem(self.tr("as it is"), "")
        forms = forms_of(table, declared.name)
        for form in dict.fromkeys([*forms, *filter(None, [said.form])]):
            self.form.addItem(form, form)
        self.form.setCurrentIndex(max(0, self.form.findData(said.form)))
        self._show_row(self.form, is_shown=has_source and bool(forms))
        self.decimal.clear()
        self.decimal.addItem(self.tr("point: 1234.5"), ".")
        self.decimal.addItem(self.tr("comma: 1234,5"), ",")
        self.decimal.setCurrentIndex(self.decimal.findData(said.decimal))
        self._show_row(self.decimal, is_shown=has_source and declared.kind in _NUMBERS)

    def _show_row(self, field: QWidget, *, is_shown: bool) -> None:
        self._form.setRowVisible(field, is_shown)

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit(self._said.target)

    @Slot()
    def _tell(self) -> None:
        if self._is_filling:
            return
        self._show_row(self.constant, is_shown=self.source.currentIndex() == _CONSTANT)
        said = self.said
        if self.source.currentIndex() == _CONSTANT and not said.constant:
            self.constant.setFocus()
            return
        if said != self._said:
            self.edited.emit(said)

    def _lay_out(self) -> None:
        for field, name in (
            (self.source, self.tr("Comes from")),
            (self.constant, self.tr("Value")),
            (self.unit, self.tr("Unit there")),
            (self.form, self.tr("Written as")),
            (self.decimal, self.tr("Decimals")),
        ):
            field.setAccessibleName(name)
            caption = QLabel(name)
            caption.setBuddy(field)
            self._form.addRow(caption, field)
        for box in (self.source, self.unit, self.form, self.decimal):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
        self._form.setSpacing(SPACING_PX)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 0, 8, 4)
        column.setSpacing(SPACING_PX)
        for widget in (self.heading, self.kind, self.question):
            column.addWidget(widget)
        column.addLayout(self._form)
        column.addWidget(self.words)
        column.addWidget(self.examples)
        column.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
