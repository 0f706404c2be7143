"""A small dataset without a single problem, and ways to spoil it and to write it."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Tables = dict[str, list[list[str]]]

_TEXTS = {
    "warehouses": """
        warehouse_id,name,region_id,lat,lon,open_time,close_time,timezone
        W1,North,R1,49.41,8.69,06:00,22:00,Europe/Berlin
        W2,South,R1,49.38,8.65,06:00,22:00,Europe/Berlin
    """,
    "products": """
        sku,name,category,unit_value,unit_volume_m3,unit_weight_kg,case_pack_units,goods_class
        007,Green tea,food,4.50,0.002,0.5,6,
        A-2,Lamp,home,19.90,0.02,2,1,fragile
    """,
    "supply_lanes": """
        from_id,to_id,sku,lead_time_days,moq_units,order_multiple_units
        Supplier,W1,007,5,12,6
        W1,W2,*,1,,
    """,
    "stock": """
        warehouse_id,sku,on_hand_units,reserved_units,as_of_date
        W1,007,40,2,2026-11-19
        W2,A-2,10,,2026-11-20
    """,
    "inbound": """
        inbound_id,warehouse_id,sku,units,due_date
        PO-1,W1,007,60,2026-11-24
    """,
    "demand_history": """
        date,warehouse_id,sku,units,stockout,promo_id
        2026-11-17,W1,007,5,0,
        2026-11-18,W1,007,7,0,P1
        2026-11-19,W1,007,0,1,
        2026-11-18,W2,A-2,1.5,,
    """,
    "promotions": """
        promo_id,start_date,end_date,scope
        P1,2026-11-01,2026-11-18,007
    """,
    "holidays": """
        date,working
        2026-12-25,0
    """,
    "orders": """
        order_id,customer_name,address,lat,lon,due_date,window_start,window_end,service_min,requirements
        O1,Anna Müller,Main Street 1,49.400,8.680,2026-11-20,08:00,12:00,7.5,tail_lift
        O2,李雷,北京路 2,49.420,8.700,2026-11-20,,,5,
        O3,"O'Neil, ""Bob"" jr.",Mill Lane 3,49.390,8.660,2026-11-20,13:00,15:00,5,
    """,
    "order_lines": """
        order_id,sku,units
        O1,007,3
        O2,A-2,1
        O3,007,6
    """,
    "vehicles": """
        vehicle_id,warehouse_id,capacity_m3,capacity_kg,shift_start,shift_end,equipment,driver_id
        V1,W1,8,1000,06:00,14:00,tail_lift;two_person,D1
        V2,W2,6,,10:00,18:00,,
    """,
    "drivers": """
        driver_id,name
        D1,Li Na
    """,
    "settings": """
        key,value
        currency,EUR
        plan_date,2026-11-20
    """,
}

EXTRA = {
    "zones": """
        zone_id,geometry
        Z1,"POLYGON ((8.6 49.3, 8.8 49.3, 8.8 49.5, 8.6 49.3))"
    """,
    "trips": """
        from_lat,from_lon,to_lat,to_lon,departed_at,duration_s
        49.40,8.68,49.41,8.69,2026-11-19 08:30,420
    """,
    "events": """
        at,kind,order_id
        2026-11-19 08:30,delivered,OLD-1
    """,
    "speed_profiles": """
        road_class,weekdays,start_time,end_time,speed_ratio
        primary,mon-fri,07:00,09:00,0.6
    """,
}
"""Tables that the small dataset does not have, to be added where a test needs one."""


def _records(text: str) -> list[list[str]]:
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return list(csv.reader(io.StringIO(lines)))


def small_tables() -> Tables:
    """The tables, header first, every cell as text."""
    return {name: _records(text) for name, text in _TEXTS.items()}


def set_cell(tables: Tables, table: str, column: str, text: str, row: int = 2) -> None:
    """Write a cell, named by the row of a spreadsheet; adds the table or column if need be."""
    if table not in tables:
        tables[table] = _records(EXTRA[table])
    header = tables[table][0]
    if column not in header:
        header.append(column)
        for record in tables[table][1:]:
            record.append("")
    tables[table][row - 1][header.index(column)] = text


def add_row(tables: Tables, table: str, **cells: str) -> None:
    """Append a record like the first, some cells changed; missing columns are added."""
    tables[table].append(list(tables[table][1]))
    for column, text in cells.items():
        set_cell(tables, table, column, text, row=len(tables[table]))


def drop_column(tables: Tables, table: str, column: str) -> None:
    position = tables[table][0].index(column)
    for record in tables[table]:
        del record[position]


def csv_text(records: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(records)
    return text.getvalue()


def write_csv_folder(folder: Path, tables: Mapping[str, list[list[str]]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in tables.items():
        (folder / f"{name}.csv").write_bytes(csv_text(records).encode())
    return folder


def write_parquet_folder(folder: Path, tables: Mapping[str, list[list[str]]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, *records) in tables.items():
        columns = zip(*records, strict=True) if records else [[] for _ in header]
        arrays = [pa.array(list(column), type=pa.string()) for column in columns]
        pq.write_table(pa.table(arrays, names=header), folder / f"{name}.parquet")
    return folder


def write_workbook(path: Path, tables: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, records in tables.items():
        sheet = book.create_sheet(name)
        for record in records:
            sheet.append([None if cell == "" else cell for cell in record])
    book.save(path)
    return path


Spoil = Callable[[Tables], None]
