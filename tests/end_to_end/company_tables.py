"""The sample day as two companies keep it in their databases: other names, units and forms."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from planning.reading.raw_table import RawTable
from tests.servers.database import Database

ROW = "zeile"
"""Key of every table; its rows are put in with the last one first."""


def _same(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a company keeps a column.

    Attributes
    ----------
    how
        What the mapping says besides the name, as TOML.
    """

    name: str
    type_name: str = "varchar(500)"
    written: Callable[[str], str] = _same
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Names of tables, columns kept in a way of their own, and what the others are called."""

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], Kept]
    others: str
    schema: str = ""

    def kept(self, table: str, column: str) -> Kept:
        return self.columns.get((table, column)) or Kept(name=self.others.format(column))


def times(factor: str) -> Callable[[str], str]:
    """A number in a smaller unit."""
    return lambda text: format((Decimal(text) * Decimal(factor)).normalize(), "f")


def dated(form: str) -> Callable[[str], str]:
    """A date in another form."""
    return lambda text: datetime.date.fromisoformat(text).strftime(form)


def worded(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: words[text]


GERMAN = Company(
    schema="public",
    others="feld_{}",
    tables={
        "warehouses": "Lager",
        "products": "Artikelstamm",
        "orders": "Aufträge",
        "order_lines": "Auftragspositionen",
        "vehicles": "Fahrzeuge",
        "drivers": "Fahrer",
        "stock": "Bestand",
        "inbound": "Wareneingänge",
        "supply_lanes": "Lieferwege",
        "demand_history": "Absatz",
        "promotions": "Aktionen",
        "holidays": "Feiertage",
    },
    columns={
        ("products", "sku"): Kept(name="Artikelnummer"),
        ("products", "unit_weight_kg"): Kept(
            name="Gewicht_g", type_name="integer", written=times("1000"), how='unit = "g"'
        ),
        ("products", "unit_volume_m3"): Kept(
            name="Volumen_cm3", type_name="bigint", written=times("1000000"), how='unit = "cm3"'
        ),
        ("products", "unit_value"): Kept(name="EK-Preis", type_name="numeric(12,4)"),
        ("orders", "order_id"): Kept(name="AuftragNr"),
        ("orders", "lat"): Kept(name="Breite", type_name="double precision"),
        ("orders", "lon"): Kept(name="Länge", type_name="numeric(9,6)"),
        ("orders", "due_date"): Kept(
            name="Liefertag", type_name="char(12)", written=dated("%d.%m.%Y"),
            how='form = "DD.MM.YYYY"',
        ),
        ("orders", "window_start"): Kept(name="Zeitfenster von", type_name="time"),
        ("orders", "window_end"): Kept(name="Zeitfenster bis", type_name="time"),
        ("orders", "service_min"): Kept(
            name="Entladezeit_Sek", type_name="smallint", written=times("60"), how='unit = "s"'
        ),
        ("orders", "requirements"): Kept(
            name="Bedarf", type_name="text[]", written=lambda text: f"{{{text.replace(';', ',')}}}"
        ),
        ("holidays", "working"): Kept(name="Arbeitstag", type_name="boolean"),
        ("holidays", "date"): Kept(name="Tag", type_name="date"),
        ("demand_history", "date"): Kept(name="Tag", type_name="date"),
        ("demand_history", "units"): Kept(name="Stück", type_name="integer"),
        ("demand_history", "stockout"): Kept(name="Ausverkauft", type_name="boolean"),
    },
)  # fmt: skip

CHINESE = Company(
    others="字段_{}",
    tables={
        "warehouses": "仓库",
        "products": "商品",
        "orders": "订单",
        "order_lines": "订单明细",
        "vehicles": "车辆",
        "drivers": "司机",
        "stock": "库存",
        "inbound": "在途",
        "supply_lanes": "供货线路",
        "demand_history": "销量",
        "promotions": "促销",
        "holidays": "节假日",
    },
    columns={
        ("products", "sku"): Kept(name="商品编码"),
        ("products", "unit_weight_kg"): Kept(
            name="重量_克", type_name="decimal(12,1)", written=times("1000"), how='unit = "g"'
        ),
        ("products", "unit_volume_m3"): Kept(
            name="体积_升", type_name="decimal(12,4)", written=times("1000"), how='unit = "l"'
        ),
        ("orders", "order_id"): Kept(name="订单号"),
        ("orders", "lat"): Kept(name="纬度", type_name="double"),
        ("orders", "lon"): Kept(name="经度", type_name="decimal(9,6)"),
        ("orders", "due_date"): Kept(
            name="送货日期", written=dated("%Y年%m月%d日"), how='form = "YYYY年MM月DD日"'
        ),
        ("orders", "window_start"): Kept(name="开始时间", type_name="time"),
        ("orders", "window_end"): Kept(name="结束时间", type_name="time(3)"),
        ("orders", "service_min"): Kept(name="服务分钟", type_name="decimal(6,2)"),
        ("stock", "as_of_date"): Kept(name="盘点时间", type_name="datetime"),
        ("holidays", "working"): Kept(
            name="上班",
            written=worded({"0": "否", "1": "是"}),
            how='words = { "否" = "0", "是" = "1" }',
        ),
        ("demand_history", "date"): Kept(name="日期", type_name="date"),
        ("demand_history", "units"): Kept(name="数量", type_name="int"),
        ("demand_history", "stockout"): Kept(name="缺货", type_name="boolean"),
    },
)


def fill(
    database: Database, company: Company, tables: Mapping[str, RawTable], folder: Path
) -> None:
    """Make and fill a company's tables, the last row first; one column of each is nobody's."""
    for target, name in company.tables.items():
        table = tables[target]
        kept = [company.kept(target, column) for column in table.header]
        quote = '"' if database.is_postgresql else "`"
        columns = [f"{quote}{k.name}{quote} {k.type_name}" for k in kept]
        columns += [f"{quote}intern{quote} {'jsonb' if database.is_postgresql else 'longblob'}"]
        quoted = f"{quote}{name}{quote}"
        database.run(f"CREATE TABLE {quoted} ({ROW} int PRIMARY KEY, {', '.join(columns)})")
        path = folder / f"{target}.tsv"
        path.write_text("".join(_lines(table, kept)), encoding="utf-8", newline="")
        _load(database, quoted, path)


def _lines(table: RawTable, kept: list[Kept]) -> Iterator[str]:
    """Rows as both servers load them: cells between tabs, what is not there as ``\\N``."""
    written = []
    for cells, column in zip(table.cells, kept, strict=True):
        known = cache(partial(_cell, written=column.written))
        written.append([known(str(cell)) for cell in cells.to_pylist()])
    for row, cells in reversed(list(enumerate(zip(*written, strict=True)))):
        yield "\t".join([str(row), *cells, "\\N"]) + "\n"


def _cell(text: str, written: Callable[[str], str]) -> str:
    if not text:
        return "\\N"
    return written(text).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _load(database: Database, table: str, path: Path) -> None:
    if not database.is_postgresql:
        database.run(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table} CHARACTER SET utf8mb4")
        return
    with database.admin.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(path.read_bytes())


def mapping_text(
    company: Company,
    address: str,
    tables: Mapping[str, RawTable],
    settings: Mapping[str, str],
) -> str:
    """The mapping of a company's database as a planner would write it."""
    lines = ['format = "wayloom.mapping"', "version = 1", "", "[source]", 'kind = "database"']
    lines += [f'location = "{address}"', "time_limit_s = 120", "", "[settings]"]
    lines += [f'{key} = "{value}"' for key, value in settings.items()]
    for target, name in company.tables.items():
        source = f"{company.schema}.{name}" if company.schema else name
        lines += ["", f"[tables.{target}]", f'from = "{source}"', f"[tables.{target}.columns]"]
        for column in tables[target].header:
            kept = company.kept(target, column)
            how = f", {kept.how}" if kept.how else ""
            lines.append(f'{column} = {{ from = "{kept.name}"{how} }}')
    return "\n".join(lines) + "\n"
