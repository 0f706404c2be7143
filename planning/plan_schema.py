"""The JSON Schemas of plan files and of files of the stock alone, made from their types.

``python -m planning.plan_schema`` writes them anew into ``resources/``.
"""

import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from domain.message import Message
from domain.plan import Plan
from planning.outputs.stock_file import STOCK_FORMAT, STOCK_VERSION, StockFile
from planning.plan_file import DERIVED, FORMAT, VERSION

RESOURCES = Path(__file__).parent.parent / "resources"
SCHEMA_FILE = RESOURCES / "plan.schema.json"
STOCK_SCHEMA_FILE = RESOURCES / "stock.schema.json"


def plan_schema() -> dict[str, Any]:
    """The schema that every plan file keeps to."""
    return _schema(Plan, FORMAT, VERSION)


def stock_schema() -> dict[str, Any]:
    """The schema that every file of the stock alone keeps to."""
    return _schema(StockFile, STOCK_FORMAT, STOCK_VERSION)


def _schema(noun: type, name: str, version: int) -> dict[str, Any]:
    (_,), parts = msgspec.json.schema_components((noun,), ref_template="#/$defs/{name}")
    for part in parts.values():
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    for derived in _named(parts):
        for figure in DERIVED[derived]:
            parts[derived.__name__]["properties"][figure] = _derived(derived, figure)
    text = {"type": "string", "description": "The sentence, in the language of the writer."}
    parts[Message.__name__]["properties"]["text"] = text
    whole = parts[noun.__name__]
    header = {"format": {"const": name}, "version": {"const": version}}
    whole["properties"] = {**header, **whole["properties"]}
    whole["required"] = [*header, *whole["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:wayloom:{name.removeprefix('wayloom.')}:{version}",
        "$ref": f"#/$defs/{noun.__name__}",
        "$defs": parts,
    }


def _named(parts: dict[str, Any]) -> set[type]:
    """The types with figures that follow from others which a schema names."""
    return {noun for noun in DERIVED if noun.__name__ in parts}


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _derived(noun: type, name: str) -> dict[str, Any]:
    """Schema of a property that is computed; it may be left out."""
    getter = getattr(noun, name).fget
    kind = "integer" if getter.__annotations__["return"] is int else "number"
    return {"type": kind, "description": inspect.cleandoc(getter.__doc__ or "")}


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(plan_schema()), encoding="utf-8")
    STOCK_SCHEMA_FILE.write_text(schema_text(stock_schema()), encoding="utf-8")
