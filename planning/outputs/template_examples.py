"""The example row of each sheet of the template, and the names of its sheet of instructions.

An example is never data: the reader leaves out a row that still is one. Its ids say so
(``EXAMPLE-1``), so that no row of a company is one by accident. Names are in both languages.
"""

from collections.abc import Mapping

HOW_TO_SHEETS = {"en": "How to fill in", "zh": "填写说明"}
"""Language -> name of the sheet that tells how to fill in the others."""

Example = Mapping[str, str | tuple[str, str]]
"""Column -> cell, as the reader takes it; in English and Chinese where that differs."""

EXAMPLES: Mapping[str, Example] = {
    "warehouses": {
        "warehouse_id": "EXAMPLE-W1",
        "name": ("Depot North", "北仓"),
        "lat": "47.6263",
        "lon": "9.4181",
        "open_time": "06:00",
        "close_time": "22:00",
        "timezone": ("Europe/Berlin", "Asia/Shanghai"),
    },
    "products": {
        "sku": "EXAMPLE-001",
        "name": ("Mineral water 12 x 1 l", "矿泉水 12 x 1 升"),
        "category": ("Drinks", "饮料"),
        "unit_value": "5.9",
        "unit_volume_m3": "0.0195",
        "unit_weight_kg": "13.2",
        "case_pack_units": "1",
    },
    "orders": {
        "order_id": "EXAMPLE-O1",
        "customer_name": ("Anna Smith", "王芳"),
        "address": ("Linen Close 141", "解放路 141 号"),
        "phone": "+00 801 4696169",
        "note": ("Side entrance", "走侧门"),
        "lat": "47.6194",
        "lon": "9.4256",
        "due_date": "2026-11-20",
        "window_start": "08:00",
        "window_end": "12:00",
        "window_kind": "hard",
        "service_min": "8",
    },
    "order_lines": {"order_id": "EXAMPLE-O1", "sku": "EXAMPLE-001", "units": "3"},
    "vehicles": {
        "vehicle_id": "EXAMPLE-V1",
        "name": ("Van 1", "1 号货车"),
        "warehouse_id": "EXAMPLE-W1",
        "profile": "van",
        "capacity_m3": "11",
        "capacity_kg": "1200",
        "fixed_cost": "70",
        "cost_per_km": "0.45",
        "cost_per_hour": "32",
        "shift_start": "07:00",
        "shift_end": "15:30",
    },
    "supply_lanes": {
        "from_id": "EXAMPLE-S1",
        "to_id": "EXAMPLE-W1",
        "sku": "EXAMPLE-001",
        "lead_time_days": "3",
        "moq_units": "12",
        "unit_cost": "5.9",
    },
    "stock": {
        "warehouse_id": "EXAMPLE-W1",
        "sku": "EXAMPLE-001",
        "on_hand_units": "55",
        "as_of_date": "2026-11-20",
    },
    "inbound": {
        "inbound_id": "EXAMPLE-P1",
        "type": "po",
        "from_id": "EXAMPLE-S1",
        "warehouse_id": "EXAMPLE-W1",
        "sku": "EXAMPLE-001",
        "units": "45",
        "due_date": "2026-11-23",
    },
    "demand_history": {
        "date": "2026-11-18",
        "warehouse_id": "EXAMPLE-W1",
        "sku": "EXAMPLE-001",
        "units": "7",
        "stockout": "0",
    },
    "promotions": {
        "promo_id": "EXAMPLE-A1",
        "name": ("Autumn week", "秋季促销"),
        "start_date": "2026-11-10",
        "end_date": "2026-11-16",
        "scope": "*",
        "discount_pct": "20",
    },
    "holidays": {
        "date": "2026-12-25",
        "name": ("EXAMPLE: Christmas Day", "EXAMPLE: 圣诞节"),
        "working": "0",
    },
    "drivers": {"driver_id": "EXAMPLE-D1", "name": ("Lea Castle", "李雷")},
    "speed_profiles": {
        "road_class": "EXAMPLE-primary",
        "weekdays": "mon-fri",
        "start_time": "07:00",
        "end_time": "09:00",
        "speed_ratio": "0.6",
    },
    "trips": {
        "from_lat": "47.6263",
        "from_lon": "9.4181",
        "to_lat": "47.6194",
        "to_lon": "9.4256",
        "departed_at": "2026-11-18 08:00:01",
        "duration_s": "431",
        "profile": "van",
    },
    "zones": {
        "zone_id": "EXAMPLE-Z1",
        "name": ("Old town", "老城区"),
        "kind": "toll",
        "charge": "4.5",
        "geometry": "POLYGON ((9.41 47.61, 9.43 47.61, 9.43 47.63, 9.41 47.61))",
    },
    "events": {
        "at": "2026-11-20 08:41:01",
        "kind": "delivered",
        "vehicle_id": "EXAMPLE-V1",
        "order_id": "EXAMPLE-O1",
    },
    "settings": {"key": "currency", "value": "EXAMPLE: EUR"},
}
