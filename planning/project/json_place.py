"""Where in the text of a JSON document a value stands."""

import json
import re
from collections.abc import Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]

_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")
_BLANK = re.compile(r"[ \t\r\n]*")

_decoder = json.JSONDecoder()

Path = Sequence[str | int]


def path_steps(path: str) -> list[str | int]:
    """The steps of a path such as ``$.contents[3].rows``, as far as they name keys and numbers."""
    steps: list[str | int] = []
    at = 1
    while found := _STEP.match(path, at):
        name, number = found.groups()
        steps.append(name if number is None else int(number))
        at = found.end()
    return steps


def line_of(text: str, path: Path) -> int:
    """The line, from 1, on which the value at a path begins; of the last step that is there."""
    at = _skip_blank(text, 0)
    for step in path:
        inner = _member(text, at, step)
        if inner is None:
            break
        at = inner
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, step: str | int) -> int | None:
    """Where a member of the object or list at a place begins; None where there is none."""
    is_object = text[at] == "{"
    if text[at] not in "{[" or is_object is not isinstance(step, str):
        return None
    at, number = _skip_blank(text, at + 1), 0
    while text[at] not in "}]":
        key: str | int = number
        if is_object:
            key, at = scanstring(text, at + 1, True)
            at = _skip_blank(text, _skip_blank(text, at) + 1)
        if key == step:
            return at
        _, at = _decoder.raw_decode(text, at)
        at, number = _skip_blank(text, at), number + 1
        if text[at] == ",":
            at = _skip_blank(text, at + 1)
    return None


def _skip_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
