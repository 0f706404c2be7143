"""Plan files with something wrong in them, field by field."""

import json
from collections.abc import Callable
from typing import Any

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.end_to_end.bad_inputs.plans import FILE, sound_plan


def _check(content: Callable[[], bytes]) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_bytes(content())
        return "check", path, "--dataset", bed.data

    return prepare


def _with(path: str, value: object) -> Prepare:
    """A plan with another value somewhere, such as at ``$.routes[0].start_s``."""

    def content() -> bytes:
        document = json.loads(sound_plan())
        *way, name = path.removeprefix("$.").replace("[", ".[").split(".")
        at: Any = document
        for step in way:
            at = at[int(step.strip("[]"))] if step.startswith("[") else at[step]
        at[int(name.strip("[]")) if name.startswith("[") else name] = value
        return json.dumps(document).encode()

    return _check(content)


def _raw(find: bytes, put: bytes) -> Prepare:
    """A plan with other bytes at the first place where some stand."""

    def content() -> bytes:
        assert find in sound_plan()
        return sound_plan().replace(find, put, 1)

    return _check(content)


def _line(find: bytes) -> int:
    return sound_plan()[: sound_plan().index(find)].count(b"\n") + 1


def _column(find: bytes, behind: int) -> str:
    """Column so many characters behind a text, as people count."""
    at = sound_plan().index(find)
    return str(at - sound_plan().rfind(b"\n", 0, at) + behind)


WRONG_TYPES: tuple[tuple[str, object], ...] = (
    ("$.origin.seed", "seven"),
    ("$.origin.seed", 1.5),
    ("$.origin.seed", None),
    ("$.day", 20261120),
    ("$.routes", {}),
    ("$.routes", "none"),
    ("$.routes[0]", []),
    ("$.routes[0].vehicle_id", 7),
    ("$.routes[0].vehicle_id", None),
    ("$.routes[0].start_s", 8.25),
    ("$.routes[0].start_s", True),
    ("$.routes[0].start_s", "08:00"),
    ("$.routes[0].stops", None),
    ("$.routes[0].stops[0].arrival_s", {}),
    ("$.routes[0].stops[0].location", [49.4, 8.7]),
    ("$.routes[0].stops[0].order_ids", "O1"),
    ("$.routes[0].geometry", 5),
    ("$.unassigned", None),
    ("$.summary", []),
    ("$.checks", "fine"),
    ("$.origin", None),
)
DAMAGED = (
    ("$.day", "2026-02-30"),
    ("$.day", "20/11/2026"),
    ("$.routes[0].stops[0].location.lon", 181.0),
    ("$.routes[0].stops[0].location.lat", -91.0),
)

CASES = [
    *(
        Case(
            name=f"a plan with {path} = {json.dumps(value)}", prepare=_with(path, value),
            code="plan_file.wrong_type", file=FILE, column=path,
        )
        for path, value in WRONG_TYPES
    ),
    *(
        Case(
            name=f"a plan with {path} = {json.dumps(value)}", prepare=_with(path, value),
            code="plan_file.damaged", file=FILE,
            column=path.removesuffix(".lon").removesuffix(".lat"),
        )
        for path, value in DAMAGED
    ),
    *(
        Case(
            name=f"a plan with {what}", prepare=_raw(find, put), code="plan_file.not_json",
            file=FILE, row=_line(find), column=_column(find, behind),
        )
        for what, find, put, behind in (
            ("NaN for a number", b'"seed": ', b'"seed": NaN, "x": ', 8),
            ("infinity for a number", b'"seed": ', b'"seed": Infinity, "x": ', 8),
            ("a comma too many", b'"seed": ', b', "seed": ', 0),
            ("a remark", b'"seed": ', b'/* seven */ "seed": ', 0),
            ("names in single quotes", b'"seed": ', b"'seed': ", 0),
        )
    ),
    Case(
        name="a plan whose bytes are no text", prepare=_raw(b'"seed": ', b'"s\xff": 1, "seed": '),
        code="plan_file.not_json", file=FILE, row=_line(b'"seed": '),
        column=_column(b'"seed": ', 2),
    ),
    Case(
        name="a plan in UTF-16", prepare=_check(lambda: sound_plan().decode().encode("utf-16")),
        code="plan_file.not_json", file=FILE, row=1, column="1",
    ),
    Case(
        name="a plan of a hundred thousand brackets", prepare=_check(lambda: b"[" * 100_000),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="a list as plan file", prepare=_check(lambda: b"[1, 2]"),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="nothing as plan file", prepare=_check(lambda: b"null"),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="a plan of a version that never was", prepare=_with("$.version", 0),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="a plan of another format", prepare=_with("$.format", "wayloom.project"),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="a plan of a version in words", prepare=_with("$.version", "one"),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="a plan of a time zone with a way out",
        prepare=_with("$.timezone", "../../etc/passwd"),
        code="plan_file.unknown_timezone", file=FILE,
    ),
    Case(
        name="a plan without a time zone", prepare=_with("$.timezone", ""),
        code="plan_file.unknown_timezone", file=FILE,
    ),
]  # fmt: skip
