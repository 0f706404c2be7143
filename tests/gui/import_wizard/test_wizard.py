"""The import from a company's files to a project: mapped, mended in place, and never by halves."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.import_wizard.draft_lock import hold_new_draft
from gui.import_wizard.wizard import CHECK, MAPPING, SOURCE, ImportWizard
from planning.environment import Directories
from planning.import_jobs import look_into_job, take_job
from planning.importing.draft import ImportSource
from planning.mapping.source_mapping import SourceKind
from planning.project.project import Project
from planning.reading.read_dataset import read_dataset
from tests.gui.import_wizard.in_process_pool import InProcessPool
from tests.gui.import_wizard.opened_wizard import (
    check,
    drafts_left,
    look_at,
    opened,
    until_idle,
    write_cell,
)
from tests.planning.importing.company_files import (
    CHINESE,
    GERMAN,
    changed,
    german_folder,
    write_csv_folder,
    write_sqlite,
    write_workbook,
)
from tests.planning.test_import_jobs import control

ORDERS = "Aufträge.csv"
BAD_WEIGHT = {("Artikel.csv", 3, 4): "schwer"}


@pytest.fixture(autouse=True)
def quick_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs in this process."""
    monkeypatch.setattr("gui.background.JobPool", InProcessPool)


def test_german_files_are_mapped_mended_and_imported(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = german_folder(tmp_path / "Firma", changed(GERMAN, BAD_WEIGHT))
    with opened(qtbot, folders) as wizard:
        imported: list[Path] = []
        wizard.imported.connect(imported.append)
        assert not wizard.next.isEnabled()
        look_at(qtbot, wizard, folder)
        page = wizard.mapping_page
        page.tables.look_at("Artikel.csv")
        page.lines.look_at("unit_weight_kg")
        assert page.editor.unit.currentData() == "g"
        assert page.editor.decimal.currentData() == ","
        assert ("510,5", "0.5105") in page.editor.examples.texts
        assert page.text.encoding.currentData() == "cp1252"
        check(qtbot, wizard)
        assert wizard.check_page.has_errors
        assert "later" in wizard.next.text()
        assert wizard.check_page.problems.current is not None
        assert wizard.check_page.problems.current.value == "schwer"
        write_cell(qtbot, wizard, "980,5")
        assert not wizard.check_page.has_errors
        assert wizard.next.text() == "Import"
        wizard.next.click()
        qtbot.waitUntil(lambda: bool(imported), timeout=60_000)
    assert imported == [folders.data / "projects" / "Firma.wayloom"]
    dataset = read_dataset(imported[0]).dataset
    assert dataset is not None
    assert {p.sku: p.unit_weight_kg for p in dataset.products}["A-2"] == 0.9805
    assert drafts_left(folders) == []
    with opened(qtbot, folders) as wizard:
        assert wizard.source_page.recent.count() == 1


def test_data_with_errors_can_be_imported_to_be_mended_later(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = german_folder(tmp_path / "Firma", changed(GERMAN, BAD_WEIGHT))
    with opened(qtbot, folders) as wizard:
        imported: list[Path] = []
        wizard.imported.connect(imported.append)
        look_at(qtbot, wizard, folder)
        check(qtbot, wizard)
        wizard.check_page.path.setText(str(tmp_path / "elsewhere"))
        wizard.next.click()
        qtbot.waitUntil(lambda: bool(imported), timeout=60_000)
    assert imported == [tmp_path / "elsewhere.wayloom"]
    with Project.read(imported[0]) as project:
        products = next(table for table in project.tables() if table.name == "products")
    assert products.text("unit_weight_kg", 1) == "schwer"


def test_bad_rows_are_left_out_and_taken_back(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = german_folder(tmp_path / "Firma", changed(GERMAN, BAD_WEIGHT))
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, folder)
        check(qtbot, wizard)
        page = wizard.check_page
        assert page.leave_out.isVisible()
        page.leave_out.click()
        until_idle(qtbot, wizard)
        assert not page.has_errors
        assert "Artikel.csv, rows 3" in page.left_out.text()
        assert not page.leave_out.isVisible()
        page.take_back.click()
        until_idle(qtbot, wizard)
        assert page.has_errors
        assert not page.left_out.isVisible()
        wizard.back.click()
        assert wizard.step == MAPPING
        page.problems.save_csv(tmp_path / "problems.csv")
    assert "schwer" in (tmp_path / "problems.csv").read_text(encoding="utf-8-sig")


def test_cancel_asks_and_leaves_nothing_behind(
    qtbot: QtBot, folders: Directories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = german_folder(tmp_path / "Firma")
    asked: list[str] = []
    may = [False, True]

    def answer(_: ImportWizard, question: str) -> bool:
        asked.append(question)
        return may.pop(0)

    monkeypatch.setattr(ImportWizard, "_may_drop", answer)
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, folder)
        check(qtbot, wizard)
        assert drafts_left(folders)
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        assert wizard.isVisible()
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        assert not wizard.isVisible()
    assert len(asked) == 2
    assert drafts_left(folders) == []
    assert not list(folders.data.rglob("*.wayloom"))


def test_a_question_must_be_answered(qtbot: QtBot, folders: Directories, tmp_path: Path) -> None:
    days = {(ORDERS, row, 4): f"{row % 12 + 1:02}/04/2026" for row in range(2, 19)}
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, german_folder(tmp_path / "Firma", changed(GERMAN, days)))
        assert not wizard.next.isEnabled()
        assert ORDERS in wizard.work.told.text()
        page = wizard.mapping_page
        page.tables.look_at(ORDERS)
        page.lines.look_at("due_date")
        question = page.editor.question
        assert question.isVisible()
        ways = [way.text() for way in question.ways if not way.isHidden()]
        assert [text.split()[0] for text in ways] == ["2026-04-03", "2026-03-04"]
        question.ways[0].click()
        until_idle(qtbot, wizard)
        assert wizard.next.isEnabled()
        assert page.editor.form.currentData() == "DD/MM/YYYY"
        assert not question.isVisible()


def test_a_file_is_read_in_another_way_at_once(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = write_csv_folder(tmp_path / "公司", CHINESE, encoding="gbk", delimiter=",")
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, folder)
        page = wizard.mapping_page
        page.tables.look_at("订单.csv")
        assert page.text.encoding.currentData() == "gb18030"
        assert "letters" in page.text.told.text()
        box = page.text.encoding
        box.setCurrentIndex(box.findData("big5"))
        box.activated.emit(box.currentIndex())
        until_idle(qtbot, wizard)
        assert page.state is not None
        sample = page.state.sample("订单.csv")
        assert sample.trouble is not None or sample.header != CHINESE["订单"][0]
        box.setCurrentIndex(box.findData("gb18030"))
        box.activated.emit(box.currentIndex())
        until_idle(qtbot, wizard)
        assert page.state.sample("订单.csv").header == CHINESE["订单"][0]
        mapped = page.state.mapped("订单.csv")
        assert mapped is not None
        assert mapped.text.encoding == "gb18030"


def test_a_file_whose_encoding_is_in_doubt_is_asked_about(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    names = {(ORDERS, row, 1): f"Forêt {row}" for row in range(2, 19)}
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, german_folder(tmp_path / "Firma", changed(GERMAN, names)))
        page = wizard.mapping_page
        assert page.state is not None
        assert page.tables.current == ORDERS
        assert "orders" not in page.state.targets
        assert page.text.told.text()
        box = page.text.encoding
        box.setCurrentIndex(box.findData("cp1252"))
        box.activated.emit(box.currentIndex())
        until_idle(qtbot, wizard)
        assert "orders" in page.state.targets
        check(qtbot, wizard)
        assert not wizard.check_page.has_errors


@pytest.mark.parametrize("ending", ["xlsx", "sqlite"])
def test_a_workbook_and_an_sqlite_file_are_read(
    qtbot: QtBot, folders: Directories, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"company.{ending}"
    if ending == "xlsx":
        write_workbook(path, CHINESE)
    else:
        write_sqlite(path, GERMAN)
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, path)
        assert wizard.mapping_page.state is not None
        assert {"orders", "vehicles"} <= wizard.mapping_page.state.targets
        check(qtbot, wizard)
        assert wizard.check_page.has_errors == (ending == "xlsx")


def test_an_import_that_a_crash_ended_goes_on(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = german_folder(tmp_path / "Firma", changed(GERMAN, BAD_WEIGHT))
    held = hold_new_draft(folders)
    source = ImportSource(kind=SourceKind.FOLDER, location=str(folder))
    looked = look_into_job(source, {}, control())
    take_job(held.draft, looked.source, looked.mapping, (), None, control())
    with opened(qtbot, folders) as wizard:
        # Somebody else is at work on it.
        assert not wizard.source_page.banner.isVisible()
    held.release()
    with opened(qtbot, folders) as wizard:
        assert "Firma" in wizard.source_page.banner_text.text()
    with opened(qtbot, folders) as wizard:
        wizard.source_page.resume.click()
        until_idle(qtbot, wizard)
        assert wizard.step == MAPPING
        check(qtbot, wizard)
        assert wizard.step == CHECK
        assert wizard.check_page.has_errors
    assert drafts_left(folders) == []


def test_a_damaged_draft_is_passed_over(qtbot: QtBot, folders: Directories) -> None:
    held = hold_new_draft(folders)
    for name in ("source.wayloom", "about.json", "mapping.json"):
        (held.draft.folder / name).write_bytes(b"{]")
    held.release()
    with opened(qtbot, folders) as wizard:
        assert not wizard.source_page.banner.isVisible()
    assert drafts_left(folders) == []


def test_hostile_names_are_shown_as_they_are(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    names = {("Artikel.csv", 1, 3): "<b>Volumen</b> {0} &amp; (l)", ("Artikel.csv", 3, 4): "<i>x"}
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, german_folder(tmp_path / "F {x} & <b>", changed(GERMAN, names)))
        page = wizard.mapping_page
        assert page.state is not None
        page.tables.look_at("Artikel.csv")
        box = page.editor.source
        shown = [box.itemText(at) for at in range(box.count())]
        assert "<b>Volumen</b> {0} &amp; (l)" in shown
        for doubt in page.state.doubts("Artikel.csv"):
            page.lines.look_at(doubt.column)
            page.editor.question.agree.click()
        until_idle(qtbot, wizard)
        check(qtbot, wizard)
        wizard.next.setFocus()
        assert "F {x} & _b_" in wizard.check_page.path.text()
        assert any(p.value == "<i>x" for p in wizard.check_page.problems.rows.all_rows)


def test_tables_are_handed_to_the_open_project(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = german_folder(tmp_path / "Firma")
    with opened(qtbot, folders) as wizard:
        imported: list[Path] = []
        wizard.imported.connect(imported.append)
        look_at(qtbot, wizard, folder)
        check(qtbot, wizard)
        wizard.next.click()
        qtbot.waitUntil(lambda: bool(imported), timeout=60_000)
    only = german_folder(tmp_path / "neu", {"Fahrzeuge.csv": GERMAN["Fahrzeuge.csv"]})
    with (
        Project.open(imported[0]) as project,
        opened(qtbot, folders, project_path=project.path) as wizard,
    ):
        gathered: list[object] = []
        wizard.gathered.connect(gathered.append)
        look_at(qtbot, wizard, only)
        assert not wizard.mapping_page.lacking.isVisible()
        check(qtbot, wizard)
        assert not wizard.check_page.path.isVisible()
        wizard.next.click()
        qtbot.waitUntil(lambda: bool(gathered), timeout=60_000)
        project.import_tables(gathered[0])  # type: ignore[arg-type]
        assert {table.name for table in project.tables()} >= {"orders", "vehicles"}
        assert project.undoable is not None


def test_nothing_that_cannot_be_read_is_taken(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    with opened(qtbot, folders) as wizard:
        wizard.take_paths([tmp_path / "picture.png"])
        assert not wizard.next.isEnabled()
        assert wizard.work.told.text()
        wizard.source_page.paths.path.setText(str(tmp_path / "nowhere"))
        wizard.next.click()
        until_idle(qtbot, wizard)
        assert wizard.step == SOURCE
        assert wizard.work.told.text()


def test_everything_has_a_name_and_enter_in_a_table_imports_nothing(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    folder = german_folder(tmp_path / "Firma", changed(GERMAN, BAD_WEIGHT))
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, folder)
        check(qtbot, wizard)
        for kind in (QComboBox, QLineEdit, QPushButton):
            for widget in wizard.findChildren(kind):
                inner = widget.objectName().startswith("qt_") or isinstance(
                    widget.parent(), QComboBox
                )
                assert inner or widget.accessibleName() or getattr(widget, "text", str)(), widget
        table = wizard.check_page.problems.table
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert wizard.isVisible()
        assert not wizard.work.is_busy
        assert wizard.check_page.grid.is_editing
