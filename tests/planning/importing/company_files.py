"""Small sources as companies have them: German files, a Chinese workbook, an SQLite file."""

import csv
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[str]]

MORE_ORDERS = range(1004, 1018)
"""Enough of them that a single cell leaves no doubt about how the others are written."""

GERMAN: Mapping[str, Rows] = {
    "Lager.csv": (
        ("Lagernummer", "Bezeichnung", "Breitengrad", "Längengrad", "Öffnet", "Schließt"),
        ("L1", "Lager Süd", "47,62627", "9,41810", "05:30", "22:00"),
    ),
    "Artikel.csv": (
        ("Artikelnummer", "Bezeichnung", "Warenwert", "Volumen (l)", "Gewicht (g)"),
        ("A-1", "Müsli", "9,40", "6,5", "510,5"),
        ("A-2", "Öl", "5,90", "19,5", "1320,0"),
        ("A-3", "Grüner Tee", "3,10", "1,25", "75,5"),
        *((f"A-{n}", f"Käse {n}", f"{n},25", f"0,{n}5", f"2{n},5") for n in range(4, 16)),
    ),
    "Aufträge.csv": (
        ("Auftragsnummer", "Kunde", "Breitengrad", "Längengrad", "Lieferdatum"),
        ("1001", "Jürgen Groß", "47,61941", "9,42557", "20.11.2026"),
        ("1002", "Käthe Weiß", "47,55451", "9,43973", "21.11.2026"),
        ("1003", "Björn Höß", "47,60000", "9,40000", "20.11.2026"),
        *((str(n), f"Kundin {n}", "47,6", "9,41", f"{n - 990}.11.2026") for n in MORE_ORDERS),
    ),
    "Auftragspositionen.csv": (
        ("Auftragsnummer", "Artikelnummer", "Menge"),
        ("1001", "A-1", "2"),
        ("1002", "A-2", "1"),
        ("1003", "A-3", "4"),
        *((str(n), "A-1", "1") for n in MORE_ORDERS),
    ),
    "Fahrzeuge.csv": (
        ("Fahrzeugnummer", "Lagernummer", "Ladevolumen (m3)", "Schichtbeginn", "Schichtende"),
        ("F1", "L1", "12,5", "07:00", "15:30"),
    ),
}
"""A day whose every cell is right."""

CHINESE: Mapping[str, Rows] = {
    "仓库": (
        ("仓库编号", "名称", "纬度", "经度"),
        ("C1", "上海仓", "31.2304", "121.4737"),
    ),
    "商品": (
        ("商品编号", "名称", "单价", "体积(m3)", "重量(kg)"),
        ("S1", "大米", "45.5", "0.0065", "5.1"),
    ),
    "订单": (
        ("订单编号", "客户名称", "纬度", "经度", "配送日期"),
        ("D1", "王小明", "31.2200", "121.4600", "2026-11-20"),
        ("D2", "李静", "31.2400", "121.4800", "2026-11-20"),
    ),
    "订单明细": (
        ("订单编号", "商品编号", "数量"),
        ("D1", "S1", "2"),
        ("D2", "S1", "1"),
    ),
    "车辆": (
        ("车辆编号", "仓库编号", "容积(m3)", "开始时间", "结束时间"),
        ("V1", "C1", "12.5", "07:00", "15:30"),
    ),
}


def changed(
    tables: Mapping[str, Rows], cells: Mapping[tuple[str, int, int], str]
) -> dict[str, Rows]:
    """Tables with other cells: table, row as a spreadsheet counts, position -> text."""
    made = {name: [list(row) for row in rows] for name, rows in tables.items()}
    for (name, row, position), text in cells.items():
        made[name][row - 1][position] = text
    return {name: rows for name, rows in made.items()}


def write_csv_folder(
    folder: Path, tables: Mapping[str, Rows], *, encoding: str, delimiter: str
) -> Path:
    """A folder with one CSV file per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        path = folder / (name if name.endswith(".csv") else f"{name}.csv")
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
    return folder


def german_folder(folder: Path, tables: Mapping[str, Rows] = GERMAN) -> Path:
    """Semicolons, Windows-1252, decimal commas, grams, and days first."""
    return write_csv_folder(folder, tables, encoding="cp1252", delimiter=";")


def write_workbook(path: Path, tables: Mapping[str, Rows]) -> Path:
    """A workbook with one sheet per table, all cells as text."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_sqlite(path: Path, tables: Mapping[str, Rows]) -> Path:
    """An SQLite file with one table per table."""
    with closing(sqlite3.connect(path)) as database, database:
        for name, (header, *rows) in tables.items():
            columns = ", ".join(f'"{column}"' for column in header)
            table = name.removesuffix(".csv")
            database.execute(f'CREATE TABLE "{table}" ({columns})')
            marks = ", ".join("?" for _ in header)
            database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
    return path
