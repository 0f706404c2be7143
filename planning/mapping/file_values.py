"""Values of a mapping file, each checked for its type; what is wrong is located and collected."""

from collections.abc import Collection, Mapping
from typing import Any

from domain.message import Message, Parameter, Problem, message
from planning.mapping.file_lines import KeyLines, KeyPath
from planning.mapping.near_names import near_names
from planning.reading.problems import shortened

_OFFERED = 20
"""Names that are offered where none is near."""


class FileValues:
    """The keys of a mapping file and the problems found in them.

    Parameters
    ----------
    name
        Name of the file, as problems show it.
    lines
        Where its keys stand.
    """

    def __init__(self, name: str, lines: KeyLines) -> None:
        self._name = name
        self._lines = lines
        self.problems: list[Problem] = []

    def refuse(self, path: KeyPath, reason: Message, value: object = "") -> None:
        """Note what is wrong with a key."""
        self.problems.append(
            Problem(
                message=reason,
                file=self._name,
                row=self._lines.line(path),
                column=shortened(".".join(path)),
                value=shortened(str(value)),
            )
        )

    def only(self, path: KeyPath, table: Mapping[str, Any], known: Collection[str]) -> None:
        """Refuse the keys of a table that are not known."""
        for key in table.keys() - set(known):
            self.unknown((*path, key), "mapping.unknown_key", key, known, key=shortened(key))

    def unknown(
        self,
        path: KeyPath,
        code: str,
        name: str,
        known: Collection[str],
        /,
        **facts: Parameter,
    ) -> None:
        """Refuse a name that is none of those known, and offer the nearest or all of them."""
        offered = near_names(name, known) or [*known][:_OFFERED]
        self.refuse(path, Message(code, {**facts, "known": ", ".join(offered)}), name)

    def table(self, path: KeyPath, value: Any) -> Mapping[str, Any]:
        """A table of keys; an empty one where it is something else."""
        if isinstance(value, dict):
            return value
        self._wrong_type(path, value, "mapping.not_a_table")
        return {}

    def text(self, path: KeyPath, value: Any, *, empty_allowed: bool = False) -> str:
        """A text; an empty one where it is something else."""
        if not isinstance(value, str):
            self._wrong_type(path, value, "mapping.not_a_text")
            return ""
        if not value.strip() and not empty_allowed:
            self.refuse(path, message("mapping.empty", key=shortened(path[-1])))
        return value

    def whole(self, path: KeyPath, value: Any, least: int, most: int) -> int:
        """A whole number within bounds; the least where it is something else."""
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            reason = message("mapping.not_a_number", least=least, most=most)
            self.refuse(path, reason, value)
            return least
        return value

    def _wrong_type(self, path: KeyPath, value: Any, code: str) -> None:
        self.refuse(path, message(code, key=shortened(path[-1])), value)
