"""The common frame of a page: what it is called and for, its body, or what to do first."""

from abc import abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.charts.day_text import day_text
from gui.session import Session

TITLE_POINTS, SMALL_POINTS = 13, 9
MARGIN_PX = 12
SPACING_PX = 8

_SENTENCE_PX = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptiness:
    """Why a page has nothing to show, and what to do next.

    Attributes
    ----------
    sentence
        In the current language.
    button, wanted
        Caption of the one button, and the name of the page's signal it emits; no button if empty.
    """

    sentence: str
    button: str = ""
    wanted: str = ""


class Page(QWidget):
    """A page of the window.

    Descendants fill `body` once, and say the rest in `title`, `purpose`, `emptiness`, `retranslate`
    and `fill`; they call `start` when they are built.
    """

    open_wanted = Signal()
    plan_wanted = Signal()
    problems_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.body = QWidget()
        self.frame = QVBoxLayout(self)
        self.head = QHBoxLayout()
        self.heading = plain_label(points=TITLE_POINTS, weight=QFont.Weight.DemiBold)
        self.purpose_line = plain_label(faint=True)
        self.sentence = plain_label(faint=True)
        self.button = QPushButton()
        self._wanted = ""
        self._stack = QStackedWidget()
        self._lay_out()
        self.button.clicked.connect(self._emit_wanted)

    def start(self) -> None:
        """Show what the session holds, from now on after the tables on the page do."""
        self.session.plan_changed.connect(self.refill)
        self.session.language_changed.connect(self._speak)
        self._speak()

    @abstractmethod
    def title(self) -> str:
        """What the page is called."""

    @abstractmethod
    def purpose(self) -> str:
        """What the page is for, in one line."""

    def emptiness(self) -> Emptiness | None:
        """What keeps the page from showing anything; None where it can."""
        reading = self.session.reading
        if reading is None:
            return Emptiness(
                sentence=self.tr(
                    "No data are open. Open the folder or workbook that holds your tables."
                ),
                button=self.tr("Open data"),
                wanted="open_wanted",
            )
        if self.session.shown_dataset is None:
            return Emptiness(
                sentence=self.tr(
                    "The data cannot be used yet: they have errors. Mend them on the page Data."
                ),
                button=self.tr("Show the problems"),
                wanted="problems_wanted",
            )
        return None

    def no_plan(self) -> Emptiness | None:
        """That there is no plan yet; None where there is one."""
        if self.session.plan is not None:
            return None
        day = self.session.day
        if day is None:
            sentence = self.tr("There is no plan yet. Choose the day on the page Data first.")
            return Emptiness(sentence=sentence)
        sentence = self.tr("There is no plan for {day} yet.")
        return Emptiness(
            sentence=sentence.format(day=day_text(day, self.session.wording.language)),
            button=self.tr("Plan the day"),
            wanted="plan_wanted",
        )

    def retranslate(self) -> None:
        """Say what stands on the page in the current language."""

    @abstractmethod
    def fill(self) -> None:
        """Show what the session holds in the body."""

    @Slot()
    def refill(self) -> None:
        """Show the body, or what to do first."""
        lack = self.emptiness()
        self._stack.setCurrentIndex(0 if lack is None else 1)
        if lack is None:
            self.fill()
            return
        self.sentence.setText(lack.sentence)
        self.button.setText(lack.button)
        self.button.setVisible(bool(lack.button))
        self._wanted = lack.wanted

    @property
    def is_empty(self) -> bool:
        """Whether the page says what to do first instead of showing something."""
        return self._stack.currentIndex() == 1

    @Slot()
    def _speak(self) -> None:
        self.heading.setText(self.title())
        self.purpose_line.setText(self.purpose())
        self.setAccessibleName(self.title())
        self.retranslate()
        self.refill()

    @Slot()
    def _emit_wanted(self) -> None:
        if self._wanted:
            getattr(self, self._wanted).emit()

    def _lay_out(self) -> None:
        self.head.setSpacing(MARGIN_PX)
        self.head.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignBaseline)
        self.head.addWidget(self.purpose_line, 1, Qt.AlignmentFlag.AlignBaseline)
        self.purpose_line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._stack.addWidget(self.body)
        self._stack.addWidget(self._empty_state())
        layout = self.frame
        layout.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(self.head)
        layout.addWidget(self._stack, 1)

    def _empty_state(self) -> QWidget:
        empty = QWidget()
        self.sentence.setWordWrap(True)
        self.sentence.setMaximumWidth(_SENTENCE_PX)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button.setDefault(True)
        layout = QVBoxLayout(empty)
        layout.setSpacing(MARGIN_PX)
        layout.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.sentence, 1000)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return empty


def in_lines(label: QLabel, lines: int) -> QScrollArea:
    """A label that takes so many lines at most, and is scrolled where it has more."""
    area = scrolled(label, lines)
    area.setFixedHeight(area.minimumHeight())
    return area


def scrolled(label: QLabel, fewest_lines: int) -> QScrollArea:
    """A label that takes so many lines at least, and is scrolled where it has no room for all."""
    area = QScrollArea()
    area.setWidget(label)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumHeight(fewest_lines * label.fontMetrics().lineSpacing() + 2)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return area


def plain_label(
    *,
    points: int = 0,
    weight: QFont.Weight = QFont.Weight.Normal,
    faint: bool = False,
    wraps: bool = False,
) -> QLabel:
    """A label that shows any text as it is."""
    label = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=wraps)
    font = label.font()
    if points:
        font.setPointSize(points)
    font.setWeight(weight)
    label.setFont(font)
    if faint:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
