"""JSON read strictly, its faults located: by the path of a value, and by its line."""

import json
import math
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

Path = tuple[str | int, ...]


class Unfit:
    """Stands where the text holds a number that JSON, or a computer, does not know."""

    def __init__(self, text: str) -> None:
        self.text = text


class Object(dict[str, Any]):
    """An object, and those of its keys that stand in it twice."""

    twice: tuple[str, ...] = ()


class NoJson(ValueError):
    """A text that is no JSON; carries the line where that shows, and what the reader says."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


def strict_json(text: str) -> Any:
    """The value of a JSON text; NaN, infinities and endless numbers come as `Unfit`.

    Raises
    ------
    NoJson
        If the text is no JSON, or is nested too deeply.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=Unfit, parse_float=_number,
            parse_int=_whole,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        raise NoJson(error.lineno, error.msg) from None
    except RecursionError:
        raise NoJson(1, "nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> Object:
    found = Object(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        found.twice = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return found


def _number(text: str) -> float | Unfit:
    value = float(text)
    return value if math.isfinite(value) else Unfit(text)


def _whole(text: str) -> int | Unfit:
    return int(text) if len(text) <= 19 else Unfit(text)


def path_text(path: Path) -> str:
    """A path as people write it: ``jobs[3].time_windows[0]``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def line_of(text: str, path: Path) -> int:
    """Line of the value at a path; of the deepest part of the path that is there.

    The text must be JSON. Values beside the path are skipped, not looked at.
    """
    at = _after_blank(text, 0)
    for part in path:
        found = _member(text, at, part)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _member(text: str, at: int, part: str | int) -> int | None:
    """Where a member of the object or list that begins at a place begins; None if there is none.

    Of a key that stands there twice, the last, which is the one that counts.
    """
    if text[at : at + 1] != ("{" if isinstance(part, str) else "["):
        return None
    found, index, at = None, 0, _after_blank(text, at + 1)
    while text[at] not in "]}":
        key: str | int = index
        if isinstance(part, str):
            key, at = scanstring(text, at + 1, True)
            at = _after_blank(text, _after_blank(text, at) + 1)
        if key == part:
            found = at
            if isinstance(part, int):
                break
        _, at = _DECODER.raw_decode(text, at)
        at = _after_blank(text, at)
        at = _after_blank(text, at + 1) if text[at] == "," else at
        index += 1
    return found
