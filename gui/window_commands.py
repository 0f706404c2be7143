"""What each action of the window does: one slot per name in `gui.actions.ACTIONS`."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

import domain
from gui.export_dialog import ExportDialog
from gui.preferences import DARK, LIGHT, SYSTEM, Preferences
from gui.session import NOTHING, Session
from planning.environment import sample_folder

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.operations import Operations


class WindowCommands(QObject):
    """Carries out the actions of a window."""

    def __init__(
        self,
        window: "MainWindow",
        session: Session,
        operations: "Operations",
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._operations = operations
        self._preferences = preferences

    def open_source(self, source: Path) -> None:
        """Open a dataset; once it is read, it is remembered for the next morning."""
        self._operations.open_source(source)

    @Slot()
    def remember_source(self) -> None:
        """Remember the data on the screen, where tables were read and it is not the sample."""
        source, reading = self._session.source, self._session.reading
        if source is None or source == sample_folder():
            return
        if reading is not None and reading.rows:
            self._preferences.source = source

    @Slot()
    def open_folder(self) -> None:
        """Ask for a folder of tables and open it."""
        if not self._window.may_drop_work(self._question()):
            return
        title = self.tr("Folder with the tables of a dataset")
        chosen = QFileDialog.getExistingDirectory(self._window, title, self._last_folder())
        if chosen:
            self.open_source(Path(chosen))

    @Slot()
    def open_workbook(self) -> None:
        """Ask for a workbook and open it."""
        if not self._window.may_drop_work(self._question()):
            return
        title, kinds = self.tr("Workbook with a sheet per table"), self.tr("Workbooks (*.xlsx)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, self._last_folder(), kinds)
        if chosen:
            self.open_source(Path(chosen))

    @Slot()
    def open_sample(self) -> None:
        """Open the built-in day."""
        if self._window.may_drop_work(self._question()):
            self.open_source(sample_folder())

    @Slot()
    def reload(self) -> None:
        """Read the open data again."""
        source = self._session.source
        if source is not None and self._window.may_drop_work(self._question()):
            self._operations.open_source(source)

    @Slot()
    def open_plan(self) -> None:
        """Ask for a plan file and show it."""
        title, kinds = self.tr("Plan file"), self.tr("Plans (*.json)")
        folder = self._preferences.export_folder
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, folder, kinds)
        if chosen:
            self._operations.open_plan(Path(chosen))

    @Slot()
    def import_roads(self) -> None:
        """Ask for a road file and plan on it."""
        title = self.tr("Roads of the region, as OpenStreetMap publishes them")
        kinds = self.tr("Road files (*.osm.pbf *.pbf *.osm.gz *.osm *.graphml)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, self._last_folder(), kinds)
        if chosen:
            self._operations.import_roads(Path(chosen))

    @Slot()
    def export(self) -> None:
        """Ask where to, and write the files of the plan."""
        plan = self._session.plan
        if plan is None:
            return
        last = self._preferences.export_folder
        base = Path(last).parent if last else Path.home()
        dialog = ExportDialog(str(base / f"plan-{plan.day.isoformat()}"), self._window)
        if dialog.exec():
            self._preferences.export_folder = str(dialog.folder)
            self._operations.export(dialog.folder, dialog.formats)

    @Slot()
    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    @Slot()
    def plan(self) -> None:
        """Plan the chosen day."""
        self._operations.plan(self._preferences.time_limit_s)

    @Slot()
    def stop(self) -> None:
        """End the search and keep the best plan."""
        self._operations.stop()

    @Slot()
    def cancel(self) -> None:
        """End the work at once."""
        self._operations.cancel()

    @Slot()
    def what_if(self) -> None:
        """Ask what to change of the stock plan, and show what would come of it."""
        from gui.what_if_dialog import WhatIfDialog

        dataset = self._session.dataset
        if dataset is not None and self._session.plan is not None:
            compare = self._operations.compare_stock
            dialog = WhatIfDialog(self._session, dataset.settings, compare, self._window)
            dialog.exec()
            dialog.deleteLater()

    @Slot()
    def show_data(self) -> None:
        """Show the page of the data."""
        self._window.show_page("show_data")

    @Slot()
    def show_demand(self) -> None:
        """Show the page of the demand."""
        self._window.show_page("show_demand")

    @Slot()
    def show_stock(self) -> None:
        """Show the page of the stock."""
        self._window.show_page("show_stock")

    @Slot()
    def show_routes(self) -> None:
        """Show the map and the routes."""
        self._window.show_page("show_routes")

    @Slot()
    def show_problems(self) -> None:
        """Show the problems of the data."""
        self._window.show_dock("problems")

    @Slot()
    def clear_selection(self) -> None:
        """Select nothing."""
        self._session.select(NOTHING)

    @Slot()
    def palette(self) -> None:
        """Search for anything by a few letters."""
        self._window.open_palette()

    @Slot()
    def speak_english(self) -> None:
        """Speak English."""
        self._speak("en")

    @Slot()
    def speak_chinese(self) -> None:
        """Speak Chinese."""
        self._speak("zh")

    @Slot()
    def follow_system(self) -> None:
        """Take the colours that the system asks for."""
        self._look(SYSTEM)

    @Slot()
    def use_light(self) -> None:
        """Take light colours."""
        self._look(LIGHT)

    @Slot()
    def use_dark(self) -> None:
        """Take dark colours."""
        self._look(DARK)

    @Slot()
    def reset_layout(self) -> None:
        """Put all panels back."""
        self._window.reset_layout()

    @Slot()
    def about(self) -> None:
        """Say what this program is."""
        text = self.tr(
            "Wayloom {version}: demand, stock and routes of an e-commerce day, offline.\n\n"
            "Map data you import: © OpenStreetMap contributors, ODbL. "
            "Licence of the program: Apache-2.0."
        )
        QMessageBox.about(self._window, "Wayloom", text.format(version=domain.__version__))

    def _question(self) -> str:
        return self.tr("The day is being planned. Open data all the same, without that plan?")

    def _speak(self, language: str) -> None:
        self._preferences.language = language
        self._window.speak(language)

    def _look(self, look: str) -> None:
        self._preferences.look = look
        self._window.follow_look()

    def _last_folder(self) -> str:
        source = self._session.source
        return str(source.parent) if source is not None else str(Path.home())
