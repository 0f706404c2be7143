"""What each action of the window does: one slot per name in `gui.actions.ACTIONS`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

import domain
from gui.export_dialog import ExportDialog
from gui.preferences import DARK, LIGHT, SYSTEM, Preferences
from gui.session import NOTHING, Session
from gui.tables.cell_delegate import one_line
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
        self.recent_menu = QMenu(window)
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        self.recent_menu.triggered.connect(self._open_recent)
        self._fill_recent()

    def open_source(self, source: Path) -> None:
        """Open a project or the one that holds other data; it is remembered once it is there."""
        self._operations.open_source(source)

    def remember_project(self) -> None:
        """Remember the open project for the next morning, whatever is wrong with its data."""
        project, source = self._session.project, self._session.source
        if project is not None:
            place = source.parent if source and source != project.path else project.path.parent
            self._preferences.remember_project(project.path, f"{project.name}  ·  {place}")

    @Slot()
    def new_from_data(self) -> None:
        """Make a project of the company's own tables, whatever they are called."""
        from gui.import_wizard.wizard import ImportWizard

        if self._window.may_drop_work(self._question()):
            wizard = ImportWizard(self._session, self._operations.folders, self._window)
            wizard.imported.connect(self.open_source)
            wizard.finished.connect(wizard.deleteLater)
            wizard.show()

    @Slot()
    def import_into(self) -> None:
        """Take tables of the company's own into the open project, as an act of it."""
        from gui.import_wizard.wizard import ImportWizard

        project = self._session.project
        if project is not None:
            folders = self._operations.folders
            wizard = ImportWizard(self._session, folders, self._window, project_path=project.path)
            wizard.gathered.connect(self._session.edits.take_import)
            wizard.finished.connect(wizard.deleteLater)
            wizard.show()

    @Slot()
    def open_project(self) -> None:
        """Ask for a project and open it."""
        if not self._window.may_drop_work(self._question()):
            return
        title, kinds = self.tr("Project"), self.tr("Projects (*.wayloom)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, self._last_folder(), kinds)
        if chosen:
            self.open_source(Path(chosen))

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
        """Ask for a workbook, an SQLite file or a mapping, and open it."""
        if not self._window.may_drop_work(self._question()):
            return
        title = self.tr("Workbook with a sheet per table")
        kinds = self.tr(
            "Workbooks (*.xlsx *.xlsm);;SQLite files (*.sqlite *.sqlite3 *.db);;"
            "Mapping files (*.toml)"
        )
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
        """Read the tables again from where they came, as an act of the project."""
        source = self._session.source
        if source is None or not self._window.may_drop_work(self._question()):
            return
        if self._session.edits.can_edit:
            self._operations.import_again()
        else:
            self.open_source(self._session.project.path if self._session.project else source)

    @Slot()
    def save_copy(self) -> None:
        """Ask for a name and write the whole project under it."""
        self._save_copy(None)

    @Slot()
    def save_copy_and_open(self) -> None:
        """Ask for a name, write the whole project under it, and go on with that one."""
        self._save_copy(self.open_source)

    @Slot()
    def work_on_it(self) -> None:
        """Open the project again, to edit it where nobody else has it any more."""
        if self._session.project is not None:
            self.open_source(self._session.project.path)

    @Slot()
    def close_project(self) -> None:
        """Close the project."""
        if self._window.may_drop_work(self._question()):
            self._preferences.forget_project()
            self._operations.close_source()

    @Slot()
    def undo(self) -> None:
        """Take back what was done last."""
        self._session.edits.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back last."""
        self._session.edits.redo()

    @Slot()
    def show_history(self) -> None:
        """Show all that was done to the project."""
        self._window.show_dock("history")

    @Slot(str, int, str)
    def show_cell(self, table: str, row: int, column: str) -> None:
        """Show a cell of the data, to mend it."""
        from gui.pages.data_page import DataPage

        self._window.show_page("show_data")
        page = self._window.pages.currentWidget()
        if isinstance(page, DataPage):
            page.show_cell(table, row, column)

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

        dataset = self._session.shown_dataset
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

    def _save_copy(self, then: Callable[[Path], None] | None) -> None:
        project = self._session.project
        if project is None:
            return
        title, kinds = self.tr("Save a copy of the project"), self.tr("Projects (*.wayloom)")
        offered = str(Path(self._last_folder()) / f"{project.path.stem}.wayloom")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, offered, kinds)
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(".wayloom")
            self._operations.save_copy(path, then)

    @Slot()
    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for project in self._preferences.recent:
            entry = self.recent_menu.addAction(one_line(project.title).replace("&", "&&"))
            entry.setData(str(project.path))
        self.recent_menu.setEnabled(not self.recent_menu.isEmpty())

    @Slot(QAction)
    def _open_recent(self, entry: QAction) -> None:
        if self._window.may_drop_work(self._question()):
            self.open_source(Path(str(entry.data())))

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
