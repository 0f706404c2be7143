"""Plan files: versioned JSON that other programs read and that two plans can be compared by.

Keys are sorted, and each route, stop, order or line of the plan stands on a line of its own.
Sentences are stored as code, parameters and ready text; totals that follow from the parts are
stored too. Both are there for readers of the file, and are made anew when it is read back.
"""

import dataclasses
import datetime
import json
import logging
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import msgspec

from domain.errors import PlanFileError
from domain.message import Message, message
from domain.plan import CostSummary, Plan, RouteCost, Summary
from maps.network.whole_file import write_whole_file
from maps.picture.plan_text import Say
from maps.picture.polyline import decode_polyline

log = logging.getLogger(__name__)

FORMAT = "wayloom.plan"
VERSION = 1

DERIVED: Mapping[type, tuple[str, ...]] = {
    CostSummary: ("transport", "operating", "total"),
    RouteCost: ("total_minor",),
    Summary: ("fill_rate_units",),
}
"""Figures that follow from others and are written for readers of the file."""

_ONE_PER_LINE = frozenset(
    {
        *("routes", "stops", "breaks", "geometry", "unassigned", "allocation", "replenishment"),
        *("transfers", "later_supply", "stock_alerts", "forecast", "rules", "violations"),
        *("scarce", "comparison", "changes", "conflicts", "left_out"),
    }
)
_OPENED = frozenset({"checks", "origin", "stock_summary", "summary"})
_INDENT = " "
_AT_PATH = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_WRONG_TYPE = re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<found>[^`]*)`")
_MISSING_FIELD = re.compile(r"Object missing required field `(?P<field>[^`]*)`")
_BYTE = re.compile(r"\(byte (\d+)\)")


class _Header(msgspec.Struct):
    """What tells a plan file from any other JSON."""

    format: str
    version: int


def write_plan(path: Path, plan: Plan, say: Say) -> None:
    """Write a plan file; the one that lay there stays until the new one is safe.

    Parameters
    ----------
    say
        Renders the sentences that stand beside their codes.

    Raises
    ------
    EnvironmentFault
        If the file cannot be written.
    """
    write_whole_file(path, plan_json(plan, say))


def plan_json(plan: Plan, say: Say) -> bytes:
    """The content of a plan file."""
    return document_json({"format": FORMAT, "version": VERSION, **plain_value(plan, say)})


def document_json(document: Mapping[str, Any]) -> bytes:
    """A document as JSON, its keys sorted, each part of its lists on a line."""
    # Half a surrogate pair is no text, and JSON readers refuse it.
    return (_opened(document, "") + "\n").encode("utf-8", "replace")


def read_plan(path: Path) -> Plan:
    """The plan in a file.

    Fields that the format does not know are passed over.

    Raises
    ------
    PlanFileError
        If the file is missing, no plan, of a newer version, or damaged; says where.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise PlanFileError(message("plan_file.missing", file=str(path))) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanFileError(
            message("plan_file.unreadable", file=str(path), reason=reason)
        ) from error
    return parse_plan(content, str(path))


def parse_plan(content: bytes, file: str) -> Plan:
    """The plan in the content of a file; errors name the file as `file`."""
    _check_text(content, file)
    _check_header(content, file)
    try:
        plan = msgspec.json.decode(content, type=Plan)
    except (msgspec.ValidationError, RecursionError) as error:
        _raise_damaged(str(error), file, error)
    _check_timezone(plan, file)
    _check_geometry(plan, file)
    return plan


def _check_text(content: bytes, file: str) -> None:
    """Refuse what is no UTF-8, which msgspec would only tell in the middle of a text."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place_at(content[: error.start])
        raise PlanFileError(
            message("plan_file.not_json", file=file, line=line, column=column)
        ) from error


def _check_header(content: bytes, file: str) -> None:
    """Refuse what is no plan file, or one of a version to come."""
    try:
        header = msgspec.json.decode(content, type=_Header)
    except msgspec.ValidationError as error:
        raise PlanFileError(message("plan_file.other_format", file=file)) from error
    except RecursionError as error:
        _raise_damaged(str(error), file, error)
    except msgspec.DecodeError as error:
        line, column = _place_of(content, str(error))
        raise PlanFileError(
            message("plan_file.not_json", file=file, line=line, column=column)
        ) from error
    if header.format != FORMAT or header.version < 1:
        raise PlanFileError(message("plan_file.other_format", file=file))
    if header.version > VERSION:
        raise PlanFileError(
            message("plan_file.newer", file=file, version=header.version, known=VERSION)
        )


def _place_of(content: bytes, fault: str) -> tuple[int, int]:
    """Line and column of a fault in JSON, both from 1; the end where the file is cut short."""
    match = _BYTE.search(fault)
    return _place_at(content[: int(match[1])] if match else content)


def _place_at(before: bytes) -> tuple[int, int]:
    """Line and column behind so many bytes."""
    return before.count(b"\n") + 1, len(before) - before.rfind(b"\n")


def _raise_damaged(fault: str, file: str, error: Exception) -> NoReturn:
    """Raise what msgspec found wrong as an error of ours, with its place in the JSON."""
    match = _AT_PATH.search(fault)
    path = match[1] if match else "$"
    wrong, missing = _WRONG_TYPE.match(fault), _MISSING_FIELD.match(fault)
    if wrong:
        damage = message("plan_file.wrong_type", file=file, path=path, **wrong.groupdict())
    elif missing:
        damage = message("plan_file.missing_field", file=file, path=path, **missing.groupdict())
    else:
        log.info("a plan file is damaged at %s", path)
        damage = message("plan_file.damaged", file=file, path=path)
    raise PlanFileError(damage) from error


def _check_timezone(plan: Plan, file: str) -> None:
    try:
        ZoneInfo(plan.timezone)
    except (KeyError, ValueError, OSError) as error:
        unknown = message("plan_file.unknown_timezone", file=file, timezone=plan.timezone)
        raise PlanFileError(unknown) from error


def _check_geometry(plan: Plan, file: str) -> None:
    """Decode every way once, so that the map and the tracks can rely on them."""
    for i, route in enumerate(plan.routes):
        for j, leg in enumerate(route.geometry):
            try:
                decode_polyline(leg)
            except ValueError as error:
                path = f"$.routes[{i}].geometry[{j}]"
                raise PlanFileError(
                    message("plan_file.bad_geometry", file=file, path=path)
                ) from error


def plain_value(value: Any, say: Say) -> Any:
    """A value of a plan as what JSON knows, sentences with their text."""
    if isinstance(value, Message):
        return {"code": value.code, "parameters": dict(value.parameters), "text": say(value)}
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        names += DERIVED.get(type(value), ())
        return {name: plain_value(getattr(value, name), say) for name in names}
    if isinstance(value, Mapping):
        return {key: plain_value(item, say) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain_value(item, say) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, datetime.date) else value


def _opened(value: Mapping[str, Any], indent: str) -> str:
    """An object with each of its keys on a line."""
    inner = indent + _INDENT
    lines = (f"{inner}{_json(key)}: {_member(key, value[key], inner)}" for key in sorted(value))
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _member(key: str, value: Any, indent: str) -> str:
    """A value under a key: lists of the plan's parts one part per line, the rest on one line."""
    if isinstance(value, list) and value and key in _ONE_PER_LINE:
        inner = indent + _INDENT
        lines = (inner + _member("", item, inner) for item in value)
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    if isinstance(value, dict) and key in _OPENED:
        return _opened(value, indent)
    if isinstance(value, dict):
        parts = (f"{_json(name)}: {_member(name, value[name], indent)}" for name in sorted(value))
        return "{" + ", ".join(parts) + "}"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
