"""What the import does from step to step, and what it keeps meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from domain.errors import EnvironmentFault
from gui.import_wizard.draft_lock import (
    HeldDraft,
    hold_new_draft,
    hold_unfinished_draft,
    remove_useless_drafts,
)
from gui.import_wizard.mapping_state import MappingState
from gui.import_wizard.mends import Mends
from gui.import_wizard.recent_sources import remember_source
from gui.import_wizard.work_strip import WorkStrip
from gui.tables.column import Tone
from planning import import_jobs
from planning.environment import Directories
from planning.import_jobs import Looked
from planning.importing.draft import ImportDraft, ImportSource
from planning.importing.shown import CheckedImport
from planning.mapping.source_mapping import TextFormat


class ImportFlow(QObject):
    """Looks, takes, checks, mends and imports, each in a process of its own.

    Parameters
    ----------
    base
        The project that takes the tables beside those it has; None where they make a new one.

    Attributes
    ----------
    state
        What is said of the source that was looked into last.
    checked
        What came of the last check.
    mends
        What was mended since.
    """

    looked = Signal()
    """There is another `state`."""
    sample_read = Signal(object, object)
    """A CSV file was read in another way: a `SampleTable`, and the `TableMapping` proposed."""
    was_checked = Signal()
    was_imported = Signal(Path)
    was_gathered = Signal(object)

    def __init__(
        self, folders: Directories, work: WorkStrip, base: Path | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.state: MappingState | None = None
        self.checked: CheckedImport | None = None
        self.mends = Mends()
        self._folders = folders
        self._work = work
        self._base = base
        self._asked: ImportSource | None = None
        self._held: HeldDraft | None = None
        self._unfinished: HeldDraft | None = None
        self._stale: set[str] = set()
        work.changed.connect(self.send_mends)
        work.broken.connect(self._keep_mends)

    @property
    def has_work(self) -> bool:
        """Whether something was said or mended that would be lost."""
        return self._held is not None or (self.state is not None and self.state.is_touched)

    def knows(self, source: ImportSource) -> bool:
        """Whether a source is the one that was looked into last."""
        return self.state is not None and source == self._asked

    def find_unfinished(self) -> ImportSource | None:
        """The source of an import that a crash ended; None where there is none."""
        if self._base is not None:
            return None
        remove_useless_drafts(self._folders)
        held = hold_unfinished_draft(self._folders)
        if held is None:
            return None
        try:
            source = held.draft.read_about().source
        except EnvironmentFault:
            held.remove()
            return None
        self._unfinished = held
        return source

    def look(self, source: ImportSource) -> None:
        """Look into a source; what was done with another one is dropped."""
        self._drop_draft()
        self.state, self._asked = None, source
        caption = self.tr("Looking at the data ...")
        self._work.start(caption, self._take_looked, import_jobs.look_into_job, source, {})

    def resume(self) -> None:
        """Go on with the import that a crash ended."""
        if self._unfinished is None:
            return
        self._drop_draft()
        self._held, self._unfinished = self._unfinished, None
        caption, draft = self.tr("Opening the import ..."), self._held.draft
        self._work.start(caption, self._take_resumed, import_jobs.unfinished_job, draft)

    def discard(self) -> None:
        """Drop the import that a crash ended."""
        if self._unfinished is not None:
            self._unfinished.remove()
            self._unfinished = None

    def read_anew(self, name: str, text: TextFormat) -> None:
        """Look at one CSV file again, read in another way."""
        state = self.state
        if state is None:
            return
        source = replace(state.source, tables=(name,))

        def show(looked: Looked) -> None:
            self._work.tell("")
            self._stale.add(name)
            sample = next(table for table in looked.tables if table.source == name)
            proposed = [table for table in looked.mapping.tables if table.source == name]
            self.sample_read.emit(sample, proposed[0] if proposed else None)

        caption = self.tr("Reading the file anew ...")
        self._work.start(caption, show, import_jobs.look_into_job, source, {name: text})

    def save_mapping(self, path: Path, language: str) -> None:
        """Write the mapping as a file."""
        if self.state is None:
            return

        def show(_: Path) -> None:
            self._work.tell(self.tr("The mapping is saved."), Tone.GOOD)

        arguments = (path, self.state.source, self.state.mapping, language)
        self._work.start(self.tr("Saving ..."), show, import_jobs.save_mapping_job, *arguments)

    def take(self) -> None:
        """Read the whole source, and check what comes of it."""
        if self.state is None:
            return
        if self._held is None:
            try:
                self._held = hold_new_draft(self._folders)
            except OSError as error:
                self._work.tell(self._work.failure_text(error), Tone.BAD)
                return

        def show(checked: CheckedImport) -> None:
            self._stale.clear()
            self._take_checked(checked)

        caption, stale = self.tr("Reading and checking all rows ..."), tuple(sorted(self._stale))
        arguments = (self._held.draft, self.state.source, self.state.mapping, stale, self._base)
        self._work.start(caption, show, import_jobs.take_job, *arguments)

    @Slot()
    def send_mends(self) -> None:
        """Bring what was mended into the draft, once nothing else is at work."""
        if self._work.is_busy or self.checked is None or not self.mends.is_any_unsent:
            return
        acts = self.mends.send(self.checked.places)
        if acts:
            self._check_anew(import_jobs.mend_job, acts)
        else:
            self.mends.arrived()

    @Slot()
    def leave_out(self) -> None:
        """Leave out the rows with errors."""
        self._check_anew(import_jobs.leave_out_job)

    @Slot()
    def take_back(self) -> None:
        """Take back the last mend."""
        self._check_anew(import_jobs.take_back_job)

    def make_project(self, path: Path) -> None:
        """Make a project of what was checked."""
        if self._held is not None:
            arguments = (self._held.draft, path)
            caption, show = self.tr("Importing ..."), self.was_imported.emit
            self._work.start(caption, show, import_jobs.create_project_job, *arguments)

    def hand_on(self) -> None:
        """Make the tables ready for the project that is open."""
        if self._held is not None and self.state is not None:
            arguments = (self._held.draft, self.state.mapping)
            caption, show = self.tr("Importing ..."), self.was_gathered.emit
            self._work.start(caption, show, import_jobs.gather_job, *arguments)

    def remember(self) -> None:
        """Offer the source the next time."""
        if self._asked is not None:
            remember_source(self._folders, self._asked)

    def leave(self) -> None:
        """Leave nothing behind, but for an import of earlier that nobody has gone on with."""
        self._drop_draft()
        if self._unfinished is not None:
            self._unfinished.release()
            self._unfinished = None

    def _take_looked(self, looked: Looked) -> None:
        # The mapping is known by now: its file is not to be read again.
        looked = replace(looked, source=replace(looked.source, mapping_file=""))
        self.state = MappingState(looked, self)
        self._stale.clear()
        self._work.tell("")
        self.looked.emit()

    def _take_resumed(self, looked: Looked) -> None:
        self._asked = looked.source
        self._take_looked(looked)

    def _take_checked(self, checked: CheckedImport) -> None:
        self.checked = checked
        self.mends.arrived()
        self._work.tell("")
        self.was_checked.emit()

    def _check_anew(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Change the draft in a process of its own, and check it again."""
        if self._held is None or self.state is None:
            return
        said = (self.state.source, self.state.mapping, self._base)
        draft: ImportDraft = self._held.draft
        caption = self.tr("Checking ...")
        self._work.start(caption, self._take_checked, function, draft, *arguments, *said)

    @Slot()
    def _keep_mends(self) -> None:
        """What did not arrive is sent with the next mend."""
        self.mends.failed()

    def _drop_draft(self) -> None:
        if self._held is not None:
            self._held.remove()
            self._held = None
        self.checked = None
        self.mends.clear()
