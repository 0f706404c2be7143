"""How it stands with the open project: who else has it, whether its source or plan is behind."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.banner import Banner
from gui.session import Session


class HolderBanner(Banner):
    """Says why the project can only be read, and what can be done about it."""

    copy_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.copy_button, self.retry_button = QPushButton(), QPushButton()
        self.copy_button.clicked.connect(self.copy_wanted)
        self.retry_button.clicked.connect(self.retry_wanted)
        self.line.addWidget(self.copy_button)
        self.line.addWidget(self.retry_button)
        session.edits.project_changed.connect(self.render_anew)

    @Slot()
    def render_anew(self) -> None:
        """Say it in the language and colours of now; nothing where the project can be written."""
        project = self.session.project
        self.setVisible(project is not None and project.is_read_only)
        if project is None or not project.is_read_only:
            return
        self.copy_button.setText(self.tr("Save a copy and work on that"))
        self.retry_button.setText(self.tr("Work on it now"))
        holder = project.holder
        if holder is None:
            why = project.why_read_only
            self.say(self.session.wording.say(why) if why else "", "warning")
            return
        unknown = self.tr("somebody")
        since = f"{holder.since.astimezone():%Y-%m-%d %H:%M}" if holder.since else "?"
        text = self.tr(
            "{person} has had this project open on {computer} since {since}."
            " Here it can only be looked at."
        )
        names = {"person": holder.person or unknown, "computer": holder.computer or "?"}
        self.say(text.format(**names, since=since), "warning")


class RecoveredBanner(Banner):
    """Says that all is there although the project was not closed, until that is read."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.close_button = QPushButton()
        self.close_button.clicked.connect(self.hide)
        self.line.addWidget(self.close_button)
        session.edits.project_opened.connect(self._take_project)

    @Slot()
    def render_anew(self) -> None:
        """Say it in the language and colours of now."""
        project = self.session.project
        if project is None or project.left_open is None:
            return
        self.close_button.setText(self.tr("All right"))
        text = self.tr(
            "The program ended without closing this project. Everything up to {time} is here,"
            " and can be undone as before."
        )
        self.say(text.format(time=f"{project.left_open.astimezone():%H:%M:%S}"), "good")

    @Slot()
    def _take_project(self) -> None:
        project = self.session.project
        self.setVisible(project is not None and project.left_open is not None)
        self.render_anew()


class SourceBanner(Banner):
    """Says that the files were changed since they were imported."""

    import_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._has_changed = False
        self.import_button, self.keep_button = QPushButton(), QPushButton()
        self.import_button.clicked.connect(self.import_wanted)
        self.keep_button.clicked.connect(self.hide)
        self.line.addWidget(self.import_button)
        self.line.addWidget(self.keep_button)

    @Slot(bool)
    def tell(self, has_changed: bool) -> None:
        """Take whether the files were changed."""
        self._has_changed = has_changed
        self.setVisible(has_changed)
        self.render_anew()

    @Slot()
    def render_anew(self) -> None:
        """Say it in the language and colours of now."""
        source = self.session.source
        self.import_button.setText(self.tr("Read them again"))
        self.keep_button.setText(self.tr("Keep mine"))
        self.import_button.setEnabled(self.session.edits.can_edit)
        text = self.tr(
            "The files in {source} have changed since they were read."
            " To read them again takes the place of what was edited here; undo brings it back."
        )
        self.say(text.format(source=source.name if source else ""), "warning")


class OldPlanBanner(Banner):
    """Says that the plan on the screen was made before the last edit of the data."""

    plan_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.plan_button = QPushButton()
        self.plan_button.clicked.connect(self.plan_wanted)
        self.line.addWidget(self.plan_button)
        for changed in (session.plan_changed, session.reading_changed, session.data_changed):
            changed.connect(self.render_anew)

    @Slot()
    def render_anew(self) -> None:
        """Say it in the language and colours of now; nothing where the plan is of these data."""
        self.setVisible(self.session.is_plan_old)
        if not self.session.is_plan_old:
            return
        self.plan_button.setText(self.tr("Plan the day"))
        self.plan_button.setEnabled(self.session.dataset is not None)
        self.say(
            self.tr("The plan shown is of the data before the last edits.")
            if self.session.dataset is not None
            else self.tr("The plan shown is of older data; those of now have errors."),
            "",
        )


class ProjectBanners(QWidget):
    """All that there is to say of the open project, one line below the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.holder = HolderBanner(session)
        self.recovered = RecoveredBanner(session)
        self.source = SourceBanner(session)
        self.plan = OldPlanBanner(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in (self.holder, self.recovered, self.source, self.plan):
            column.addWidget(banner)
