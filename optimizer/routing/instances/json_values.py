"""Values of a JSON file, each looked at before it is used; all that is wrong is collected."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from domain.message import Message, Problem, message
from optimizer.routing.instances.strict_json import Object, Path, Unfit, line_of, path_text

MOST_PROBLEMS = 1_000

T = TypeVar("T")


class JsonValues:
    """Takes values from a JSON text and names what is wrong with them, by path and line."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self.problems: list[Problem] = []

    def refuse(self, path: Path, reason: Message, value: object = "") -> None:
        """Name something that is wrong."""
        if len(self.problems) < MOST_PROBLEMS:
            shown = value.text if isinstance(value, Unfit) else str(value)
            problem = Problem(
                message=reason,
                file=self._file,
                row=line_of(self._text, path),
                column=path_text(path)[:200],
                value=shown[:80],
            )
            self.problems.append(problem)

    def record(
        self, value: Any, path: Path, known: Collection[str], needed: Collection[str] = ()
    ) -> Object:
        """An object with known keys; an empty one where it is none."""
        if not isinstance(value, Object):
            self.refuse(path, message("vroom.wrong_type", wanted="object"), value)
            return Object()
        for key in value.twice:
            self.refuse((*path, key), message("vroom.key_twice", key=key[:80]))
        for key in value.keys() - set(known):
            self.refuse((*path, key), message("vroom.unknown_key", key=key[:80]))
        for key in sorted(set(needed) - value.keys()):
            self.refuse(path, message("vroom.missing_key", key=key))
        return value

    def items(self, value: Any, path: Path) -> list[Any]:
        """A list; an empty one where it is none."""
        if isinstance(value, list):
            return value
        self.refuse(path, message("vroom.wrong_type", wanted="array"), value)
        return []

    def whole(
        self, record: Object, key: str, path: Path, default: int = 0, most: int = 2**40
    ) -> int:
        """A whole number that is not negative, at a key of an object."""
        if key not in record:
            return default
        return self.whole_at(record[key], (*path, key), most)

    def whole_at(self, value: Any, path: Path, most: int = 2**40) -> int:
        """A whole number that is not negative; 0 where it is none."""
        if type(value) is int and 0 <= value <= most:
            return value
        self.refuse(path, message("vroom.not_whole", most=most), value)
        return 0

    def number(self, record: Object, key: str, path: Path, default: float) -> float:
        """A number that is not negative, at a key of an object."""
        value = record.get(key, default)
        if type(value) in (int, float) and 0 <= value <= 2**40:
            return float(value)
        self.refuse((*path, key), message("vroom.not_number"), value)
        return default

    def word(self, record: Object, key: str, path: Path, default: str = "") -> str:
        """A text at a key of an object."""
        value = record.get(key, default)
        if isinstance(value, str):
            return value
        self.refuse((*path, key), message("vroom.wrong_type", wanted="string"), value)
        return default

    def each(
        self, record: Object, key: str, path: Path, read: Callable[[Any, Path], T]
    ) -> tuple[T, ...]:
        """What is made of each item of a list at a key; nothing where there is none."""
        if key not in record:
            return ()
        found = self.items(record[key], (*path, key))
        return tuple(read(item, (*path, key, index)) for index, item in enumerate(found))

    def wholes(self, record: Object, key: str, path: Path) -> tuple[int, ...]:
        """Whole numbers of a list at a key."""
        return self.each(record, key, path, self.whole_at)

    def window(self, value: Any, path: Path) -> tuple[int, int]:
        """A time window: two whole numbers, the later one second."""
        found = self.items(value, path)
        if len(found) != 2:
            self.refuse(path, message("vroom.not_window"), value)
            return (0, 0)
        begin, end = (self.whole_at(item, (*path, i)) for i, item in enumerate(found))
        if end < begin:
            self.refuse(path, message("vroom.not_window"), value)
        return begin, end

    def place(self, record: Object, key: str, path: Path) -> tuple[float, float] | None:
        """Longitude and latitude at a key, in this order; None where there is no such key."""
        if key not in record:
            return None
        found: Sequence[Any] = self.items(record[key], (*path, key))
        is_sound = len(found) == 2 and all(type(item) in (int, float) for item in found)
        if is_sound and abs(found[0]) <= 180 and abs(found[1]) <= 90:
            return float(found[0]), float(found[1])
        self.refuse((*path, key), message("vroom.not_place"), record[key])
        return None
