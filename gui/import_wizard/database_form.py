"""Asks for a database: where it is, who asks, and which of its tables are read."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.import_wizard.database_tables import DatabaseTables
from gui.import_wizard.server_address import SERVERS, ServerAddress
from gui.import_wizard.work_strip import WorkStrip
from gui.pages.page import MARGIN_PX, SPACING_PX, plain_label
from gui.session import Session
from gui.tables.column import Tone
from planning.import_jobs import FoundDatabase, look_at_database_job
from planning.importing.draft import ImportSource
from planning.mapping.source_mapping import DEFAULT_TIME_LIMIT_S, SourceKind

_LONGEST_TIME_LIMIT_S = 3_600
_NUMBER_PX = 84


class DatabaseForm(QWidget):
    """The address at the left of the button that tries it, the tables found below."""

    changed = Signal()

    def __init__(self, session: Session, work: WorkStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._work = work
        self._tested = ""
        self.server_kind = QComboBox()
        for scheme, name, _ in SERVERS:
            self.server_kind.addItem(name, scheme)
        self.host, self.database, self.user = QLineEdit(), QLineEdit(), QLineEdit()
        self.port = QSpinBox(minimum=1, maximum=65_535)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.remember = QCheckBox(self.tr("Remember the password in this computer's keychain"))
        self.time_limit = QSpinBox(minimum=1, maximum=_LONGEST_TIME_LIMIT_S)
        self.time_limit.setValue(DEFAULT_TIME_LIMIT_S)
        self.test = QPushButton(self.tr("Test the connection"))
        self.test.setAutoDefault(False)
        self.told = plain_label(wraps=True)
        self.tables = DatabaseTables()
        self._lay_out()
        self.server_kind.currentIndexChanged.connect(self._take_server)
        for line in (self.host, self.database, self.user):
            line.textChanged.connect(self._forget_test)
        self.port.valueChanged.connect(self._forget_test)
        self.test.clicked.connect(self.try_connection)
        self.password.textChanged.connect(self.changed)
        self.tables.changed.connect(self.changed)
        self._take_server()

    @property
    def address(self) -> str:
        """The address without the password; empty while something is missing."""
        host, database = self.host.text().strip(), self.database.text().strip()
        if not host or not database or not self.user.text().strip():
            return ""
        address = ServerAddress(
            scheme=self.server_kind.currentData(),
            host=host,
            port=self.port.value(),
            database=database,
            user=self.user.text().strip(),
        )
        return str(address)

    @property
    def source(self) -> ImportSource | None:
        """What was asked for; None until the connection works and tables are chosen."""
        address = self.address
        if not address or address != self._tested or not self.tables.is_any_chosen:
            return None
        return ImportSource(
            kind=SourceKind.DATABASE,
            location=address,
            tables=self.tables.chosen,
            queries=self.tables.queries,
            time_limit_s=self.time_limit.value(),
            password=self.password.text(),
        )

    def show_source(self, source: ImportSource) -> None:
        """Take a source of earlier; the connection is to be tested anew."""
        found = ServerAddress.of(source.location)
        if found is None:
            return
        self.server_kind.setCurrentIndex(self.server_kind.findData(found.scheme))
        self.host.setText(found.host)
        self.port.setValue(found.port)
        self.database.setText(found.database)
        self.user.setText(found.user)
        self.time_limit.setValue(source.time_limit_s)
        self.tables.want(source.tables, source.queries)

    @Slot()
    def try_connection(self) -> None:
        """Connect, and list the tables there are."""
        address = self.address
        if not address:
            self._tell(self.tr("Say on which server the database is, its name, and who asks."))
            return
        self._tell("")

        def show(found: FoundDatabase) -> None:
            self._tested = address
            self.tables.show_tables(found.tables)
            sentence = self.tr("Connected. {count} tables were found: choose those to read.")
            self._tell(sentence.format(count=f"{len(found.tables):,}"), Tone.GOOD)
            if found.is_password_refused:
                self._tell(
                    self.tr("Connected, but this computer's keychain did not keep the password."),
                    Tone.WARNING,
                )
            self._work.tell("")
            self.changed.emit()

        self._work.start(
            self.tr("Connecting to the database ..."),
            show,
            look_at_database_job,
            address,
            self.password.text(),
            self.remember.isChecked(),
        )

    def _tell(self, sentence: str, tone: Tone = Tone.BAD) -> None:
        self.told.setText(sentence)
        self.told.setStyleSheet(f"color: {tone.colour(self._session.colours).name()};")
        self.told.setVisible(bool(sentence))

    @Slot()
    def _take_server(self) -> None:
        scheme = self.server_kind.currentData()
        self.port.setValue(next(port for known, _, port in SERVERS if known == scheme))
        self._forget_test()

    @Slot()
    def _forget_test(self) -> None:
        if self._tested != self.address:
            self._tested = ""
            self._tell("")
            self.tables.show_tables(())
        self.changed.emit()

    def _lay_out(self) -> None:
        for box in (self.port, self.time_limit):
            box.setFixedWidth(_NUMBER_PX)
        self.host.setPlaceholderText(self.tr("such as db.example.com or 10.0.0.5"))
        form = QFormLayout()
        form.setSpacing(SPACING_PX)
        server = QHBoxLayout()
        server.addWidget(self.host, 1)
        server.addWidget(plain_label_of(self.tr("Port")))
        server.addWidget(self.port)
        account = QHBoxLayout()
        account.addWidget(self.user, 1)
        account.addWidget(plain_label_of(self.tr("Password")))
        account.addWidget(self.password, 1)
        form.addRow(self.tr("Kind"), self.server_kind)
        form.addRow(self.tr("Server"), server)
        form.addRow(self.tr("Database"), self.database)
        form.addRow(self.tr("User"), account)
        form.addRow("", self.remember)
        for widget, name in (
            (self.server_kind, self.tr("Kind of database")),
            (self.host, self.tr("Server")),
            (self.port, self.tr("Port")),
            (self.database, self.tr("Database")),
            (self.user, self.tr("User")),
            (self.password, self.tr("Password")),
            (self.time_limit, self.tr("Seconds for one table at most")),
        ):
            widget.setAccessibleName(name)
        line = QHBoxLayout()
        line.setSpacing(MARGIN_PX)
        line.addWidget(self.test)
        line.addWidget(self.told, 1)
        line.addStretch()
        line.addWidget(plain_label_of(self.tr("Seconds for one table at most")))
        line.addWidget(self.time_limit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addLayout(form)
        column.addLayout(line)
        column.addWidget(self.tables, 1)


def plain_label_of(text: str) -> QWidget:
    """A faint caption beside a field."""
    label = plain_label(faint=True)
    label.setText(text)
    return label
