"""The panel at the right: all that is known of what is selected."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.panels.card import Card, Fact, Link
from gui.panels.drive_card import DriveCard, DriveFinder, drive_card, leg_to
from gui.panels.labels import plain_label
from gui.panels.order_card import order_card
from gui.panels.place_card import item_card, place_card
from gui.panels.route_card import route_card
from gui.session import Session
from gui.tables.column import Tone

_MARGIN_PX = 12
_NAME_POINTS = 1.3
_ABOUT_PX, _NARROWEST_PX = 116, 248
"""Width of what a fact is about, and the least of the panel."""


class SelectedPanel(QScrollArea):
    """Facts in two columns, why it is so, and what one can do."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._card: Card | None = None
        self._drives = DriveFinder(session, self)
        self._is_unfolded = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setMinimumWidth(_NARROWEST_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for changed in (
            session.selection_changed,
            session.plan_changed,
            session.data_changed,
            session.language_changed,
            session.colours_changed,
            session.roads_changed,
        ):
            changed.connect(self.retranslate)
        self._drives.found.connect(self._show_found)
        self.retranslate()

    @property
    def card(self) -> Card | None:
        """What is shown; None where nothing is selected."""
        return self._card

    @Slot()
    def retranslate(self) -> None:
        """Show what is selected, in the current language and colours."""
        self.setAccessibleName(self.tr("Selected"))
        self._card = selected_card(self._session)
        page = QWidget(autoFillBackground=True)
        page.setBackgroundRole(QPalette.ColorRole.Base)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(8)
        if self._card is None:
            layout.addWidget(self._label(self._hint(), Tone.FAINT))
        else:
            self._fill(layout, self._card)
        layout.addStretch(1)
        self.setWidget(page)

    @Slot()
    def _show_found(self) -> None:
        """Show what was found of the drive; who reads on below is left there."""
        bar = self.verticalScrollBar()
        at = bar.value()
        self.retranslate()
        QTimer.singleShot(0, bar, partial(bar.setValue, at))

    def _fill(self, layout: QVBoxLayout, card: Card) -> None:
        layout.addWidget(self._label(card.kind, Tone.FAINT))
        layout.addWidget(self._label(card.name, size=_NAME_POINTS, bold=True))
        if card.state:
            layout.addWidget(self._label(card.state, card.tone, bold=True))
        layout.addLayout(self._facts(card.facts))
        self._add_sentences(layout, self.tr("Why it is so"), card.why)
        self._add_sentences(layout, self.tr("What one can do"), card.can_do)
        self._add_drive(layout)
        if card.links:
            layout.addLayout(self._buttons(card.links))

    def _facts(self, facts: Iterable[Fact]) -> QVBoxLayout:
        """A line for each fact, as high as the longer of its two texts."""
        column = QVBoxLayout()
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        for about, what in facts:
            heading = self._label(about, Tone.FAINT)
            heading.setFixedWidth(_ABOUT_PX)
            _set_width_policy(heading, QSizePolicy.Policy.Fixed)
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(heading)
            line.addWidget(self._label(what), 1)
            column.addLayout(line)
        return column

    def _add_sentences(self, layout: QVBoxLayout, heading: str, sentences: tuple[str, ...]) -> None:
        if sentences:
            layout.addWidget(_rule())
            layout.addWidget(self._label(heading, bold=True))
        for sentence in sentences:
            layout.addWidget(self._label(sentence))

    def _add_drive(self, layout: QVBoxLayout) -> None:
        """The drive to the stop that is selected, its way folded away until it is asked for."""
        leg = leg_to(self._session.selection, self._session)
        told = self._drives.explanation(leg)
        drive = drive_card(leg, told, self._session) if leg is not None else None
        if drive is None:
            return
        layout.addWidget(_rule())
        layout.addWidget(self._label(self.tr("The drive there"), bold=True))
        layout.addLayout(self._facts(drive.facts))
        if drive.way:
            self._add_way(layout, drive)
        for sentence in () if drive.way else drive.way_notes:
            layout.addWidget(self._label(sentence, Tone.WARNING))

    def _add_way(self, layout: QVBoxLayout, drive: DriveCard) -> None:
        way = QWidget()
        inside = QVBoxLayout(way)
        inside.setContentsMargins(0, 0, 0, 0)
        for sentence in (*drive.way_notes, *drive.avoided):
            inside.addWidget(self._label(sentence))
        inside.addLayout(self._facts(drive.way))
        button = QToolButton()
        button.setText(self.tr("Why this way?"))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        def unfold(is_unfolded: bool) -> None:
            self._is_unfolded = is_unfolded
            arrow = Qt.ArrowType.DownArrow if is_unfolded else Qt.ArrowType.RightArrow
            button.setArrowType(arrow)
            way.setVisible(is_unfolded)

        button.toggled.connect(unfold)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(way)
        button.setChecked(self._is_unfolded)
        unfold(self._is_unfolded)

    def _buttons(self, links: Iterable[Link]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        for link in links:
            button = QPushButton(link.text)
            button.clicked.connect(partial(self._session.select, link.selection))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _label(
        self, text: str, tone: Tone = Tone.PLAIN, *, size: float = 1.0, bold: bool = False
    ) -> QLabel:
        label = plain_label(text, self._session.colours, tone, size=size, bold=bold)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A word longer than the panel must not make it wider.
        _set_width_policy(label, QSizePolicy.Policy.Ignored)
        return label

    def _hint(self) -> str:
        if self._session.plan is not None:
            return self.tr("Click a stop, a route or a row, and all that is known of it is here.")
        return self.tr("Nothing is selected.")


def _rule() -> QFrame:
    """A line across the panel."""
    line = QFrame(frameShape=QFrame.Shape.HLine, frameShadow=QFrame.Shadow.Plain)
    line.setForegroundRole(QPalette.ColorRole.Mid)
    return line


def _set_width_policy(label: QLabel, width: QSizePolicy.Policy) -> None:
    """Change how wide a label is; its height goes on following from its width."""
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(width)
    label.setSizePolicy(policy)


def selected_card(session: Session) -> Card | None:
    """The card of what is selected; None where that is nothing, or unknown."""
    selection, dataset = session.selection, session.shown_dataset
    if dataset is None:
        return None
    if selection.item_id:
        return item_card(selection, dataset, session)
    if selection.place_id:
        return place_card(selection.place_id, dataset, session)
    if selection.order_id:
        return order_card(selection, session)
    route, text = session.route(selection.vehicle_id), session.plan_text
    return route_card(route, text) if route and text else None
