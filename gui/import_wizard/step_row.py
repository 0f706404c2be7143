"""The steps of the import in a row, the one at hand standing out."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.pages.page import SPACING_PX, plain_label
from gui.session import Session


class StepRow(QWidget):
    """Shows where a person is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names = (
            self.tr("Where the data are"),
            self.tr("What is what"),
            self.tr("Check and import"),
        )
        self._numbers: list[QLabel] = []
        self._labels: list[QLabel] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACING_PX)
        for at, name in enumerate(self._names):
            number, label = plain_label(weight=QFont.Weight.DemiBold), plain_label()
            number.setText(str(at + 1))
            number.setFixedSize(22, 22)
            number.setAlignment(number.alignment().AlignCenter)
            label.setText(name)
            line.addWidget(number)
            line.addWidget(label)
            line.addSpacing(2 * SPACING_PX)
            self._numbers.append(number)
            self._labels.append(label)
        line.addStretch()

    def show_step(self, step: int) -> None:
        """Let a step stand out."""
        look = self._session.colours
        for at, (number, label) in enumerate(zip(self._numbers, self._labels, strict=True)):
            is_here = at == step
            ground = look.accent if is_here else look.raised
            ink = look.on_accent if is_here else look.secondary
            number.setStyleSheet(f"background: {ground}; color: {ink}; border-radius: 11px;")
            label.setStyleSheet(f"color: {look.text if is_here else look.secondary};")
            font = label.font()
            font.setWeight(QFont.Weight.DemiBold if is_here else QFont.Weight.Normal)
            label.setFont(font)
        self.setAccessibleName(
            self.tr("Step {number} of {count}: {name}").format(
                number=step + 1, count=len(self._names), name=self._names[step]
            )
        )
