"""A question about a column whose texts can be read in two ways; it must be answered."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QRadioButton, QVBoxLayout, QWidget

from domain.column import Kind
from gui.pages.page import plain_label
from gui.session import Session
from planning.importing.shown import Doubt

_MOST_WAYS = 3


class DoubtQuestion(QFrame):
    """The question with a choice for each way to read the text."""

    answered = Signal(object)
    """The `ColumnMapping` of the way that was chosen."""
    agreed = Signal()
    """It is right as it was proposed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._doubt: Doubt | None = None
        self.setObjectName("doubt")
        look = session.colours
        self.setStyleSheet(
            f"#doubt {{ background: {look.raised}; border: 0;"
            f" border-left: 3px solid {look.warning}; border-radius: 4px; }}"
        )
        self.asked = plain_label(wraps=True)
        self.ways = [QRadioButton() for _ in range(_MOST_WAYS)]
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.asked)
        self.agree = QPushButton(self.tr("It is right so"))
        self.agree.setAutoDefault(False)
        self.agree.clicked.connect(self.agreed)
        column.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignLeft)
        for number, way in enumerate(self.ways):
            self._group.addButton(way, number)
            column.addWidget(way)
        self._group.idClicked.connect(self._answer)

    def show_doubt(self, doubt: Doubt | None, kind: Kind | None) -> None:
        """Ask; nothing for None."""
        self._doubt = doubt
        self.setVisible(doubt is not None)
        if doubt is None:
            return
        self.agree.setVisible(not doubt.readings)
        if doubt.said is not None:
            sentence = self._session.wording.say(doubt.said).replace("{", "{{").replace("}", "}}")
        elif doubt.kind == "decimal":
            sentence = self.tr("{example}: which number is it?")
        elif kind is Kind.DATE:
            sentence = self.tr("{example}: which day is it?")
        else:
            sentence = self.tr("{example}: what does it mean?")
        self.asked.setText(sentence.format(example=doubt.example))
        self._group.setExclusive(False)
        for number, way in enumerate(self.ways):
            way.setVisible(number < len(doubt.readings))
            way.setChecked(False)
            if number < len(doubt.readings):
                reading = doubt.readings[number]
                how = reading.column.form if doubt.kind == "form" else ""
                way.setText(f"{reading.result}   ({how})" if how else reading.result)
        self._group.setExclusive(True)

    @Slot(int)
    def _answer(self, number: int) -> None:
        if self._doubt is not None:
            self.answered.emit(self._doubt.readings[number].column)
