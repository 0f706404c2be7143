"""The sample day as four companies would hold it: other names, units, forms and words."""

import csv
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from planning.reading.raw_table import RawTable
from tests.planning.mapping.company_tables import company_table

SAMPLE = Path(__file__).parents[3] / "resources" / "sample_day"
ROWS = 80

Written = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a company: the dataset's column it holds, its name, and how it is written."""

    target: str
    name: str
    written: Written = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company's tables: the dataset's table -> the company's name for it and its fields."""

    tables: Mapping[str, tuple[str, Sequence[Field]]]
    noise: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def raw_tables(self) -> list[RawTable]:
        """The company's tables, filled from the sample day."""
        return [self._raw(target, *self.tables[target]) for target in self.tables]

    def _raw(self, target: str, name: str, fields: Sequence[Field]) -> RawTable:
        records = sample_records(target)
        noise = self.noise.get(target, ())
        header = [*(f.name for f in fields), *(column for column, _ in noise)]
        rows = [
            [
                *(f.written(record[f.target]) for f in fields),
                *(cell for _, cell in noise),
            ]
            for record in records
        ]
        return company_table(name, header, *rows)


def sample_records(table: str) -> list[dict[str, str]]:
    """Records of the sample day, with columns it leaves out."""
    with (SAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))[:ROWS]
    extra = {"orders": {"window_kind": ("hard", "soft"), "customer_id": ("C-1", "C-2", "C-3")}}
    for number, record in enumerate(records):
        for column, values in extra.get(table, {}).items():
            record[column] = values[number % len(values)]
    return records


def scaled(factor: str, comma: bool = False) -> Written:
    """A number in another unit, perhaps with a decimal comma."""

    def written(text: str) -> str:
        if not text:
            return ""
        number = format((Decimal(text) * Decimal(factor)).normalize(), "f")
        return number.replace(".", ",") if comma else number

    return written


def dated(form: str) -> Written:
    """A date in another form."""
    return lambda text: datetime.date.fromisoformat(text).strftime(form) if text else ""


def clock(form: str) -> Written:
    """A clock time in another form."""
    return lambda text: text and datetime.time.fromisoformat(text).strftime(form)


def clock_seconds(text: str) -> str:
    """A clock time as seconds after midnight."""
    if not text:
        return ""
    hours, minutes = text.split(":")
    return str(int(hours) * 3600 + int(minutes) * 60)


def worded(words: Mapping[str, str]) -> Written:
    """Words in another language."""
    return lambda text: words.get(text, text)


COMMA = scaled("1", comma=True)

GERMAN = Company(
    tables={
        "warehouses": (
            "Lagerorte",
            [
                Field("warehouse_id", "Lager-Nr."),
                Field("name", "Bezeichnung"),
                Field("lat", "Breitengrad", COMMA),
                Field("lon", "Längengrad", COMMA),
                Field("open_time", "Geöffnet ab"),
                Field("close_time", "Geöffnet bis"),
                Field("timezone", "Zeitzone"),
            ],
        ),
        "products": (
            "Artikelstamm",
            [
                Field("sku", "Artikelnummer"),
                Field("name", "Bezeichnung"),
                Field("category", "Warengruppe"),
                Field("unit_value", "EK-Preis", COMMA),
                Field("unit_price", "VK-Preis", COMMA),
                Field("unit_volume_m3", "Volumen (l)", scaled("1000", comma=True)),
                Field("unit_weight_kg", "Gewicht_g", scaled("1000", comma=True)),
                Field("case_pack_units", "Verpackungseinheit"),
            ],
        ),
        "orders": (
            "Aufträge",
            [
                Field("order_id", "AuftragNr"),
                Field("customer_id", "Kundennummer"),
                Field("customer_name", "Kunde"),
                Field("address", "Lieferadresse"),
                Field("phone", "Telefon"),
                Field("lat", "Breite", COMMA),
                Field("lon", "Länge", COMMA),
                Field("due_date", "Liefertag", dated("%d.%m.%Y")),
                Field("window_start", "Zeitfenster von", clock("%H:%M")),
                Field("window_end", "Zeitfenster bis", clock("%H:%M")),
                Field("window_kind", "Zeitfensterart", worded({"hard": "Fest", "soft": "Wunsch"})),
                Field("service_min", "Entladezeit (Sek)", scaled("60")),
            ],
        ),
        "order_lines": (
            "Auftragspositionen",
            [
                Field("order_id", "Auftragsnummer"),
                Field("sku", "Artikelnummer"),
                Field("units", "Menge"),
            ],
        ),
        "vehicles": (
            "Fuhrpark",
            [
                Field("vehicle_id", "Kennzeichen"),
                Field("name", "Bezeichnung"),
                Field("warehouse_id", "Lager"),
                Field("capacity_m3", "Ladevolumen [m³]", COMMA),
                Field("capacity_kg", "Nutzlast (t)", scaled("0.001", comma=True)),
                Field("shift_start", "Schichtbeginn", clock("%H.%M")),
                Field("shift_end", "Schichtende", clock("%H.%M")),
                Field("cost_per_km", "Kosten (ct/km)", scaled("100", comma=True)),
                Field("cost_per_hour", "Stundensatz", COMMA),
                Field("fixed_cost", "Tagessatz", COMMA),
            ],
        ),
        "stock": (
            "Lagerbestand",
            [
                Field("warehouse_id", "Lager"),
                Field("sku", "Artikel-Nr"),
                Field("on_hand_units", "Bestand"),
                Field("as_of_date", "Stichtag", dated("%d.%m.%Y")),
            ],
        ),
        "inbound": (
            "Offene Bestellungen",
            [
                Field("inbound_id", "Bestellnummer"),
                Field("warehouse_id", "Lager"),
                Field("sku", "Artikelnummer"),
                Field("units", "Bestellmenge"),
                Field("due_date", "Liefertermin", dated("%d.%m.%Y")),
            ],
        ),
        "supply_lanes": (
            "Lieferanten",
            [
                Field("from_id", "Lieferantennummer"),
                Field("to_id", "Lager"),
                Field("sku", "Artikelnummer"),
                Field("lead_time_days", "Lieferzeit (Tage)", COMMA),
                Field("moq_units", "Mindestbestellmenge"),
                Field("unit_cost", "Einkaufspreis", COMMA),
            ],
        ),
    },
    noise={"orders": [("Sachbearbeiter", "Meier"), ("Druckdatum", "19.11.2026")]},
)

CHINESE = Company(
    tables={
        "warehouses": (
            "仓库信息",
            [
                Field("warehouse_id", "仓库编码"),
                Field("name", "仓库名称"),
                Field("lat", "纬度"),
                Field("lon", "经度"),
                Field("open_time", "开门时间", clock("%H:%M")),
                Field("close_time", "关门时间", clock("%H:%M")),
            ],
        ),
        "products": (
            "商品",
            [
                Field("sku", "商品编码"),
                Field("name", "商品名称"),
                Field("category", "品类"),
                Field("unit_value", "进价(元)"),
                Field("unit_price", "售价(元)"),
                Field("unit_volume_m3", "体积（立方厘米）", scaled("1000000")),
                Field("unit_weight_kg", "重量（克）", scaled("1000")),
                Field("case_pack_units", "箱规"),
            ],
        ),
        "orders": (
            "订单",
            [
                Field("order_id", "订单编号"),
                Field("customer_name", "收货人"),
                Field("address", "收货地址"),
                Field("phone", "联系电话"),
                Field("lat", "纬度"),
                Field("lon", "经度"),
                Field("due_date", "配送日期", dated("%Y年%m月%d日")),
                Field("window_start", "最早送达", clock("%H%M")),
                Field("window_end", "最晚送达", clock("%H%M")),
                Field("window_kind", "时间窗类型", worded({"hard": "硬性", "soft": "软性"})),
                Field("service_min", "卸货时间(分钟)"),
            ],
        ),
        "order_lines": (
            "订单明细",
            [Field("order_id", "订单号"), Field("sku", "商品编码"), Field("units", "数量")],
        ),
        "vehicles": (
            "车辆",
            [
                Field("vehicle_id", "车牌号"),
                Field("warehouse_id", "所属仓库"),
                Field("capacity_m3", "容积(立方米)"),
                Field("capacity_kg", "载重(吨)", scaled("0.001")),
                Field("shift_start", "上班时间"),
                Field("shift_end", "下班时间"),
            ],
        ),
        "stock": (
            "库存",
            [
                Field("warehouse_id", "仓库编码"),
                Field("sku", "商品编码"),
                Field("on_hand_units", "库存数量"),
            ],
        ),
    },
)

SAP = Company(
    tables={
        "warehouses": (
            "T001W",
            [
                Field("warehouse_id", "WERKS"),
                Field("name", "NAME1"),
                Field("lat", "ZLAT"),
                Field("lon", "ZLON"),
            ],
        ),
        "products": (
            "MARA",
            [
                Field("sku", "MATNR"),
                Field("name", "MAKTX"),
                Field("category", "MATKL"),
                Field("unit_value", "STPRS"),
                Field("unit_volume_m3", "VOLUM", scaled("1000")),
                Field("unit_weight_kg", "BRGEW", scaled("1000")),
            ],
        ),
        "orders": (
            "VBAK",
            [
                Field("order_id", "VBELN"),
                Field("customer_id", "KUNNR"),
                Field("customer_name", "NAME1"),
                Field("address", "STRAS"),
                Field("phone", "TELF1"),
                Field("lat", "LATITUDE"),
                Field("lon", "LONGITUDE"),
                Field("due_date", "VDATU", dated("%Y%m%d")),
            ],
        ),
        "order_lines": (
            "VBAP",
            [Field("order_id", "VBELN"), Field("sku", "MATNR"), Field("units", "KWMENG")],
        ),
        "stock": (
            "MARD",
            [
                Field("warehouse_id", "WERKS"),
                Field("sku", "MATNR"),
                Field("on_hand_units", "LABST"),
            ],
        ),
        "vehicles": (
            "ZFLEET",
            [
                Field("vehicle_id", "VEHICLE"),
                Field("warehouse_id", "WERKS"),
                Field("capacity_m3", "VOLUME_CAPACITY_M3"),
                Field("capacity_kg", "PAYLOAD_KG"),
                Field("shift_start", "SHIFT_START", clock("%H%M%S")),
                Field("shift_end", "SHIFT_END", clock("%H%M%S")),
            ],
        ),
        "supply_lanes": (
            "EINA",
            [
                Field("from_id", "LIFNR"),
                Field("to_id", "WERKS"),
                Field("sku", "MATNR"),
                Field("lead_time_days", "PLIFZ"),
                Field("moq_units", "BSTMI"),
                Field("unit_cost", "NETPR"),
            ],
        ),
    },
    noise={
        "products": [("MANDT", "100"), ("VOLEH", "L"), ("GEWEI", "G"), ("MEINS", "ST")],
        "orders": [("MANDT", "100"), ("ERDAT", "20261118"), ("ERNAM", "MEIER")],
        "order_lines": [("MANDT", "100"), ("POSNR", "000010"), ("VRKME", "ST")],
    },
)

VROOM = Company(
    tables={
        "orders": (
            "jobs",
            [
                Field("order_id", "id"),
                Field("customer_name", "description"),
                Field("lon", "lon"),
                Field("lat", "lat"),
                Field("service_min", "service", scaled("60")),
                Field("window_start", "time_window_start", clock_seconds),
                Field("window_end", "time_window_end", clock_seconds),
            ],
        ),
        "vehicles": (
            "vehicles",
            [
                Field("vehicle_id", "id"),
                Field("warehouse_id", "depot"),
                Field("capacity_kg", "capacity_weight"),
                Field("capacity_m3", "capacity_volume"),
                Field("shift_start", "time_window_start", clock_seconds),
                Field("shift_end", "time_window_end", clock_seconds),
            ],
        ),
    },
)


COMPANIES = {"German": GERMAN, "Chinese": CHINESE, "SAP": SAP, "VROOM": VROOM}
