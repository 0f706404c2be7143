"""The JSON Schema of plan files, made from the types of the plan.

``python -m planning.plan_schema`` writes it anew into ``resources/``.
"""

import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from domain.message import Message
from domain.plan import Plan
from planning.plan_file import DERIVED, FORMAT, VERSION

SCHEMA_FILE = Path(__file__).parent.parent / "resources" / "plan.schema.json"


def plan_schema() -> dict[str, Any]:
    """The schema that every plan file keeps to."""
    (_,), parts = msgspec.json.schema_components((Plan,), ref_template="#/$defs/{name}")
    for part in parts.values():
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    for noun, names in DERIVED.items():
        for name in names:
            parts[noun.__name__]["properties"][name] = _derived(noun, name)
    text = {"type": "string", "description": "The sentence, in the language of the writer."}
    parts[Message.__name__]["properties"]["text"] = text
    plan = parts[Plan.__name__]
    header = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    plan["properties"] = {**header, **plan["properties"]}
    plan["required"] = [*header, *plan["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:wayloom:plan:{VERSION}",
        "$ref": f"#/$defs/{Plan.__name__}",
        "$defs": parts,
    }


def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(plan_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _derived(noun: type, name: str) -> dict[str, Any]:
    """Schema of a property that is computed; it may be left out."""
    getter = getattr(noun, name).fget
    kind = "integer" if getter.__annotations__["return"] is int else "number"
    return {"type": kind, "description": inspect.cleandoc(getter.__doc__ or "")}


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
