"""A company's source is looked into, taken, checked, mended, and becomes a project."""

import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.errors import InputError, Interrupted, PlannerError, ProjectError
from planning.environment import Directories
from planning.import_jobs import (
    Looked,
    check_job,
    create_project_job,
    gather_job,
    leave_out_job,
    look_at_database_job,
    look_into_job,
    mend_job,
    save_mapping_job,
    take_back_job,
    take_job,
    unfinished_job,
)
from planning.importing.draft import (
    ImportDraft,
    ImportSource,
    OwnQuery,
    drafts,
    free_project_path,
    new_draft,
)
from planning.importing.shown import CheckedImport
from planning.jobs.worker import Budget, JobControl
from planning.mapping.source_mapping import SourceKind, SourceMapping, TextFormat
from planning.project.acts import AddRows, CellChange, ChangeCells, NewRow
from planning.project.project import Project
from planning.reading.raw_table import RawTable
from planning.reading.read_dataset import read_dataset
from planning.source_digest import source_digest
from tests.planning.importing.company_files import (
    CHINESE,
    GERMAN,
    MORE_ORDERS,
    changed,
    german_folder,
    write_csv_folder,
    write_sqlite,
    write_workbook,
)
from tests.servers.postgresql import postgresql_as_admin
from tests.servers.server import PASSWORD, USER
from tests.servers.shared import shared_postgresql

ORDERS = "Aufträge.csv"
BAD_DAY = {(ORDERS, 3, 4): "31.11.2026"}


def control(*, is_stopped: bool = False, sent: list[Any] | None = None) -> JobControl:
    event = threading.Event()
    if is_stopped:
        event.set()

    def send(_kind: str, value: Any) -> None:
        if sent is not None:
            sent.append(value)

    return JobControl(send, event, Budget(), None)  # type: ignore[arg-type]


@pytest.fixture
def folders(tmp_path: Path) -> Directories:
    return Directories(cache=tmp_path / "cache", data=tmp_path / "data")


def looked_at(source: ImportSource) -> Looked:
    return look_into_job(source, {}, control())


def german_source(folder: Path, cells: Mapping[tuple[str, int, int], str]) -> ImportSource:
    """The German day with other cells."""
    german_folder(folder, changed(GERMAN, cells))
    return ImportSource(kind=SourceKind.FOLDER, location=str(folder))


def taken(
    folders: Directories, source: ImportSource, mapping: SourceMapping | None = None
) -> tuple[ImportDraft, Looked, CheckedImport]:
    looked = looked_at(source)
    if mapping is not None:
        looked = replace(looked, mapping=mapping)
    draft = new_draft(folders)
    checked = take_job(draft, looked.source, looked.mapping, (), None, control())
    return draft, looked, checked


def tables_of(path: Path) -> dict[str, RawTable]:
    with Project.read(path) as project:
        return {table.name: table for table in project.tables()}


def test_a_german_folder_becomes_a_project(tmp_path: Path, folders: Directories) -> None:
    draft, looked, checked = taken(folders, german_source(tmp_path / "Firma", {}))
    assert {t.target for t in looked.mapping.tables} == {
        *("warehouses", "products", "orders", "order_lines", "vehicles")
    }
    assert checked.is_usable
    assert checked.error_count == 0
    path = free_project_path(folders, "Firma")
    assert create_project_job(draft, path, control()) == path
    products = tables_of(path)["products"]
    assert products.text("unit_weight_kg", 0) == "0.5105"
    assert products.text("name", 0) == "Müsli"
    assert tables_of(path)["orders"].text("due_date", 0) == "2026-11-20"
    with Project.read(path) as project:
        assert project.source.location == looked.source.location
        assert project.source.formats[ORDERS] == TextFormat(encoding="cp1252", delimiter=";")
        assert "Lieferdatum" in project.source.mapping
        assert project.source.digest == source_digest(tmp_path / "Firma")
    assert read_dataset(path).dataset is not None


@pytest.mark.parametrize("as_workbook", [True, False])
def test_chinese_tables_are_understood(
    tmp_path: Path, folders: Directories, as_workbook: bool
) -> None:
    if as_workbook:
        path = write_workbook(tmp_path / "公司.xlsx", CHINESE)
        source = ImportSource(kind=SourceKind.WORKBOOK, location=str(path))
    else:
        folder = write_csv_folder(tmp_path / "公司", CHINESE, encoding="gbk", delimiter=",")
        source = ImportSource(kind=SourceKind.FOLDER, location=str(folder))
    looked = looked_at(source)
    assert {sample.is_guessed for sample in looked.tables} == {not as_workbook}
    draft, _, checked = taken(folders, source)
    # The price is what it sells for; nobody said what it is worth.
    assert [problem.column for problem in checked.problems] == ["unit_value"]
    orders = tables_of(draft.checked_project)["orders"]
    assert orders.text("customer_name", 0) == "王小明"


def test_an_sqlite_file_becomes_a_project(tmp_path: Path, folders: Directories) -> None:
    path = write_sqlite(tmp_path / "firma.sqlite", GERMAN)
    source = ImportSource(kind=SourceKind.SQLITE, location=str(path))
    _, _, checked = taken(folders, source)
    assert checked.is_usable
    assert checked.row_counts["orders"] == 17


def test_a_bad_cell_is_told_as_the_company_writes_it_and_mended(
    tmp_path: Path, folders: Directories
) -> None:
    source = german_source(tmp_path / "Firma", BAD_DAY)
    draft, looked, checked = taken(folders, source)
    problem = checked.problems[0]
    assert (problem.file, problem.row, problem.value) == (ORDERS, 3, "31.11.2026")
    place = next(place for place in checked.places if place.target == "orders")
    assert place.columns["due_date"] == "Lieferdatum"
    assert place.rows[3].cells[4] == "31.11.2026"
    assert set(place.rows) == {2, 3, 4, 5}
    act = one_cell("Aufträge", 3, "Lieferdatum", "31.11.2026", "30.11.2026")
    mended = mend_job(draft, (act,), looked.source, looked.mapping, None, control())
    assert mended.is_usable
    assert mended.can_take_back
    assert tables_of(draft.checked_project)["orders"].text("due_date", 1) == "2026-11-30"
    # It was stopped before anybody was told, and is sent again.
    again = mend_job(draft, (act,), looked.source, looked.mapping, None, control())
    assert again.is_usable
    back = take_back_job(draft, looked.source, looked.mapping, None, control())
    assert not back.is_usable
    assert not back.can_take_back


def test_what_was_mended_outlives_a_crash(tmp_path: Path, folders: Directories) -> None:
    draft, looked, _ = taken(folders, german_source(tmp_path / "Firma", BAD_DAY))
    act = one_cell("Aufträge", 3, "Lieferdatum", "31.11.2026", "30.11.2026")
    mend_job(draft, (act,), looked.source, looked.mapping, None, control())
    (left,) = drafts(folders)
    found = unfinished_job(left, control())
    assert found.source == looked.source
    assert found.mapping == looked.mapping
    assert found.is_said
    checked = take_job(left, found.source, found.mapping, (), None, control())
    assert checked.is_usable


def test_a_row_in_pieces_is_mended(tmp_path: Path, folders: Directories) -> None:
    source = german_source(tmp_path / "Firma", {})
    path = tmp_path / "Firma" / "Auftragspositionen.csv"
    text = path.read_text(encoding="cp1252").replace("1002;A-2;1", "1002;A-2;1;zu viel")
    path.write_text(text, encoding="cp1252")
    draft, looked, checked = taken(folders, source)
    assert not checked.is_usable
    place = next(place for place in checked.places if place.target == "order_lines")
    assert place.rows[3].is_lost
    assert place.rows[3].cells == ("1002", "A-2", "1 | zu viel")
    row = NewRow(row=3, cells=("1002", "A-2", "1"))
    act = AddRows(table="Auftragspositionen", header=place.header, rows=(row,))
    mended = mend_job(draft, (act,), looked.source, looked.mapping, None, control())
    assert mended.is_usable
    assert mended.row_counts["order_lines"] == 3 + len(MORE_ORDERS)
    cell = one_cell("Auftragspositionen", 3, "Menge", "1", "5")
    mend_job(draft, (act, cell), looked.source, looked.mapping, None, control())
    assert tables_of(draft.checked_project)["order_lines"].text("units", 1) == "5"


def test_bad_rows_are_left_out_with_all_that_refers_to_them(
    tmp_path: Path, folders: Directories
) -> None:
    source = german_source(tmp_path / "Firma", BAD_DAY)
    draft, looked, checked = taken(folders, source)
    assert checked.bad_rows == 1
    left = leave_out_job(draft, looked.source, looked.mapping, None, control())
    assert left.is_usable
    assert set(left.left_out) == {(ORDERS, 3), ("Auftragspositionen.csv", 3)}
    assert tables_of(draft.checked_project)["orders"].text("order_id", 1) == "1003"
    back = take_back_job(draft, looked.source, looked.mapping, None, control())
    assert back.left_out == ()
    assert back.bad_rows == 1


def test_another_mapping_keeps_what_was_mended(tmp_path: Path, folders: Directories) -> None:
    draft, looked, _ = taken(folders, german_source(tmp_path / "Firma", BAD_DAY))
    act = one_cell("Aufträge", 3, "Lieferdatum", "31.11.2026", "30.11.2026")
    mend_job(draft, (act,), looked.source, looked.mapping, None, control())
    fewer = tuple(table for table in looked.mapping.tables if table.target != "order_lines")
    mapping = replace(looked.mapping, tables=fewer)
    assert take_job(draft, looked.source, mapping, (), None, control()).row_counts["orders"] == 17
    more = take_job(draft, looked.source, looked.mapping, (), None, control())
    assert more.is_usable
    read_again = take_job(draft, looked.source, looked.mapping, (ORDERS,), None, control())
    assert not read_again.is_usable


def test_a_source_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        looked_at(ImportSource(kind=SourceKind.FOLDER, location=str(tmp_path)))
    with pytest.raises(InputError):
        looked_at(ImportSource(kind=SourceKind.SQLITE, location=str(tmp_path / "none.db")))


def test_work_that_is_stopped_leaves_nothing(tmp_path: Path, folders: Directories) -> None:
    looked = looked_at(german_source(tmp_path / "Firma", {}))
    draft = new_draft(folders)
    with pytest.raises(Interrupted):
        take_job(draft, looked.source, looked.mapping, (), None, control(is_stopped=True))
    assert not draft.is_taken
    assert drafts(folders) == ()


def test_progress_goes_forward(tmp_path: Path, folders: Directories) -> None:
    looked = looked_at(german_source(tmp_path / "Firma", {}))
    sent: list[Any] = []
    draft = new_draft(folders)
    take_job(draft, looked.source, looked.mapping, (), None, control(sent=sent))
    assert sent
    fractions = [report.fraction or 0.0 for report in sent]
    assert fractions == sorted(fractions)


def test_an_existing_file_is_never_replaced(tmp_path: Path, folders: Directories) -> None:
    draft, _, _ = taken(folders, german_source(tmp_path / "Firma", {}))
    path = free_project_path(folders, "a/b")
    create_project_job(draft, path, control())
    before = path.read_bytes()
    with pytest.raises(ProjectError):
        create_project_job(draft, path, control())
    assert path.read_bytes() == before
    assert free_project_path(folders, "a/b") != path


def test_tables_are_checked_beside_those_of_the_open_project(
    tmp_path: Path, folders: Directories
) -> None:
    draft, _, _ = taken(folders, german_source(tmp_path / "Firma", {}))
    base = create_project_job(draft, free_project_path(folders, "Firma"), control())
    before = base.read_bytes()
    folder = tmp_path / "neu"
    german_folder(folder, {"Fahrzeuge.csv": GERMAN["Fahrzeuge.csv"]})
    (folder / "Fahrzeuge.csv").write_text(
        "Fahrzeugnummer;Lagernummer;Ladevolumen (m3);Schichtbeginn;Schichtende\n"
        "F2;L1;8,5;07:00;15:30\nF3;L9;8,5;07:00;15:30\n"
    )
    looked = looked_at(ImportSource(kind=SourceKind.FOLDER, location=str(folder)))
    other = new_draft(folders)
    checked = take_job(other, looked.source, looked.mapping, (), base, control())
    assert [(p.file, p.row) for p in checked.problems if p.value == "L9"] == [("Fahrzeuge.csv", 3)]
    checked = leave_out_job(other, looked.source, looked.mapping, base, control())
    assert checked.is_usable
    assert base.read_bytes() == before
    gathered = gather_job(other, looked.mapping, control())
    assert not gathered.act.replaces_all
    with Project.open(base) as project:
        project.import_tables(gathered)
        names = {table.name: len(table) for table in project.tables()}
    assert names["vehicles"] == 1
    assert names["orders"] == 17


def test_a_mapping_is_saved_and_read_again(tmp_path: Path, folders: Directories) -> None:
    looked = looked_at(german_source(tmp_path / "Firma", {}))
    file = tmp_path / "firma.toml"
    save_mapping_job(file, looked.source, looked.mapping, "en", control())
    source = ImportSource(kind=SourceKind.FOLDER, location="", mapping_file=str(file))
    again = looked_at(source)
    assert again.is_said
    assert again.source.location == looked.source.location
    assert again.mapping.tables == looked.mapping.tables
    (tmp_path / "Firma" / ORDERS).rename(tmp_path / "Firma" / "Neu.csv")
    without = looked_at(source)
    (gone,) = (sample for sample in without.tables if sample.source == ORDERS)
    assert gone.trouble is not None
    assert without.mapping.tables == looked.mapping.tables


def one_cell(table: str, row: int, column: str, before: str, after: str) -> ChangeCells:
    change = CellChange(table=table, row=row, column=column, before=before, after=after)
    return ChangeCells(cells=(change,))


def test_a_database_is_read_by_tables_and_queries(
    tmp_path: Path, folders: Directories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLOOM_DB_PASSWORD", "")
    with shared_postgresql() as server:
        with postgresql_as_admin(server.port, "postgres") as admin:
            admin.execute("DROP DATABASE IF EXISTS firma")
            admin.execute("CREATE DATABASE firma")
        with postgresql_as_admin(server.port, "firma") as admin:
            admin.execute('CREATE TABLE "Fahrzeuge" (vehicle_id text, "Lagernummer" text)')
            admin.execute("INSERT INTO \"Fahrzeuge\" VALUES ('F1', 'L1'), ('F2', 'L1')")
        address = f"postgresql://{USER}@127.0.0.1:{server.port}/firma"
        with pytest.raises(PlannerError) as wrong:
            look_at_database_job(address, "not it", keep=False, _control=control())
        assert "not it" not in str(wrong.value)
        found = look_at_database_job(address, PASSWORD, keep=False, _control=control())
        (table,) = found.tables
        query = OwnQuery(name="wagen", query='SELECT vehicle_id FROM "Fahrzeuge"')
        source = ImportSource(
            kind=SourceKind.DATABASE,
            location=address,
            tables=(table.name,),
            queries=(query,),
            password=PASSWORD,
        )
        looked = looked_at(source)
        assert {sample.name for sample in looked.tables} == {table.name, "wagen"}
        draft = new_draft(folders)
        take_job(draft, looked.source, looked.mapping, (), None, control())
        kept = b"".join(path.read_bytes() for path in draft.folder.rglob("*") if path.is_file())
        assert PASSWORD.encode() not in kept
        assert os.environ["WAYLOOM_DB_PASSWORD"] == PASSWORD
        check_job(draft, looked.source, looked.mapping, None, control())
