"""The papers as files: what a driver reads on paper and on screen."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from domain.message import Message
from domain.settings import Settings
from planning.outputs.file_names import printable_text
from planning.outputs.papers.write_papers import ALL_PAPERS_FILE, PAPERS_FOLDER, write_papers
from planning.outputs.plan_id import plan_id
from planning.wording import Wording
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import PlannedDay, plan_day
from tests.plain_wording import say as plain
from tests.planning.outputs.papers.made_pdf import extracted, page_texts, squeezed


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes that each take several pages."""
    return plan_day(routes=2, stops=14, side=20)


def written(
    folder: Path, day: Any, say: Callable[[Message], str] = plain, **settings: Any
) -> dict[str, bytes]:
    dataset = replace(day.dataset, settings=Settings(**settings))
    shares: list[float] = []
    write_papers(folder, day.plan, dataset, say, pdf=True, xlsx=True, on_share=shares.append)
    assert shares == sorted(shares)
    assert all(0 <= share < 1 for share in shares)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def cells(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]


def text_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        return extracted(content)
    return squeezed("".join(str(cell.value) for cell in cells(content)))


def test_files_are_named_by_route_and_vehicle(tmp_path: Path, day: PlannedDay) -> None:
    names = set(written(tmp_path, day))
    vehicles = {f"{PAPERS_FOLDER}/{n:02d} VAN-{n:02d}.{e}" for n in (1, 2) for e in ("pdf", "xlsx")}
    assert names == {ALL_PAPERS_FILE, *vehicles}


def test_each_paper_names_every_order_and_what_it_brings(tmp_path: Path, day: PlannedDay) -> None:
    files = written(tmp_path, day)
    everything = text_of("all.pdf", files[ALL_PAPERS_FILE])
    for number, route in enumerate(day.plan.routes, start=1):
        pdf = extracted(files[f"{PAPERS_FOLDER}/{number:02d} VAN-{number:02d}.pdf"])
        for order_id in route.order_ids:
            order = next(o for o in day.dataset.orders if o.order_id == order_id)
            # On the dispatch sheet and on the receipts.
            assert pdf.count(order_id) == 2
            assert pdf.count(squeezed(order.address)) >= 3
            assert squeezed(order.note) in pdf
            assert order_id in everything
    for unassigned in day.plan.unassigned:
        assert unassigned.order_id in everything
        assert squeezed(plain(unassigned.reason)) in everything


def test_pages_are_counted_per_vehicle_and_name_vehicle_day_and_plan(
    tmp_path: Path, day: PlannedDay
) -> None:
    files = written(tmp_path, day)
    own = page_texts(files[f"{PAPERS_FOLDER}/01 VAN-01.pdf"])
    assert len(own) > 3
    for number, page in enumerate(own, start=1):
        assert f"sheet.page {number} {len(own)}" in page
        assert page.count("VAN-01") >= 2
        assert "2026-11-20" in page
        assert plan_id(day.plan) in page
    all_pages = page_texts(files[ALL_PAPERS_FILE])
    assert all_pages[1 : 1 + len(own)] == own
    outline: Any = PdfReader(io.BytesIO(files[ALL_PAPERS_FILE])).outline
    assert [entry["/Title"] for entry in outline] == ["paper.overview", "VAN-01", "VAN-02 Sprinter"]


def test_headings_stand_on_every_page_of_their_table(tmp_path: Path, day: PlannedDay) -> None:
    pages = page_texts(written(tmp_path, day)[f"{PAPERS_FOLDER}/01 VAN-01.pdf"])
    for title, heading in (("paper.loading", "paper.sku"), ("paper.receipts", "paper.received")):
        # The title is on each page, the hint for loaders on the first alone.
        of_paper = [page for page in pages if re.search(rf"{title}(?!_order)", page)]
        assert len(of_paper) > 1
        assert all(heading in page for page in of_paper)


def test_telephone_numbers_never_stand_in_full_unless_asked_for(
    tmp_path: Path, day: PlannedDay
) -> None:
    for phones, shown in (("masked", "•••0037"), ("full", "+496221100037"), ("none", "")):
        files = written(tmp_path / phones, day, paper_phones=phones)
        for name, content in files.items():
            text = text_of(name, content)
            assert ("6221" in text) == (phones == "full")
            assert ("•••" in text) == (phones == "masked")
        assert any(shown in text_of(name, content) for name, content in files.items())


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, day: PlannedDay) -> None:
    first, second = (written(tmp_path / name, day) for name in ("a", "b"))
    assert first == second
    for name, content in first.items():
        if name.endswith(".pdf"):
            facts = PdfReader(io.BytesIO(content)).metadata
            assert facts is not None
            assert facts.author == "Wayloom"
        else:
            assert openpyxl.load_workbook(io.BytesIO(content)).properties.creator == "Wayloom"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_of_ours_is_in_the_catalogue(
    tmp_path: Path, day: PlannedDay, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = replace(day, plan=replace(day.plan, unassigned=()))
    files = written(tmp_path, made, Wording(language).say)
    assert not caplog.records
    title = {"en": "Deliveryreceipts", "zh": "签收单"}[language]
    assert title in extracted(files[ALL_PAPERS_FILE])


def test_columns_that_are_not_asked_for_are_not_there(tmp_path: Path, day: PlannedDay) -> None:
    for name, content in written(tmp_path, day, paper_columns=frozenset({"goods"})).items():
        text = text_of(name, content)
        assert "•••" not in text
        if name != ALL_PAPERS_FILE:
            assert not any(word in text for word in ("Weber", "Ringtwice", "m³"))


def test_hostile_texts_are_texts_on_paper(tmp_path: Path) -> None:
    hostile = hostile_day()
    files = written(tmp_path, hostile, paper_phones="full")
    text = extracted(files[ALL_PAPERS_FILE])
    for hostile_text in HOSTILE.values():
        # Stop, order, customer, telephone, note, SKU; on dispatch sheet, loading list, receipts.
        assert text.count(squeezed(printable_text(hostile_text))) > 6
    folder = tmp_path / PAPERS_FOLDER
    assert len(list(folder.iterdir())) == 2 * len(HOSTILE)
    assert {path.name for path in tmp_path.iterdir()} == {PAPERS_FOLDER, ALL_PAPERS_FILE}


def test_hostile_texts_are_texts_in_every_cell(tmp_path: Path) -> None:
    hostile = hostile_day()
    files = written(tmp_path, hostile)
    found = [c for n, content in files.items() if n.endswith(".xlsx") for c in cells(content)]
    assert {cell.data_type for cell in found} == {"s", "n"}
    assert all(cell.hyperlink is None for cell in found)
    shown = {cell.value for cell in found}
    assert {printable_text(text) for text in HOSTILE.values()} <= shown


def test_a_plan_without_routes_has_an_overview(tmp_path: Path, day: PlannedDay) -> None:
    files = written(tmp_path, replace(day, plan=replace(day.plan, routes=())))
    assert set(files) == {ALL_PAPERS_FILE}
    assert len(page_texts(files[ALL_PAPERS_FILE])) == 1
