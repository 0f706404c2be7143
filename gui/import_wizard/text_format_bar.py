"""How a CSV file is written: its encoding and what separates cells, as guessed, to be changed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.page import SPACING_PX, plain_label
from gui.session import Session
from planning.importing.shown import SampleTable
from planning.mapping.source_mapping import TextFormat

DELIMITERS = (",", ";", "\t", "|")


class TextFormatBar(QWidget):
    """Two choices in a line; a sentence where the guess should be looked at."""

    wanted = Signal(object)
    """A `TextFormat` as a person wants it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.encoding, self.delimiter = QComboBox(), QComboBox()
        self._choices: list[QWidget] = []
        for codec, name in self._encodings():
            self.encoding.addItem(name, codec)
        names = {
            ",": self.tr("comma ,"),
            ";": self.tr("semicolon ;"),
            "\t": self.tr("tab"),
            "|": self.tr("upright bar"),
        }
        for sign in DELIMITERS:
            self.delimiter.addItem(names[sign], sign)
        self.encoding.setAccessibleName(self.tr("Encoding"))
        self.delimiter.setAccessibleName(self.tr("Separator"))
        self.told = plain_label(wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = QHBoxLayout()
        column.addLayout(line)
        column.addWidget(self.told)
        line.setSpacing(SPACING_PX)
        for caption, box in (
            (self.tr("Encoding"), self.encoding),
            (self.tr("Separator"), self.delimiter),
        ):
            label = plain_label(faint=True)
            label.setText(caption)
            line.addWidget(label)
            line.addWidget(box)
            self._choices += [label, box]
            box.activated.connect(self._tell)
        line.addStretch()

    def _encodings(self) -> tuple[tuple[str, str], ...]:
        return (
            ("utf-8", "Unicode (UTF-8)"),
            ("utf-16", "Unicode (UTF-16)"),
            ("cp1252", self.tr("Western European (Windows-1252)")),
            ("iso8859-15", self.tr("Western European (ISO 8859-15)")),
            ("cp1250", self.tr("Central European (Windows-1250)")),
            ("cp1251", self.tr("Cyrillic (Windows-1251)")),
            ("gb18030", "简体中文 (GB18030, GBK)"),
            ("big5", "繁體中文 (Big5)"),
            ("cp932", "日本語 (Shift-JIS)"),
            ("cp949", "한국어 (cp949)"),
        )

    def show_sample(self, sample: SampleTable) -> None:
        """Show how a file is read; hidden where it is no CSV file."""
        is_text = bool(sample.text.encoding or (sample.trouble is not None and sample.file))
        self.setVisible(is_text or sample.trouble is not None)
        for widget in self._choices:
            widget.setVisible(is_text)
        _choose(self.encoding, sample.text.encoding.lower())
        _choose(self.delimiter, sample.text.delimiter)
        look = self._session.colours
        if sample.trouble is not None:
            self.told.setText(self._session.wording.say(sample.trouble.message))
            self.told.setStyleSheet(f"color: {look.bad};")
        elif sample.is_guessed:
            self.told.setText(self.tr("A guess: are all letters below as they should be?"))
            self.told.setStyleSheet(f"color: {look.warning};")
        self.told.setVisible(sample.trouble is not None or sample.is_guessed)

    @Slot()
    def _tell(self) -> None:
        self.wanted.emit(
            TextFormat(
                encoding=self.encoding.currentData() or "",
                delimiter=self.delimiter.currentData() or "",
            )
        )


def _choose(box: QComboBox, value: str) -> None:
    """Choose a value, which is added where it is not yet offered; nothing where it is empty."""
    aliases = {"utf-8-sig": "utf-8", "utf8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}
    place = box.findData(value)
    if place < 0:
        place = box.findData(aliases.get(value, ""))
    if place < 0 and value:
        box.addItem(value, value)
        place = box.count() - 1
    box.setCurrentIndex(place)
